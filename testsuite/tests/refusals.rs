//! What is refused, with an error that says why; and what is not lowered, with a note.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use testsuite::{Compile, Configuration, Panic, Rustc, Stages};
use testsuite::{board_flags, compare, execute, scratch};
use testsuite_support::firmware::Target;
use testsuite_support::process::Output;
use testsuite_support::{Layout, cargo, process};

struct Case {
    layout: Layout,
    folder: PathBuf,
}

impl Case {
    fn new(name: &str) -> Result<Self> {
        let layout = Layout::from_env()?;
        let folder = scratch(&layout, &format!("refusals/{name}"))?;
        Ok(Case { layout, folder })
    }

    fn compile(&self, rustc: Rustc, source: &str, output: &str) -> Compile<'_> {
        let source = self.layout.root.join("testsuite/refusals").join(source);
        Compile::new(&self.layout, rustc, &source, &self.folder.join(output))
    }

    /// `library.rs`, where `user` finds it.
    fn library(&self, rustc: Rustc) -> Compile<'_> {
        self.compile(rustc, "library.rs", "liblibrary.rlib").flag("--crate-type=rlib")
    }

    fn user(&self, rustc: Rustc, output: &str) -> Compile<'_> {
        let library = self.folder.join("liblibrary.rlib");
        self.compile(rustc, "user.rs", output)
            .flag(format!("--extern=library={}", library.display()))
    }
}

/// The compilation failed by an error (and not by a crash) that holds all of `words`.
fn expect_error(output: &Output, words: &[&str]) -> Result<()> {
    let Output { status, stderr, .. } = output;
    ensure!(status.code() == Some(1), "{status}, not an error:\n{stderr}");
    for word in words {
        ensure!(stderr.contains(word), "the error does not say `{word}`:\n{stderr}");
    }
    let crashed = stderr.contains("internal compiler error") || stderr.contains("panicked at");
    ensure!(!crashed, "the compiler crashed:\n{stderr}");
    Ok(())
}

#[test]
fn a_broken_reservation() -> Result<()> {
    let case = Case::new("reservation")?;
    for opt in ["0", "3"] {
        let compile = case
            .compile(Rustc::Plugin, "one.rs", opt)
            .configuration(Configuration::new(opt, Panic::Abort));
        let stages = compile.run()?.lowered.count()?;
        ensure!(stages == Stages { lowered: 1, begins: 2 }, "{stages:?}");
        let output = compile.option("test-break-reservation").attempt()?;
        expect_error(&output, &["error: ", "conspicuous"])?;
    }
    Ok(())
}

#[test]
fn crates_that_disagree() -> Result<()> {
    for opt in ["0", "3"] {
        let case = Case::new(&format!("disagreement-{opt}"))?;
        let configuration = Configuration::new(opt, Panic::Unwind);
        let library = || case.library(Rustc::Plugin).configuration(configuration);
        let user = |output| case.user(Rustc::Plugin, output).configuration(configuration);
        let stages = library().run()?.lowered.count()?;
        ensure!(stages.lowered == 2 && stages.begins >= 4, "{stages:?}");
        let outcome = execute(&user("agreeing").run()?.path)?;
        ensure!(outcome.stdout.starts_with("Ready([1, 1])\n"), "{outcome:?}");

        library().option("test-frame-salt=salt").run()?;
        let output = user("disagreeing").attempt()?;
        expect_error(&output, &["error: ", "two crates disagree on", "liblibrary.rlib"])
            .with_context(|| format!("opt-level {opt}"))?;
        ensure!(!case.folder.join("disagreeing").exists(), "there is a program all the same");
    }
    Ok(())
}

/// Link-time optimization merges or regenerates the object files, and keeps what they say of frames;
/// also when the library is bitcode alone, as cargo asks for.
#[test]
fn crates_that_disagree_with_lto() -> Result<()> {
    for (lto, form) in [("fat", "embed-bitcode=yes"), ("thin", "linker-plugin-lto")] {
        let case = Case::new(&format!("disagreement-{lto}"))?;
        let library =
            || case.library(Rustc::Plugin).flag("-Copt-level=s").flag(format!("-C{form}"));
        let user = |output| {
            case.user(Rustc::Plugin, output).flag("-Copt-level=s").flag(format!("-Clto={lto}"))
        };
        library().run()?;
        let outcome = execute(&user("agreeing").run()?.path)?;
        ensure!(outcome.stdout.starts_with("Ready([1, 1])\n"), "{outcome:?}");

        library().option("test-frame-salt=salt").run()?;
        let output = user("disagreeing").attempt()?;
        expect_error(&output, &["error: ", "two crates disagree on", "salt"])
            .with_context(|| lto)?;
        ensure!(!case.folder.join("disagreeing").exists(), "there is a program all the same");
    }
    Ok(())
}

