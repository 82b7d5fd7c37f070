//! Compares what the two compilers make of one program.

use std::fmt;
use std::fs;

use anyhow::{Context, Result, ensure};
use testsuite::Rustc;

use crate::build::{Build, Settings};
use crate::compiler::{Compiler, Outcome};
use crate::flags::Flags;
use crate::source::Files;

/// The last line of a program's output.
const END: &str = "end";

/// The result of checking a program.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Stock rustc rejects it, which is the generator's fault.
    Rejected(String),
    /// Both agree.
    Same(Facts),
    /// They differ.
    Differs(Difference),
}

/// Facts about a program on which both agree.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The number of coroutines that the plugin lowered.
    pub lowered: usize,
    /// The roots whose future is larger with the plugin: name, stock's bytes, the plugin's bytes.
    pub larger: Vec<(String, u64, u64)>,
    /// The bytes of all roots' futures by stock and by the plugin.
    pub bytes: (u64, u64),
    /// The number of trace lines that were compared.
    pub lines: usize,
}

/// A difference between the two compilers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How the plugin compiled.
    pub build: Build,
    /// What kind of difference it is.
    pub kind: Kind,
    /// Where and how they differ.
    pub what: String,
}

/// The kind of difference between two programs. A reduced program must differ in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The plugin does not compile it. This is the error, without the names of the program's items.
    Error(String),
    /// The exit status or signal differs.
    Ending,
    /// The output differs.
    Trace,
    /// The plugin's program does not terminate.
    Hang,
    /// Memcheck complains.
    Memory,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.build, self.what)
    }
}

/// Compiles and runs `source`, which is kept under `name`, with stock rustc and with the plugin.
///
/// # Errors
/// If a compiler cannot be started, files cannot be written, or the settings are not for this
/// number of crates.
pub fn check(
    compiler: &Compiler,
    name: &str,
    source: &str,
    settings: &Settings,
) -> Result<Verdict> {
    let folder = compiler.program_folder(name)?;
    let files = Files::write(&folder, source)?;
    let stages = folder.join("stages");
    let Settings { builds, flags } = settings;
    let mut facts = Facts::default();
    let mut stock: Vec<(Build, Outcome)> = vec![];
    for (position, &build) in builds.iter().enumerate() {
        ensure!(files.library.is_some() == build.library.is_some(), "{name}: one crate or two?");
        let reference = build.reference();
        // Frames do not depend on the opt-level, but unwinding may keep more.
        let first_of_its_kind = stock.iter().all(|(other, _)| *other != reference);
        if first_of_its_kind {
            match stock_outcome(compiler, reference, flags, &files)? {
                Ok(outcome) => stock.push((reference, outcome)),
                Err(message) => return Ok(Verdict::Rejected(message)),
            }
        }
        let (_, expected) = stock
            .iter()
            .find(|(other, _)| *other == reference)
            .context("stock's program has run")?;
        let differs = |kind, what| Ok(Verdict::Differs(Difference { build, kind, what }));
        let dump = (position == 0).then_some(stages.as_path());
        let program = match compiler.compile(Rustc::Plugin, build, flags, &files, dump)? {
            Ok(program) => program,
            Err(message) => {
                let kind = Kind::Error(error_class(&message));
                return differs(kind, format!("does not compile:\n{message}"));
            }
        };
        let outcome = match compiler.run(Rustc::Plugin, &program) {
            Ok(outcome) => outcome,
            Err(error) => {
                let text = error.to_string();
                return differs(Kind::Hang, text.lines().next().unwrap_or_default().to_owned());
            }
        };
        if let Some(difference) = first_difference(&expected.trace, &outcome.trace) {
            return differs(Kind::Trace, difference);
        }
        if let Some(complaint) = outcome.memcheck {
            return differs(Kind::Memory, format!("memcheck complains:\n{complaint}"));
        }
        if expected.ending != outcome.ending {
            let what = format!(
                "ends by {} by stock, by {} by the plugin",
                expected.ending, outcome.ending
            );
            return differs(Kind::Ending, what);
        }
        facts.lines += outcome.trace.len();
        if first_of_its_kind {
            for ((root, stock), (_, plugin)) in expected.sizes.iter().zip(&outcome.sizes) {
                facts.bytes.0 += stock;
                facts.bytes.1 += plugin;
                if plugin > stock {
                    let name = format!("{root} with {build}");
                    facts.larger.push((name, *stock, *plugin));
                }
            }
        }
    }
    facts.lowered = compiler.lowered(&stages)?;
    fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(Verdict::Same(facts))
}

fn stock_outcome(
    compiler: &Compiler,
    build: Build,
    flags: &Flags,
    files: &Files,
) -> Result<std::result::Result<Outcome, String>> {
    match compiler.compile(Rustc::Stock, build, flags, files, None)? {
        Ok(program) => match compiler.run(Rustc::Stock, &program) {
            // Two programs that fail at once would look alike.
            Ok(outcome) if !outcome.trace.iter().any(|line| line == END) => {
                Ok(Err(format!("stock's program ends by {}, not by itself", outcome.ending)))
            }
            Ok(outcome) => Ok(Ok(outcome)),
            Err(error) => Ok(Err(format!("{error:#}"))),
        },
        Err(message) => Ok(Err(message)),
    }
}

/// The first line that differs, with the run that it belongs to.
fn first_difference(stock: &[String], plugin: &[String]) -> Option<String> {
    if stock == plugin {
        return None;
    }
    let line = stock.iter().zip(plugin).take_while(|(a, b)| a == b).count();
    let run = stock[..line].iter().rev().find(|line| line.starts_with('#'));
    let show = |lines: &[String]| lines.get(line).cloned().unwrap_or_else(|| "the end".to_owned());
    Some(format!(
        "line {} in run `{}`: `{}` by stock, `{}` by the plugin",
        line + 1,
        run.map_or("?", String::as_str),
        show(stock),
        show(plugin)
    ))
}

/// The first line that reports an error, without quoted names and numbers.
fn error_class(message: &str) -> String {
    let telling = |line: &&str| {
        line.starts_with("error") || line.contains("panicked at") || line.contains("SIG")
    };
    let line = message.lines().find(telling).unwrap_or("no error message");
    // Names of functions and types are between colons or backquotes.
    let words = line.split([' ', ':']).filter(|word| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '[' || c == '-')
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_its_run() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let stock = lines("# f1 fuse 0\nnew 1\ndrop 1\n");
        assert_eq!(first_difference(&stock, &stock), None);
        assert_eq!(
            first_difference(&stock, &lines("# f1 fuse 0\nnew 1\n")).unwrap(),
            "line 3 in run `# f1 fuse 0`: `drop 1` by stock, `the end` by the plugin"
        );
    }

    #[test]
    fn errors_are_alike_whatever_the_program_is_called() {
        let one = "note: x\nerror: llvmcoro: `{async fn body of f38()}` cannot be generated: _RNvC3: value %106 crosses a suspension point without a slot\n";
        let two = one.replace("f38", "f9").replace("106", "7").replace("_RNvC3", "_RNvC4");
        assert_eq!(error_class(one), error_class(&two));
        assert_ne!(error_class(one), error_class("error: the frame is too large"));
    }
}
