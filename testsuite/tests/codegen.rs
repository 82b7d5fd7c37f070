//! What is left of a coroutine in the machine code.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use object::{Object, ObjectSection, SectionKind};
use testsuite::{
    Compile, Configuration, Header, Panic, Rustc, Stages, Tally, disassemble, execute, scratch,
};
use testsuite_support::table::Table;
use testsuite_support::{Layout, process};

/// Two awaits of a function that awaits nothing are a constant.
#[test]
fn a_chain_without_suspension_is_a_constant() -> Result<()> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/codegen/square.rs");
    let output = scratch(&layout, "codegen/square")?.join("square.o");
    let artifact = Compile::new(&layout, Rustc::Plugin, &source, &output)
        .configuration(Configuration::new("3", Panic::Abort))
        .flag("--crate-type=lib")
        .flag("--emit=obj")
        .run()?;
    let stages = artifact.lowered.count()?;
    ensure!(stages.lowered == 2 && stages.begins >= 2, "{stages:?}");
    let functions = disassemble(&output)?;
    let nine = functions
        .iter()
        .find(|function| function.name == "nine")
        .context("there is no function `nine`")?;
    ensure!(nine.instructions == ["mov eax, 0x9", "ret"], "{:#?}", nine.instructions);
    Ok(())
}

/// `#[inline]` on an async fn is about its body, too.
#[test]
fn inline_attributes_of_async_fns() -> Result<()> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/codegen/inline.rs");
    let folder = scratch(&layout, "codegen/inline")?;
    let has_function_of = |attribute: bool, name: &str| -> Result<bool> {
        let output = folder.join(format!("attribute-{attribute}.o"));
        let mut compile = Compile::new(&layout, Rustc::Plugin, &source, &output)
            .configuration(Configuration::new("s", Panic::Abort))
            .flag("--crate-type=lib")
            .flag("--emit=obj")
            .flag("-Ccodegen-units=1");
        if attribute {
            compile = compile.flag("--cfg=attribute");
        }
        let stages = compile.run()?.lowered.count()?;
        ensure!(stages.lowered == 4 && stages.begins >= 4, "{stages:?}");
        let prefix = format!("inline::{name}");
        Ok(disassemble(&output)?.iter().any(|function| function.name.starts_with(&prefix)))
    };
    ensure!(!has_function_of(false, "small")?, "without an attribute, LLVM inlines `small`");
    ensure!(has_function_of(false, "large")?, "without an attribute, LLVM calls `large`");
    ensure!(has_function_of(true, "small")?, "`inline(never)` has no effect");
    ensure!(!has_function_of(true, "large")?, "`inline(always)` has no effect");
    Ok(())
}

/// A future that is pending once is not asked whether it was: of the frame's bytes, only the tag is read.
#[test]
fn a_future_that_is_pending_once_is_polled_once() -> Result<()> {
    let mut tally = Tally::new("codegen");
    for opt in ["2", "3", "s", "z"] {
        let ir = module_of("leaves", opt, 4)?;
        for (name, expected) in [("flag", 1), ("replaced", 1), ("asking", 1), ("twice", 2)] {
            let body = function(&ir, name)?;
            let loads = body.matches(" = load i8, ").count();
            let check = || {
                ensure!(loads == expected, "{loads} loads of a byte, not {expected}:\n{body}");
                Ok(())
            };
            tally.add(format!("{name} at {opt}"), check());
        }
    }
    tally.finish()
}

/// A loop that is suspended at one place writes the tag, and what the leaf remembers, before it begins,
/// however many coroutines are between.
#[test]
fn a_loop_around_an_await_writes_its_state_once() -> Result<()> {
    let mut tally = Tally::new("codegen");
    for opt in ["2", "3"] {
        let ir = module_of("loops", opt, 6)?;
        for name in ["flat", "nested", "deep"] {
            let body = function(&ir, name)?;
            // Both at once as the loop begins, and the tag as it ends.
            let stores = ["i8", "i16"].map(|ty| body.matches(&format!(" store {ty} ")).count());
            let check = || {
                ensure!(stores == [1, 1], "{stores:?} stores of one and of two bytes:\n{body}");
                Ok(())
            };
            tally.add(format!("{name} at {opt}"), check());
        }
    }
    tally.finish()
}

/// A frame on the stack that has addresses of its own parts is in registers.
#[test]
fn frames_that_hold_their_own_addresses() -> Result<()> {
    let mut tally = Tally::new("codegen");
    for opt in ["2", "3"] {
        let ir = module_of("pinned", opt, 6)?;
        for name in ["join", "select", "borrow"] {
            let body = function(&ir, name)?;
            let check = || {
                ensure!(!body.contains(" alloca "), "it stays in memory:\n{body}");
                Ok(())
            };
            tally.add(format!("{name} at {opt}"), check());
        }
    }
    tally.finish()
}

