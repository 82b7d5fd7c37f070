//! What runtime-min costs, by the programs of the firmware package `runtime`.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::firmware::Built;
use crate::measure::{Sections, measure};

/// How often the program `wake` polls.
pub const WAKES: u64 = 1000;

/// Its size, and the instructions that it executes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// An executor and a timer, in bytes of code and constants.
    pub flash: u64,
    /// The same with the header of one task, in bytes of memory, without the task's future.
    pub ram: u64,
    /// Instructions of [`WAKES`] wakes and polls of a task that yields.
    pub wakes: u64,
    /// Instructions from the beginning of an interrupt's handler to the task that handles it, the most
    /// that there were.
    pub latency: u64,
}

impl Costs {
    /// Runs the programs of `built` with the instruction counter at `counter`.
    ///
    /// # Errors
    /// If a program fails, or lacks what is to be measured.
    pub fn measure(built: &Built, counter: &Path) -> Result<Self> {
        let measured = |program| measure(&built.program(program), counter);
        let (minimal, nothing) = (measured("minimal")?, measured("nothing")?);
        let flash = |sections: Sections| sections.text + sections.rodata;
        let task: u64 = minimal.transcript.sizes.iter().map(|(_, size)| size).sum();
        let wakes = measured("wake")?.regions;
        let latencies = measured("priority")?.regions;
        ensure!(task > 0 && wakes.len() == 1 && latencies.len() > 1000, "measurements are missing");
        Ok(Costs {
            flash: flash(minimal.sections)
                .checked_sub(flash(nothing.sections))
                .context("a runtime of no size")?,
            ram: minimal
                .sections
                .ram()
                .checked_sub(nothing.sections.ram() + task)
                .context("a runtime without memory")?,
            wakes: wakes.iter().map(|(_, count)| count).sum(),
            latency: latencies.iter().map(|(_, count)| *count).max().unwrap_or(0),
        })
    }
}
