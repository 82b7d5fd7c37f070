//! Runs compiled programs and compares their outcomes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use testsuite_support::{Layout, cargo, process};

use crate::{Artifact, Compile, Configuration, Ending, Header, Panic, Rustc, Tally, scratch};

/// The programs take milliseconds; the limit is for busy machines.
const LIMIT: Duration = Duration::from_secs(60);

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// What it printed.
    pub stdout: String,
    /// Its error output, without thread numbers.
    pub stderr: String,
}

/// Runs a program of the host to its end.
pub fn execute(program: &Path) -> Result<Outcome> {
    let mut command = cargo::clean(program);
    command.env("RUST_BACKTRACE", "0");
    let output = process::run(&mut command, LIMIT)?;
    Ok(Outcome {
        ending: Ending::of(output.status)?,
        stdout: output.stdout,
        stderr: output.stderr.lines().map(|line| without_thread_number(line) + "\n").collect(),
    })
}

/// Removes the number that the system gave the thread from a panic message.
fn without_thread_number(line: &str) -> String {
    if let Some((before, after)) = line.split_once(") panicked at ")
        && let Some((thread, number)) = before.rsplit_once(" (")
        && thread.starts_with("thread ")
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return format!("{thread} panicked at {after}");
    }
    line.to_owned()
}

/// Requires that the plugin's program did what stock's did.
pub fn compare(stock: &Outcome, plugin: &Outcome) -> Result<()> {
    ensure!(
        stock.ending == plugin.ending,
        "stock ends by {}, the plugin's by {}:\n{}{}",
        stock.ending,
        plugin.ending,
        plugin.stdout,
        plugin.stderr
    );
    compare_text("standard output", &stock.stdout, &plugin.stdout)?;
    compare_text("standard error", &stock.stderr, &plugin.stderr)
}

pub(crate) fn compare_text(what: &str, stock: &str, plugin: &str) -> Result<()> {
    if stock == plugin {
        return Ok(());
    }
    let (ours, theirs): (Vec<_>, Vec<_>) = (stock.lines().collect(), plugin.lines().collect());
    let line = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let show = |lines: &[&str]| match lines.get(line) {
        Some(text) => format!("`{text}`"),
        None => "the end".to_owned(),
    };
    bail!(
        "the {what} differs in line {}: {} by stock, {} by the plugin",
        line + 1,
        show(&ours),
        show(&theirs)
    );
}

/// Compiles and runs the program `run/NAME.rs` with both compilers, in every configuration that its
/// header names. Requires what the header says, and equal outcomes.
pub fn check(kind: &'static str, name: &str) -> Result<()> {
    let program = Program::new(kind, name)?;
    let mut tally = Tally::new(kind);
    for configuration in program.header.matrix.configurations() {
        let Configuration { panic, .. } = configuration;
        let result = program.check(&configuration.to_string(), panic, &configuration.flags());
        tally.add(configuration, result);
    }
    tally.finish()
}

/// Like [`check`], with named sets of flags instead of configurations. Panics unwind.
pub fn check_flags(kind: &'static str, name: &str, sets: &[(&str, &[&str])]) -> Result<()> {
    let program = Program::new(kind, name)?;
    let mut tally = Tally::new(kind);
    for (set, flags) in sets {
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        tally.add(set, program.check(set, Panic::Unwind, &flags));
    }
    tally.finish()
}

/// A program of `run/`.
struct Program {
    layout: Layout,
    source: PathBuf,
    header: Header,
    folder: PathBuf,
}

impl Program {
    fn new(kind: &str, name: &str) -> Result<Self> {
        let layout = Layout::from_env()?;
        let source = layout.root.join("testsuite/run").join(name).with_extension("rs");
        let header = Header::read(&source)?;
        let folder = scratch(&layout, &format!("{kind}/{name}"))?;
        Ok(Program { layout, source, header, folder })
    }

    fn compile(&self, rustc: Rustc, name: &str, flags: &[String]) -> Result<(Artifact, Outcome)> {
        let output = self.folder.join(format!("{name}-{}", rustc.name()));
        let mut compile = Compile::new(&self.layout, rustc, &self.source, &output).unstable();
        for flag in flags {
            compile = compile.flag(flag);
        }
        let artifact = compile.run()?;
        let outcome = execute(&artifact.path).with_context(|| rustc.name())?;
        Ok((artifact, outcome))
    }

    fn check(&self, name: &str, panic: Panic, flags: &[String]) -> Result<()> {
        let expected = self.header.stages;
        let (stock_artifact, stock) = self.compile(Rustc::Stock, name, flags)?;
        let ending = self.header.ending(panic);
        ensure!(
            stock.ending == ending,
            "stock's program ends by {}, its header says {ending}:\n{}",
            stock.ending,
            stock.stderr
        );
        let (artifact, plugin) = self.compile(Rustc::Plugin, name, flags)?;
        let stages = artifact.lowered.count()?;
        ensure!(stages == expected, "the header says {expected:?}, there are {stages:?}");
        compare(&stock, &plugin)?;
        // Only failures are worth a look, and each file is as large as the standard library.
        for path in [stock_artifact.path, artifact.path] {
            fs::remove_file(&path).with_context(|| path.display().to_string())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(stdout: &str) -> Outcome {
        Outcome { ending: Ending::Status(0), stdout: stdout.into(), stderr: String::new() }
    }

    #[test]
    fn thread_numbers_are_left_out() {
        let line = "thread 'main' (4242) panicked at a.rs:1:1:";
        assert_eq!(without_thread_number(line), "thread 'main' panicked at a.rs:1:1:");
        assert_eq!(without_thread_number("f(x) panicked at"), "f(x) panicked at");
    }

    #[test]
    fn every_difference_is_found() {
        assert!(compare(&outcome("a\nb\n"), &outcome("a\nb\n")).is_ok());
        let message = compare(&outcome("a\nb\n"), &outcome("a\n")).unwrap_err().to_string();
        assert_eq!(
            message,
            "the standard output differs in line 2: `b` by stock, the end by the plugin"
        );
        assert!(compare(&outcome("a\n"), &outcome("a")).is_err());
        let failed = Outcome { ending: Ending::Signal(11), ..outcome("a\n") };
        assert!(compare(&outcome("a\n"), &failed).is_err());
        let loud = Outcome { stderr: "x".into(), ..outcome("a\n") };
        assert!(compare(&outcome("a\n"), &loud).is_err());
    }
}
