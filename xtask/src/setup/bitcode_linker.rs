//! rustc's linker for GPUs, which Debian's rustc does not bring along: its sources come with
//! rust-web-src. It joins bitcode by LLVM's tools and writes PTX.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step.
pub const NAME: &str = "bitcode linker";

/// The program's name, by which rustc looks for it.
pub const PROGRAM: &str = "llvm-bitcode-linker";

/// The programs of LLVM that it calls by name.
pub const TOOLS: &[&str] = &["llc", "llvm-link", "opt"];

/// The program, to which the sysroot has a link.
pub fn program(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("libexec").join(PROGRAM)
}

/// The step that builds it.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![ctx.tools.rustc_input(), Input::text(include_str!("bitcode_linker.rs"))],
        outputs: vec![program(ctx)],
        advice: "if cargo could not download a crate, check the network and run the same command \
                 again; if it misses the linker's sources, install rust-web-src again",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let source = Path::new(pins::RUSTC_SOURCE);
    let package = run.scratch.join("package");
    fsx::copy_tree(&source.join("src/tools").join(PROGRAM), &package)?;
    // The versions that rustc itself is built with.
    fsx::install(&source.join("Cargo.lock"), &package.join("Cargo.lock"))?;
    let manifest = package.join("Cargo.toml");
    let alone = fsx::read(&manifest)? + "\n[workspace]\n";
    fsx::write(&manifest, alone)?;
    let target = run.scratch.join("target");
    let mut cargo = ctx.tools.cargo();
    // It spends its time in LLVM's tools.
    cargo
        .current_dir(&package)
        .args(["build", "--config", "profile.dev.debug=false"])
        .env("CARGO_TARGET_DIR", &target);
    run.log.run(&mut cargo)?;
    fsx::install(&target.join("debug").join(PROGRAM), &program(ctx))
}
