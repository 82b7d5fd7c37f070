//! Ways to build: crate types, graphs of crates, and what the compiler writes beside programs.
//!
//! Each check compiles by stock rustc and by the plugin, says how many coroutines the plugin lowers,
//! and compares what the two programs print. The sources are in `testsuite/builds`; sets of flags
//! for whole programs are in `flags.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::{
    Artifact, Compile, Lowered, Outcome, Rustc, Stages, Tally, check_flags, compare, execute,
    scratch,
};
use testsuite_support::{Layout, cargo, process};

const KIND: &str = "builds";
const BOTH: [Rustc; 2] = [Rustc::Stock, Rustc::Plugin];

/// For a C compiler or a tool of LLVM.
const LIMIT: Duration = Duration::from_secs(120);

/// Where a test works.
struct Site {
    layout: Layout,
    folder: PathBuf,
}

impl Site {
    fn new(name: &str) -> Result<Self> {
        let layout = Layout::from_env()?;
        let folder = scratch(&layout, &format!("{KIND}/{name}"))?;
        Ok(Site { layout, folder })
    }

    /// A call of `rustc` for a file of `testsuite`, with an output named after the compiler.
    fn compile(&self, rustc: Rustc, source: &str, output: &str) -> Result<Compile<'_>> {
        let folder = self.folder.join(rustc.name());
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let source = self.layout.root.join("testsuite").join(source);
        Ok(Compile::new(&self.layout, rustc, &source, &folder.join(output)).unstable())
    }
}

fn lowered(stages: &Lowered, count: usize) -> Result<()> {
    let Stages { lowered, begins } = stages.count()?;
    ensure!(lowered == count, "{lowered} coroutines were lowered, not {count}");
    ensure!(begins > 0, "no frame was used");
    Ok(())
}

fn succeed(command: &mut Command) -> Result<String> {
    let output = process::run(command, LIMIT)?;
    ensure!(output.status.success(), "{command:?} failed:\n{}{}", output.stdout, output.stderr);
    Ok(output.stdout)
}

/// Both programs, by `build`, print the same, and not nothing.
fn equal(mut build: impl FnMut(Rustc) -> Result<PathBuf>) -> Result<()> {
    let stock = execute(&build(Rustc::Stock)?)?;
    ensure!(!stock.stdout.is_empty(), "stock's program printed nothing: {stock:?}");
    compare(&stock, &execute(&build(Rustc::Plugin)?)?)
}

/// A library for C, as a shared library and as an archive.
#[test]
fn libraries_for_c() -> Result<()> {
    let site = Site::new("c")?;
    let caller = site.layout.root.join("testsuite/builds/caller.c");
    let mut tally = Tally::new(KIND);
    for (crate_type, file) in [("cdylib", "libexported.so"), ("staticlib", "libexported.a")] {
        for opt_level in ["0", "3"] {
            let build = |rustc: Rustc| {
                let library = site
                    .compile(rustc, "builds/exported.rs", file)?
                    .flag(format!("--crate-type={crate_type}"))
                    .flag(format!("-Copt-level={opt_level}"))
                    .run()?;
                if rustc == Rustc::Plugin {
                    lowered(&library.lowered, 2)?;
                }
                let program = library.path.with_file_name(format!("caller-{crate_type}"));
                let mut cc = Command::new("cc");
                cc.arg(&caller).arg(&library.path).args(["-lpthread", "-ldl", "-lm"]).arg("-o");
                // The shared library is looked for where it was linked.
                let folder = library.path.parent().context("a file is in a folder")?;
                cc.arg(&program).arg(format!("-Wl,-rpath,{}", folder.display()));
                succeed(&mut cc)?;
                Ok(program)
            };
            tally.add(format!("{crate_type}, opt-level {opt_level}"), equal(build));
        }
    }
    tally.finish()
}

