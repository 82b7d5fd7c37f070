//! `./x check`, and the kind `check` of `./x test`: formatting, lints, documentation and scripts. The
//! tests of the package `tidy` are of this kind too: dead links, and the same lints in every crate.
//!
//! A tool that is missing is a failure: `./x` installs all of them.

mod cargo;
mod style;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::ctx::Ctx;
use crate::fsx;
use crate::setup::Part;

pub use cargo::messages;

/// The kind as which these are counted.
pub const KIND: &str = "check";

/// What they use of the set-up.
pub const PARTS: [Part; 3] = [Part::CompilerCrates, Part::Passes, Part::TargetSysroots];

/// Folders with files that the project makes and does not own.
const MADE: [&str; 4] = ["build", "dist", "target", ".git"];

/// One thing that is looked at.
struct Look<'a> {
    /// What the output and a filter call it.
    name: String,
    look: Box<dyn Fn() -> Result<()> + 'a>,
}

impl<'a> Look<'a> {
    fn new(name: impl Into<String>, look: impl Fn() -> Result<()> + 'a) -> Self {
        Look { name: name.into(), look: Box::new(look) }
    }
}

/// Takes all looks whose names contain `filter`, and prints a line for each and what it found.
/// Returns how many were content and how many were not.
pub fn run(ctx: &Ctx, filter: Option<&str>) -> Result<(usize, usize)> {
    let looks = style::looks(ctx)?.into_iter().chain(cargo::looks(ctx)?);
    let (mut passed, mut failed) = (0, 0);
    for Look { name, look } in looks {
        if filter.is_some_and(|filter| !name.contains(filter)) {
            continue;
        }
        match look() {
            Ok(()) => {
                passed += 1;
                println!("check {name} ... ok");
            }
            Err(error) => {
                failed += 1;
                println!("check {name} ... FAILED\n{error:#}\n");
            }
        }
    }
    Ok((passed, failed))
}

/// Runs a tool that says by its status whether it is content; an error with all that it printed if
/// it is not.
fn content(tool: &mut Command) -> Result<()> {
    let name = tool.get_program().to_string_lossy().into_owned();
    let output = tool
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{name} could not be started; `./x` installs it"))?;
    if !output.status.success() {
        let texts = [output.stdout, output.stderr];
        let texts = texts.map(|text| String::from_utf8_lossy(&text).into_owned());
        bail!("{}{}{name} ended with {}", texts[0], texts[1], output.status);
    }
    Ok(())
}

/// Every file of the tree, relative to the root.
pub fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fsx::list(&folder)? {
            let name = path.file_name().unwrap_or_default();
            let meta = fs::symlink_metadata(&path)?;
            if meta.is_dir() && !MADE.iter().any(|made| name == *made) {
                folders.push(path);
            } else if meta.is_file() {
                files.push(path.strip_prefix(root)?.to_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Names a list that must not be empty: looking at nothing is no success.
fn some<T>(what: &str, list: Vec<T>) -> Result<Vec<T>> {
    ensure!(!list.is_empty(), "there are no {what}");
    Ok(list)
}
