//! NVIDIA's assembler for PTX, out of a package of the Python index. It needs no GPU.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step.
pub const NAME: &str = "ptxas";

/// Debian's Python, whose pip is the package python3-pip.
const PYTHON: &str = "/usr/bin/python3";

/// Where it is in the package.
const PLACE: &str = "nvidia/cuda_nvcc/bin/ptxas";

/// The step that fetches it; pip compares the checksum.
pub fn step(ctx: &Ctx) -> Step<'_> {
    let program = ctx.build.join("ptxas");
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![
            Input::text(format!("{} {}", pins::PTXAS_PACKAGE, pins::PTXAS_SHA256)),
            Input::text(include_str!("ptxas.rs")),
        ],
        outputs: vec![program.clone()],
        advice: "check the network and run the same command again; pip has to reach the Python \
                 package index or a mirror of it",
        action: Box::new(move |run| fetch(run, &program)),
    }
}

fn fetch(run: &Run<'_>, program: &Path) -> Result<()> {
    let requirements = run.scratch.join("requirements.txt");
    let line = format!("{} --hash=sha256:{}\n", pins::PTXAS_PACKAGE, pins::PTXAS_SHA256);
    fsx::write(&requirements, line)?;
    let wheels = run.scratch.join("wheels");
    fsx::create_dir(&wheels)?;
    let mut pip = Command::new(PYTHON);
    pip.args(["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"])
        .args(["--disable-pip-version-check", "--requirement"])
        .arg(&requirements)
        .arg("--dest")
        .arg(&wheels);
    run.log.run(&mut pip)?;
    let unpacked = run.scratch.join("unpacked");
    for wheel in fsx::list(&wheels)? {
        let mut unzip = Command::new(PYTHON);
        unzip.args(["-m", "zipfile", "--extract"]).arg(wheel).arg(&unpacked);
        run.log.run(&mut unzip)?;
    }
    let ptxas = unpacked.join(PLACE);
    // The archive's modes are lost.
    run.log.run(Command::new("chmod").arg("755").arg(&ptxas))?;
    fsx::install(&ptxas, program)
}