/// Compiles the library of `two_crates` by one compiler and the program by another.
fn two_crates(
    site: &Site,
    (library_by, program_by): (Rustc, Rustc),
    crate_type: &str,
    opt_level: &str,
) -> Result<(Artifact, Artifact)> {
    let file = if crate_type == "dylib" { "libpipeline.so" } else { "libpipeline.rlib" };
    let opt_level = format!("-Copt-level={opt_level}");
    let library = site
        .compile(library_by, "two_crates/pipeline.rs", file)?
        .flag(format!("--crate-type={crate_type}"))
        .flag(&opt_level)
        .run()?;
    let folder = library.path.parent().context("a file is in a folder")?;
    let name = format!("main-with-{}", library_by.name());
    let program = site
        .compile(program_by, "two_crates/main.rs", &name)?
        .flag(format!("--extern=pipeline={}", library.path.display()))
        .flag(format!("-Clink-arg=-Wl,-rpath,{}", folder.display()))
        .flag(&opt_level)
        .run()?;
    Ok((library, program))
}

/// A library with generic coroutines and a program that uses them, with link-time optimization. The
/// library has object code beside its bitcode, as rustc makes it, or bitcode alone, as cargo asks for.
#[test]
fn link_time_optimization() -> Result<()> {
    const BOTH_FORMS: &[&str] = &[];
    const BITCODE: &[&str] = &["-Clinker-plugin-lto"];
    let mut tally = Tally::new(KIND);
    for (lto, opt_level, flags) in [
        ("fat", "s", BITCODE),
        ("fat", "3", BOTH_FORMS),
        ("thin", "z", BOTH_FORMS),
        ("thin", "3", BITCODE),
    ] {
        let site = Site::new(&format!("lto-{lto}-{opt_level}"))?;
        let opt_level = format!("-Copt-level={opt_level}");
        let build = |rustc: Rustc| {
            let mut library = site
                .compile(rustc, "two_crates/pipeline.rs", "libpipeline.rlib")?
                .flag("--crate-type=rlib")
                .flag(&opt_level);
            for flag in flags {
                library = library.flag(*flag);
            }
            let library = library.run()?;
            let program = site
                .compile(rustc, "two_crates/main.rs", "program")?
                .flag(format!("--extern=pipeline={}", library.path.display()))
                .flag(format!("-Clto={lto}"))
                .flag(&opt_level)
                .run()?;
            if rustc == Rustc::Plugin {
                lowered(&library.lowered, 11)?;
                lowered(&program.lowered, 3)?;
            }
            Ok(program.path)
        };
        tally.add(format!("{lto}, {opt_level}"), equal(build));
    }
    tally.finish()
}

/// A shared library of Rust's own kind.
#[test]
fn dylib() -> Result<()> {
    let mut tally = Tally::new(KIND);
    for opt_level in ["0", "3"] {
        let site = Site::new(&format!("dylib-{opt_level}"))?;
        let build = |rustc: Rustc| {
            let (library, program) = two_crates(&site, (rustc, rustc), "dylib", opt_level)?;
            if rustc == Rustc::Plugin {
                lowered(&library.lowered, 11)?;
                lowered(&program.lowered, 3)?;
            }
            Ok(program.path)
        };
        tally.add(format!("opt-level {opt_level}"), equal(build));
    }
    tally.finish()
}

/// A library of stock rustc, with coroutines, used by the plugin: those stay stock's.
#[test]
fn a_library_of_stock_rustc() -> Result<()> {
    let mut tally = Tally::new(KIND);
    for crate_type in ["rlib", "dylib"] {
        for opt_level in ["0", "3"] {
            let site = Site::new(&format!("mixed-{crate_type}-{opt_level}"))?;
            let build = |rustc: Rustc| {
                let (library, program) =
                    two_crates(&site, (Rustc::Stock, rustc), crate_type, opt_level)?;
                ensure!(library.lowered.count()?.lowered == 0, "stock lowers nothing");
                if rustc == Rustc::Plugin {
                    lowered(&program.lowered, 3)?;
                }
                Ok(program.path)
            };
            tally.add(format!("{crate_type}, opt-level {opt_level}"), equal(build));
        }
    }
    tally.finish()
}

