//! The workspaces: copies of the registry's packages below the build folder, and folders of this
//! repository.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use testsuite_support::folder::copy;
use testsuite_support::{Layout, cargo, process};

use crate::parts::{HOST, PARTS, Part, Source};

/// Fetching some hundred packages.
const LIMIT: Duration = Duration::from_secs(900);

/// A part's workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder with its `Cargo.toml` and `Cargo.lock`.
    pub folder: PathBuf,
    /// The versions in its lock file of what it has once.
    pub versions: BTreeMap<String, String>,
    /// Where cargo unpacks packages of the registry.
    pub registry: PathBuf,
}

/// The folder of everything that is made here.
pub fn folder(layout: &Layout) -> PathBuf {
    layout.build.join("testsuite/survey")
}

fn lock(layout: &Layout, name: &str) -> PathBuf {
    layout.root.join(format!("testsuite/survey/locks/{name}.lock"))
}

impl Workspace {
    /// Makes it, or finds it.
    ///
    /// # Errors
    /// If a package cannot be fetched, or a lock file does not fit.
    pub fn new(layout: &Layout, part: &Part) -> Result<Self> {
        let packages = fetch(layout)?;
        let any = packages.values().next().context("no package was fetched")?;
        let registry = any.parent().context("a package is in no folder")?.to_owned();
        let folder = match part.source {
            Source::Registry => copies(layout, part, &packages)?,
            Source::Tree(folder) => layout.root.join(folder),
        };
        let text = read(&folder.join("Cargo.lock"))?;
        Ok(Workspace { folder, versions: versions(&text), registry })
    }
}

/// Fetches the packages that are copied; their folders by name.
fn fetch(layout: &Layout) -> Result<BTreeMap<String, PathBuf>> {
    let folder = self::folder(layout).join("packages");
    write_if_other(&folder.join("Cargo.toml"), &manifest_of_all())?;
    write_if_other(&folder.join("lib.rs"), "")?;
    let lock = read(&lock(layout, "packages"))?;
    write_if_other(&folder.join("Cargo.lock"), &lock)?;
    metadata(layout, &folder, &["--locked"])
}

/// A package that depends on every package that is copied.
fn manifest_of_all() -> String {
    let mut text = "[package]\nname = \"all\"\nedition = \"2024\"\n\n[lib]\npath = \"lib.rs\"\n\n\
                    [workspace]\n\n[dependencies]\n"
        .to_owned();
    let copied = PARTS.iter().filter(|part| part.source == Source::Registry);
    for subject in copied.flat_map(|part| part.subjects) {
        let (name, version) = (subject.name, subject.version);
        let _ = writeln!(text, "{name} = {{ version = \"={version}\", default-features = false }}");
    }
    text
}

/// What cargo tells of the packages of a graph: their folders, by name. Of several with one name, it
/// is one that is copied, if there is such a one.
fn metadata(layout: &Layout, folder: &Path, options: &[&str]) -> Result<BTreeMap<String, PathBuf>> {
    let mut command = cargo::clean(&layout.cargo);
    command.env("RUSTC", &layout.rustc).current_dir(folder);
    command.args(["metadata", "--format-version=1"]).args(options);
    command.args(["--filter-platform", HOST]);
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "cargo metadata failed:\n{}", output.stderr);
    let metadata: Value = serde_json::from_str(&output.stdout)?;
    let mut found = BTreeMap::new();
    for package in metadata["packages"].as_array().context("cargo tells of no packages")? {
        let text = |key: &str| package[key].as_str().with_context(|| format!("no {key}"));
        let is_copied = |part: &Part| {
            let wanted = part.subjects.iter().map(|subject| (subject.name, subject.version));
            wanted.into_iter().any(|it| Some(it) == text("name").ok().zip(text("version").ok()))
        };
        if PARTS.iter().any(is_copied) {
            let manifest = PathBuf::from(text("manifest_path")?);
            let folder = manifest.parent().context("a manifest is in no folder")?.to_owned();
            found.insert(text("name")?.to_owned(), folder);
        }
    }
    Ok(found)
}

