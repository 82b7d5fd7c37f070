//! One program measured: what it printed, how large it is, and what it executed.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::elf::Program;
use crate::qemu::{self, Counter, Markers};
use crate::transcript::Transcript;

/// Function at whose first instruction a measured region starts.
const START: &str = "region_start";
/// Function at whose first instruction it stops.
const STOP: &str = "region_stop";

/// What is known of one program after its run.
#[derive(Debug)]
pub struct Measurement {
    /// What it printed.
    pub transcript: Transcript,
    /// The program's size in bytes, section by section.
    pub sections: Sections,
    /// Instructions executed in each region, with the region's name; empty for a program without
    /// regions.
    pub regions: Vec<(String, u64)>,
    /// Instructions executed from reset to exit.
    pub total: u64,
}

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sections {
    /// Code.
    pub text: u64,
    /// Constants.
    pub rodata: u64,
    /// Memory for statics, initialized or not.
    pub ram: u64,
}

/// Runs `program` with the instruction counter at `plugin`, and measures it.
///
/// # Errors
/// If the program does not end with status 0, or its regions and their names do not match.
pub fn measure(program: &Path, plugin: &Path) -> Result<Measurement> {
    let elf = Program::read(program)?;
    let markers = match (elf.function(START), elf.function(STOP)) {
        (Some(start), Some(stop)) => Some(Markers { start, stop }),
        (None, None) => None,
        _ => bail!("{} has only one of the functions `{START}` and `{STOP}`", program.display()),
    };
    let counter = Counter { plugin, markers };
    let execution = qemu::run(program, Some(counter))?.successful(program)?;
    let transcript = Transcript::parse(&execution.stdout)?;
    let counts = execution.counts.context("no instructions were counted")?;
    ensure!(
        transcript.regions.len() == counts.regions.len(),
        "{} names {} regions and executes {}",
        program.display(),
        transcript.regions.len(),
        counts.regions.len()
    );
    let sections = Sections {
        text: elf.section_size(".text"),
        rodata: elf.section_size(".rodata"),
        ram: elf.section_size(".data") + elf.section_size(".bss"),
    };
    Ok(Measurement {
        regions: transcript.regions.iter().cloned().zip(counts.regions).collect(),
        total: counts.total,
        transcript,
        sections,
    })
}
