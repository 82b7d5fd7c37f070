//! Content hashes of what a step depends on.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::fsx;

/// One thing that a step's outputs depend on.
#[derive(Debug, Clone)]
pub enum Input {
    /// A text, such as a version, a flag, or the source of the step itself.
    Text(String),
    /// A file's content.
    File(PathBuf),
    /// The names and contents of all files of a folder.
    Tree(PathBuf),
}

impl Input {
    /// A text input.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// The hash of `inputs`, in order, as hexadecimal digits.
pub fn of_inputs(inputs: &[Input]) -> Result<String> {
    let mut hasher = Sha256::new();
    for input in inputs {
        match input {
            Input::Text(text) => part(&mut hasher, "text", text.as_bytes()),
            Input::File(path) => add_file(&mut hasher, path)?,
            Input::Tree(dir) => add_tree(&mut hasher, dir)?,
        }
    }
    Ok(hex(&hasher.finalize()))
}

/// The SHA-256 of a file, as hexadecimal digits.
pub fn of_file(path: &Path) -> Result<String> {
    let mut hasher = Sha256::new();
    let mut file = fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    std::io::copy(&mut file, &mut hasher).with_context(|| format!("reading {}", path.display()))?;
    Ok(hex(&hasher.finalize()))
}

/// Adds a labelled part; lengths keep neighbouring parts apart.
fn part(hasher: &mut Sha256, label: &str, bytes: &[u8]) {
    for piece in [label.as_bytes(), bytes] {
        hasher.update((piece.len() as u64).to_le_bytes());
        hasher.update(piece);
    }
}

fn add_file(hasher: &mut Sha256, path: &Path) -> Result<()> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    part(hasher, "file", &bytes);
    Ok(())
}

fn add_tree(hasher: &mut Sha256, dir: &Path) -> Result<()> {
    for path in fsx::list(dir)? {
        let name = path.file_name().expect("a listed entry has a name");
        part(hasher, "entry", name.as_encoded_bytes());
        if path.is_dir() {
            add_tree(hasher, &path)?;
            part(hasher, "end", &[]);
        } else {
            add_file(hasher, &path)?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        let key = |texts: &[&str]| {
            of_inputs(&texts.iter().map(|text| Input::text(*text)).collect::<Vec<_>>()).unwrap()
        };
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["a"]), key(&["a", ""]));
        assert_eq!(key(&["a", "b"]), key(&["a", "b"]));
    }

    #[test]
    fn a_tree_counts_names_contents_and_nesting() {
        let dir = std::env::temp_dir().join(format!("xtask-digest-{}", std::process::id()));
        fsx::empty_dir(&dir.join("sub")).unwrap();
        let key = || of_inputs(&[Input::Tree(dir.clone())]).unwrap();
        fsx::write(&dir.join("a"), "1").unwrap();
        let first = key();
        fsx::write(&dir.join("a"), "2").unwrap();
        let changed = key();
        fs::rename(dir.join("a"), dir.join("sub/a")).unwrap();
        let moved = key();
        fs::rename(dir.join("sub/a"), dir.join("a")).unwrap();
        fsx::write(&dir.join("a"), "1").unwrap();
        assert_eq!(first, key());
        assert_ne!(first, changed);
        assert_ne!(changed, moved);
        fsx::remove(&dir).unwrap();
    }
}
