//! The stages that the plugin dumps, and what they tell about its work.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::counts::tell_lowered;

/// What the plugin did to one or more crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages {
    /// Coroutines of the source that were lowered.
    pub lowered: usize,
    /// `llvm.coro.begin` in the IR before the split: two for each type that a lowered coroutine is
    /// instantiated with, one for its poll function and one for its drop glue.
    pub begins: usize,
}

/// A folder named by `-llvmcoro-dump`.
#[derive(Clone, Debug)]
pub struct Lowered {
    folder: PathBuf,
}

impl Lowered {
    /// The dumps in `folder`; none if it does not exist.
    pub fn in_folder(folder: &Path) -> Self {
        Lowered { folder: folder.to_owned() }
    }

    /// The flags that dump to this folder and make a coroutine that goes the stock way an error.
    pub fn flags(&self) -> [String; 2] {
        [
            "-Cllvm-args=-llvmcoro-deny-fallback".to_owned(),
            format!("-Cllvm-args=-llvmcoro-dump={}", self.folder.display()),
        ]
    }

    /// The names of the files that end in `.STAGE`, without that suffix, sorted.
    pub fn names(&self, stage: &str) -> Result<Vec<String>> {
        if !self.folder.exists() {
            return Ok(Vec::new());
        }
        let end = format!(".{stage}");
        let mut names = Vec::new();
        let shown = || format!("reading {}", self.folder.display());
        for entry in fs::read_dir(&self.folder).with_context(shown)? {
            let file = entry.with_context(shown)?.file_name();
            let name = file.to_str().and_then(|file| file.strip_suffix(&end));
            names.extend(name.map(str::to_owned));
        }
        names.sort();
        Ok(names)
    }

    /// The file of one stage.
    pub fn file(&self, name: &str, stage: &str) -> PathBuf {
        self.folder.join(format!("{name}.{stage}"))
    }

    /// Counts what the stages contain, and reports it to `./x test`.
    pub fn count(&self) -> Result<Stages> {
        let bodies = self.names("mir")?;
        let lowered = bodies.iter().filter(|name| !name.ends_with(".drop")).count();
        tell_lowered(lowered)?;
        let mut begins = 0;
        for name in self.names("before.ll")? {
            let path = self.file(&name, "before.ll");
            let text =
                fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            begins += text.lines().filter(|line| calls(line, "llvm.coro.begin")).count();
        }
        Ok(Stages { lowered, begins })
    }
}

/// Whether a line of IR calls an intrinsic.
fn calls(line: &str, intrinsic: &str) -> bool {
    line.split_once(&format!("@{intrinsic}"))
        .is_some_and(|(before, after)| before.contains("call ") && after.starts_with(['(', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_from_declarations() {
        assert!(calls("  %h = call ptr @llvm.coro.begin(token %id, ptr %m)", "llvm.coro.begin"));
        assert!(!calls("declare ptr @llvm.coro.begin(token, ptr)", "llvm.coro.begin"));
        assert!(!calls("  call void @llvm.coro.beginning()", "llvm.coro.begin"));
    }

    #[test]
    fn no_folder_means_that_nothing_was_lowered() {
        let count = Lowered::in_folder(Path::new("/no/such/folder")).count().unwrap();
        assert_eq!(count, Stages { lowered: 0, begins: 0 });
    }
}
