//! `dist/libexec/frame-probe`: the rustc that tells the sizes of a crate's coroutines.

use std::path::PathBuf;

use anyhow::Result;

use super::{compiler_tool, rustc_private};
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step.
pub const NAME: &str = "frame probe";

/// The program's file name.
const FILE: &str = "frame-probe";

fn program(ctx: &Ctx) -> PathBuf {
    ctx.dist.join("libexec").join(FILE)
}

/// The step that builds it.
pub fn step(ctx: &Ctx) -> Step<'_> {
    let source = ctx.root.join("testsuite/frame-probe");
    Step {
        name: NAME,
        after: vec![rustc_private::NAME],
        inputs: vec![
            Input::text(include_str!("frame_probe.rs")),
            Input::File(source.join("Cargo.toml")),
            Input::File(source.join("Cargo.lock")),
            Input::File(source.join("build.rs")),
            Input::Tree(source.join("src")),
        ],
        outputs: vec![program(ctx)],
        advice: "see the compiler's message about testsuite/frame-probe; if it could not download a \
                 crate, check the network and run the same command again",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let target = ctx.build.join("frame-probe");
    let mut cargo = compiler_tool::cargo(ctx, &ctx.root.join("testsuite/frame-probe"), &target)?;
    run.log.run(&mut cargo)?;
    fsx::install(&target.join(pins::HOST).join("release").join(FILE), &program(ctx))
}
