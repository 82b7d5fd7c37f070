//! Compiles one revision of a program with both compilers, and compares.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;
use testsuite_support::process::Output;

use super::messages::{headlines, without_our_notes};
use super::{Directives, Mode, Test};
use crate::program::{compare_text, execute};
use crate::{Compile, Ending, Outcome, Rustc, compare, scratch};

/// Requires that stock rustc makes of the program what the header says, and that the plugin makes
/// the same. Returns the number of coroutines that the plugin lowered.
///
/// # Errors
/// If anything differs.
pub fn check(layout: &Layout, test: &Test) -> Result<usize> {
    let folder = scratch(layout, test.name().replace('#', "-").as_str())?;
    let mut lowered = 0;
    for level in &test.directives.levels {
        let stock = Attempt { layout, test, folder: &folder, rustc: Rustc::Stock, level };
        let plugin = Attempt { rustc: Rustc::Plugin, ..stock };
        lowered += check_level(&stock, &plugin).with_context(|| format!("opt-level {level}"))?;
    }
    fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    Ok(lowered)
}

/// Checks one opt-level, given the compilations by stock rustc and by the plugin.
fn check_level(stock: &Attempt<'_>, plugin: &Attempt<'_>) -> Result<usize> {
    let directives = &stock.test.directives;
    let by_stock = stock.compile()?;
    demand(directives, &by_stock)?;
    let by_plugin = plugin.compile()?;
    compare_messages(&by_stock, &by_plugin, directives.fallbacks)?;
    if !directives.mode.generates() {
        return Ok(0);
    }
    let (lowered, expected) = (plugin.lowered()?, directives.lowered);
    ensure!(lowered == expected, "{lowered} coroutines were lowered, not {expected}");
    if let Mode::Run(ending) = directives.mode {
        let outcome = execute(&stock.output()).context("stock's program")?;
        demand_output(directives, ending, &outcome)?;
        compare(&outcome, &execute(&plugin.output()).context("the plugin's program")?)?;
    }
    Ok(lowered)
}

/// Requires that the plugin says what stock says, plus the expected number of its own notes.
fn compare_messages(stock: &Output, plugin: &Output, notes: usize) -> Result<()> {
    ensure!(
        stock.status == plugin.status,
        "stock's compiler ends with {}, the plugin's with {}:\n{}",
        stock.status,
        plugin.status,
        plugin.stderr
    );
    let (stderr, found) = without_our_notes(&plugin.stderr);
    compare_text("compiler's error output", &stock.stderr, &stderr)
        .with_context(|| format!("the plugin says\n{stderr}"))?;
    compare_text("compiler's output", &stock.stdout, &plugin.stdout)?;
    ensure!(found == notes, "{found} notes of the plugin, not {notes}:\n{}", plugin.stderr);
    Ok(())
}

/// One compilation of a test.
#[derive(Clone, Copy)]
struct Attempt<'a> {
    layout: &'a Layout,
    test: &'a Test,
    folder: &'a Path,
    rustc: Rustc,
    level: &'a str,
}

impl<'a> Attempt<'a> {
    /// The folder for this compilation's output.
    fn place(&self) -> PathBuf {
        self.folder.join(format!("{}-{}", self.rustc.name(), self.level))
    }

    fn output(&self) -> PathBuf {
        self.place().join("program")
    }

    /// Compiles the crates that the program uses, then the program, whose result may be a failure.
    fn compile(&self) -> Result<Output> {
        let place = self.place();
        fs::create_dir_all(&place).with_context(|| format!("making {}", place.display()))?;
        for call in self.auxiliaries() {
            call.run()?;
        }
        self.call().attempt()
    }

    /// The number of coroutines lowered in the program and the crates that it uses.
    fn lowered(&self) -> Result<usize> {
        let mut lowered = 0;
        for call in self.auxiliaries().chain([self.call()]) {
            lowered += call.lowered().count()?.lowered;
        }
        Ok(lowered)
    }

    fn auxiliaries(&self) -> impl Iterator<Item = Compile<'a>> {
        self.test.directives.auxiliaries.iter().map(|auxiliary| {
            let folder = self.test.source.with_file_name("auxiliary");
            let source = folder.join(&auxiliary.name).with_extension("rs");
            let output = self.place().join(format!("lib{}.rlib", auxiliary.name));
            let call = self.base(&source, &output).flag("--crate-type=rlib");
            auxiliary.flags.iter().fold(call, |call, flag| call.flag(flag))
        })
    }

    /// What the compilations of the program and of the crates that it uses have in common.
    fn base(&self, source: &Path, output: &Path) -> Compile<'a> {
        let Directives { edition, fallbacks, .. } = &self.test.directives;
        let call = Compile::new(self.layout, self.rustc, source, output)
            .unstable()
            .edition(edition)
            .flag(format!("-Copt-level={}", self.level))
            // Keeps this machine's folders out of messages and headers.
            .flag("-Zwrite-long-types-to-disk=no")
            .flag(format!("--remap-path-prefix={}=ui", self.test.folder.display()))
            .flag(format!("-L{}", self.place().display()));
        if *fallbacks > 0 { call.allow_fallback() } else { call }
    }

    fn call(&self) -> Compile<'a> {
        let Directives { mode, flags, .. } = &self.test.directives;
        let mut call = self.base(&self.test.source, &self.output()).warnings();
        call = match mode {
            Mode::CheckPass | Mode::CheckFail => call.flag("--emit=metadata"),
            Mode::BuildPass | Mode::BuildFail => call.flag("--emit=obj"),
            Mode::Run(_) => call,
        };
        for auxiliary in &self.test.directives.auxiliaries {
            call = call.flag(format!("--extern={}", auxiliary.name));
        }
        if let Some(revision) = &self.test.revision {
            let known = self.test.revisions.join(",");
            call = call.flag(format!("--cfg={revision}")).flag(format!("--check-cfg=cfg({known})"));
        }
        flags.iter().fold(call, |call, flag| call.flag(flag))
    }
}

