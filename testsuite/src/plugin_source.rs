//! The plugin's source, for tests of its structure.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;

/// The plugin's sources, by path relative to `codegen-llvmcoro/src`.
///
/// # Errors
/// If they cannot be read.
pub fn plugin_sources() -> Result<BTreeMap<String, String>> {
    let root = Layout::from_env()?.root.join("codegen-llvmcoro/src");
    let mut sources = BTreeMap::new();
    read_folder(&root, &root, &mut sources)?;
    ensure!(!sources.is_empty(), "there is no source in {}", root.display());
    Ok(sources)
}

fn read_folder(root: &Path, folder: &Path, sources: &mut BTreeMap<String, String>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, sources)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("reading {}", path.display()))?;
            sources.insert(path.strip_prefix(root)?.display().to_string(), text);
        }
    }
    Ok(())
}
