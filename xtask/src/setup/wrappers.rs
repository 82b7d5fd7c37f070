//! `dist/bin/rustc-llvmcoro`, `dist/bin/cargo-llvmcoro` and what cargo calls in rustc's place, and the
//! script for gdb.

use std::path::PathBuf;

use anyhow::Result;

use crate::ctx::Ctx;
use crate::digest::Input;
use crate::fsx;
use crate::step::{Run, Step};

/// The name of the step.
pub const NAME: &str = "wrappers";

/// The programs of the package `cargo-llvmcoro`, each with its places under `dist/`.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("rustc-llvmcoro", &["bin/rustc-llvmcoro"]),
    ("cargo-llvmcoro", &["bin/cargo-llvmcoro"]),
    (
        "tool-shim",
        &[
            "libexec/rustc",
            "libexec/rustdoc",
            "libexec/stock/rustc",
            "libexec/stock/rustdoc",
            "libexec/probe/rustc",
        ],
    ),
];

/// The script for gdb, in the folder of the package and under `dist/`.
const GDB_SCRIPT: (&str, &str) = ("gdb/llvmcoro.py", "share/gdb/llvmcoro.py");

/// The step that builds them.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![
            ctx.tools.rustc_input(),
            Input::Tree(ctx.root.join("xtask/cargo-llvmcoro")),
            Input::Tree(ctx.root.join("codegen-llvmcoro/contract")),
            Input::File(ctx.root.join("Cargo.lock")),
            Input::text(include_str!("wrappers.rs")),
        ],
        outputs: places()
            .map(|(_, place)| place)
            .chain([GDB_SCRIPT.1])
            .map(|place| ctx.dist.join(place))
            .collect::<Vec<PathBuf>>(),
        advice: "see the compiler's message about cargo-llvmcoro; if it could not download a crate, check \
                 the network and run the same command again",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn places() -> impl Iterator<Item = (&'static str, &'static str)> {
    PROGRAMS.iter().flat_map(|(program, places)| places.iter().map(|place| (*program, *place)))
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let target = ctx.build.join("xtask");
    let mut cargo = ctx.tools.cargo();
    cargo
        .current_dir(&ctx.root)
        .args(["build", "--release", "--package", "cargo-llvmcoro"])
        .env("CARGO_TARGET_DIR", &target);
    run.log.run(&mut cargo)?;
    for (program, place) in places() {
        fsx::install(&target.join("release").join(program), &ctx.dist.join(place))?;
    }
    let (script, place) = GDB_SCRIPT;
    fsx::install(&ctx.root.join("xtask/cargo-llvmcoro").join(script), &ctx.dist.join(place))
}
