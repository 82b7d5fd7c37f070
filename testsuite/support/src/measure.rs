//! Measures one program: its output, its size, and the instructions it executes.

use std::ops::AddAssign;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::Board;
use crate::elf::Program;
use crate::qemu::{self, Counter, Markers, Stack};
use crate::transcript::Transcript;

/// A measured region starts at the first instruction of this function.
const START: &str = "region_start";
/// A measured region stops at the first instruction of this function.
const STOP: &str = "region_stop";

/// The results of running and measuring one program.
#[derive(Debug)]
pub struct Measurement {
    /// What it printed.
    pub transcript: Transcript,
    /// The program's section sizes in bytes.
    pub sections: Sections,
    /// The name of each region and the number of instructions executed in it; empty for a program
    /// without regions.
    pub regions: Vec<(String, u64)>,
    /// Its maximum stack depth in bytes.
    pub stack: u64,
    /// The number of instructions executed from reset to exit.
    pub total: u64,
}

/// Sizes in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// Code.
    pub text: u64,
    /// Constants.
    pub rodata: u64,
    /// Statics with an initial value.
    pub data: u64,
    /// Statics that are initially zero.
    pub bss: u64,
}

impl Sections {
    /// The sections of a linked program.
    pub fn of(program: &Program) -> Self {
        Sections {
            text: program.section_size(".text"),
            rodata: program.section_size(".rodata"),
            data: program.section_size(".data"),
            bss: program.section_size(".bss"),
        }
    }

    /// Code and constants.
    pub fn flash(&self) -> u64 {
        self.text + self.rodata
    }

    /// Memory for statics.
    pub fn ram(&self) -> u64 {
        self.data + self.bss
    }
}

impl AddAssign for Sections {
    fn add_assign(&mut self, other: Self) {
        self.text += other.text;
        self.rodata += other.rodata;
        self.data += other.data;
        self.bss += other.bss;
    }
}

/// Runs `program` on mps2-an386 with the instruction counter at `plugin`, and measures it.
///
/// # Errors
/// If the program does not exit with status 0, or its regions and their names do not match.
pub fn measure(program: &Path, plugin: &Path) -> Result<Measurement> {
    measure_on(Board::Mps2An386, program, plugin)
}

/// Like [`measure`], on another board.
///
/// # Errors
/// As for [`measure`].
pub fn measure_on(board: Board, program: &Path, plugin: &Path) -> Result<Measurement> {
    let elf = Program::read(program)?;
    let markers = match (elf.function(START), elf.function(STOP)) {
        (Some(start), Some(stop)) => Some(Markers { start, stop }),
        (None, None) => None,
        _ => bail!("{} has only one of the functions `{START}` and `{STOP}`", program.display()),
    };
    let symbol =
        |name| elf.address(name).with_context(|| format!("{} has no {name}", program.display()));
    // cortex-m-rt names the two after the direction of stack growth.
    let stack = Stack { begin: symbol("_stack_end")?, end: symbol("_stack_start")? };
    let counter = Counter { plugin, markers, stack: Some(stack) };
    let execution = qemu::run_on(board, program, Some(counter))?.successful(program)?;
    let transcript = Transcript::parse(&execution.stdout)?;
    let counts = execution.counts.context("no instructions were counted")?;
    ensure!(
        transcript.regions.len() == counts.regions.len(),
        "{} names {} regions and executes {}",
        program.display(),
        transcript.regions.len(),
        counts.regions.len()
    );
    Ok(Measurement {
        regions: transcript.regions.iter().cloned().zip(counts.regions).collect(),
        stack: counts.stack.context("the stack was not measured")?,
        total: counts.total,
        transcript,
        sections: Sections::of(&elf),
    })
}
