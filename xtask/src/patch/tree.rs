//! The series as a git repository, in which a person edits it: LLVM's files as they come, and on top
//! of them one commit for each patch.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::{mail, series};
use crate::{cmd, fsx};

/// The tag of the commit that has LLVM's files unchanged.
const BASE: &str = "unpatched";
/// The tag of the commit up to which llvm-patches/ has the commits.
const SAVED: &str = "saved";
/// The branch with the patches.
const BRANCH: &str = "patches";

/// Debian's name of clang-format of the pinned LLVM.
pub const CLANG_FORMAT: &str = "clang-format-22";
const GIT_CLANG_FORMAT: &str = "git-clang-format-22";

/// A patch as a file: its name and content.
pub type File = (String, String);

/// A git repository with the series.
pub struct Tree {
    dir: PathBuf,
}

impl Tree {
    /// Makes the repository at `dir`, in the place of whatever is there, from the sources in `source`
    /// and the patches.
    pub fn create(dir: &Path, source: &Path, patches: &[PathBuf]) -> Result<Self> {
        fsx::remove(dir)?;
        fsx::copy_tree(source, dir)?;
        let tree = Self { dir: dir.to_owned() };
        tree.git(&["init", "--quiet", "--initial-branch", BRANCH])?;
        for (key, value) in [
            ("user.name", mail::NAME),
            ("user.email", mail::EMAIL),
            ("core.autocrlf", "false"),
            ("commit.gpgsign", "false"),
        ] {
            tree.git(&["config", key, value])?;
        }
        tree.git(&["add", "--all", "--force"])?;
        tree.git(&["commit", "--quiet", "--message", "LLVM as released"])?;
        tree.git(&["tag", BASE])?;
        for patch in patches {
            let patch = patch.to_str().context("a patch's path is no UTF-8")?;
            tree.git(&[
                "am",
                "--quiet",
                "--keep",
                "--keep-cr",
                "--whitespace=nowarn",
                "--committer-date-is-author-date",
                patch,
            ])?;
        }
        tree.mark_saved()?;
        Ok(tree)
    }

    /// The repository at `dir`, if there is one.
    pub fn open(dir: &Path) -> Option<Self> {
        dir.join(".git").is_dir().then(|| Self { dir: dir.to_owned() })
    }

    /// Refuses a tree in which something is not committed, or git is in the middle of something.
    pub fn check_clean(&self) -> Result<()> {
        for state in ["rebase-merge", "rebase-apply", "CHERRY_PICK_HEAD", "MERGE_HEAD"] {
            ensure!(
                !self.dir.join(".git").join(state).exists(),
                "git is in the middle of something in {}: finish or abort it ({state})",
                self.dir.display()
            );
        }
        let status = self.git(&["status", "--porcelain"])?;
        ensure!(
            status.is_empty(),
            "{} has changes that are not committed:\n{}",
            self.dir.display(),
            status.trim_end()
        );
        Ok(())
    }

    /// Remembers that llvm-patches/ has the commits.
    pub fn mark_saved(&self) -> Result<()> {
        self.git(&["tag", "--force", SAVED]).map(drop)
    }

    /// Does llvm-patches/ have the commits?
    pub fn is_saved(&self) -> Result<bool> {
        Ok(self.git(&["rev-parse", "HEAD"])? == self.git(&["rev-parse", SAVED])?)
    }

    /// The patches that the commits are, in order, each checked to apply to the one before it.
    pub fn patches(&self) -> Result<Vec<File>> {
        self.patches_up_to("HEAD")
    }

    /// The patches that were saved last.
    pub fn saved_patches(&self) -> Result<Vec<File>> {
        self.patches_up_to(SAVED)
    }

