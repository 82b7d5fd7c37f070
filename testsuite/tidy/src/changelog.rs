//! CHANGELOG.md's newest entry and the version of the frame rules that it states.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::tree;

/// What the changelog's newest entry and the plugin's sources say.
#[derive(Debug, PartialEq, Eq)]
pub struct FrameRules {
    /// `Frame rules: N` of the newest entry.
    pub changelog: u32,
    /// `const RULES: u32 = N;` of the plugin.
    pub plugin: u32,
}

/// Reads both.
///
/// # Errors
/// If one of them is not there, or stands twice.
pub fn frame_rules(root: &Path) -> Result<FrameRules> {
    let changelog = tree::read(&root.join("CHANGELOG.md"))?;
    let sources = root.join("codegen-llvmcoro/src");
    let mut plugin = Vec::new();
    for path in tree::files(&sources, |path| path.extension().is_some_and(|end| end == "rs"))? {
        plugin.extend(constant(&tree::read(&sources.join(path))?));
    }
    let [plugin] = plugin[..] else { bail!("the plugin has {} constants RULES", plugin.len()) };
    Ok(FrameRules { changelog: newest(&changelog)?, plugin })
}

/// The number in the newest entry, which is the first `## ` of the page.
fn newest(changelog: &str) -> Result<u32> {
    let entry = changelog.split("\n## ").nth(1).context("CHANGELOG.md has no entry")?;
    let number = entry.lines().find_map(|line| line.strip_prefix("Frame rules: "));
    let number = number.context("the newest entry has no line `Frame rules: N`")?;
    number.trim_end_matches('.').parse().with_context(|| format!("`{number}` is no number"))
}

fn constant(source: &str) -> Option<u32> {
    source.lines().find_map(|line| {
        let (_, number) = line.split_once("const RULES: u32 = ")?;
        number.strip_suffix(';')?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_entry_counts() {
        let page = "# Changelog\n\n## Second\n\nFrame rules: 7.\n\n## First\n\nFrame rules: 6.\n";
        assert_eq!(newest(page).unwrap(), 7);
        assert!(newest("# Changelog\n\n## One\n\nText\n").is_err());
        assert!(newest("# Changelog\n").is_err());
    }

    #[test]
    fn the_constant_is_found_with_any_visibility() {
        assert_eq!(constant("/// Which.\npub(crate) const RULES: u32 = 12;\n"), Some(12));
        assert_eq!(constant("const RULE: u32 = 12;\n"), None);
    }
}