/// A proc macro, which stock rustc compiles for itself, makes a coroutine of the plugin's crate.
#[test]
fn proc_macro() -> Result<()> {
    let site = Site::new("proc-macro")?;
    let macros = site
        .compile(Rustc::Stock, "builds/macros.rs", "libmacros.so")?
        .flag("--crate-type=proc-macro")
        .run()?;
    equal(|rustc| {
        let program = site
            .compile(rustc, "builds/uses_macro.rs", "program")?
            .flag(format!("--extern=macros={}", macros.path.display()))
            .run()?;
        if rustc == Rustc::Plugin {
            lowered(&program.lowered, 2)?;
        }
        Ok(program.path)
    })
}

/// Libraries without std: core alone, and with alloc.
#[test]
fn without_std() -> Result<()> {
    let mut tally = Tally::new(KIND);
    for (name, flags, count) in [("core", &[][..], 2), ("alloc", &["--cfg=feature=\"alloc\""], 3)] {
        let site = Site::new(&format!("without-std-{name}"))?;
        let build = |rustc: Rustc| {
            let mut library = site
                .compile(rustc, "builds/no_std.rs", "libno_std.rlib")?
                .flag("--crate-type=rlib");
            let mut program = site.compile(rustc, "builds/uses_no_std.rs", "program")?;
            for flag in flags {
                library = library.flag(*flag);
                program = program.flag(*flag);
            }
            let library = library.run()?;
            let program =
                program.flag(format!("--extern=no_std={}", library.path.display())).run()?;
            if rustc == Rustc::Plugin {
                let stages = library.lowered.count()?;
                ensure!(stages.lowered == count, "{stages:?}, not {count}");
            }
            Ok(program.path)
        };
        tally.add(name, equal(build));
    }
    tally.finish()
}

/// Flags for whole programs beside those of `flags.rs`.
const SETS: &[(&str, &[&str])] = &[
    ("debuginfo=0", &["-Cdebuginfo=0", "-Copt-level=1"]),
    ("debuginfo=1", &["-Cdebuginfo=1", "-Copt-level=s"]),
    ("debuginfo=2", &["-Cdebuginfo=2", "-Copt-level=z"]),
    ("no-linker-plugin", &["-Clinker-plugin-lto=no", "-Copt-level=2"]),
    ("1-unit", &["-Ccodegen-units=1"]),
    ("256-units", &["-Ccodegen-units=256", "-Copt-level=3"]),
    ("this-processor", &["-Ctarget-cpu=native", "-Copt-level=3"]),
    ("temporary-files-kept", &["-Csave-temps"]),
    ("no-parallel-backend", &["-Zno-parallel-backend"]),
    ("MIR-validated", &["-Zvalidate-mir", "-Copt-level=3"]),
    ("sizes-printed", &["-Zprint-type-sizes"]),
    ("time-trace", &["-Zllvm-time-trace"]),
];

#[test]
fn flags_of_early_drop() -> Result<()> {
    check_flags(KIND, "early_drop", SETS)
}

#[test]
fn flags_of_async_closures() -> Result<()> {
    check_flags(KIND, "async_closures", SETS)
}

/// Every form of output, and a program that runs; no intrinsic and no marker is left in any.
#[test]
fn emitted_files() -> Result<()> {
    let site = Site::new("emit")?;
    let mut tally = Tally::new(KIND);
    for opt_level in ["0", "3"] {
        let build = |rustc: Rustc| {
            let program = site
                .compile(rustc, "run/early_drop.rs", &format!("program-{opt_level}"))?
                .flag("--emit=mir,llvm-ir,llvm-bc,asm,obj,dep-info,link")
                .flag(format!("-Copt-level={opt_level}"))
                .run()?;
            for (end, word) in [("mir", "fn main"), ("ll", "define "), ("s", ".text"), ("d", ":")] {
                let file = program.path.with_extension(end);
                let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
                ensure!(text.contains(word), "{} has no `{word}`", file.display());
                for left in ["llvm.coro", "llvmcoro begin", ".error"] {
                    let code = end == "ll" || end == "s";
                    ensure!(!code || !text.contains(left), "{} has `{left}`", file.display());
                }
            }
            for end in ["bc", "o"] {
                let file = program.path.with_extension(end);
                ensure!(fs::metadata(&file)?.len() > 1000, "{} is short", file.display());
            }
            Ok(program.path)
        };
        tally.add(format!("opt-level {opt_level}"), equal(build));
    }
    tally.finish()
}

