//! Looks at single files: rustfmt, shellcheck, clang-format; and at the patches to LLVM.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Look, content, files, some};
use crate::ctx::Ctx;
use crate::{cmd, fsx, patch};

const RUSTFMT: &str = "/usr/bin/rustfmt";
const SHELLCHECK: &str = "shellcheck";
const CLANG_FORMAT: &str = "clang-format-22";

/// Files that rustfmt would change or cannot read, since that is what they show.
const UNFORMATTED: [&str; 3] = [
    "testsuite/ui/lints/style.rs",
    "testsuite/ui/syntax/const_and_async.rs",
    "testsuite/ui/syntax/old_edition.rs",
];

/// The edition of a file whose header names no other one.
const EDITION: &str = "2024";

/// The looks at files.
pub fn looks(ctx: &Ctx) -> Result<Vec<Look<'_>>> {
    let files = files(&ctx.root)?;
    let ending = |endings: &[&str]| -> Vec<PathBuf> {
        let wanted = |path: &&PathBuf| {
            path.extension().is_some_and(|end| endings.iter().any(|wanted| end == *wanted))
        };
        files.iter().filter(wanted).cloned().collect()
    };
    let rust = some("Rust files", ending(&["rs"]))?;
    let c = some("C and C++ files", ending(&["c", "cpp", "h"]))?;
    let scripts = some("scripts", scripts(&ctx.root, &files)?)?;
    Ok(vec![
        Look::new("rustfmt", move || rustfmt(&ctx.root, &rust)),
        Look::new("shellcheck", move || {
            content(Command::new(SHELLCHECK).args(&scripts).current_dir(&ctx.root))
        }),
        Look::new("clang-format", move || {
            let mut tool = Command::new(CLANG_FORMAT);
            content(tool.args(["--dry-run", "--Werror"]).args(&c).current_dir(&ctx.root))
        }),
        Look::new("llvm-patches", || patch::check(ctx)),
    ])
}

/// The files that begin by naming a shell.
fn scripts(root: &Path, files: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for path in files {
        let mut start = [0; 32];
        let mut file = fs::File::open(root.join(path))
            .with_context(|| format!("opening {}", path.display()))?;
        let length = file.read(&mut start)?;
        let first = start[..length].split(|byte| *byte == b'\n').next().unwrap_or_default();
        if first.starts_with(b"#!") && first.ends_with(b"sh") {
            scripts.push(path.clone());
        }
    }
    Ok(scripts)
}

/// Every Rust file by itself: most of the tests' programs belong to no package that cargo knows.
fn rustfmt(root: &Path, files: &[PathBuf]) -> Result<()> {
    for path in UNFORMATTED {
        ensure!(root.join(path).is_file(), "UNFORMATTED names {path}, which does not exist");
    }
    let mut editions: Vec<(String, Vec<&PathBuf>)> = Vec::new();
    for path in files.iter().filter(|path| !UNFORMATTED.iter().any(|name| path.ends_with(name))) {
        let edition = edition(&fsx::read(&root.join(path))?).to_owned();
        match editions.iter_mut().find(|(known, _)| *known == edition) {
            Some((_, files)) => files.push(path),
            None => editions.push((edition, vec![path])),
        }
    }
    for (edition, files) in editions {
        let mut tool = cmd::clean(RUSTFMT);
        content(
            tool.args(["--check", "--color", "never", "--edition", &edition])
                .args(files)
                .current_dir(root),
        )?;
    }
    Ok(())
}

/// The edition that the header of a program in `testsuite/ui` asks for.
fn edition(text: &str) -> &str {
    let header = text.lines().take_while(|line| line.starts_with("//"));
    let named = header.filter_map(|line| line.strip_prefix("//@ edition: ")).next();
    named.unwrap_or(EDITION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_read_from_headers() {
        assert_eq!(edition("// What.\n//@ check-fail\n//@ edition: 2018\n"), "2018");
        assert_eq!(edition("//! What.\n\n//@ edition: 2018\n"), "2024");
    }

    #[test]
    fn scripts_are_known_by_their_first_line() {
        let root = std::env::temp_dir().join(format!("xtask-scripts-{}", std::process::id()));
        fsx::create_dir(&root.join("dist")).unwrap();
        for (name, text) in [
            ("a", "#!/bin/sh\n"),
            ("b", "#!/usr/bin/env bash\nx\n"),
            ("c.rs", "#![no_std]\n// sh\n"),
            ("dist/d", "#!/bin/sh\n"),
        ] {
            fsx::write(&root.join(name), text).unwrap();
        }
        let found = scripts(&root, &files(&root).unwrap()).unwrap();
        fsx::remove(&root).unwrap();
        assert_eq!(found, [Path::new("a"), Path::new("b")]);
    }
}
