//! A program of one or two crates as one text, so that it can be saved and reduced as a whole.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The line between the library and the crate that drives it.
pub const BOUNDARY: &str = "//@ driver";

/// The name of the library crate.
pub const LIBRARY: &str = "library";

/// The files of a program.
#[derive(Clone, Debug)]
pub struct Files {
    /// The library crate, if there are two crates.
    pub library: Option<PathBuf>,
    /// The crate with `main`.
    pub driver: PathBuf,
}

impl Files {
    /// Writes the crates of `source` to `folder`.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(folder: &Path, source: &str) -> Result<Self> {
        let (library, driver) = crates(source);
        let save = |name: &str, text: String| -> Result<PathBuf> {
            let path = folder.join(name).with_extension("rs");
            fs::write(&path, text).with_context(|| path.display().to_string())?;
            Ok(path)
        };
        Ok(Files {
            library: library.map(|text| save(LIBRARY, text)).transpose()?,
            driver: save("driver", driver)?,
        })
    }
}

/// The library, if there is one, and the crate with `main`.
fn crates(source: &str) -> (Option<String>, String) {
    let text = |lines: &[&str]| lines.iter().flat_map(|line| [line, "\n"]).collect();
    let lines: Vec<&str> = source.lines().collect();
    match lines.iter().position(|line| *line == BOUNDARY) {
        Some(boundary) => (Some(text(&lines[..boundary])), text(&lines[boundary + 1..])),
        None => (None, text(&lines)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_makes_two_crates() {
        assert_eq!(crates("a\nb\n"), (None, "a\nb\n".to_owned()));
        let source = format!("a\n{BOUNDARY}\nb\n");
        assert_eq!(crates(&source), (Some("a\n".to_owned()), "b\n".to_owned()));
    }
}
