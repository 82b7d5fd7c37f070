//! The driving programs: the same by stock rustc and by the plugin, and no future larger.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use testsuite::{Ending, Outcome, Rustc, Tally, compare, execute};
use testsuite_support::Layout;
use testsuite_support::artifact::Artifact;
use testsuite_support::census::Census;
use testsuite_support::transcript::Transcript;

use crate::build::{Outputs, Profile};

/// What the plugin's build of the programs left behind.
#[derive(Debug)]
pub struct Programs {
    /// Everything in the graph.
    pub artifacts: Vec<Artifact>,
    /// Which way its coroutines went.
    pub census: Census,
    profile: Profile,
}

fn manifest(layout: &Layout) -> PathBuf {
    layout.root.join("testsuite/crates/programs/Cargo.toml")
}

fn outputs(layout: &Layout) -> Result<Outputs> {
    let manifest = manifest(layout);
    let lock = manifest.with_file_name("Cargo.lock");
    Outputs::new(layout, "programs", &[manifest, lock])
}

fn build(layout: &Layout, rustc: Rustc, profile: Profile) -> Result<Vec<Artifact>> {
    outputs(layout)?.build(layout, rustc, profile, &manifest(layout), &["build", "--workspace"])
}

impl Programs {
    /// Builds them by the plugin.
    pub fn build(layout: &Layout, profile: Profile) -> Result<Programs> {
        let artifacts = build(layout, Rustc::Plugin, profile)?;
        let census = Census::read(&outputs(layout)?.reports(profile), &artifacts)?;
        Ok(Programs { artifacts, census, profile })
    }

    /// Builds them by stock rustc too, and compares what they do.
    pub fn check(&self, layout: &Layout, tally: &mut Tally) -> Result<()> {
        let stock = build(layout, Rustc::Stock, self.profile)?;
        let programs = |artifacts: &[Artifact]| -> Vec<(String, PathBuf)> {
            let executable =
                |artifact: &Artifact| Some((artifact.name.clone(), artifact.executable.clone()?));
            let mut programs: Vec<_> = artifacts.iter().filter_map(executable).collect();
            programs.sort();
            programs
        };
        let (stock, plugin) = (programs(&stock), programs(&self.artifacts));
        ensure!(!plugin.is_empty() && stock.len() == plugin.len(), "{stock:?} but {plugin:?}");
        for ((name, stock), (_, plugin)) in stock.iter().zip(&plugin) {
            let check = || same(&execute(stock)?, &execute(plugin)?);
            tally.add(format!("{name}, {}", self.profile.name()), check());
        }
        Ok(())
    }
}

/// The outcomes are the same but for the futures' sizes, of which none is larger.
fn same(stock: &Outcome, plugin: &Outcome) -> Result<()> {
    ensure!(stock.ending == Ending::Status(0), "stock ends by {}:\n{}", stock.ending, stock.stderr);
    let split = |outcome: &Outcome| -> Result<(Vec<(String, u64)>, Outcome)> {
        let transcript = Transcript::parse(&outcome.stdout)?;
        let stdout = transcript.lines.join("\n");
        Ok((transcript.sizes, Outcome { stdout, ..outcome.clone() }))
    };
    let (stock_sizes, stock) = split(stock)?;
    let (plugin_sizes, plugin) = split(plugin)?;
    compare(&stock, &plugin)?;
    ensure!(
        !stock.stdout.is_empty() && stock_sizes.len() == plugin_sizes.len(),
        "sizes are missing"
    );
    for ((name, stock), (other, plugin)) in stock_sizes.iter().zip(&plugin_sizes) {
        ensure!(name == other, "the size of `{name}` is that of `{other}`");
        ensure!(plugin <= stock, "`{name}` takes {plugin} bytes, and {stock} by stock");
    }
    Ok(())
}

/// The folder of a package of the graph, as it came from the registry.
pub fn source(artifacts: &[Artifact], package: &str) -> Result<(PathBuf, String)> {
    let found = artifacts.iter().find(|artifact| artifact.package == package);
    let artifact = found.with_context(|| format!("{package} is not in the programs' graph"))?;
    Ok((artifact.folder.clone(), artifact.version.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(stdout: &str) -> Outcome {
        Outcome { ending: Ending::Status(0), stdout: stdout.to_owned(), stderr: String::new() }
    }

    #[test]
    fn sizes_may_shrink_and_nothing_else_may_change() {
        let stock = outcome("size a 8\nx\n");
        same(&stock, &outcome("size a 4\nx\n")).unwrap();
        let message = |stdout| same(&stock, &outcome(stdout)).unwrap_err().to_string();
        assert_eq!(message("size a 9\nx\n"), "`a` takes 9 bytes, and 8 by stock");
        assert!(message("size a 8\ny\n").contains("standard output differs"));
        assert!(message("x\n").contains("missing"));
    }
}
