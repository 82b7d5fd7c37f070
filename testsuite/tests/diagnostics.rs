//! Errors and lints: what stock rustc says of the programs of `testsuite/diagnostics`, the plugin
//! says too, word for word, but for the numbers in which futures' sizes are given.

use anyhow::{Result, bail, ensure};
use testsuite::{Compile, Rustc, scratch};
use testsuite_support::Layout;

/// Messages that give a size, by the words around the number.
const SIZES: [(&str, &str); 2] = [("(", " bits)"), ("moving ", " bytes")];

/// Its lint runs after monomorphization.
const LARGE: &str = "large_assignments";

/// The error output of a compilation that has to fail, without sizes.
fn refused(layout: &Layout, rustc: Rustc, name: &str) -> Result<String> {
    let folder = scratch(layout, &format!("diagnostics/{name}-{}", rustc.name()))?;
    let source = layout.root.join("testsuite/diagnostics").join(name).with_extension("rs");
    let compile = Compile::new(layout, rustc, &source, &folder.join("program")).unstable();
    let output = compile.attempt()?;
    let status = output.status;
    ensure!(status.code() == Some(1), "{}: {status}\n{}", rustc.name(), output.stderr);
    Ok(output.stderr.lines().map(|line| without_size(line) + "\n").collect())
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

/// Both compilers say the same, `errors` errors, with `words` among them.
fn equal(name: &str, errors: usize, words: &str) -> Result<()> {
    let layout = Layout::from_env()?;
    let stock = refused(&layout, Rustc::Stock, name)?;
    let plugin = refused(&layout, Rustc::Plugin, name)?;
    let count = stock.lines().filter(|line| line.starts_with("error")).count();
    // The last one says how many there were.
    ensure!(count == errors + 1, "{count} errors by stock, not {}:\n{stock}", errors + 1);
    ensure!(stock.contains(words), "stock does not say `{words}`:\n{stock}");
    // The order in which monomorphic functions are checked is not the same.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines.join("\n")
    };
    let (stock, plugin) =
        if name == LARGE { (sorted(&stock), sorted(&plugin)) } else { (stock, plugin) };
    let difference = stock.lines().zip(plugin.lines()).find(|(stock, plugin)| stock != plugin);
    if let Some((stock, plugin)) = difference {
        bail!("stock says `{stock}`, the plugin `{plugin}`");
    }
    let (ours, theirs) = (stock.lines().count(), plugin.lines().count());
    ensure!(ours == theirs, "stock says {ours} lines, the plugin {theirs}");
    Ok(())
}

#[test]
fn must_not_suspend() -> Result<()> {
    equal("must_not_suspend", 6, "it holds a lock")
}

#[test]
fn unused_must_use() -> Result<()> {
    equal("unused_must_use", 10, "unused output of future returned by `number` that must be used")
}

#[test]
fn large_assignments() -> Result<()> {
    equal(LARGE, 3, "moving _ bytes")
}

#[test]
fn auto_traits() -> Result<()> {
    equal("auto_traits", 13, "future cannot be sent between threads safely")
}

#[test]
fn borrows() -> Result<()> {
    equal("borrows", 6, "recursion in an async fn requires boxing")
}

#[test]
fn transmutes() -> Result<()> {
    equal("transmutes", 4, "source type: `{async fn body of number()}` (_ bits)")
}

#[test]
fn sizes_are_left_out_and_nothing_else() {
    let line = "   = note: source type: `F` (96 bits)";
    assert_eq!(without_size(line), "   = note: source type: `F` (_ bits)");
    assert_eq!(without_size("error: moving 10001 bytes"), "error: moving _ bytes");
    assert_eq!(without_size("an error (many bits)"), "an error (many bits)");
    assert_eq!(without_size("28 | moving()"), "28 | moving()");
}
