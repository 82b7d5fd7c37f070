//! The published crate bbtree, whose lookups are futures: instructions by both compilers, as it is and with
//! one more layer of async fn around each fetch.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use testsuite_support::firmware::Compiler;
use testsuite_support::{Layout, callgrind, cargo, folder, process};

use crate::build;

/// The program that looks keys up, in this folder.
const PACKAGE: &str = "testsuite/lookups-bbtree";
/// Keys in the map: some megabytes, of which on bbtree interleaves lookups.
const KEYS: u32 = 200_000;
/// Lookups that are counted.
const LOOKUPS: u32 = 32_000;
/// valgrind makes programs some fifty times slower.
const LIMIT: Duration = Duration::from_secs(300);

/// The fetch, in the crate's `src/tree/batch.rs`.
const FETCH: &str =
    "    fn watched(watch: impl LaneWatch, fetch: LaneFetch, line: *const u8) -> Self {
        watch.fetching(fetch, line);
        Self::fetch(line)
    }
";
/// The same as an async fn.
const LAYERED: &str =
    "    async fn watched(watch: impl LaneWatch, fetch: LaneFetch, line: *const u8) {
        watch.fetching(fetch, line);
        Self::fetch(line).await
    }
";

/// How the crate is compiled, and how many instructions the plugin's may take, as a ratio to stock's.
struct Form {
    name: &'static str,
    is_layered: bool,
    limit: f64,
}

const FORMS: [Form; 2] = [
    Form { name: "as published", is_layered: false, limit: 1.0 },
    Form { name: "one more async fn", is_layered: true, limit: 0.95 },
];

/// Instructions per lookup, as a table.
///
/// # Errors
/// If the crate cannot be had or built, or finds something else by the plugin.
pub fn count(layout: &Layout) -> Result<String> {
    let mut table = format!(
        "bbtree, {KEYS} keys, 32 lookups at once: instructions per lookup\n{:<20} {:>8} {:>8} {:>7}\n",
        "", "stock", "plugin", "ratio"
    );
    for form in FORMS {
        let package = if form.is_layered { layered(layout)? } else { layout.root.join(PACKAGE) };
        let [stock, plugin] = [Compiler::Stock, Compiler::Plugin]
            .map(|compiler| count_by(layout, &package, form.is_layered, compiler));
        let ((stock, expected), (plugin, found)) = (stock?, plugin?);
        ensure!(found == expected, "{}: the plugin's finds {found}, not {expected}", form.name);
        let ratio = plugin / stock;
        let missed = if ratio <= form.limit { "" } else { "; missed" };
        writeln!(
            table,
            "{:<20} {stock:>8.1} {plugin:>8.1} {ratio:>7.3}, at most {}{missed}",
            form.name, form.limit
        )?;
    }
    Ok(table)
}

/// Instructions per lookup, and what the program printed.
fn count_by(
    layout: &Layout,
    package: &Path,
    is_layered: bool,
    compiler: Compiler,
) -> Result<(f64, String)> {
    // Both forms in one: what bbtree uses is the same.
    let target = layout.build.join("lookups/bbtree").join(compiler.to_string());
    compiler.clear(layout, &target)?;
    let mut command = build::cargo(layout, compiler);
    command.arg("build");
    if !is_layered {
        command.arg("--locked");
    }
    build::run_in(package, &mut command, &target)?;
    let program = build::products(&target, compiler).join("lookups-bbtree");
    let counted = callgrind::count_in("measured", &program, LIMIT, |command| {
        command.args([KEYS.to_string(), LOOKUPS.to_string()]);
    })?;
    let per_lookup = counted.instructions as f64 / f64::from(LOOKUPS);
    ensure!(per_lookup > 10.0, "{per_lookup} instructions cannot be all of a lookup");
    Ok((per_lookup, counted.stdout))
}

/// Makes a copy of the program that uses a copy of the crate whose fetch is an async fn.
fn layered(layout: &Layout) -> Result<PathBuf> {
    let folder = layout.build.join("lookups/bbtree-layered");
    let (program, copy) = (folder.join("program"), folder.join("bbtree"));
    for old in [&program, &copy] {
        if old.exists() {
            fs::remove_dir_all(old).with_context(|| format!("removing {}", old.display()))?;
        }
    }
    folder::copy(&layout.root.join(PACKAGE), &program)?;
    folder::copy(&source(layout)?, &copy)?;
    edit(&program.join("Cargo.toml"), |text| {
        text.push_str("\n[patch.crates-io]\nbbtree = { path = \"../bbtree\" }\n");
        Ok(())
    })?;
    edit(&copy.join("src/tree/batch.rs"), |text| {
        ensure!(text.matches(FETCH).count() == 1, "bbtree's fetch is not as expected");
        *text = text.replace(FETCH, LAYERED);
        Ok(())
    })?;
    Ok(program)
}

fn edit(path: &Path, change: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
    let mut text =
        fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    change(&mut text)?;
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// The folder where cargo put the crate.
fn source(layout: &Layout) -> Result<PathBuf> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        manifest_path: PathBuf,
    }
    let mut command = cargo::clean(&layout.cargo);
    command
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(layout.root.join(PACKAGE))
        .env("RUSTC", &layout.rustc);
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "cargo metadata failed:\n{}", output.stderr);
    let Metadata { packages } = serde_json::from_str(&output.stdout)?;
    let package = packages.into_iter().find(|package| package.name == "bbtree");
    let manifest = package.context("the crate bbtree is not there")?.manifest_path;
    Ok(manifest.parent().context("a manifest lies in a folder")?.to_owned())
}
