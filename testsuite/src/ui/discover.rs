//! Finds the programs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Directives;

/// Folders that hold parts of programs.
const PARTS: &str = "auxiliary";

/// One revision of one program.
#[derive(Clone, Debug)]
pub struct Test {
    /// The folder of all programs.
    pub folder: PathBuf,
    /// The file.
    pub source: PathBuf,
    /// Folder and file below `testsuite/ui`, without extension.
    pub program: String,
    /// The revision, if the program has several; it is set as a `cfg`.
    pub revision: Option<String>,
    /// All revisions of the program.
    pub revisions: Vec<String>,
    /// What is required of it.
    pub directives: Directives,
}

impl Test {
    /// `ui/FOLDER/FILE`, plus `#REVISION` if there are several.
    pub fn name(&self) -> String {
        match &self.revision {
            Some(revision) => format!("ui/{}#{revision}", self.program),
            None => format!("ui/{}", self.program),
        }
    }
}

/// Every revision of every program below `folder`, sorted by name.
///
/// # Errors
/// If the folder cannot be read or a header is wrong.
pub fn tests(folder: &Path) -> Result<Vec<Test>> {
    let mut sources = Vec::new();
    list(folder, &mut sources)?;
    sources.sort();
    let mut tests = Vec::new();
    for source in sources {
        tests.extend(read(folder, &source).with_context(|| source.display().to_string())?);
    }
    Ok(tests)
}

fn list(folder: &Path, sources: &mut Vec<PathBuf>) -> Result<()> {
    let shown = || format!("reading {}", folder.display());
    for entry in fs::read_dir(folder).with_context(shown)? {
        let path = entry.with_context(shown)?.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != PARTS) {
                list(&path, sources)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
    Ok(())
}

fn read(folder: &Path, source: &Path) -> Result<Vec<Test>> {
    let program = source.strip_prefix(folder)?.with_extension("").display().to_string();
    let all = Directives::parse(&fs::read_to_string(source)?)?;
    let revisions: Vec<_> = all.iter().filter_map(|(name, _)| name.clone()).collect();
    let test = |(revision, directives)| Test {
        folder: folder.to_owned(),
        source: source.to_owned(),
        program: program.clone(),
        revision,
        revisions: revisions.clone(),
        directives,
    };
    Ok(all.into_iter().map(test).collect())
}