/// What is done to such frames, and when nothing is.
#[test]
fn own_addresses() -> Result<()> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/codegen/own_addresses.ll");
    let plugin = layout.build.join("llvm-passes/llvmcoro-opt.so");
    let mut opt = Command::new("/usr/lib/llvm-22/bin/opt");
    opt.arg(format!("-load-pass-plugin={}", plugin.display()))
        .arg("-passes=function(llvmcoro-own-addresses,verify)")
        .arg("-S")
        .arg(&source);
    let output = process::run(&mut opt, Duration::from_secs(60))?;
    ensure!(output.status.success(), "{opt:?} failed:\n{}", output.stderr);
    let source = fs::read_to_string(&source)?;
    let mut tally = Tally::new("codegen");
    for line in source.lines().filter(|line| line.starts_with("define ")) {
        let (_, name) = line.split_once('@').context("a function has a name")?;
        let (name, _) = name.split_once('(').context("a function has parameters")?;
        let left = function(&output.stdout, name)?.contains(" alloca ");
        let check = || {
            ensure!(left != name.starts_with("taken"), "{}", function(&output.stdout, name)?);
            Ok(())
        };
        tally.add(name.to_owned(), check());
    }
    tally.finish()
}

/// The text of the module that a library of `codegen/` becomes, of so many coroutines.
fn module_of(library: &str, opt: &'static str, coroutines: usize) -> Result<String> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/codegen").join(library).with_extension("rs");
    let output = scratch(&layout, &format!("codegen/{library}-{opt}"))?.join("module.ll");
    let artifact = Compile::new(&layout, Rustc::Plugin, &source, &output)
        .configuration(Configuration::new(opt, Panic::Abort))
        .flag("--crate-type=lib")
        .flag("--emit=llvm-ir")
        .flag("-Ccodegen-units=1")
        .run()?;
    let stages = artifact.lowered.count()?;
    ensure!(stages.lowered == coroutines, "{stages:?}");
    Ok(fs::read_to_string(&output)?)
}

/// The function of this name in a module's text.
fn function<'a>(ir: &'a str, name: &str) -> Result<&'a str> {
    let (_, body) = ir.split_once(&format!(" @{name}(")).context("no such function")?;
    let (body, _) = body.split_once("\n}").context("the function does not end")?;
    Ok(body)
}

/// What many coroutines await costs each of them little, though each has states for all of its states.
#[test]
fn text_of_many_awaiters() -> Result<()> {
    /// What `.text` may take of stock's.
    const LIMITS: [(&str, &str, f64); 6] = [
        ("thumbv7em-none-eabihf", "s", 0.98),
        ("thumbv7em-none-eabihf", "z", 1.0),
        ("thumbv7em-none-eabihf", "2", 0.9),
        ("thumbv7em-none-eabihf", "3", 0.9),
        ("x86_64-unknown-linux-gnu", "2", 0.9),
        ("x86_64-unknown-linux-gnu", "3", 0.95),
    ];
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/codegen/commands.rs");
    let folder = scratch(&layout, "codegen/commands")?;
    let mut tally = Tally::new("codegen");
    let mut table = Table::new();
    table.heading(".text of twelve commands, bytes");
    for (target, opt, limit) in LIMITS {
        let text = |rustc: Rustc| -> Result<(u64, Stages)> {
            let output = folder.join(format!("{target}-{opt}-{}.o", rustc.name()));
            let artifact = Compile::new(&layout, rustc, &source, &output)
                .configuration(Configuration::new(opt, Panic::Abort))
                .flag("--crate-type=lib")
                .flag("--emit=obj")
                .flag("-Ccodegen-units=1")
                .flag(format!("--target={target}"))
                .run()?;
            Ok((code_size(&output)?, artifact.lowered.count()?))
        };
        let (stock, _) = text(Rustc::Stock)?;
        let (plugin, stages) = text(Rustc::Plugin)?;
        ensure!(stages.lowered == 18, "{stages:?}");
        table.row(&format!("{target}, {opt}"), stock, plugin);
        let largest = (stock as f64 * limit) as u64;
        let fits = || {
            ensure!(plugin <= largest, "{plugin} bytes, stock {stock}, at most {largest}");
            Ok(())
        };
        tally.add(format!("twelve commands on {target} at {opt}"), fits());
    }
    writeln!(std::io::stdout(), "\n{table}")?;
    tally.finish()
}

/// The bytes of code in an object file.
fn code_size(file: &Path) -> Result<u64> {
    let data = fs::read(file).with_context(|| file.display().to_string())?;
    let object = object::File::parse(&*data).with_context(|| file.display().to_string())?;
    let code = object.sections().filter(|section| section.kind() == SectionKind::Text);
    Ok(code.map(|section| section.size()).sum())
}