/// Copies a part's packages into a workspace.
fn copies(layout: &Layout, part: &Part, packages: &BTreeMap<String, PathBuf>) -> Result<PathBuf> {
    let folder = self::folder(layout).join(part.name);
    let mut members = String::new();
    for subject in part.subjects {
        let source = packages
            .get(subject.name)
            .with_context(|| format!("{} {} was not fetched", subject.name, subject.version))?;
        let name = format!("{}-{}", subject.name, subject.version);
        let destination = folder.join(&name);
        // Written last: the copy is complete if it is there.
        let complete = destination.join(".complete");
        if !complete.exists() {
            copy(source, &destination)?;
            fs::write(&complete, "").with_context(|| complete.display().to_string())?;
        }
        let _ = writeln!(members, "    \"{name}\",");
    }
    let manifest = format!(
        "[workspace]\nresolver = \"2\"\nmembers = [\n{members}]\n\n[profile.release]\n\
         opt-level = {}\n",
        if part.target.starts_with("thumb") { "\"z\"\ncodegen-units = 1" } else { "3" }
    );
    write_if_other(&folder.join("Cargo.toml"), &manifest)?;
    if let Ok(lock) = fs::read_to_string(lock(layout, part.name)) {
        write_if_other(&folder.join("Cargo.lock"), &lock)?;
    }
    Ok(folder)
}

/// Locks everything anew.
///
/// # Errors
/// If cargo finds no versions that go together.
pub fn relock(layout: &Layout) -> Result<()> {
    let folder = self::folder(layout).join("packages");
    write_if_other(&folder.join("Cargo.toml"), &manifest_of_all())?;
    write_if_other(&folder.join("lib.rs"), "")?;
    generate(layout, &folder, &lock(layout, "packages"))?;
    let packages = metadata(layout, &folder, &["--locked"])?;
    for part in PARTS.iter().filter(|part| part.source == Source::Registry) {
        let folder = copies(layout, part, &packages)?;
        generate(layout, &folder, &lock(layout, part.name))?;
    }
    Ok(())
}

/// Makes a lock file in a folder, and keeps it.
fn generate(layout: &Layout, folder: &Path, kept: &Path) -> Result<()> {
    let mut command = cargo::clean(&layout.cargo);
    command.env("RUSTC", &layout.rustc).current_dir(folder).arg("generate-lockfile");
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "cargo generate-lockfile failed:\n{}", output.stderr);
    fs::copy(folder.join("Cargo.lock"), kept).with_context(|| kept.display().to_string())?;
    Ok(())
}

/// The versions in a lock file of the packages that it has once.
fn versions(lock: &str) -> BTreeMap<String, String> {
    let value = |line: Option<&str>, key: &str| -> Option<String> {
        Some(line?.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned())
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut lines = lock.lines();
    while let Some(line) = lines.next() {
        let Some(name) = value(Some(line), "name") else { continue };
        let Some(version) = value(lines.next(), "version") else { continue };
        found.entry(name).or_default().push(version);
    }
    let once = found.into_iter().filter_map(|(name, mut versions)| {
        (versions.len() == 1).then(|| (name, versions.remove(0)))
    });
    once.collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// Leaves a file alone that has this text, as cargo looks at when files were written.
fn write_if_other(path: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    let folder = path.parent().context("a file is in a folder")?;
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    fs::write(path, text).with_context(|| path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_lock_file() {
        let package = |name: &str, version: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n")
        };
        let lock = [package("a", "1.0.0"), package("b", "1.0.0"), package("b", "2.0.0")].concat();
        let once = [("a".to_owned(), "1.0.0".to_owned())];
        assert_eq!(versions(&lock), BTreeMap::from(once));
    }
}
