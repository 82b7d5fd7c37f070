//! How each coroutine of a crate graph was lowered, from the plugin's reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::artifact::Artifact;

/// Coroutine definitions by how they were lowered: `lowered`, or the reason why not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways(BTreeMap<String, BTreeSet<String>>);

impl Ways {
    /// The number of lowered coroutines.
    pub fn lowered(&self) -> usize {
        self.0.get("lowered").map_or(0, BTreeSet::len)
    }

    /// The reasons for the stock way, each with its number of coroutines.
    pub fn stock(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0
            .iter()
            .filter(|(way, _)| *way != "lowered")
            .map(|(reason, definitions)| (reason.as_str(), definitions.len()))
    }

    /// The number of all coroutines.
    pub fn all(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }

    /// Adds the coroutines of another crate, or of the same crate compiled again.
    pub fn extend(&mut self, other: &Ways) {
        for (way, definitions) in &other.0 {
            self.0.entry(way.clone()).or_default().extend(definitions.iter().cloned());
        }
    }
}

/// A crate's report.
#[derive(Clone, Debug)]
struct Report {
    source: PathBuf,
    ways: Ways,
}

impl Report {
    /// The line `crate NAME ROOT`, then one line per coroutine: way, path and place, separated by
    /// tabs.
    fn parse(text: &str) -> Option<Report> {
        let mut lines = text.lines();
        let ["crate", _, source] = fields(lines.next()?)? else { return None };
        let mut ways = Ways::default();
        for line in lines {
            let [way, path, place] = fields(line)?;
            // The two bodies of an async closure share a place; coroutines that a macro makes may
            // share a path in several places.
            let definition = format!("{path} at {place}");
            if !ways.0.entry(way.to_owned()).or_default().insert(definition) {
                return None;
            }
        }
        Some(Report { source: source.into(), ways })
    }
}

fn fields(line: &str) -> Option<[&str; 3]> {
    line.split('\t').collect::<Vec<_>>().try_into().ok()
}

/// How the coroutines of each crate of a graph were lowered, by the crate's root.
#[derive(Clone, Debug)]
pub struct Census(BTreeMap<PathBuf, Ways>);

impl Census {
    /// Reads the reports on what cargo built.
    ///
    /// # Errors
    /// If a crate compiled for the target has no report, which means that the plugin did not
    /// compile it.
    pub fn read(folder: &Path, artifacts: &[Artifact]) -> Result<Census> {
        let mut census = Census(BTreeMap::new());
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let Report { source, ways } =
                Report::parse(&text).with_context(|| format!("{} is malformed", path.display()))?;
            census.0.entry(source).or_default().extend(&ways);
        }
        for artifact in artifacts.iter().filter(|artifact| artifact.for_target) {
            ensure!(
                census.0.contains_key(&artifact.source),
                "{} was not compiled by the plugin",
                artifact.source.display()
            );
        }
        Ok(census)
    }

    /// The results for the crates that `which` selects, by package name and version.
    pub fn by_package(
        &self,
        artifacts: &[Artifact],
        which: impl Fn(&Artifact) -> bool,
    ) -> BTreeMap<(String, String), Ways> {
        let mut packages: BTreeMap<_, Ways> = BTreeMap::new();
        for artifact in artifacts.iter().filter(|artifact| artifact.for_target && which(artifact)) {
            let package = (artifact.package.clone(), artifact.version.clone());
            let ways = packages.entry(package).or_default();
            ways.extend(&self.0[&artifact.source]);
        }
        packages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_read_and_definitions_counted_once() {
        let text = "crate\ta\t/a/lib.rs\nlowered\ta::f::{closure#0}\t1:1\n\
                    lowered\ta::g::{closure#0}\t2:1\nbecause\ta::h::{closure#0}\t3:1\n";
        let report = Report::parse(text).unwrap();
        assert_eq!(report.source, Path::new("/a/lib.rs"));
        let mut ways = report.ways.clone();
        ways.extend(&report.ways);
        assert_eq!((ways.lowered(), ways.all()), (2, 3));
        assert_eq!(ways.stock().collect::<Vec<_>>(), [("because", 1)]);
        assert!(Report::parse("crate\ta\n").is_none());
        assert!(Report::parse("crate\ta\t/a\nlowered\ta::f\n").is_none());
    }
}