/// `-Zprint-type-sizes` names the futures' sizes, as `size_of_val` does.
#[test]
fn printed_sizes() -> Result<()> {
    let site = Site::new("sizes")?;
    let program = site
        .compile(Rustc::Plugin, "builds/sizes.rs", "program")?
        .flag("-Zprint-type-sizes")
        .run()?;
    lowered(&program.lowered, 2)?;
    let mut compared = 0;
    for line in execute(&program.path)?.stdout.lines() {
        let (name, size) = line.split_once(' ').with_context(|| line.to_owned())?;
        let expected = format!("type: `{{async fn body of {name}()}}`: {size} bytes");
        let found = program.stdout.lines().any(|line| line.contains(&expected));
        ensure!(found, "`{expected}` is not in:\n{}", program.stdout);
        compared += 1;
    }
    ensure!(compared == 2, "{compared} sizes were compared");
    Ok(())
}

/// `-Zprint-type-sizes` shows each state with its captures and saved variables by stock's names and
/// types; offsets and sizes are the frame's own.
#[test]
fn printed_states() -> Result<()> {
    let site = Site::new("states")?;
    let printed = |rustc: Rustc| -> Result<Vec<String>> {
        let program = site
            .compile(rustc, "builds/states.rs", "program")?
            .unstable()
            .flag("-Zprint-type-sizes")
            .run()?;
        if rustc == Rustc::Plugin {
            lowered(&program.lowered, 2)?;
        }
        let mut lines = vec![];
        for coroutine in ["{async fn body of connect()}", "{gen fn body of numbers()}"] {
            let head = format!("print-type-size type: `{coroutine}`");
            let mut rest = program.stdout.lines().skip_while(|line| !line.starts_with(&head));
            ensure!(rest.next().is_some(), "{} does not print `{coroutine}`", rustc.name());
            let own = rest.take_while(|line| line.starts_with("print-type-size  "));
            let mut variant = String::new();
            for line in own {
                let words: Vec<&str> = line.split_whitespace().skip(1).collect();
                match words[..] {
                    ["variant", name, ..] => name.clone_into(&mut variant),
                    [kind @ ("local" | "upvar"), name, size, ..] => {
                        let ty = line.split_once("type: ").map_or("", |(_, ty)| ty);
                        lines.push(format!("{coroutine} {variant} {kind} {name} {size} {ty}"));
                    }
                    _ => {}
                }
            }
        }
        lines.sort();
        Ok(lines)
    };
    let (stock, plugin) = (printed(Rustc::Stock)?, printed(Rustc::Plugin)?);
    ensure!(stock.len() > 20, "stock prints {} variables", stock.len());
    // The frame has less in it: what is not needed any more, or follows from other values.
    let (common, other): (Vec<_>, Vec<_>) = plugin.iter().partition(|line| stock.contains(line));
    ensure!(other.is_empty(), "only the plugin prints {other:#?}\nstock prints {stock:#?}");
    for expected in ["`.buffer`: 32", "`.address`: 24", "`.total`: 8", "`.at`: 4"] {
        ensure!(common.iter().any(|line| line.contains(expected)), "no {expected}: {common:#?}");
    }
    Ok(())
}

