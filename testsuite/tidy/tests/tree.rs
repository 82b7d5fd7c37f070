//! The rules, on the tree itself.

use anyhow::{Result, ensure};
use tidy::{changelog, manifests, markdown, tree};

fn none(what: &str, found: &[String]) -> Result<()> {
    ensure!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
    Ok(())
}

#[test]
fn links_and_paths_in_the_docs_lead_somewhere() -> Result<()> {
    none("dead links", &markdown::dead_links(&tree::root())?)
}

#[test]
fn every_crate_has_the_workspaces_lints() -> Result<()> {
    none("other lints than the workspace's", &manifests::without_the_lints(&tree::root())?)
}

#[test]
fn fixtures_exist() {
    for folder in manifests::FIXTURES {
        assert!(tree::root().join(folder).join("Cargo.toml").is_file(), "{folder}");
    }
}

#[test]
fn the_changelog_names_the_frame_rules() -> Result<()> {
    let rules = changelog::frame_rules(&tree::root())?;
    ensure!(
        rules.changelog == rules.plugin,
        "the newest entry of CHANGELOG.md states frame rules {}, the plugin has {}",
        rules.changelog,
        rules.plugin
    );
    Ok(())
}
