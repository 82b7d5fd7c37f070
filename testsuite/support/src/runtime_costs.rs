//! What a runtime costs: compares runtime-min with embassy, through programs that are each other's
//! counterparts.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::elf;
use crate::firmware::{Built, Compiler};
use crate::measure::{Measurement, Sections, measure};
use crate::table::Table;

/// How many polls the wake programs make.
const WAKES: u64 = 1000;

/// All of runtime-min except its tasks, in bytes of .text and .rodata.
const FLASH_LIMIT: u64 = 2048;
/// The same in bytes of .data and .bss.
const RAM_LIMIT: u64 = 40;
/// The instructions for waking and polling a task that yields.
const WAKE_LIMIT: u64 = 60;
/// The instructions allowed from the start of an interrupt's handler to the task that handles it,
/// on every board.
pub const LATENCY_LIMIT: u64 = 200;

/// A program of a package in `testsuite/firmware`.
#[derive(Clone, Copy, Debug)]
struct Program {
    package: &'static str,
    name: &'static str,
}

/// The programs that measure a runtime's costs.
#[derive(Clone, Copy, Debug)]
struct Runtime {
    /// An executor, a task and a timer.
    minimal: Program,
    /// A task that yields, polled between the markers of a region.
    wake: Program,
    /// A task that handles an interrupt, with tasks of lower priority.
    priority: Program,
    /// An application of several tasks.
    application: Program,
}

/// The counterpart of `minimal` without any runtime.
const NOTHING: Program = Program { package: "runtime", name: "nothing" };

const RUNTIME_MIN: Runtime = Runtime {
    minimal: Program { package: "runtime", name: "minimal" },
    wake: Program { package: "runtime", name: "wake" },
    priority: Program { package: "runtime", name: "priority" },
    application: Program { package: "runtime", name: "bakery" },
};

/// The unmodified crates of embassy; its timer queue runs through the tasks.
const EMBASSY: Runtime = Runtime {
    minimal: Program { package: "embassy-costs", name: "embassy-minimal" },
    wake: Program { package: "embassy-costs", name: "embassy-wake" },
    // This is a separate package, because the feature for executors in interrupts slows the others
    // down.
    priority: Program { package: "embassy-latency", name: "embassy-latency" },
    application: Program { package: "embassy-costs", name: "embassy-bakery" },
};

/// Sizes in bytes, and numbers of instructions.
#[derive(Clone, Debug)]
pub struct Costs {
    /// An executor and a timer: code and constants.
    flash: u64,
    /// The same plus one task: static memory, without the task's future.
    ram: u64,
    /// The same with the future: what one runtime keeps in its tasks, another keeps in the futures.
    ram_with_future: u64,
    /// What one task takes besides its future, including padding.
    task: u64,
    /// The stack of the program with these, which prints nothing.
    stack: u64,
    /// Instructions for [`WAKES`] wakes and polls of a task that yields, including its body.
    wakes: u64,
    /// The maximum number of instructions from the start of an interrupt's handler to the task that
    /// handles it.
    latency: u64,
    /// An application of several tasks: its size, its stack, and its output.
    application: (Sections, u64, Vec<String>),
}

impl Costs {
    /// Runs the programs of `runtime` with the instruction counter at `counter`. `build` builds a
    /// package, given its name.
    ///
    /// # Errors
    /// If a program cannot be built, fails, or lacks what is to be measured.
    fn measure(
        runtime: &Runtime,
        build: &impl Fn(&str) -> Result<Built>,
        counter: &Path,
    ) -> Result<Self> {
        let file = |Program { package, name }| -> Result<_> { Ok(build(package)?.program(name)) };
        let measured = |program: Program| -> Result<Measurement> {
            measure(&file(program)?, counter).context(program.name)
        };
        let (nothing, minimal) = (measured(NOTHING)?.sections, measured(runtime.minimal)?);
        let flash = minimal.sections.flash().checked_sub(nothing.flash());
        let ram_with_future = minimal.sections.ram().checked_sub(nothing.ram());
        let ram_with_future = ram_with_future.context("a runtime without memory")?;
        let symbols = elf::Program::read(&file(runtime.minimal)?)?;
        let symbol = |name: &str| {
            let missing = || format!("{} has no {name}", runtime.minimal.name);
            symbols.address(name).with_context(missing)
        };
        let (future, task) = (symbol("size_of_future")?, symbol("size_of_task")?);
        ensure!(
            0 < future && future < task && task <= ram_with_future,
            "a future of {future} bytes in a task of {task}, and {ram_with_future} in all"
        );
        let (wakes, latencies) =
            (measured(runtime.wake)?.regions, measured(runtime.priority)?.regions);
        ensure!(wakes.len() == 1 && latencies.len() > 1000, "measurements are missing");
        let wakes = wakes.iter().map(|(_, count)| count).sum();
        let latency = latencies.iter().map(|(_, count)| *count).max().unwrap_or(0);
        ensure!(wakes > 10 * WAKES, "{wakes} instructions cannot be all of them");
        ensure!(latency > 10, "{latency} instructions cannot be all of them");
        let application = measured(runtime.application)?;
        Ok(Costs {
            flash: flash.context("a runtime of no size")?,
            ram: ram_with_future - future,
            ram_with_future,
            task: task - future,
            stack: minimal.stack,
            wakes,
            latency,
            application: (application.sections, application.stack, application.transcript.lines),
        })
    }

