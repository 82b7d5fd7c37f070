//! Builds a package that uses the compiler's own crates.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::rustc_private;
use crate::ctx::Ctx;
use crate::{fsx, pins, step};

/// A cargo that builds the package in `folder` into `target`, against the sysroot with the
/// compiler's crates. For steps after [`rustc_private`].
pub fn cargo(ctx: &Ctx, folder: &Path, target: &Path) -> Result<Command> {
    // Cargo does not notice when a sysroot's crates change, so a new sysroot needs a fresh build.
    let sysroot_stamp = target.join("sysroot-stamp");
    let stamp = fsx::read(&step::stamp_path(&ctx.build, rustc_private::NAME))?;
    if std::fs::read_to_string(&sysroot_stamp).ok().as_deref() != Some(&stamp) {
        fsx::empty_dir(target)?;
        fsx::write(&sysroot_stamp, &stamp)?;
    }
    let flags =
        ["--sysroot", &rustc_private::sysroot(ctx).display().to_string(), "-Cprefer-dynamic"]
            .join("\x1f");
    let mut cargo = ctx.tools.cargo();
    cargo
        .current_dir(folder)
        // With --target, build scripts and proc macros are built without the flags.
        .args(["build", "--release", "--target", pins::HOST])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags)
        .env("RUSTC_BOOTSTRAP", "1");
    Ok(cargo)
}
