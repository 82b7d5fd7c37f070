//! What both compilers say of a program of `testsuite/diagnostics`: the same, but for the numbers in
//! which futures' sizes are given.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use testsuite_support::Layout;

use crate::{Compile, Rustc, scratch};

/// Messages that give a size, by the words around the number.
const SIZES: [(&str, &str); 2] = [("(", " bits)"), ("moving ", " bytes")];

/// What a program's header asks for, in lines `//@ KEY: VALUE`.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    /// How many errors there are.
    errors: usize,
    /// What one of the messages says.
    message: String,
    /// The lint runs after monomorphization, in whose order the two compilers differ.
    any_order: bool,
}

impl Wanted {
    fn parse(text: &str) -> Result<Self> {
        let (mut errors, mut message, mut any_order) = (None, None, false);
        for line in text.lines().filter_map(|line| line.strip_prefix("//@ ")) {
            match line.split_once(": ") {
                Some(("errors", count)) => errors = Some(count.parse().context("errors")?),
                Some(("message", text)) => message = Some(text.to_owned()),
                None if line == "any order" => any_order = true,
                _ => bail!("`//@ {line}` is unknown"),
            }
        }
        Ok(Wanted {
            errors: errors.context("there is no line `//@ errors: N`")?,
            message: message.context("there is no line `//@ message: TEXT`")?,
            any_order,
        })
    }
}

/// Compiles the program `diagnostics/NAME.rs` by both compilers.
///
/// # Errors
/// If they say different things, or not what the program's header asks for.
pub fn check(name: &str) -> Result<()> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/diagnostics").join(name).with_extension("rs");
    let text = fs::read_to_string(&source).with_context(|| source.display().to_string())?;
    let Wanted { errors, message, any_order } = Wanted::parse(&text)?;
    let said = |rustc| refused(&layout, rustc, &source, name);
    let (mut stock, mut plugin) = (said(Rustc::Stock)?, said(Rustc::Plugin)?);
    let count = stock.iter().filter(|line| line.starts_with("error")).count();
    // The last one says how many there were.
    ensure!(count == errors + 1, "{count} errors by stock, not {}:\n{stock:#?}", errors + 1);
    let is_said = stock.iter().any(|line| line.contains(&message));
    ensure!(is_said, "stock does not say `{message}`:\n{stock:#?}");
    if any_order {
        stock.sort();
        plugin.sort();
    }
    let difference = stock.iter().zip(&plugin).find(|(stock, plugin)| stock != plugin);
    if let Some((stock, plugin)) = difference {
        bail!("stock says `{stock}`, the plugin `{plugin}`");
    }
    let (ours, theirs) = (stock.len(), plugin.len());
    ensure!(ours == theirs, "stock says {ours} lines, the plugin {theirs}");
    Ok(())
}

/// The lines of a compilation's error output, which has to fail, without sizes.
fn refused(layout: &Layout, rustc: Rustc, source: &Path, name: &str) -> Result<Vec<String>> {
    let folder = scratch(layout, &format!("diagnostics/{name}-{}", rustc.name()))?;
    let output =
        Compile::new(layout, rustc, source, &folder.join("program")).unstable().attempt()?;
    let status = output.status;
    ensure!(status.code() == Some(1), "{}: {status}\n{}", rustc.name(), output.stderr);
    Ok(output.stderr.lines().map(without_size).collect())
}

fn without_size(line: &str) -> String {
    for (before, after) in SIZES {
        if let Some((start, rest)) = line.rsplit_once(before)
            && let Some((number, end)) = rest.split_once(after)
            && number.parse::<u64>().is_ok()
        {
            return format!("{start}{before}_{after}{end}");
        }
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_left_out_and_nothing_else() {
        let line = "   = note: source type: `F` (96 bits)";
        assert_eq!(without_size(line), "   = note: source type: `F` (_ bits)");
        assert_eq!(without_size("error: moving 10001 bytes"), "error: moving _ bytes");
        assert_eq!(without_size("an error (many bits)"), "an error (many bits)");
        assert_eq!(without_size("28 | moving()"), "28 | moving()");
    }

    #[test]
    fn a_header_asks_for_errors_and_a_message() {
        let wanted = Wanted::parse("//! What.\n//@ errors: 3\n//@ message: a: b\n//@ any order\n");
        let message = "a: b".to_owned();
        assert_eq!(wanted.unwrap(), Wanted { errors: 3, message, any_order: true });
        for wrong in ["", "//@ errors: 3\n", "//@ message: a\n", "//@ errors: x\n", "//@ order\n"] {
            assert!(Wanted::parse(wrong).is_err(), "{wrong}");
        }
    }
}
