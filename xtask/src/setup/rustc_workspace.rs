//! `build/rustc-workspace`: the compiler's sources as a workspace that cargo can read, for editors.
//!
//! Debian's source package lacks most members of the compiler's own workspace, so that cargo refuses
//! it. This one has `compiler/rustc` alone, and with it all that the plugin uses.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step.
pub const NAME: &str = "rustc workspace";

const MANIFEST: &str = "[workspace]\nresolver = \"2\"\nmembers = [\"compiler/rustc\"]\n";

/// Where `.vscode/settings.json` looks for it.
fn workspace(ctx: &Ctx) -> PathBuf {
    ctx.build.join("rustc-workspace")
}

/// The step that makes it.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![ctx.tools.rustc_input(), Input::text(include_str!("rustc_workspace.rs"))],
        outputs: vec![workspace(ctx)],
        advice: "install rust-web-src again",
        action: Box::new(move |run| make(ctx, run)),
    }
}

fn make(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let source = Path::new(pins::RUSTC_SOURCE);
    let new = run.scratch.join("workspace");
    fsx::empty_dir(&new)?;
    for folder in ["compiler", "library"] {
        fsx::symlink(&source.join(folder), &new.join(folder))?;
    }
    std::fs::copy(source.join("Cargo.lock"), new.join("Cargo.lock"))
        .context("copying the compiler's Cargo.lock")?;
    fsx::write(&new.join("Cargo.toml"), MANIFEST)?;
    fsx::publish(&new, &workspace(ctx))
}
