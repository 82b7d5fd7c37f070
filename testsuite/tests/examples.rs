//! runtime-min's examples, compiled by both compilers: they print what their first comment says, those
//! in `runtime-min/examples` on the host and those in `runtime-min/examples/firmware` on the board.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::{Tally, programs};
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::{Layout, cargo, process, qemu};

const KIND: &str = "examples";

const COMPILERS: [Compiler; 2] = [Compiler::Stock, Compiler::Plugin];

/// How many examples there are at least, on the host and on the board.
const ON_THE_HOST: usize = 2;
const ON_THE_BOARD: usize = 1;

/// For cargo, on a machine that is busy with other things.
const LIMIT: Duration = Duration::from_secs(600);

/// The block of text in an example's first comment.
fn promised(source: &Path) -> Result<String> {
    let text = fs::read_to_string(source).with_context(|| source.display().to_string())?;
    let comment = text.lines().map_while(|line| line.strip_prefix("//!"));
    let lines = comment.skip_while(|line| line.trim() != "```text").skip(1);
    let lines: Vec<_> = lines.take_while(|line| line.trim() != "```").collect();
    ensure!(!lines.is_empty(), "{} does not say what it prints", source.display());
    Ok(lines.iter().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect())
}

fn compare(source: &Path, printed: &str) -> Result<()> {
    let promised = promised(source)?;
    ensure!(printed == promised, "it prints\n{printed}and says\n{promised}");
    Ok(())
}

#[test]
fn on_the_host() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = "../runtime-min/examples";
    let mut tally = Tally::new(KIND);
    for name in programs::programs(folder, ON_THE_HOST)? {
        for compiler in COMPILERS {
            let source = layout.root.join("testsuite").join(folder).join(&name);
            let check = run(&layout, compiler, &name)
                .and_then(|printed| compare(&source.with_extension("rs"), &printed));
            tally.add(format!("{name}, {compiler}"), check);
        }
    }
    tally.finish()
}

/// Runs an example as its readers would.
fn run(layout: &Layout, compiler: Compiler, name: &str) -> Result<String> {
    let mut command = match compiler {
        Compiler::Stock => cargo::clean(&layout.cargo),
        Compiler::Plugin => cargo::clean(layout.dist.join("bin/cargo-llvmcoro")),
    };
    match compiler {
        Compiler::Stock => command.env("RUSTC", &layout.rustc),
        Compiler::Plugin => command.arg("llvmcoro"),
    };
    command
        .args(["run", "--quiet", "--locked", "--package", "runtime-min", "--example", name])
        .current_dir(&layout.root)
        .env("CARGO_TARGET_DIR", layout.build.join("testsuite").join(KIND));
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "it ended with {}:\n{}", output.status, output.stderr);
    Ok(output.stdout)
}

#[test]
fn on_the_board() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = "../runtime-min/examples/firmware/src/bin";
    let names = programs::programs(folder, ON_THE_BOARD)?;
    let mut tally = Tally::new(KIND);
    for compiler in COMPILERS {
        let build = Build {
            package: "runtime-min-examples",
            target: Target::SoftFloat,
            compiler,
            flags: &[],
        };
        let built = build.run(&layout)?;
        for name in &names {
            let source = layout.root.join("testsuite").join(folder).join(name);
            let check = || {
                let program = built.program(name);
                let execution = qemu::run(&program, None)?.successful(&program)?;
                compare(&source.with_extension("rs"), &execution.stdout)
            };
            tally.add(format!("{name}, {compiler}"), check());
        }
    }
    tally.finish()
}
