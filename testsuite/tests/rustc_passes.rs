//! rustc's MIR passes, in its sources, against what docs/rustc-internals.md says becomes of each for
//! a lowered body.
//!
//! A pass that comes, goes or moves may do something that lowered bodies need. Then this fails, and
//! whoever moves the project to that rustc has to decide.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;

/// A list of passes: the file below `rustc_mir_transform/src`, what the list begins after, and
/// where it ends.
struct List {
    /// The name as in the documentation's headline.
    name: &'static str,
    file: &'static str,
    after: &'static str,
    until: &'static str,
}

const LISTS: [List; 7] = [
    function("mir_built", "lib.rs", "fn mir_built("),
    function("mir_promoted", "lib.rs", "fn mir_promoted("),
    function("run_analysis_cleanup_passes", "lib.rs", "fn run_analysis_cleanup_passes<"),
    function("run_runtime_lowering_passes", "lib.rs", "fn run_runtime_lowering_passes<"),
    function("run_runtime_cleanup_passes", "lib.rs", "fn run_runtime_cleanup_passes<"),
    function("run_optimization_passes", "lib.rs", "fn run_optimization_passes<"),
    List {
        name: "make_shim",
        file: "shim.rs",
        after: "if let Some(&ty::Coroutine(coroutine_def_id, args))",
        until: "return body;",
    },
];

const fn function(name: &'static str, file: &'static str, after: &'static str) -> List {
    List { name, file, after, until: "\n}\n" }
}

/// What `inner_optimized_mir` does beside running a list of passes.
const OPTIMIZED_MIR: [&str; 3] = [
    "remap_mir_for_const_eval_select(",
    "mentioned_items::MentionedItems.run_pass(",
    "run_optimization_passes(",
];

fn source(file: &str) -> Result<String> {
    let version = std::process::Command::new("/usr/bin/rustc").arg("-V").output()?.stdout;
    let version = String::from_utf8(version)?;
    let release = version.split_whitespace().nth(1).context("rustc tells no release")?;
    let path = PathBuf::from(format!("/usr/src/rustc-{release}/compiler/rustc_mir_transform/src"));
    let path = path.join(file);
    std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

/// The part of `text` after `start` and before `end`.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Result<&'a str> {
    let (_, rest) = text.split_once(start).with_context(|| format!("`{start}` is gone"))?;
    Ok(rest.split_once(end).with_context(|| format!("`{end}` is gone"))?.0)
}

/// The passes that `code` lists: each `&module::Pass`, in a wrapper or not.
fn passes(code: &str) -> Vec<String> {
    let pass = |entry: &str| {
        let entry = entry.strip_prefix("Lint(").or(entry.strip_prefix("o1(")).unwrap_or(entry);
        let (module, name) = entry.split([',', ')', '(', ' ', ']']).next()?.split_once("::")?;
        let is_module = module.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        (is_module && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
    };
    let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split('&').skip(1)).filter_map(pass).collect()
}

/// The passes that the documentation's table under the headline with `list` names, in order.
fn documented(page: &str, list: &str) -> Result<Vec<String>> {
    let section = between(page, &format!("### `{list}`\n"), "\n#")?;
    let first_cell = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    Ok(section.lines().filter_map(first_cell).collect())
}

#[test]
fn each_pass_is_accounted_for() -> Result<()> {
    let page = Layout::from_env()?.root.join("docs/rustc-internals.md");
    let page = std::fs::read_to_string(page)?;
    for list in &LISTS {
        let passes = passes(between(&source(list.file)?, list.after, list.until)?);
        ensure!(!passes.is_empty(), "no pass was found in `{}`", list.name);
        let documented = documented(&page, list.name)?;
        ensure!(
            passes == documented,
            "rustc's `{}` runs\n  {}\nand docs/rustc-internals.md tells of\n  {}",
            list.name,
            passes.join(" "),
            documented.join(" "),
        );
    }
    Ok(())
}

#[test]
fn optimized_mir_has_the_same_steps() -> Result<()> {
    let lib = source("lib.rs")?;
    let body = between(&lib, "fn inner_optimized_mir(", "\n}\n")?;
    let mut rest = body;
    for step in OPTIMIZED_MIR {
        rest = rest.split_once(step).with_context(|| format!("`{step}` is not where it was"))?.1;
    }
    Ok(())
}

#[test]
fn a_pass_that_is_not_documented_is_found() -> Result<()> {
    let code = "\n &Lint(one::First),\n &o1(two::Second::Early),\n &[&three::Third, &local],\n";
    assert_eq!(passes(code), ["First", "Second::Early", "Third"]);
    let page = "### `list`\n\n| pass | |\n| --- | --- |\n| `First` | run |\n\n## next\n";
    assert_eq!(documented(page, "list")?, ["First"]);
    Ok(())
}
