//! The header of a ui program: its lines `//@ …`.

use std::fmt;

use anyhow::{Context, Result, bail, ensure};

use crate::Ending;
use crate::configuration::level;

/// How far a program gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It compiles to metadata, without code generation.
    CheckPass,
    /// It fails to compile to metadata.
    CheckFail,
    /// It compiles to an object file.
    BuildPass,
    /// It fails to compile to an object file.
    BuildFail,
    /// It compiles, links, runs, and ends like this.
    Run(Ending),
}

impl Mode {
    /// Whether the compiler has to report an error.
    pub fn fails(self) -> bool {
        matches!(self, Mode::CheckFail | Mode::BuildFail)
    }

    /// Whether the compiler is asked to generate code.
    pub fn builds(self) -> bool {
        !matches!(self, Mode::CheckPass | Mode::CheckFail)
    }

    /// Whether the compiler does generate code.
    pub fn generates(self) -> bool {
        self.builds() && !self.fails()
    }
}

/// Another crate that the program uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auxiliary {
    /// The file in the folder `auxiliary` beside the program, without its extension.
    pub name: String,
    /// Flags for this crate alone.
    pub flags: Vec<String>,
}

/// What a header requires of one revision of a program. `testsuite/ui/README.md` explains the
/// lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directives {
    /// How far the program gets.
    pub mode: Mode,
    /// The edition.
    pub edition: String,
    /// Flags for both compilers.
    pub flags: Vec<String>,
    /// Values of `-C opt-level`, one compilation each.
    pub levels: Vec<&'static str>,
    /// The crates that it uses, in the order of compilation.
    pub auxiliaries: Vec<Auxiliary>,
    /// How many coroutines the plugin lowers in each compilation that generates code.
    pub lowered: usize,
    /// How many coroutines go the stock way with a note.
    pub fallbacks: usize,
    /// The first line of each error and warning, in stock rustc's order.
    pub diagnostics: Vec<String>,
    /// Further text that the compiler's messages contain.
    pub messages: Vec<String>,
    /// The lines that the program prints; `None` allows any output.
    pub stdout: Option<Vec<String>>,
    /// Text that the program's error output contains.
    pub stderr: Vec<String>,
}

/// One line of a header.
struct Line<'a> {
    revision: Option<&'a str>,
    key: &'a str,
    value: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// `None` if the line is not part of the header.
    fn parse(line: &'a str) -> Option<Result<Self>> {
        line.strip_prefix("//@").map(Line::parse_rest)
    }

    fn parse_rest(rest: &'a str) -> Result<Self> {
        let (revision, text) = match rest.strip_prefix('[') {
            Some(rest) => {
                let (name, text) =
                    rest.split_once(']').with_context(|| format!("`[{rest}` has no `]`"))?;
                (Some(name), text)
            }
            None => (None, rest),
        };
        let text = text.strip_prefix(' ').with_context(|| format!("no space before `{text}`"))?;
        let (key, value) = match text.split_once(':') {
            // Lines of output may be empty or begin with spaces.
            Some((key, value)) => (key, Some(value.strip_prefix(' ').unwrap_or(value))),
            None => (text, None),
        };
        Ok(Line { revision, key, value })
    }
}

impl Directives {
    /// Reads the header of a program: one entry for each revision, or a single one without a name.
    ///
    /// # Errors
    /// If a line is malformed or unknown, appears twice, or contradicts another.
    pub fn parse(text: &str) -> Result<Vec<(Option<String>, Self)>> {
        let description = text.lines().next().unwrap_or_default();
        ensure!(description.starts_with("// "), "the first line is not a description, `// …`");
        let lines = text.lines().filter_map(Line::parse).collect::<Result<Vec<_>>>()?;
        let Some(revisions) = revisions(&lines)? else {
            return Ok(vec![(None, Directives::of_revision(&lines, None)?)]);
        };
        revisions
            .into_iter()
            .map(|revision| {
                let directives = Directives::of_revision(&lines, Some(revision))
                    .with_context(|| format!("revision `{revision}`"))?;
                Ok((Some(revision.to_owned()), directives))
            })
            .collect()
    }

    fn of_revision(lines: &[Line<'_>], revision: Option<&str>) -> Result<Self> {
        let mut builder = Builder::default();
        let wanted = |line: &&Line<'_>| line.revision.is_none() || line.revision == revision;
        for line in lines.iter().filter(wanted).filter(|line| line.key != "revisions") {
            builder.add(line.key, line.value)?;
        }
        builder.finish()
    }
}

/// The names in the line `revisions`, if there is one.
fn revisions<'a>(lines: &[Line<'a>]) -> Result<Option<Vec<&'a str>>> {
    let mut declared = lines.iter().filter(|line| line.key == "revisions");
    let names: Option<Vec<_>> = match declared.next() {
        Some(Line { revision: None, value: Some(names), .. }) => {
            Some(names.split_whitespace().collect())
        }
        Some(_) => bail!("`revisions` has no value, or belongs to a revision"),
        None => None,
    };
    ensure!(declared.next().is_none(), "`revisions` stands twice");
    ensure!(names.as_ref().is_none_or(|names| names.len() > 1), "there is only one revision");
    for revision in lines.iter().filter_map(|line| line.revision) {
        let known = names.iter().flatten().any(|name| *name == revision);
        ensure!(known, "the revision `{revision}` is not declared");
    }
    Ok(names)
}

