//! What cargo says of what it has built.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

/// Something that cargo compiled, or found compiled.
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
    /// The crate's name as a target of the package.
    pub name: String,
    /// It was compiled for the target, so not by stock rustc if the plugin is used.
    pub for_target: bool,
    /// The program, if it is one.
    pub executable: Option<PathBuf>,
    /// It is a program of tests.
    pub is_test: bool,
}

impl Artifact {
    /// The artifacts that cargo names when it is told `--message-format json-render-diagnostics`. What is
    /// below one of the folders `for_target` was compiled for the target.
    ///
    /// # Errors
    /// If a message of cargo does not say what it should.
    pub fn of_messages(output: &str, for_target: &[&Path]) -> Result<Vec<Artifact>> {
        // Programs of tests, when cargo runs them, write between the messages.
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

/// Name and version in `registry+URL#NAME@VERSION`, `path+URL#NAME@VERSION` and
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