    fn patches_up_to(&self, tip: &str) -> Result<Vec<File>> {
        let range = format!("{BASE}..{tip}");
        let merges = self.git(&["rev-list", "--merges", &range])?;
        ensure!(merges.is_empty(), "the series must be linear, but has the merges\n{merges}");
        self.git(&["merge-base", "--is-ancestor", BASE, tip])
            .with_context(|| format!("the commits do not start from `{BASE}`"))?;
        let mut patches = Vec::new();
        for commit in &self.commits_in(&range)? {
            let message = self.git(&["log", "--max-count=1", "--format=%B", commit])?;
            mail::check_message(&message)?;
            let mail = self.git(&[
                "-c",
                "core.quotePath=true",
                "-c",
                "diff.noprefix=false",
                "-c",
                "diff.mnemonicPrefix=false",
                "format-patch",
                "--max-count=1",
                "--stdout",
                "--zero-commit",
                "--keep-subject",
                "--no-signature",
                "--no-stat",
                "--no-renames",
                "--no-attach",
                "--no-encode-email-headers",
                "--diff-algorithm=myers",
                "--indent-heuristic",
                "--unified=3",
                commit,
            ])?;
            let text = mail::canonical(&mail)?;
            let subject = message.lines().next().unwrap_or_default();
            let file = (mail::file_name(patches.len() + 1, subject), text);
            self.check_applies(commit, &file)?;
            patches.push(file);
        }
        ensure!(!patches.is_empty(), "no commit follows `{BASE}`");
        Ok(patches)
    }

    /// The hashes of the patches' commits, in order.
    pub fn commits(&self) -> Result<Vec<String>> {
        self.commits_in(&format!("{BASE}..HEAD"))
    }

    fn commits_in(&self, range: &str) -> Result<Vec<String>> {
        let commits = self.git(&["rev-list", "--reverse", range])?;
        Ok(commits.lines().map(str::to_owned).collect())
    }

    /// How clang-format would change the lines that a commit adds, as a diff; empty if it would not.
    pub fn unformatted(&self, commit: &str) -> Result<String> {
        let result = Command::new(GIT_CLANG_FORMAT)
            .current_dir(&self.dir)
            .args(["--binary", CLANG_FORMAT, "--diff", &format!("{commit}^"), commit])
            .output()
            .with_context(|| format!("{GIT_CLANG_FORMAT} could not be started"))?;
        let printed = String::from_utf8_lossy(&result.stdout).into_owned();
        match result.status.code() {
            Some(0) => Ok(String::new()),
            Some(1) if printed.starts_with("diff ") => Ok(printed),
            _ => bail!(
                "{GIT_CLANG_FORMAT} ended with {}: {}",
                result.status,
                String::from_utf8_lossy(&result.stderr)
            ),
        }
    }

    /// Refuses a patch that does not make of the commit's parent what the commit has.
    fn check_applies(&self, commit: &str, (name, text): &File) -> Result<()> {
        let index = self.dir.join(".git/llvmcoro-index");
        let patch = self.dir.join(".git/llvmcoro-patch");
        fsx::write(&patch, text)?;
        let with_index =
            |arguments: &[&str]| cmd::output(self.command(arguments).env("GIT_INDEX_FILE", &index));
        with_index(&["read-tree", &format!("{commit}^")])?;
        let path = patch.to_str().context("the tree's path is no UTF-8")?;
        with_index(&["apply", "--cached", "--whitespace=nowarn", path])
            .with_context(|| format!("{name} does not apply"))?;
        let made = with_index(&["write-tree"])?;
        let wanted = self.git(&["rev-parse", &format!("{commit}^{{tree}}")])?;
        fsx::remove(&index)?;
        fsx::remove(&patch)?;
        ensure!(made == wanted, "{name} loses something of commit {commit}");
        Ok(())
    }

    fn git(&self, arguments: &[&str]) -> Result<String> {
        cmd::output(&mut self.command(arguments))
            .with_context(|| format!("in {}", self.dir.display()))
    }

    /// A git whose output does not depend on the user's settings.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        git.current_dir(&self.dir)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", "1970-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "1970-01-01T00:00:00Z")
            .env("LC_ALL", "C")
            .env("TZ", "UTC")
            .args(arguments);
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF"] {
            git.env_remove(variable);
        }
        git
    }
}

/// The patches of a folder as they lie there.
pub fn files_in(dir: &Path) -> Result<Vec<File>> {
    let file = |path: &PathBuf| -> Result<File> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, fsx::read(path)?))
    };
    series::read(dir)?.iter().map(file).collect()
}

