//! A library and a program that uses it: with every opt-level, panic strategy and three numbers of
//! codegen units, and with the two crates at different opt-levels, as cargo's profiles have them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use testsuite::{
    Artifact, Compile, Configuration, Ending, Matrix, Outcome, Panic, Rustc, Tally, compare,
    execute, scratch,
};
use testsuite_support::Layout;

/// Coroutines in the source of the library and of the program.
const LOWERED: (usize, usize) = (11, 3);

/// `llvm.coro.begin` of both crates together: two for each of seventeen types.
/// Which crate generates the code of a coroutine that both use depends on the opt-level, so there
/// may be more.
const BEGINS_AT_LEAST: usize = 34;

struct Crates {
    layout: Layout,
    folder: PathBuf,
}

impl Crates {
    fn compile(
        &self,
        rustc: Rustc,
        library: Configuration,
        program: Configuration,
    ) -> Result<Outcome> {
        let name = format!("{library}-{program}-{}", rustc.name());
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder)?;
        let sources = self.layout.root.join("testsuite/two_crates");
        let compile = |source: &str, output: &Path, configuration| {
            Compile::new(&self.layout, rustc, &sources.join(source), output)
                .configuration(configuration)
        };
        let rlib = folder.join("libpipeline.rlib");
        let library = compile("pipeline.rs", &rlib, library).flag("--crate-type=rlib").run()?;
        let program = compile("main.rs", &folder.join("main"), program)
            .flag(format!("--extern=pipeline={}", rlib.display()))
            .run()?;
        if rustc == Rustc::Plugin {
            check_stages(&library, &program)?;
        }
        let outcome = execute(&program.path).with_context(|| rustc.name())?;
        // It is as large as the standard library.
        std::fs::remove_file(&program.path).with_context(|| program.path.display().to_string())?;
        Ok(outcome)
    }

    fn check(&self, library: Configuration, program: Configuration) -> Result<()> {
        let stock = self.compile(Rustc::Stock, library, program)?;
        let expected = match program.panic {
            Panic::Abort => Ending::Signal(6),
            Panic::Unwind => Ending::Status(0),
        };
        ensure!(stock.ending == expected, "stock ends by {}:\n{}", stock.ending, stock.stderr);
        compare(&stock, &self.compile(Rustc::Plugin, library, program)?)
    }
}

fn check_stages(library: &Artifact, program: &Artifact) -> Result<()> {
    let (library, program) = (library.lowered.count()?, program.lowered.count()?);
    let lowered = (library.lowered, program.lowered);
    ensure!(lowered == LOWERED, "{lowered:?} coroutines were lowered, not {LOWERED:?}");
    let begins = library.begins + program.begins;
    ensure!(begins >= BEGINS_AT_LEAST, "{begins} `llvm.coro.begin`, not {BEGINS_AT_LEAST}");
    Ok(())
}

fn crates(name: &str) -> Result<Crates> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, &format!("two_crates/{name}"))?;
    Ok(Crates { layout, folder })
}

/// Both crates with the same flags.
fn equal_flags(panic: Panic, units: u32) -> Result<()> {
    let crates = crates(&format!("{}-{units}", panic.name()))?;
    let mut tally = Tally::new("two_crates");
    let matrix = Matrix { panic: vec![panic], ..Matrix::with_units(&[units]) };
    for configuration in matrix.configurations() {
        tally.add(configuration, crates.check(configuration, configuration));
    }
    tally.finish()
}

#[test]
fn abort_1_unit() -> Result<()> {
    equal_flags(Panic::Abort, 1)
}

#[test]
fn abort_16_units() -> Result<()> {
    equal_flags(Panic::Abort, 16)
}

#[test]
fn abort_256_units() -> Result<()> {
    equal_flags(Panic::Abort, 256)
}

#[test]
fn unwind_1_unit() -> Result<()> {
    equal_flags(Panic::Unwind, 1)
}

#[test]
fn unwind_16_units() -> Result<()> {
    equal_flags(Panic::Unwind, 16)
}

#[test]
fn unwind_256_units() -> Result<()> {
    equal_flags(Panic::Unwind, 256)
}

/// A library for speed and a program without optimization, and the other way round.
#[test]
fn different_levels() -> Result<()> {
    let crates = crates("different-levels")?;
    let mut tally = Tally::new("two_crates");
    for panic in [Panic::Abort, Panic::Unwind] {
        for (library, program) in [("3", "0"), ("0", "3"), ("s", "0"), ("1", "2")] {
            let library = Configuration::new(library, panic);
            let program = Configuration::new(program, panic);
            let name = format!("library {library}, program {program}");
            tally.add(name, crates.check(library, program));
        }
    }
    tally.finish()
}

/// Whether a coroutine's tag is a niche is chosen by the crate that defines it, and holds in others.
#[test]
fn a_crate_without_niches() -> Result<()> {
    const OPTION: &str = "-Cllvm-args=-llvmcoro-no-niche";
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "two_crates/niches")?;
    let sources = layout.root.join("testsuite/two_crates");
    let sizes = |rustc: Rustc, without: &[&str]| -> Result<Vec<bool>> {
        let compile = |source: &str, output: &Path| {
            let compile = Compile::new(&layout, rustc, &sources.join(source), output);
            if without.contains(&source) { compile.flag(OPTION) } else { compile }
        };
        let rlib = folder.join("libtags.rlib");
        compile("tags.rs", &rlib).flag("--crate-type=rlib").run()?;
        let program = compile("looks.rs", &folder.join("looks"))
            .flag(format!("--extern=tags={}", rlib.display()))
            .run()?;
        execute(&program.path)?
            .stdout
            .lines()
            .map(|line| {
                let (future, option) = line.split_once(' ').context("two sizes")?;
                Ok(future == option)
            })
            .collect()
    };
    // The library's two, the program's two.
    ensure!(sizes(Rustc::Stock, &[])? == [false; 4]);
    ensure!(sizes(Rustc::Plugin, &[])? == [true; 4]);
    ensure!(sizes(Rustc::Plugin, &["tags.rs"])? == [false, false, true, true]);
    ensure!(sizes(Rustc::Plugin, &["looks.rs"])? == [true, true, false, false]);
    Ok(())
}
