//! Runs workloads.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::manifest::{Compiler, Kernel, Launch, Manifest, Style, Workload};

/// How often kernels run.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// At most so many rounds, in each of which all kernels run once.
    pub rounds: usize,
    /// No round begins after this time, unless fewer than three are over.
    pub time: Duration,
}

/// One kernel by one compiler, launched in one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// The workload's name.
    pub workload: String,
    /// The kernel's.
    pub kernel: String,
    /// How it is written.
    pub style: Style,
    /// Who compiled it.
    pub compiler: Compiler,
    /// How it was launched.
    pub launch: Launch,
    /// What is wrong with what it computed.
    pub wrong: Option<String>,
    /// How long each run took.
    pub milliseconds: Vec<f64>,
}

impl Measured {
    /// The median of the times, in milliseconds.
    pub fn median(&self) -> f64 {
        let mut times = self.milliseconds.clone();
        times.sort_by(f64::total_cmp);
        let middle = times.len() / 2;
        match times.len() {
            0 => f64::NAN,
            length if length.is_multiple_of(2) => (times[middle - 1] + times[middle]) / 2.0,
            _ => times[middle],
        }
    }
}

/// Runs all kernels of a workload in all its ways. A kernel's first run is compared with the host's
/// results; the runs of different kernels take turns, so that what changes with time meets all of them.
///
/// # Errors
/// If the device or the folder fails. A wrong result is not an error but a part of what is returned.
pub fn workload(
    device: &mut impl Device,
    folder: &Path,
    manifest: &Manifest,
    workload: &Workload,
    limits: Limits,
) -> Result<Vec<Measured>> {
    for (compiler, module) in &manifest.modules {
        device.load(folder, *compiler, module).with_context(|| format!("kernels by {compiler}"))?;
    }
    let input = workload.input.make();
    let mut all = Vec::new();
    for launch in &workload.launches {
        device.set_up(workload, launch, &input)?;
        let expected = workload.expected(folder, launch)?;
        let mut kernels = Vec::new();
        for kernel in &workload.kernels {
            for compiler in kernel.style.compilers() {
                kernels.push(first_run(device, workload, kernel, *compiler, launch, &expected)?);
            }
        }
        take_turns(device, &mut kernels, limits)?;
        all.extend(kernels);
    }
    Ok(all)
}

fn first_run(
    device: &mut impl Device,
    workload: &Workload,
    kernel: &Kernel,
    compiler: Compiler,
    launch: &Launch,
    expected: &[u32],
) -> Result<Measured> {
    let run = device.run(compiler, &kernel.name);
    run.with_context(|| format!("{} by {compiler}, {} threads", kernel.name, launch.threads))?;
    Ok(Measured {
        workload: workload.name.clone(),
        kernel: kernel.name.clone(),
        style: kernel.style,
        compiler,
        launch: *launch,
        wrong: difference(expected, &device.take_output()?),
        milliseconds: Vec::new(),
    })
}

/// How the words differ from the expected ones, if they do.
fn difference(expected: &[u32], words: &[u32]) -> Option<String> {
    let pairs =
        || expected.iter().zip(words).enumerate().filter(|(_, (right, word))| right != word);
    let (at, (right, word)) = pairs().next()?;
    Some(format!(
        "{} of {} words differ, the first is word {at}: {word:#010x} instead of {right:#010x}",
        pairs().count(),
        expected.len()
    ))
}

fn take_turns(device: &mut impl Device, kernels: &mut [Measured], limits: Limits) -> Result<()> {
    let start = Instant::now();
    for round in 0..limits.rounds {
        if round >= 3 && start.elapsed() > limits.time {
            break;
        }
        for kernel in &mut *kernels {
            kernel.milliseconds.push(device.run(kernel.compiler, &kernel.kernel)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_of_odd_and_even_counts() {
        let median = |times: &[f64]| {
            let measured = Measured {
                workload: String::new(),
                kernel: String::new(),
                style: Style::Plain,
                compiler: Compiler::Stock,
                launch: Launch { threads: 32, block: 32 },
                wrong: None,
                milliseconds: times.to_vec(),
            };
            measured.median()
        };
        assert_eq!(median(&[5.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 9.0]), 3.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn the_first_word_that_differs_is_named() {
        assert_eq!(difference(&[1, 2, 3], &[1, 2, 3]), None);
        let text = difference(&[1, 2, 3], &[1, 5, 6]).unwrap();
        assert_eq!(
            text,
            "2 of 3 words differ, the first is word 1: 0x00000005 instead of 0x00000002"
        );
    }
}