/// Makes `patches` the series of a folder; the names of the files that this wrote or removed.
pub fn write_series(dir: &Path, patches: &[File]) -> Result<Vec<String>> {
    let mut changed = Vec::new();
    let mut write = |name: &str, text: &str| -> Result<()> {
        let path = dir.join(name);
        if !path.is_file() || fsx::read(&path)? != text {
            fsx::write(&path, text)?;
            changed.push(name.to_owned());
        }
        Ok(())
    };
    for (name, text) in patches {
        write(name, text)?;
    }
    let names: Vec<_> = patches.iter().map(|(name, _)| format!("{name}\n")).collect();
    write(series::FILE, &names.concat())?;
    for path in fsx::list(dir)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".patch") && patches.iter().all(|(kept, _)| *kept != name) {
            fsx::remove(&path)?;
            changed.push(format!("{name} (removed)"));
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sources of two files, and a series of one patch.
    struct Scene {
        root: PathBuf,
    }

    impl Scene {
        fn new(test: &str) -> Self {
            let root = std::env::temp_dir().join(format!("xtask-{test}-{}", std::process::id()));
            let scene = Self { root };
            fsx::empty_dir(&scene.source().join("lib")).unwrap();
            fsx::empty_dir(&scene.series()).unwrap();
            fsx::write(&scene.source().join("lib/a"), "one\ntwo\r\nthree\n").unwrap();
            fsx::write(&scene.source().join("b"), "b").unwrap();
            scene.commit_first();
            scene
        }

        fn source(&self) -> PathBuf {
            self.root.join("source")
        }

        fn series(&self) -> PathBuf {
            self.root.join("series")
        }

        fn tree(&self) -> PathBuf {
            self.root.join("tree")
        }

        fn commit_first(&self) {
            let tree = Tree::create(&self.tree(), &self.source(), &[]).unwrap();
            fsx::write(&self.tree().join("lib/a"), "one\nzwei\r\nthree\n").unwrap();
            fsx::write(&self.tree().join("b"), "b\nindex c\n").unwrap();
            fsx::write(&self.tree().join("empty"), "").unwrap();
            tree.git(&["add", "--all"]).unwrap();
            tree.git(&["commit", "--quiet", "-m", "[Tag] Change two files\n\n  Indented.\n\nEnd."])
                .unwrap();
            let patches = tree.patches().unwrap();
            assert_eq!(patches.len(), 1);
            let written = write_series(&self.series(), &patches).unwrap();
            assert_eq!(written, ["0001-change-two-files.patch", "series"]);
        }

        fn edit(&self) -> Tree {
            let patches = series::read(&self.series()).unwrap();
            Tree::create(&self.tree(), &self.source(), &patches).unwrap()
        }
    }

    impl Drop for Scene {
        fn drop(&mut self) {
            let _ = fsx::remove(&self.root);
        }
    }

    #[test]
    fn saving_without_edits_reproduces_the_files() {
        let scene = Scene::new("reproduced");
        let before = files_in(&scene.series()).unwrap();
        let tree = scene.edit();
        tree.check_clean().unwrap();
        let patches = tree.patches().unwrap();
        assert_eq!(patches, before);
        assert!(write_series(&scene.series(), &patches).unwrap().is_empty());
        assert!(before[0].1.contains("\n\n  Indented.\n\nEnd.\n---\n"), "{}", before[0].1);
    }

    #[test]
    fn commits_become_patches_and_dropped_ones_go() {
        let scene = Scene::new("commits");
        let tree = scene.edit();
        fsx::write(&scene.tree().join("new"), "new\n").unwrap();
        assert!(tree.is_saved().unwrap());
        let message = format!("{:#}", tree.check_clean().unwrap_err());
        assert!(message.contains("?? new"), "{message}");
        tree.git(&["add", "new"]).unwrap();
        tree.git(&["commit", "--quiet", "-m", "Add one"]).unwrap();
        assert!(!tree.is_saved().unwrap());
        assert_eq!(tree.saved_patches().unwrap(), files_in(&scene.series()).unwrap());
        let changed = write_series(&scene.series(), &tree.patches().unwrap()).unwrap();
        assert_eq!(changed, ["0002-add-one.patch", "series"]);

        let tree = scene.edit();
        assert_eq!(fsx::read(&scene.tree().join("new")).unwrap(), "new\n");
        tree.git(&["reset", "--quiet", "--hard", "HEAD~1"]).unwrap();
        let changed = write_series(&scene.series(), &tree.patches().unwrap()).unwrap();
        assert_eq!(changed, ["series", "0002-add-one.patch (removed)"]);
        tree.git(&["reset", "--quiet", "--hard", BASE]).unwrap();
        assert!(tree.patches().is_err());
    }
}
