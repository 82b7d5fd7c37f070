//! mdBook, which turns the pages in docs/ into a book: the published crate, with its own lock file.

use std::path::PathBuf;

use anyhow::Result;

use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step.
pub const NAME: &str = "mdbook";

/// The program.
pub fn program(ctx: &Ctx) -> PathBuf {
    ctx.build.join(NAME)
}

/// The step that builds it.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![
            ctx.tools.rustc_input(),
            Input::text(pins::MDBOOK),
            Input::text(include_str!("mdbook.rs")),
        ],
        outputs: vec![program(ctx)],
        advice: "if cargo could not download a crate, check the network and run the same command \
                 again",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let root = run.scratch.join("root");
    let mut cargo = ctx.tools.cargo();
    // A book of some twenty pages: it takes longer to optimize the program than it ever runs.
    cargo
        .args(["install", pins::MDBOOK, "--locked", "--debug", "--no-default-features"])
        .args(["--config", "profile.dev.debug=false", "--root"])
        .arg(&root)
        .env("CARGO_TARGET_DIR", run.scratch.join("target"));
    run.log.run(&mut cargo)?;
    fsx::install(&root.join("bin/mdbook"), &program(ctx))
}
