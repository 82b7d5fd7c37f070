//! The lints of every crate: those of the root's workspace.
//!
//! A crate outside that workspace cannot inherit them, so its manifest, or that of its own workspace,
//! repeats the tables.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml::{Table, Value};

use crate::tree;

/// Crates that stand for other people's, without lints: they are input of the tests.
pub const FIXTURES: [&str; 4] = [
    "testsuite/crates/fallback/app",
    "testsuite/crates/fallback/vendor/dependency",
    "testsuite/incremental/app",
    "testsuite/incremental/work",
];

/// Every manifest below `root` but those of [`FIXTURES`], relative to it.
///
/// # Errors
/// If a folder cannot be read.
pub fn manifests(root: &Path) -> Result<Vec<PathBuf>> {
    let mut manifests = tree::files(root, |path| path.ends_with("Cargo.toml"))?;
    manifests.retain(|path| !FIXTURES.iter().any(|folder| path.parent() == Some(folder.as_ref())));
    Ok(manifests)
}

/// Manifests that have other lints than the root's workspace, each with the reason.
///
/// # Errors
/// If a manifest cannot be read.
pub fn without_the_lints(root: &Path) -> Result<Vec<String>> {
    let ours = parse(&root.join("Cargo.toml"))?;
    let ours = ours["workspace"].get("lints").context("the root's workspace has no lints")?;
    let mut found = Vec::new();
    for path in manifests(root)? {
        let manifest = parse(&root.join(&path))?;
        found.extend(complaints(&manifest, ours).map(|why| format!("{}: {why}", path.display())));
    }
    Ok(found)
}

fn complaints(manifest: &Table, ours: &Value) -> impl Iterator<Item = &'static str> + use<> {
    let workspace = manifest.get("workspace");
    let shared = workspace.and_then(|workspace| workspace.get("lints"));
    let lints = manifest.get("lints");
    let inherits = lints.is_some_and(|lints| lints.get("workspace") == Some(&Value::Boolean(true)));
    let of_workspace = match shared {
        Some(shared) if shared != ours => Some("[workspace.lints] differs from the root's"),
        None if workspace.is_some() && (!manifest.contains_key("package") || inherits) => {
            Some("the workspace has no lints")
        }
        _ => None,
    };
    let of_package = match lints {
        _ if !manifest.contains_key("package") || inherits => None,
        Some(lints) if lints == ours => None,
        Some(_) => Some("[lints] differs from the root's"),
        None => Some("the package has no lints"),
    };
    of_workspace.into_iter().chain(of_package)
}

fn parse(path: &Path) -> Result<Table> {
    tree::read(path)?.parse().with_context(|| format!("parsing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints_about(manifest: &str) -> Vec<&'static str> {
        let ours: Table = "rust.missing_docs = 'warn'".parse().unwrap();
        complaints(&manifest.parse().unwrap(), &Value::Table(ours)).collect()
    }

    #[test]
    fn lints_are_inherited_or_equal() {
        for fine in [
            "package.name = 'a'\nlints.workspace = true",
            "package.name = 'a'\nworkspace = {}\nlints.rust.missing_docs = 'warn'",
            "workspace.lints.rust.missing_docs = 'warn'",
            "workspace.lints.rust.missing_docs = 'warn'\npackage.name = 'a'\nlints.workspace = true",
        ] {
            assert!(complaints_about(fine).is_empty(), "{fine}");
        }
        for wrong in [
            "package.name = 'a'",
            "package.name = 'a'\nworkspace = {}",
            "package.name = 'a'\nlints.rust.missing_docs = 'allow'",
            "package.name = 'a'\nlints = {}",
            "workspace.members = []",
            "workspace.lints.rust.missing_docs = 'allow'",
            "workspace = {}\npackage.name = 'a'\nlints.workspace = true",
        ] {
            assert_eq!(complaints_about(wrong).len(), 1, "{wrong}");
        }
    }
}