/// The same source makes the same bytes; in another folder, with the folder's name mapped, too.
#[test]
fn deterministic() -> Result<()> {
    let site = Site::new("deterministic")?;
    let mut tally = Tally::new(KIND);
    for (opt_level, units) in [("0", "16"), ("3", "1"), ("s", "16")] {
        for rustc in BOTH {
            let object = |round: &str| -> Result<Vec<u8>> {
                let name = format!("{}-{opt_level}-{round}", rustc.name());
                let folder = site.folder.join(&name);
                let from = site.layout.root.join("testsuite");
                for file in ["run/early_drop.rs", "run/common/mod.rs", "common/pause.rs"] {
                    let copy = folder.join(file);
                    fs::create_dir_all(copy.parent().context("a file is in a folder")?)?;
                    fs::copy(from.join(file), copy)?;
                }
                let output = folder.join("early_drop.o");
                Compile::new(&site.layout, rustc, &folder.join("run/early_drop.rs"), &output)
                    .unstable()
                    .flag("--emit=obj")
                    .flag("-g")
                    .flag(format!("-Copt-level={opt_level}"))
                    .flag(format!("-Ccodegen-units={units}"))
                    .flag(format!("--remap-path-prefix={}=/mapped", folder.display()))
                    // What is dumped has the folder in its options, which the crate's hash covers.
                    .undumped()
                    .run()?;
                Ok(fs::read(&output)?)
            };
            let check = || {
                let first = object("one")?;
                ensure!(first.len() > 10_000, "{} bytes", first.len());
                ensure!(first == object("one")?, "compiled again, it differs");
                ensure!(first == object("another")?, "compiled in another folder, it differs");
                Ok(())
            };
            tally.add(format!("opt-level {opt_level}, {}", rustc.name()), check());
        }
    }
    tally.finish()
}

/// `-Zllvm-time-trace` leaves its file, with the passes that ran.
#[test]
fn time_trace() -> Result<()> {
    let site = Site::new("time-trace")?;
    let mut tally = Tally::new(KIND);
    for rustc in BOTH {
        let check = || {
            let program = site
                .compile(rustc, "run/early_drop.rs", "program")?
                .flag("-Zllvm-time-trace")
                .flag("-Copt-level=3")
                .run()?;
            let file = program.path.with_extension("llvm_timings.json");
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            for word in ["\"traceEvents\"", "InstCombinePass"] {
                ensure!(text.contains(word), "{} has no {word}", file.display());
            }
            Ok(())
        };
        tally.add(rustc.name(), check());
    }
    tally.finish()
}

/// `-C instrument-coverage`: the program behaves the same, and each line was executed as often.
#[test]
fn coverage() -> Result<()> {
    let site = Site::new("coverage")?;
    let tool = |name: &str| Path::new("/usr/lib/llvm-22/bin").join(name);
    let measure = |rustc: Rustc| -> Result<(Outcome, String)> {
        let program = site
            .compile(rustc, "builds/exported_main.rs", "program")?
            .flag("-Cinstrument-coverage")
            .run()?;
        if rustc == Rustc::Plugin {
            lowered(&program.lowered, 2)?;
        }
        let raw = program.path.with_extension("profraw");
        let mut run = cargo::clean(&program.path);
        run.env("LLVM_PROFILE_FILE", &raw).env("RUST_BACKTRACE", "0");
        let printed = succeed(&mut run)?;
        let data = program.path.with_extension("profdata");
        let mut merge = Command::new(tool("llvm-profdata"));
        succeed(merge.arg("merge").arg(&raw).arg("-o").arg(&data))?;
        let mut show = Command::new(tool("llvm-cov"));
        let shown = succeed(
            show.arg("show").arg(&program.path).arg(format!("-instr-profile={}", data.display())),
        )?;
        let ending = testsuite::Ending::Status(0);
        Ok((Outcome { ending, stdout: printed, stderr: String::new() }, shown))
    };
    let (stock, stock_lines) = measure(Rustc::Stock)?;
    let (plugin, plugin_lines) = measure(Rustc::Plugin)?;
    compare(&stock, &plugin)?;
    ensure!(stock_lines.contains("async fn leaf"), "{stock_lines}");
    ensure!(stock_lines == plugin_lines, "stock:\n{stock_lines}\nplugin:\n{plugin_lines}");
    Ok(())
}
