//! What cargo reports about its builds.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// Something that cargo compiled or found up to date.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// The package's name.
    pub package: String,
    /// Its version.
    pub version: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The crate's root.
    pub source: PathBuf,
    /// The name of the crate as a target of the package.
    pub name: String,
    /// Whether it was compiled for the target, and so by the plugin if that is in use.
    pub for_target: bool,
    /// The program, if there is one.
    pub executable: Option<PathBuf>,
    /// Whether it is a test program.
    pub is_test: bool,
}

impl Artifact {
    /// The artifacts that cargo reports with `--message-format json-render-diagnostics`. Those
    /// below one of the folders `for_target` were compiled for the target.
    ///
    /// # Errors
    /// If a message of cargo lacks what it should contain.
    pub fn of_messages(output: &str, for_target: &[&Path]) -> Result<Vec<Artifact>> {
        // When cargo runs test programs, their output mixes with the messages.
        output
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|message| message["reason"] == "compiler-artifact")
            .map(|message| artifact(&message, for_target).context("a message of cargo has changed"))
            .collect()
    }
}

fn artifact(message: &Value, for_target: &[&Path]) -> Option<Artifact> {
    let path = |value: &Value| Some(PathBuf::from(value.as_str()?));
    let (package, version) = package_id(message["package_id"].as_str()?)?;
    let file = path(&message["filenames"][0])?;
    Some(Artifact {
        package,
        version,
        folder: path(&message["manifest_path"])?.parent()?.to_owned(),
        source: path(&message["target"]["src_path"])?,
        name: message["target"]["name"].as_str()?.to_owned(),
        for_target: for_target.iter().any(|folder| file.starts_with(folder)),
        executable: path(&message["executable"]),
        is_test: message["profile"]["test"].as_bool()?,
    })
}

/// The name and version in `registry+URL#NAME@VERSION`, `path+URL#NAME@VERSION` and
/// `path+URL/NAME#VERSION`.
fn package_id(id: &str) -> Option<(String, String)> {
    let (source, package) = id.rsplit_once('#')?;
    let (name, version) =
        package.split_once('@').or_else(|| Some((source.rsplit_once('/')?.1, package)))?;
    Some((name.to_owned(), version.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_named_in_three_ways() {
        let parse = |id| package_id(id).unwrap();
        let expected = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        assert_eq!(parse("registry+https://r/index#a-b@1.2.3"), expected("a-b", "1.2.3"));
        assert_eq!(parse("path+file:///f/tokio-1.0.0#tokio@1.0.0"), expected("tokio", "1.0.0"));
        assert_eq!(parse("path+file:///f/tokio#1.0.0"), expected("tokio", "1.0.0"));
    }
}