/// Requires that stock rustc says what the header says.
fn demand(directives: &Directives, stock: &Output) -> Result<()> {
    let Output { status, stderr, .. } = stock;
    let code = if directives.mode.fails() { 1 } else { 0 };
    ensure!(status.code() == Some(code), "stock's compiler ends with {status}:\n{stderr}");
    let found = headlines(stderr);
    ensure!(
        found == directives.diagnostics,
        "the header expects\n{}\nstock says\n{}",
        listed(&directives.diagnostics),
        listed(&found)
    );
    for message in &directives.messages {
        ensure!(stderr.contains(message), "stock does not say `{message}`:\n{stderr}");
    }
    Ok(())
}

/// The lines as they appear in a header.
fn listed(lines: &[impl AsRef<str>]) -> String {
    lines.iter().map(|line| format!("//@ {}", line.as_ref())).collect::<Vec<_>>().join("\n")
}

/// Requires that stock's program does what the header says.
fn demand_output(directives: &Directives, ending: Ending, outcome: &Outcome) -> Result<()> {
    ensure!(
        outcome.ending == ending,
        "stock's program ends by {}, its header says {ending}:\n{}{}",
        outcome.ending,
        outcome.stdout,
        outcome.stderr
    );
    if let Some(expected) = &directives.stdout {
        let lines: Vec<_> = outcome.stdout.lines().map(|line| format!("stdout: {line}")).collect();
        let expected: Vec<_> = expected.iter().map(|line| format!("stdout: {line}")).collect();
        ensure!(
            lines == expected,
            "the header expects\n{}\nstock's program prints\n{}",
            listed(&expected),
            listed(&lines)
        );
    }
    for text in &directives.stderr {
        ensure!(
            outcome.stderr.contains(text),
            "stock's program does not say `{text}`:\n{}",
            outcome.stderr
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn directives(header: &str) -> Directives {
        Directives::parse(&format!("// What it shows.\n{header}")).unwrap().remove(0).1
    }

    fn said(code: i32, stderr: &str) -> Output {
        let status = ExitStatus::from_raw(code << 8);
        Output { status, stdout: String::new(), stderr: stderr.to_owned() }
    }

    #[test]
    fn stocks_messages_have_to_be_those_of_the_header() {
        let header = directives("//@ check-fail\n//@ error[E0733]: a\n//@ message: c\n");
        assert!(demand(&header, &said(1, "error[E0733]: a\n --> c\n")).is_ok());
        for (code, stderr) in [
            (0, "error[E0733]: a\n --> c\n"),
            (101, "error[E0733]: a\n --> c\n"),
            (1, "error[E0733]: b\n --> c\n"),
            (1, "error: a\n --> c\n"),
            (1, "error[E0733]: a\n --> c\n\nwarning: d\n"),
            (1, "error[E0733]: a\n --> d\n"),
            (1, ""),
        ] {
            assert!(demand(&header, &said(code, stderr)).is_err(), "{code} {stderr}");
        }
    }

    #[test]
    fn the_plugin_says_no_more_and_no_less() {
        let stock = said(1, "error: a\n\n");
        let note = "note: llvmcoro: b\n\n";
        assert!(compare_messages(&stock, &said(1, "error: a\n\n"), 0).is_ok());
        assert!(compare_messages(&stock, &said(1, &format!("{note}error: a\n\n")), 1).is_ok());
        for (code, stderr, notes) in [
            (1, "error: a\n\n", 1),
            (1, "note: llvmcoro: b\n\nerror: a\n\n", 0),
            (1, "error: b\n\n", 0),
            (1, "", 0),
            (101, "error: a\n\n", 0),
        ] {
            assert!(compare_messages(&stock, &said(code, stderr), notes).is_err(), "{stderr}");
        }
    }

    #[test]
    fn a_warning_has_to_be_expected() {
        let header = directives("//@ check-pass\n");
        assert!(demand(&header, &said(0, "")).is_ok());
        assert!(demand(&header, &said(0, "warning: a\n")).is_err());
    }

    #[test]
    fn the_output_has_to_be_that_of_the_header() {
        let header = directives(
            "//@ run-fail\n//@ status: 3\n//@ lowered: 0\n//@ stdout: a\n//@ stderr: b\n",
        );
        let outcome = |status, stdout: &str, stderr: &str| Outcome {
            ending: Ending::Status(status),
            stdout: stdout.to_owned(),
            stderr: stderr.to_owned(),
        };
        let demand = |outcome| demand_output(&header, Ending::Status(3), &outcome);
        assert!(demand(outcome(3, "a\n", "x b\n")).is_ok());
        assert!(demand(outcome(0, "a\n", "x b\n")).is_err());
        assert!(demand(outcome(3, "a\nc\n", "x b\n")).is_err());
        assert!(demand(outcome(3, "", "x b\n")).is_err());
        assert!(demand(outcome(3, "a\n", "x\n")).is_err());
    }
}