/// A partly read header.
#[derive(Default)]
struct Builder<'a> {
    mode: Option<&'a str>,
    status: Option<Ending>,
    edition: Option<&'a str>,
    flags: Vec<String>,
    levels: Option<Vec<&'static str>>,
    auxiliaries: Vec<Auxiliary>,
    lowered: Option<usize>,
    fallbacks: Option<usize>,
    diagnostics: Vec<String>,
    messages: Vec<String>,
    stdout: Option<Vec<String>>,
    stderr: Vec<String>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, key: &'a str, value: Option<&'a str>) -> Result<()> {
        const MODES: [&str; 6] =
            ["check-pass", "check-fail", "build-pass", "build-fail", "run-pass", "run-fail"];
        let Some(value) = value else {
            ensure!(MODES.contains(&key), "`{key}` is neither a mode nor `KEY: VALUE`");
            return once(&mut self.mode, key, "mode");
        };
        match key {
            "status" => once(&mut self.status, Ending::parse(value)?, key),
            "edition" => once(&mut self.edition, value, key),
            "lowered" => once(&mut self.lowered, number(value)?, key),
            "fallbacks" => once(&mut self.fallbacks, number(value)?, key),
            "opt-levels" => {
                let levels = value.split_whitespace().map(level).collect::<Result<_>>()?;
                once(&mut self.levels, levels, key)
            }
            "compile-flags" => {
                self.flags.extend(words(value));
                Ok(())
            }
            "aux-build" => {
                let mut words = words(value);
                let name = words.next().context("`aux-build` names no crate")?;
                self.auxiliaries.push(Auxiliary { name, flags: words.collect() });
                Ok(())
            }
            "message" => {
                self.messages.push(value.to_owned());
                Ok(())
            }
            "stdout" => {
                self.stdout.get_or_insert_default().push(value.to_owned());
                Ok(())
            }
            "stderr" => {
                self.stderr.push(value.to_owned());
                Ok(())
            }
            _ if is_severity(key) => {
                self.diagnostics.push(format!("{key}: {value}"));
                Ok(())
            }
            _ => bail!("the key `{key}` is unknown"),
        }
    }

    fn finish(self) -> Result<Directives> {
        let mode = self.mode()?;
        let errors = self.diagnostics.iter().any(|line| line.starts_with("error"));
        if mode.fails() {
            ensure!(errors, "no `error` is expected");
        } else {
            ensure!(!errors, "what compiles has no `error`");
        }
        if mode.generates() {
            ensure!(self.lowered.is_some(), "there is no line `lowered: N`");
        } else {
            ensure!(self.lowered.is_none(), "`lowered` is for what code is generated of");
        }
        ensure!(mode.builds() || self.levels.is_none(), "`opt-levels` is for what is built");
        let runs = matches!(mode, Mode::Run(_));
        let output = self.stdout.is_some() || !self.stderr.is_empty();
        ensure!(runs || !output, "`stdout` and `stderr` are for what is run");
        Ok(Directives {
            mode,
            edition: self.edition.unwrap_or("2024").to_owned(),
            flags: self.flags,
            levels: self.levels.unwrap_or_else(|| vec!["0"]),
            auxiliaries: self.auxiliaries,
            lowered: self.lowered.unwrap_or(0),
            fallbacks: self.fallbacks.unwrap_or(0),
            diagnostics: self.diagnostics,
            messages: self.messages,
            stdout: self.stdout,
            stderr: self.stderr,
        })
    }

    fn mode(&self) -> Result<Mode> {
        let name = self.mode.context("there is no mode, such as `check-fail`")?;
        ensure!(self.status.is_none() || name == "run-fail", "`status` is for `run-fail`");
        Ok(match name {
            "check-pass" => Mode::CheckPass,
            "check-fail" => Mode::CheckFail,
            "build-pass" => Mode::BuildPass,
            "build-fail" => Mode::BuildFail,
            "run-pass" => Mode::Run(Ending::Status(0)),
            _ => Mode::Run(self.status.context("`run-fail` needs a `status`")?),
        })
    }
}

/// Whether a diagnostic can start with this word: `error`, `error[E0733]`, `warning`.
pub(super) fn is_severity(word: &str) -> bool {
    ["error", "warning"].iter().any(|severity| {
        word.strip_prefix(severity)
            .is_some_and(|code| code.is_empty() || (code.starts_with("[E") && code.ends_with(']')))
    })
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().map(str::to_owned)
}

