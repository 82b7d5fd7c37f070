//! Running what was compiled, and comparing.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use testsuite_support::{Layout, cargo, process};

use crate::{Artifact, Compile, Configuration, Ending, Header, Rustc, Tally, scratch};

/// The programs take milliseconds; this is for machines that are busy with other things.
const LIMIT: Duration = Duration::from_secs(60);

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// What it printed.
    pub stdout: String,
    /// Its error output, without the numbers of threads.
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

/// A panic's message names the thread and, in brackets, the number that the system gave it.
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

/// Demands that the plugin's program did what stock's did.
pub fn compare(stock: &Outcome, plugin: &Outcome) -> Result<()> {
    ensure!(
        stock.ending == plugin.ending,
        "stock ends by {}, the plugin's by {}:\n{}",
        stock.ending,
        plugin.ending,
        plugin.stderr
    );
    compare_text("standard output", &stock.stdout, &plugin.stdout)?;
    compare_text("standard error", &stock.stderr, &plugin.stderr)
}

fn compare_text(what: &str, stock: &str, plugin: &str) -> Result<()> {
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

/// Compiles and runs the program `run/NAME.rs` by both compilers, with every configuration that its
/// header names, and demands what the header says and equal outcomes.
pub fn check(kind: &'static str, name: &str) -> Result<()> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/run").join(name).with_extension("rs");
    let header = Header::read(&source)?;
    let folder = scratch(&layout, &format!("{kind}/{name}"))?;
    let mut tally = Tally::new(kind);
    for configuration in header.matrix.configurations() {
        let result = check_one(&layout, &source, &header, &folder, configuration);
        tally.add(configuration, result);
    }
    tally.finish()
}

fn check_one(
    layout: &Layout,
    source: &Path,
    header: &Header,
    folder: &Path,
    configuration: Configuration,
) -> Result<()> {
    let compile = |rustc: Rustc| -> Result<(Artifact, Outcome)> {
        let output = folder.join(format!("{configuration}-{}", rustc.name()));
        let mut compile = Compile::new(layout, rustc, source, &output).configuration(configuration);
        if header.fallbacks.is_some() {
            compile = compile.allow_fallback();
        }
        let artifact = compile.run()?;
        let outcome = execute(&artifact.path).with_context(|| rustc.name())?;
        Ok((artifact, outcome))
    };
    let (_, stock) = compile(Rustc::Stock)?;
    let expected = header.ending(configuration.panic);
    ensure!(
        stock.ending == expected,
        "stock's program ends by {}, its header says {expected}:\n{}",
        stock.ending,
        stock.stderr
    );
    let (artifact, plugin) = compile(Rustc::Plugin)?;
    let stages = artifact.lowered.count()?;
    let expected = header.stages;
    ensure!(stages == expected, "the header says {expected:?}, there are {stages:?}");
    let fallbacks = artifact.stderr.matches("goes the stock way").count();
    ensure!(
        fallbacks == header.fallbacks.unwrap_or(0),
        "{fallbacks} coroutines went the stock way"
    );
    compare(&stock, &plugin)
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
