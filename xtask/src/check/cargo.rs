//! Looks at packages: clippy and rustdoc, with every warning an error.

use std::env;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Look, content, some};
use crate::ctx::Ctx;
use crate::{cmd, pins, setup};

const CLIPPY: &str = "/usr/bin/cargo-clippy";
const RUSTDOC: &str = "/usr/bin/rustdoc";

/// What a workspace is compiled against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// The host, with its own std.
    Host,
    /// The host, with the compiler's crates.
    Compiler,
    /// A board, each package by itself: with all of them, cargo would give every one the features
    /// that one of them wants of a crate.
    Board,
    /// A GPU.
    Gpu,
}

/// The tree's workspaces, as the folders of their manifests.
const WORKSPACES: [(&str, For); 8] = [
    (".", For::Host),
    ("codegen-llvmcoro", For::Compiler),
    ("testsuite/frame-probe", For::Compiler),
    ("testsuite/firmware", For::Board),
    ("testsuite/gpu/kernels", For::Gpu),
    ("testsuite/crates/programs", For::Host),
    ("testsuite/frames/real", For::Host),
    ("testsuite/bench/server", For::Host),
];

/// The looks at packages.
pub fn looks(ctx: &Ctx) -> Result<Vec<Look<'_>>> {
    let mut looks = Vec::new();
    for (folder, purpose) in WORKSPACES {
        let path = ctx.root.join(folder);
        let packages = match purpose {
            For::Board => members(ctx, &path)?,
            For::Host | For::Compiler | For::Gpu => Vec::new(),
        };
        for (tool, run) in [("clippy", clippy as Run), ("rustdoc", rustdoc)] {
            let (path, packages) = (path.clone(), packages.clone());
            looks.push(Look::new(format!("{tool} {folder}"), move || {
                if packages.is_empty() {
                    return run(ctx, purpose, &path, &["--workspace"]);
                }
                let run = |package: &String| run(ctx, purpose, &path, &["--package", package]);
                let errors = packages.iter().filter_map(|package| run(package).err());
                let errors: Vec<_> = errors.map(|error| format!("{error:#}")).collect();
                ensure!(errors.is_empty(), "{}", errors.join("\n"));
                Ok(())
            }));
        }
    }
    Ok(looks)
}

/// Clippy in the workspace that the current folder belongs to, with cargo's messages as JSON on the
/// standard output. An editor reads them, whether something is wrong or not.
pub fn messages(ctx: &Ctx) -> Result<()> {
    let here = env::current_dir().context("the current folder")?;
    let contains = |(folder, _): &&(&str, For)| here.starts_with(ctx.root.join(folder));
    let innermost = WORKSPACES.iter().filter(contains).max_by_key(|(folder, _)| folder.len());
    // The root's folder is called `.`, and every other one is inside of it.
    let (folder, purpose) = innermost.unwrap_or(&WORKSPACES[0]);
    let path = ctx.root.join(folder);
    let packages: Vec<_> = match purpose {
        For::Board => {
            members(ctx, &path)?.into_iter().map(|name| ["--package".into(), name]).collect()
        }
        For::Gpu => vec![["--workspace".to_owned(), "--lib".to_owned()]],
        For::Host | For::Compiler => vec![["--workspace".to_owned(), "--all-targets".to_owned()]],
    };
    for packages in packages {
        let mut tool = cargo(ctx, *purpose, &path, CLIPPY);
        tool.args(["clippy", "--message-format=json"]).args(packages).args(target(*purpose));
        tool.status().with_context(|| format!("{CLIPPY} could not be started"))?;
    }
    Ok(())
}

type Run = fn(&Ctx, For, &Path, &[&str]) -> Result<()>;

fn clippy(ctx: &Ctx, purpose: For, folder: &Path, packages: &[&str]) -> Result<()> {
    let mut tool = cargo(ctx, purpose, folder, CLIPPY);
    tool.args(["clippy", "--quiet"]).args(packages);
    // Neither a board nor a GPU has the crate `test` for the targets that are tests.
    if !matches!(purpose, For::Board | For::Gpu) {
        tool.arg("--all-targets");
    }
    content(tool.args(target(purpose)).args(["--", "-Dwarnings"]))
}