    /// Every number with its name.
    pub fn rows(&self) -> [(&'static str, u64); 10] {
        let (sections, stack, _) = &self.application;
        [
            ("executor, a task and a timer: flash, bytes", self.flash),
            ("  RAM beside the task's future", self.ram),
            ("  RAM with it", self.ram_with_future),
            ("  stack", self.stack),
            ("a task beside its future, bytes", self.task),
            ("1000 wakes and polls, instructions", self.wakes),
            ("interrupt to task, instructions", self.latency),
            ("the same application: flash, bytes", sections.flash()),
            ("  RAM", sections.ram()),
            ("  stack", *stack),
        ]
    }

    /// Checks runtime-min's limits.
    fn check_limits(&self) -> Result<()> {
        let Costs { flash, ram, wakes, latency, .. } = *self;
        ensure!(flash <= FLASH_LIMIT && ram <= RAM_LIMIT, "{flash} bytes of flash, {ram} of RAM");
        ensure!(wakes <= WAKE_LIMIT * WAKES, "{wakes} instructions for {WAKES} wakes and polls");
        ensure!(latency <= LATENCY_LIMIT, "{latency} instructions from an interrupt to its task");
        Ok(())
    }
}

/// Both runtimes, compiled by one compiler.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What runtime-min costs.
    pub runtime_min: Costs,
    /// What embassy costs.
    pub embassy: Costs,
}

impl Comparison {
    /// Builds the programs with `build`, which takes a package's name, and runs them with the
    /// instruction counter at `counter`.
    ///
    /// # Errors
    /// If a program cannot be built, fails, or lacks what is to be measured.
    pub fn measure(build: impl Fn(&str) -> Result<Built>, counter: &Path) -> Result<Self> {
        Ok(Comparison {
            runtime_min: Costs::measure(&RUNTIME_MIN, &build, counter).context("runtime-min")?,
            embassy: Costs::measure(&EMBASSY, &build, counter).context("embassy")?,
        })
    }

    /// A table of the numbers by each compiler.
    pub fn table(comparisons: &[(Compiler, &Self)]) -> Table {
        let mut table = Table::between(["embassy", "runtime-min"]);
        for (compiler, Comparison { runtime_min, embassy }) in comparisons {
            table.heading(&format!("compiled by {compiler}"));
            for ((name, theirs), (_, ours)) in embassy.rows().into_iter().zip(runtime_min.rows()) {
                table.row(name, theirs, ours);
            }
        }
        table
    }

    /// Checks runtime-min's limits, that all of it and a wake cost less than with embassy, the RAM with
    /// a task's future no more, and that the application does the same on both.
    ///
    /// # Errors
    /// If one of these does not hold.
    pub fn check(&self) -> Result<()> {
        let Comparison { runtime_min: ours, embassy: theirs } = self;
        ours.check_limits()?;
        for (what, ours, theirs) in [
            ("flash", ours.flash, theirs.flash),
            ("RAM beside the task's future", ours.ram, theirs.ram),
            ("wakes and polls", ours.wakes, theirs.wakes),
        ] {
            ensure!(ours < theirs, "{what}: {ours}, not less than embassy's {theirs}");
        }
        // The plugin finds a place for the state in embassy's timer, which has padding.
        let (ours_with, theirs_with) = (ours.ram_with_future, theirs.ram_with_future);
        ensure!(
            ours_with <= theirs_with,
            "RAM with it: {ours_with}, more than embassy's {theirs_with}"
        );
        let ((.., ours), (.., theirs)) = (&ours.application, &theirs.application);
        ensure!(
            !ours.is_empty() && ours == theirs,
            "the application prints {ours:?} and {theirs:?}"
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs() -> Costs {
        Costs {
            flash: 1000,
            ram: 40,
            ram_with_future: 60,
            task: 16,
            stack: 100,
            wakes: 50_000,
            latency: 100,
            application: (Sections::default(), 100, vec!["a line".to_owned()]),
        }
    }

    /// The result of `check` after these changes to our costs and to embassy's.
    fn check(ours: impl Fn(&mut Costs), theirs: impl Fn(&mut Costs)) -> Result<()> {
        let (mut runtime_min, mut embassy) = (costs(), costs());
        embassy.flash += 1;
        embassy.ram += 1;
        embassy.wakes += 1;
        ours(&mut runtime_min);
        theirs(&mut embassy);
        Comparison { runtime_min, embassy }.check()
    }

    #[test]
    fn each_limit_is_checked() {
        let far = |costs: &mut Costs| {
            costs.flash *= 9;
            costs.ram *= 9;
            costs.wakes *= 9;
        };
        check(|_| (), far).unwrap();
        check(|costs| costs.flash = FLASH_LIMIT, far).unwrap();
        check(|costs| costs.flash = FLASH_LIMIT + 1, far).unwrap_err();
        check(|costs| costs.ram = RAM_LIMIT + 1, far).unwrap_err();
        check(|costs| costs.wakes = WAKE_LIMIT * WAKES + 1, far).unwrap_err();
        check(|costs| costs.latency = LATENCY_LIMIT + 1, far).unwrap_err();
    }

    #[test]
    fn embassy_must_be_behind_and_print_the_same() {
        check(|_| (), |_| ()).unwrap();
        check(|_| (), |costs| costs.flash -= 1).unwrap_err();
        check(|_| (), |costs| costs.ram -= 1).unwrap_err();
        check(|_| (), |costs| costs.ram_with_future -= 1).unwrap_err();
        check(|_| (), |costs| costs.wakes -= 1).unwrap_err();
        check(|_| (), |costs| costs.application.2[0].push('s')).unwrap_err();
        // Embassy may be ahead in the rest.
        check(|_| (), |costs| costs.latency = 20).unwrap();
    }
}