fn number(text: &str) -> Result<usize> {
    text.parse().with_context(|| format!("`{text}` is no number"))
}

fn once<T>(place: &mut Option<T>, value: T, what: impl fmt::Display) -> Result<()> {
    ensure!(place.replace(value).is_none(), "`{what}` stands twice");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(header: &str) -> Result<Directives> {
        let mut all = Directives::parse(&format!("// What it shows.\n{header}"))?;
        ensure!(all.len() == 1 && all[0].0.is_none(), "{all:?}");
        Ok(all.remove(0).1)
    }

    #[test]
    fn every_line_is_read() {
        let directives = single(
            "//@ run-fail\n//@ status: signal 6\n//@ edition: 2021\n//@ compile-flags: -g -O\n\
             //@ opt-levels: 0 s\n//@ aux-build: first -Cpanic=abort\n//@ aux-build: second\n\
             //@ lowered: 3\n//@ fallbacks: 1\n//@ warning: unused variable: `x`\n\
             //@ message: for `x`: y\n//@ stdout: a: b\n//@ stdout:\n//@ stdout:   c\n\
             //@ stderr: panicked\nfn main() {}\n",
        )
        .unwrap();
        let auxiliary = |name: &str, flags: &[&str]| Auxiliary {
            name: name.to_owned(),
            flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
        };
        let expected = Directives {
            mode: Mode::Run(Ending::Signal(6)),
            edition: "2021".to_owned(),
            flags: vec!["-g".to_owned(), "-O".to_owned()],
            levels: vec!["0", "s"],
            auxiliaries: vec![auxiliary("first", &["-Cpanic=abort"]), auxiliary("second", &[])],
            lowered: 3,
            fallbacks: 1,
            diagnostics: vec!["warning: unused variable: `x`".to_owned()],
            messages: vec!["for `x`: y".to_owned()],
            stdout: Some(vec!["a: b".to_owned(), String::new(), "  c".to_owned()]),
            stderr: vec!["panicked".to_owned()],
        };
        assert_eq!(directives, expected);
    }

    #[test]
    fn a_line_of_a_revision_is_for_that_revision() {
        let all = Directives::parse(
            "// What it shows.\n//@ revisions: all one\n//@[all] build-pass\n//@[all] lowered: 2\n\
             //@[one] check-fail\n//@[one] error[E0733]: recursion\n//@ edition: 2018\n",
        )
        .unwrap();
        let [(Some(first), passes), (Some(second), fails)] = &all[..] else { panic!("{all:?}") };
        assert_eq!((first.as_str(), passes.mode, passes.lowered), ("all", Mode::BuildPass, 2));
        assert_eq!((second.as_str(), fails.mode), ("one", Mode::CheckFail));
        assert_eq!(fails.diagnostics, ["error[E0733]: recursion"]);
        assert!(all.iter().all(|(_, directives)| directives.edition == "2018"));
    }

    #[test]
    fn what_cannot_fail_is_no_test() {
        for header in [
            "",
            "//@ check-fail\n",
            "//@ check-fail\n//@ warning: unused\n",
            "//@ run-pass\n",
            "//@ run-fail\n//@ lowered: 1\n",
            "//@ build-pass\n//@ lowered: 1\n//@ stdout: text\n",
            "//@ check-pass\n//@ lowered: 1\n",
            "//@ check-pass\n//@ error: text\n",
            "//@ check-pass\n//@ opt-levels: 0\n",
            "//@ build-fail\n//@ error: text\n//@ lowered: 1\n",
        ] {
            assert!(single(header).is_err(), "{header}");
        }
        assert!(single("//@ check-pass\n").is_ok());
    }

    #[test]
    fn mistakes_are_errors() {
        for header in [
            "//@ no-such-mode\n",
            "//@ run-pass\n//@ run-pass\n//@ lowered: 1\n",
            "//@ run-pass\n//@ lowered: 1\n//@ lowered: 1\n",
            "//@ run-pass\n//@ lowered: many\n",
            "//@ run-pass\n//@ lowered: 1\n//@ no-such-key: 1\n",
            "//@ run-pass\n//@ lowered: 1\n//@ opt-levels: 4\n",
            "//@ run-pass\n//@ lowered: 1\n//@ status: 1\n",
            "//@ run-pass\n//@ lowered: 1\n//@[other] edition: 2021\n",
            "//@ run-pass\n//@ lowered: 1\n//@ revisions: one\n",
            "//@run-pass\n//@ lowered: 1\n",
        ] {
            assert!(single(header).is_err(), "{header}");
        }
        assert!(Directives::parse("//@ run-pass\n//@ lowered: 1\n").is_err());
    }

    #[test]
    fn severities_are_told_from_other_words() {
        assert!(is_severity("error") && is_severity("error[E0733]") && is_severity("warning"));
        assert!(!is_severity("errors") && !is_severity("note") && !is_severity("error[x"));
    }
}