/// Nothing can panic in the middle of a poll and poll again where a panic ends the process.
#[test]
fn abort_needs_no_panicked_state() -> Result<()> {
    const NEEDLE: &str = "panic_const_async_fn_resumed_panic";
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "codegen/panicked")?;
    let mut tally = Tally::new("codegen");
    // Optimised, `drop_order` and `results` have no poll left that panics and may be called again.
    for (program, resumed_at) in
        [("drop_order", &["0"][..]), ("panic_in_body", &["0", "3"]), ("results", &["0"])]
    {
        let source = layout.root.join("testsuite/run").join(program).with_extension("rs");
        let header = Header::read(&source)?;
        let abort = ["0", "3", "s"].map(|opt| (Panic::Abort, opt));
        let unwind = resumed_at.iter().map(|opt| (Panic::Unwind, *opt));
        for (panic, opt) in abort.into_iter().chain(unwind) {
            let configuration = Configuration::new(opt, panic);
            let output = folder.join(format!("{program}-{configuration}.o"));
            let check = || -> Result<()> {
                let artifact = Compile::new(&layout, Rustc::Plugin, &source, &output)
                    .configuration(configuration)
                    .flag("--emit=obj")
                    .flag("-Ccodegen-units=1")
                    .run()?;
                check_stages(artifact.lowered.count()?, header.stages)?;
                let functions = disassemble(&output)?;
                let instructions: usize = functions.iter().map(|f| f.instructions.len()).sum();
                ensure!(instructions > 50, "only {instructions} instructions");
                let found = functions
                    .iter()
                    .find(|f| f.instructions.iter().any(|line| line.contains(NEEDLE)));
                match (panic, found) {
                    (Panic::Abort, Some(function)) => {
                        bail!("`{}` refers to {NEEDLE}", function.name)
                    }
                    // Were the name another one, the check above would find nothing either.
                    (Panic::Unwind, None) => bail!("no function refers to {NEEDLE}"),
                    _ => Ok(()),
                }
            };
            tally.add(format!("{program} {configuration}"), check());
            fs::remove_file(&output).with_context(|| output.display().to_string())?;
        }
    }
    tally.finish()
}

/// A future that is polled after its end does what the option says: where it does not panic, nothing of the
/// panic is left, and frames are as ever.
#[test]
fn resumed_after_completion() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "codegen/completed")?;
    let source = layout.root.join("testsuite/codegen/completed.rs");
    let mut tally = Tally::new("codegen");
    let mut frames = None;
    // The option, whether the crate has debug assertions, and what comes of a poll after the end, if that
    // is defined.
    for (option, assertions, after) in [
        (None, "off", Some("panicked")),
        (Some("panic"), "off", Some("panicked")),
        (Some("pending"), "on", Some("Pending")),
        (Some("pending"), "off", Some("Pending")),
        (Some("unreachable-in-release"), "on", Some("panicked")),
        (Some("unreachable-in-release"), "off", None),
    ] {
        for opt in ["0", "3"] {
            let name = format!("{}, debug assertions {assertions}, {opt}", option.unwrap_or("-"));
            let mut compile =
                Compile::new(&layout, Rustc::Plugin, &source, &folder.join("program"))
                    .flag(format!("-Copt-level={opt}"))
                    .flag(format!("-Cdebug-assertions={assertions}"))
                    .option("print-frames");
            if let Some(option) = option {
                compile = compile.option(&format!("resumed-after-completion={option}"));
            }
            if after.is_some() {
                compile = compile.flag("--cfg=again");
            }
            tally.add(name, completed(&compile, after, &mut frames));
        }
    }
    tally.finish()
}

/// `frames` are those of the program's other compilations, if there were any.
fn completed(
    compile: &Compile<'_>,
    after: Option<&str>,
    frames: &mut Option<BTreeSet<String>>,
) -> Result<()> {
    let artifact = compile.run()?;
    let stages = artifact.lowered.count()?;
    ensure!(stages.lowered == 3 && stages.begins >= 3, "{stages:?}");
    let printed = artifact.stdout.lines().map(str::to_owned).collect();
    let expected = frames.get_or_insert_with(|| BTreeSet::clone(&printed));
    ensure!(printed == *expected && printed.len() > 3, "{printed:?} are not {expected:?}");
    let mut output = String::new();
    for (name, end) in [("returns", "Ready(7)"), ("panics", "panicked"), ("awaits", "Ready(8)")] {
        for poll in ["Pending", end].into_iter().chain(after).chain(after) {
            output.push_str(&format!("{name}: {poll}\n"));
        }
    }
    let outcome = execute(&artifact.path)?;
    ensure!(outcome.stdout == output, "{outcome:?}");
    let program = fs::read(&artifact.path)?;
    for message in ["`async fn` resumed after completion", "`async fn` resumed after panicking"] {
        let is_there = program.windows(message.len()).any(|bytes| bytes == message.as_bytes());
        ensure!(is_there == (after == Some("panicked")), "{message}: {is_there}");
    }
    Ok(())
}

fn check_stages(actual: Stages, expected: Stages) -> Result<()> {
    ensure!(actual == expected, "{actual:?}, not {expected:?}");
    Ok(())
}
