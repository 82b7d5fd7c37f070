//! The archive that people install: all of `dist/`, and the licences of what is in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{backend, frame_probe, target_sysroots, wrappers};
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{cmd, fsx, pins};

/// The name of the step.
pub const NAME: &str = "archive";

/// The archive's name, and the name of the folder that is in it.
const FOLDER: &str = concat!("llvmcoro-", env!("CARGO_PKG_VERSION"));

/// What of `dist/` is in it.
const CONTENTS: &[&str] = &["bin", "lib", "libexec", "share", "sysroot"];

/// The workspaces whose dependencies are linked into something of `dist/`.
const LINKED: &[(&str, &str)] = &[
    (".", "cargo-llvmcoro"),
    ("codegen-llvmcoro", "rustc_codegen_llvmcoro"),
    ("testsuite/frame-probe", "frame-probe"),
];

/// Texts of others, as Debian's packages bring them, with the names that they get.
const OTHERS: &[(&str, &str)] = &[
    ("/usr/share/doc/libllvm22/copyright", "llvm"),
    ("/usr/share/doc/rust-web-src/copyright", "rust"),
];

/// Where the archive is.
pub fn path(ctx: &Ctx) -> PathBuf {
    ctx.build.join(format!("{FOLDER}-{}-debian.tar.gz", pins::HOST))
}

/// The step that makes it.
pub fn step(ctx: &Ctx) -> Step<'_> {
    let of_root = |name: &str| Input::File(ctx.root.join(name));
    Step {
        name: NAME,
        after: vec![backend::NAME, frame_probe::NAME, target_sysroots::MORE, wrappers::NAME],
        inputs: vec![
            Input::text(include_str!("archive.rs")),
            of_root("LICENSE-APACHE"),
            of_root("LICENSE-MIT"),
            of_root("docs/tool.md"),
        ],
        outputs: vec![path(ctx)],
        advice: "see the message of tar or cargo",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let folder = run.scratch.join(FOLDER);
    fsx::empty_dir(&folder)?;
    for name in CONTENTS {
        // Links do for files that are only read.
        let mut copy = Command::new("cp");
        copy.args(["--archive", "--link"]).arg(ctx.dist.join(name)).arg(&folder);
        run.log.run(&mut copy)?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&ctx.root.join(name), &folder.join(name))?;
    }
    copy(&ctx.root.join("docs/tool.md"), &folder.join("README.md"))?;
    let licences = folder.join("licences");
    fsx::create_dir(&licences)?;
    for (text, name) in OTHERS {
        copy(Path::new(text), &licences.join(name))?;
    }
    for (workspace, package) in LINKED {
        licences_of_crates(ctx, &ctx.root.join(workspace), package, &licences)?;
    }
    let archive = run.scratch.join("archive");
    let mut tar = Command::new("tar");
    tar.args(["--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"])
        // The same content, the same archive. Nothing looks at the times.
        .args(["--mtime=@1577836800", "--use-compress-program=gzip -n -4", "--file"])
        .arg(&archive)
        .arg("--directory")
        .arg(run.scratch)
        .arg(FOLDER);
    run.log.run(&mut tar)?;
    fsx::publish(&archive, &path(ctx))
}

/// Puts the licences of all crates of others that a package is linked with into a folder, each crate's
/// into one of its own.
fn licences_of_crates(ctx: &Ctx, workspace: &Path, package: &str, folder: &Path) -> Result<()> {
    let mut tree = ctx.tools.cargo();
    tree.current_dir(workspace)
        .args(["tree", "--package", package, "--edges", "normal", "--prefix", "none"])
        .args(["--target", pins::HOST, "--format", "{p}"]);
    // A line is `NAME vVERSION`, followed by the folder of a crate of ours or `(*)`.
    let tree = cmd::output(&mut tree)?;
    let linked: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let mut metadata = ctx.tools.cargo();
    metadata.current_dir(workspace).args(["metadata", "--format-version=1"]);
    let metadata: Value = serde_json::from_str(&cmd::output(&mut metadata)?)?;
    let packages = metadata["packages"].as_array().context("cargo tells of no packages")?;
    for package in packages {
        let text = |key: &str| package[key].as_str().unwrap_or_default();
        let (name, version) = (text("name"), text("version"));
        // What has no source is ours.
        if package["source"].is_null() || !linked.contains(&(name, version)) {
            continue;
        }
        let source =
            Path::new(text("manifest_path")).parent().context("a manifest has a folder")?;
        let place = folder.join(format!("{name}-{version}"));
        fsx::create_dir(&place)?;
        let mut found = 0;
        for file in fsx::list(source)? {
            let Some(file_name) = file.file_name().and_then(|name| name.to_str()) else { continue };
            let is_licence = ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"]
                .iter()
                .any(|word| file_name.to_uppercase().starts_with(word));
            if is_licence && file.is_file() {
                copy(&file, &place.join(file_name))?;
                found += 1;
            }
        }
        if found == 0 {
            let licence = text("license");
            ensure!(!licence.is_empty(), "{name} {version} tells no licence");
            fsx::write(&place.join("LICENSE"), format!("{licence}\n"))?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to).with_context(|| format!("copying {}", from.display())).map(drop)
}
