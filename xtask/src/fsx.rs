//! File operations that `std::fs` lacks.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Removes a file, a link, or a folder and its contents; it is fine if nothing is there.
pub fn remove(path: &Path) -> Result<()> {
    let result = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => Err(error),
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    };
    result.with_context(|| format!("removing {}", path.display()))
}

/// Makes `path` an empty folder.
pub fn empty_dir(path: &Path) -> Result<()> {
    remove(path)?;
    create_dir(path)
}

/// Makes a folder and its parents.
pub fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("making the folder {}", path.display()))
}

/// Writes a file, with a path in the error.
pub fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    fs::write(path, contents).with_context(|| format!("writing {}", path.display()))
}

/// Reads a text file, with a path in the error.
pub fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// The entries of a folder, sorted by name.
pub fn list(dir: &Path) -> Result<Vec<PathBuf>> {
    let context = || format!("reading the folder {}", dir.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).with_context(context)? {
        paths.push(entry.with_context(context)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// Copies a folder. Links are copied as links and files keep their times, so that a build in the
/// copy rebuilds nothing needlessly.
pub fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    create_dir(to)?;
    for path in list(from)? {
        let target = to.join(path.file_name().expect("a listed entry has a name"));
        let meta = fs::symlink_metadata(&path)?;
        if meta.is_dir() {
            copy_tree(&path, &target)?;
        } else if meta.is_symlink() {
            symlink(&fs::read_link(&path)?, &target)?;
        } else {
            fs::copy(&path, &target)
                .with_context(|| format!("copying {} to {}", path.display(), target.display()))?;
            fs::File::options().write(true).open(&target)?.set_modified(meta.modified()?)?;
        }
    }
    Ok(())
}

/// Makes `link` a symbolic link to `target`, replacing whatever is there.
pub fn symlink(target: &Path, link: &Path) -> Result<()> {
    remove(link)?;
    std::os::unix::fs::symlink(target, link)
        .with_context(|| format!("linking {} to {}", link.display(), target.display()))
}

/// Moves a finished output from a scratch folder to its final place on the same file system,
/// replacing whatever is there.
pub fn publish(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        create_dir(parent)?;
    }
    // A file is replaced in one move, but a non-empty folder must be removed first.
    if to.is_dir() {
        remove(to)?;
    }
    fs::rename(from, to).with_context(|| format!("moving {} to {}", from.display(), to.display()))
}

/// Copies a file next to its final place and then moves it there. So the file is never incomplete,
/// and running programs that use the old one are not disturbed.
pub fn install(from: &Path, to: &Path) -> Result<()> {
    let parent = to.parent().context("a file to install has a folder")?;
    create_dir(parent)?;
    let mut name = to.file_name().context("a file to install has a name")?.to_owned();
    name.push(".new");
    let temporary = parent.join(name);
    fs::copy(from, &temporary)
        .with_context(|| format!("copying {} to {}", from.display(), temporary.display()))?;
    publish(&temporary, to)
}