fn rustdoc(ctx: &Ctx, purpose: For, folder: &Path, packages: &[&str]) -> Result<()> {
    let mut tool = cargo(ctx, purpose, folder, &ctx.tools.cargo);
    tool.args(["doc", "--quiet", "--no-deps", "--document-private-items"]).args(packages);
    let mut flags = flags(ctx, purpose);
    // It is documentation for those who change the tree.
    flags.extend(["-Dwarnings", "-Arustdoc::private_intra_doc_links"].map(str::to_owned));
    tool.env("RUSTDOC", RUSTDOC).env("CARGO_ENCODED_RUSTDOCFLAGS", flags.join("\x1f"));
    content(tool.args(target(purpose)))
}

/// A cargo, or a tool that starts cargo, in the folder of a workspace. All workspaces share a target
/// folder, and so what they have in common of their dependencies.
fn cargo(ctx: &Ctx, purpose: For, folder: &Path, program: impl AsRef<Path>) -> Command {
    let mut tool = cmd::clean(program.as_ref());
    tool.current_dir(folder)
        .env("CARGO", &ctx.tools.cargo)
        .env("RUSTC", &ctx.tools.rustc)
        .env("CARGO_TARGET_DIR", ctx.build.join("check"))
        .env("CARGO_ENCODED_RUSTFLAGS", flags(ctx, purpose).join("\x1f"))
        .env("CARGO_TERM_COLOR", "never")
        // Nothing of it is ever run in a debugger.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    match purpose {
        For::Host => {}
        For::Compiler => {
            tool.env("RUSTC_BOOTSTRAP", "1").envs(setup::backend_variables(ctx));
        }
        // The crate in std's place says `#![feature]`, and no other.
        For::Board => {
            tool.env("RUSTC_BOOTSTRAP", "std");
        }
        For::Gpu => {
            tool.env("RUSTC_BOOTSTRAP", "kernels,runtime_gpu");
        }
    }
    tool
}

fn flags(ctx: &Ctx, purpose: For) -> Vec<String> {
    let sysroot = match purpose {
        For::Host => return Vec::new(),
        For::Compiler => setup::compiler_sysroot(ctx),
        For::Board | For::Gpu => setup::target_sysroot(ctx),
    };
    vec!["--sysroot".to_owned(), sysroot.display().to_string()]
}

fn target(purpose: For) -> Vec<&'static str> {
    match purpose {
        For::Host => Vec::new(),
        For::Compiler => vec!["--target", pins::HOST],
        For::Board => vec!["--target", pins::BOARD_TARGETS[0]],
        For::Gpu => vec!["--target", pins::GPU_TARGET],
    }
}

/// The names of the packages of a workspace.
fn members(ctx: &Ctx, workspace: &Path) -> Result<Vec<String>> {
    let mut cargo = ctx.tools.cargo();
    cargo.args(["metadata", "--no-deps", "--format-version=1"]).current_dir(workspace);
    let metadata: serde_json::Value = serde_json::from_str(&cmd::output(&mut cargo)?)?;
    let packages = metadata["packages"].as_array().context("cargo tells of no packages")?;
    let name = |package: &serde_json::Value| package["name"].as_str().map(str::to_owned);
    some("packages", packages.iter().filter_map(name).collect())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::files;
    use super::*;
    use crate::fsx;

    /// Input of tests, which stands for other people's packages; programs that `./x survey` looks at
    /// itself, since their dependencies take a minute; and one that `./x bench interleave --bbtree`
    /// compiles, whose dependencies take minutes.
    const ELSEWHERE: [&str; 4] = [
        "testsuite/crates/fallback/app",
        "testsuite/incremental/app",
        "testsuite/lookups-bbtree",
        "testsuite/survey/firmware",
    ];

    #[test]
    fn no_workspace_is_forgotten() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let is_workspace = |manifest: &&PathBuf| {
            let text = fsx::read(&root.join(manifest)).unwrap();
            text.lines().any(|line| line == "[workspace]")
        };
        let manifests = files(&root).unwrap();
        let manifests = manifests.iter().filter(|path| path.ends_with("Cargo.toml"));
        let mut found: Vec<_> =
            manifests.filter(is_workspace).map(|path| path.parent().unwrap()).collect();
        let mut known: Vec<_> = WORKSPACES.iter().map(|(folder, _)| Path::new(folder)).collect();
        // It says nothing of workspaces; the root's leaves it out.
        known.retain(|folder| *folder != Path::new("codegen-llvmcoro"));
        known.extend(ELSEWHERE.map(Path::new));
        found.iter_mut().filter(|path| path.as_os_str().is_empty()).for_each(|path| {
            *path = Path::new(".");
        });
        found.sort();
        known.sort();
        assert_eq!(found, known);
    }
}
