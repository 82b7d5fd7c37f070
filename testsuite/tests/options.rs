//! The plugin's options are the same in its table, in LLVM's parser and in docs/options.md.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;

/// What stands between `begin` and the next `end`, wherever `begin` does.
fn between(text: &str, begin: &str, end: char) -> BTreeSet<String> {
    text.split(begin).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())).collect()
}

#[test]
fn each_option_is_registered_and_documented() -> Result<()> {
    let root = Layout::from_env()?.root;
    let read = |path: &str| std::fs::read_to_string(root.join(path)).context(path.to_owned());
    let source = read("codegen-llvmcoro/src/policy/options.rs")?;
    let table = source.split("const TABLE").nth(1).context("the table is gone")?;
    let table = table.split("];").next().context("the table ends")?;
    let known = between(table, "(\"", '"');
    ensure!(known.len() >= 9, "only {known:?}");

    let registered = between(&read("codegen-llvmcoro/cpp/options.cpp")?, "\"llvmcoro-", '"');
    ensure!(registered == known, "LLVM's parser knows {registered:?}, the plugin {known:?}");

    let page = read("docs/options.md")?;
    let row =
        |line: &str| Some(line.strip_prefix("| `-llvmcoro-")?.split(['=', '`']).next()?.to_owned());
    let mut documented: BTreeSet<String> = page.lines().filter_map(row).collect();
    // The one option of the plugin that makes mistakes on purpose.
    ensure!(documented.remove("test-mutation"), "docs/options.md lacks the mutations");
    ensure!(documented == known, "docs/options.md has {documented:?}, the plugin {known:?}");
    Ok(())
}