/// In WebAssembly, what object files say of frames is data, of which nothing is left in the program.
#[test]
fn crates_that_disagree_in_wasm() -> Result<()> {
    let case = Case::new("disagreement-wasm")?;
    let flags = board_flags(&case.layout, Rustc::Plugin, Target::Wasm32)?;
    let with_flags =
        |compile| flags.iter().fold(compile, |compile: Compile<'_>, f| compile.flag(f));
    let library = || with_flags(case.library(Rustc::Plugin).unstable());
    let user = |output| with_flags(case.user(Rustc::Plugin, output).unstable());
    library().run()?;
    let program = user("agreeing").run()?.path;
    let execution = Target::Wasm32.board().run(&program)?.successful(&program)?;
    ensure!(execution.stdout.starts_with("Ready([1, 1])\n"), "{execution:?}");
    let bytes = fs::read(&program)?;
    let subject = b"the rules by which frames are laid out";
    ensure!(!bytes.windows(subject.len()).any(|part| part == subject), "the program has notes");

    library().option("test-frame-salt=salt").run()?;
    let output = user("disagreeing").attempt()?;
    expect_error(&output, &["error: ", "two crates disagree on", "liblibrary.rlib"])?;
    ensure!(!case.folder.join("disagreeing").exists(), "there is a program all the same");
    Ok(())
}

/// Targets that coroutines are not lowered for, by the flags that name them, and the note that says why.
const UNSUPPORTED: [(&[&str], &str); 4] = [
    (&["--target=avr-none", "-Ctarget-cpu=atmega328p"], "`avr-none` has pointers of 16 bits"),
    (&["--target=s390x-unknown-linux-gnu"], "`s390x-unknown-linux-gnu` is big-endian"),
    (
        &["--target=amdgcn-amd-amdhsa", "-Ctarget-cpu=gfx900"],
        "`amdgcn-amd-amdhsa` has no registers for inline assembly in rustc",
    ),
    (
        &["--target=wasm32-unknown-unknown", "-Cpanic=unwind"],
        "`wasm32-unknown-unknown` unwinds by funclets; `-C panic=abort` does not",
    ),
];

#[test]
fn targets_that_are_not_supported() -> Result<()> {
    let case = Case::new("targets")?;
    for (flags, words) in UNSUPPORTED {
        let mut compile = case.compile(Rustc::Plugin, "no_core.rs", "no_core").unstable();
        for flag in ["--crate-type=lib", "--emit=metadata"].iter().chain(flags) {
            compile = compile.flag(*flag);
        }
        let output = compile.attempt()?;
        let note = format!("note: llvmcoro: coroutines go the stock way: {words}");
        ensure!(output.status.success(), "{flags:?}:\n{}", output.stderr);
        ensure!(output.stderr.contains(&note), "{flags:?}, not `{note}`:\n{}", output.stderr);
    }
    Ok(())
}

/// What is lowered wrongly says so, and does not get into a program with other crates.
#[test]
fn a_mutation() -> Result<()> {
    let case = Case::new("mutation")?;
    let library = || case.library(Rustc::Plugin).flag(case.layout.mutated_plugin_flag());
    let unknown = library().option("test-mutation=no-such").attempt()?;
    expect_error(&unknown, &["error: ", "there is no mutation `no-such`", "stale-tag"])?;

    let mutated = library().option("test-mutation=stale-tag").run()?;
    let note = "coroutines are lowered wrongly: mutation `stale-tag`";
    ensure!(mutated.stderr.contains(note), "{}", mutated.stderr);
    let output = case.user(Rustc::Plugin, "user").attempt()?;
    expect_error(&output, &["error: ", "two crates disagree on", "liblibrary.rlib"])?;
    ensure!(!case.folder.join("user").exists(), "there is a program all the same");
    Ok(())
}

/// Stock rustc cannot know these coroutines' layout or code.
#[test]
fn a_library_of_the_plugin_in_stock_rustc() -> Result<()> {
    let case = Case::new("plugin-in-stock")?;
    for opt in ["0", "3"] {
        let configuration = Configuration::new(opt, Panic::Unwind);
        let library = case.library(Rustc::Plugin).configuration(configuration).run()?;
        ensure!(library.lowered.count()?.lowered == 2);
        let output = case.user(Rustc::Stock, "user").configuration(configuration).attempt()?;
        expect_error(&output, &["error: "])?;
        ensure!(!case.folder.join("user").exists(), "there is a program all the same");
    }
    Ok(())
}

#[test]
fn a_library_of_stock_rustc_in_the_plugin() -> Result<()> {
    let case = Case::new("stock-in-plugin")?;
    for opt in ["0", "3"] {
        let configuration = Configuration::new(opt, Panic::Unwind);
        case.library(Rustc::Stock).configuration(configuration).run()?;
        let stock = case.user(Rustc::Stock, "stock").configuration(configuration).run()?;
        let plugin = case.user(Rustc::Plugin, "plugin").configuration(configuration).run()?;
        // The coroutines are the library's, so they stay what they are there.
        let stages = plugin.lowered.count()?;
        ensure!(stages == Stages { lowered: 0, begins: 0 }, "{stages:?}");
        compare(&execute(&stock.path)?, &execute(&plugin.path)?)?;
    }
    Ok(())
}

#[test]
fn coroutines_that_can_be_cloned() -> Result<()> {
    const NOTE: &str = "goes the stock way: `coroutine_clone` is not supported";
    let case = Case::new("fallback")?;
    let denied = case.compile(Rustc::Plugin, "cloned.rs", "denied").attempt()?;
    expect_error(&denied, &["error: ", NOTE, "cloned::{closure#0}"])?;

    let stock = case.compile(Rustc::Stock, "cloned.rs", "stock").unstable().run()?;
    let plugin = case.compile(Rustc::Plugin, "cloned.rs", "plugin").allow_fallback().run()?;
    let notes = plugin.stderr.matches(NOTE).count();
    ensure!(notes == 1, "{notes} notes:\n{}", plugin.stderr);
    let stages = plugin.lowered.count()?;
    ensure!(stages == Stages { lowered: 1, begins: 2 }, "{stages:?}");
    compare(&execute(&stock.path)?, &execute(&plugin.path)?)
}

#[test]
fn off_lowers_nothing() -> Result<()> {
    let case = Case::new("off")?;
    let artifact = case.compile(Rustc::Plugin, "one.rs", "one").option("off").run()?;
    let stages = artifact.lowered.count()?;
    ensure!(stages == Stages { lowered: 0, begins: 0 }, "{stages:?}");
    ensure!(execute(&artifact.path)?.stdout == "Ready(2)\n");
    Ok(())
}

/// A value that an option does not take is refused with the option's name.
#[test]
fn options_with_wrong_values() -> Result<()> {
    let case = Case::new("values")?;
    for (option, words) in [
        ("off=yes", ["`-llvmcoro-off`", "not `yes`"]),
        ("no-niche=2", ["`-llvmcoro-no-niche`", "not `2`"]),
        ("dump=", ["`-llvmcoro-dump`", "needs a folder"]),
        (
            "resumed-after-completion=never",
            ["`-llvmcoro-resumed-after-completion`", "is `panic`, `pending` or"],
        ),
    ] {
        let output = case.compile(Rustc::Plugin, "one.rs", "one").undumped().option(option);
        let output = output.attempt()?;
        expect_error(&output, &["error: ", "llvmcoro: ", words[0], words[1]]).context(option)?;
    }
    Ok(())
}

/// The plugin that users get cannot be told to make a mistake: nothing of a mutation is in it.
#[test]
fn the_shipped_plugin_makes_no_mistakes() -> Result<()> {
    let case = Case::new("shipped")?;
    let traces = ["test-mutation", "stale-tag", "lost-drop-flag", "there is no mutation"];
    let found = |plugin: &Path| -> Result<Vec<&str>> {
        let bytes = fs::read(plugin).with_context(|| plugin.display().to_string())?;
        let holds = |trace: &&str| bytes.windows(trace.len()).any(|part| part == trace.as_bytes());
        Ok(traces.into_iter().filter(holds).collect())
    };
    let name = "librustc_codegen_llvmcoro.so";
    let shipped = found(&case.layout.dist.join("lib").join(name))?;
    ensure!(shipped.is_empty(), "the shipped plugin has {shipped:?}");
    let mutated = found(&case.layout.build.join("mutated").join(name))?;
    ensure!(mutated == traces, "the plugin with mutations has only {mutated:?}");
    Ok(())
}

#[test]
fn an_option_that_does_not_exist() -> Result<()> {
    let case = Case::new("option")?;
    let output = case.compile(Rustc::Plugin, "one.rs", "one").option("no-such").attempt()?;
    ensure!(!output.status.success(), "it was accepted");
    ensure!(output.stderr.contains("llvmcoro-no-such"), "{}", output.stderr);
    Ok(())
}

/// A compiler that tells another version.
fn fake_compiler(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("rustc");
    let script = "#!/bin/sh\n\
                  echo 'rustc 1.85.0 (4d91de4e4 2025-02-17)'\n\
                  echo 'host: x86_64-unknown-linux-gnu'\n\
                  echo 'release: 1.85.0'\n\
                  echo 'LLVM version: 19.1.7'\n";
    fs::write(&path, script).with_context(|| path.display().to_string())?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(path)
}

#[test]
fn another_compiler() -> Result<()> {
    let case = Case::new("compiler")?;
    let compiler = fake_compiler(&case.folder)?;
    let wrappers = case.layout.dist.join("bin");
    for (program, arguments) in [
        (wrappers.join("rustc-llvmcoro"), &["--crate-type=lib", "none.rs"][..]),
        (wrappers.join("cargo-llvmcoro"), &["llvmcoro", "build"]),
        (case.layout.root.join("x"), &["setup"]),
    ] {
        let mut command = cargo::clean(&program);
        command.args(arguments).current_dir(&case.folder).env("LLVMCORO_RUSTC", &compiler);
        let output = process::run(&mut command, std::time::Duration::from_secs(60))?;
        expect_error(&output, &["is rustc 1.85.0", "rustc 1.96.0"])
            .with_context(|| program.display().to_string())?;
        ensure!(!output.stderr.contains("undefined symbol"), "{}", output.stderr);
    }
    Ok(())
}
