//! The programs of `testsuite/run` on the boards, at opt-level s: compiled by stock rustc and by the
//! plugin, with equal output demanded. The test `run` runs them on the host.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use testsuite::{Header, OnBoard, Tally, check_on_board, programs};
use testsuite_support::Layout;
use testsuite_support::firmware::Target;
use testsuite_support::table::Table;

const KIND: &str = "on_target_run";

/// One of each architecture and pointer width that has something of its own.
const TARGETS: [Target; 5] =
    [Target::SoftFloat, Target::CortexM0, Target::Riscv32, Target::Aarch64, Target::Wasm32];
/// What `./x targets` adds.
const MORE_TARGETS: [Target; 4] =
    [Target::HardFloat, Target::CortexM3, Target::CortexM33, Target::Riscv64];

fn targets() -> impl Iterator<Item = Target> {
    TARGETS.into_iter().chain(MORE_TARGETS.into_iter().filter(|_| testsuite::all_targets()))
}

/// How many programs can run on the board at least.
const PROGRAMS: usize = 37;
/// How many of them need no compare-and-swap at least.
const EVERYWHERE: usize = 35;

/// What the programs did, by target and name.
type Outcomes = BTreeMap<(&'static str, String), OnBoard>;

fn main() -> Result<ExitCode> {
    let folder = Layout::from_env()?.root.join("testsuite/run");
    let mut names = programs::programs("run", PROGRAMS)?;
    let mut host_only = Vec::new();
    let mut needing_compare_and_swap = 0;
    for name in &names {
        let header = Header::read(&folder.join(name).with_extension("rs"))?;
        host_only.push(header.host_only.is_some());
        needing_compare_and_swap += usize::from(header.needs_compare_and_swap);
    }
    let mut host_only = host_only.into_iter();
    names.retain(|_| host_only.next() == Some(false));
    let count = names.len();
    ensure!(count >= PROGRAMS, "{count} programs run on the board, not {PROGRAMS}");
    let everywhere = count - needing_compare_and_swap;
    ensure!(everywhere >= EVERYWHERE, "{everywhere} run on all boards, not {EVERYWHERE}");

    let outcomes = Arc::new(Mutex::new(Outcomes::new()));
    let seen = Arc::clone(&outcomes);
    programs::run(
        names,
        move |name| check(name, &seen),
        || report(&outcomes.lock().unwrap_or_else(PoisonError::into_inner)),
    )
}

fn check(name: &str, outcomes: &Mutex<Outcomes>) -> Result<()> {
    let source = Layout::from_env()?.root.join("testsuite/run").join(name).with_extension("rs");
    let needs_compare_and_swap = Header::read(&source)?.needs_compare_and_swap;
    let can_run = |target: &Target| target.has_compare_and_swap() || !needs_compare_and_swap;
    let mut tally = Tally::new(KIND);
    for target in targets().filter(can_run) {
        let result = check_on_board(KIND, name, target).map(|outcome| {
            let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
            outcomes.insert((target.triple(), name.to_owned()), outcome);
        });
        tally.add(target.triple(), result);
    }
    tally.finish()
}

fn report(outcomes: &Outcomes) -> Result<()> {
    let mut table = Table::new();
    let mut lowered = String::new();
    for target in targets().map(Target::triple) {
        table.heading(&format!("stack on {target}, bytes"));
        let mut count = 0;
        for ((_, name), outcome) in outcomes.iter().filter(|((triple, _), _)| *triple == target) {
            count += outcome.stages.lowered;
            if let Some((stock, plugin)) = outcome.stack {
                table.row(name, stock, plugin);
            }
        }
        lowered += &format!("{count} coroutines lowered on {target}\n");
    }
    write!(std::io::stdout(), "\n{table}{lowered}").context("printing the table")
}
