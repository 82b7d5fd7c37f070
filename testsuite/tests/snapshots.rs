//! The stages of small coroutines, as the plugin dumps them: the MIR as lowered, the IR before the
//! split and after it, for the host (with unwinding) and for thumbv7em (without).
//!
//! They are in `testsuite/snapshots/TARGET/`. After a change that is meant, look at what
//! `INSTA_UPDATE=always ./x test x86_64` and `INSTA_UPDATE=always ./x test thumbv7em` make of them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Result, anyhow, ensure};
use testsuite::{Compile, Configuration, Panic, Rustc, Stages, Tally, demangle, scratch};
use testsuite_support::Layout;

/// Programs, each with the number of its coroutines and of `llvm.coro.begin` for them. The one that
/// is shown is called `subject`.
const PROGRAMS: &[(&str, Stages)] = &[
    ("buffer", Stages { lowered: 1, begins: 2 }),
    ("conditional_move", Stages { lowered: 1, begins: 2 }),
    ("destructor", Stages { lowered: 1, begins: 2 }),
    ("endless", Stages { lowered: 1, begins: 2 }),
    ("large_result", Stages { lowered: 1, begins: 2 }),
    ("loop_of_suspensions", Stages { lowered: 1, begins: 2 }),
    ("nested", Stages { lowered: 2, begins: 2 }),
    ("no_suspension", Stages { lowered: 1, begins: 2 }),
    ("one_suspension", Stages { lowered: 1, begins: 2 }),
    ("over_aligned", Stages { lowered: 1, begins: 2 }),
    ("panicking", Stages { lowered: 1, begins: 2 }),
    ("reference", Stages { lowered: 1, begins: 2 }),
    ("values", Stages { lowered: 1, begins: 2 }),
];

/// The stages that are shown: the file's name and end in the dump, and the snapshot's name.
const STAGES: [(&str, &str, &str); 4] = [
    ("subject___closure_0_", "mir", "1-mir"),
    ("_async_fn_body_of_subject___.poll", "before.ll", "2-poll-before"),
    ("_async_fn_body_of_subject___.poll", "after.ll", "3-poll-after"),
    ("_async_fn_body_of_subject___.drop", "after.ll", "3-drop-after"),
];

/// What differs from one build of the compiler or of the module to the next and means nothing.
const NOISE: [(&str, &str); 4] = [
    // Numbers of metadata and of attribute groups.
    (r"!\d+", "!_"),
    (r" #\d+\b", ""),
    // Names of constants, which are hashes of their contents.
    (r"alloc_[0-9a-f]{32}", "alloc"),
    (r"anon\.[0-9a-f]{32}\.\d+", "anon"),
];

fn snapshots(target: &str, folder: &str, configuration: Configuration) -> Result<()> {
    let layout = Layout::from_env()?;
    let scratch = scratch(&layout, &format!("snapshots/{folder}"))?;
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(layout.root.join("testsuite/snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (pattern, replacement) in NOISE {
        settings.add_filter(pattern, replacement);
    }
    let mut tally = Tally::new("snapshots");
    for (program, expected) in PROGRAMS {
        let source = layout.root.join("testsuite/snapshots/programs").join(program);
        let output = scratch.join(program).with_extension("o");
        let compile = Compile::new(&layout, Rustc::Plugin, &source.with_extension("rs"), &output)
            .configuration(configuration)
            .flag(format!("--target={target}"))
            .flag("--crate-type=lib")
            .flag("--emit=obj")
            .flag("-Ccodegen-units=1");
        let lowered = compile.run()?.lowered;
        let stages = lowered.count()?;
        ensure!(stages == *expected, "{program}: {stages:?}, not {expected:?}");
        for (name, stage, shown) in STAGES {
            let text = demangle(&lowered.file(name, stage))?;
            let snapshot = format!("{program}.{shown}");
            let assertion = AssertUnwindSafe(|| {
                settings.bind(|| insta::assert_snapshot!(snapshot.clone(), text));
            });
            let result =
                catch_unwind(assertion).map_err(|_| anyhow!("the snapshot differs, see above"));
            tally.add(format!("{folder}/{snapshot}"), result);
        }
    }
    tally.finish()
}

#[test]
fn x86_64() -> Result<()> {
    let configuration = Configuration::new("3", Panic::Unwind);
    snapshots("x86_64-unknown-linux-gnu", "x86_64", configuration)
}

#[test]
fn thumbv7em() -> Result<()> {
    snapshots("thumbv7em-none-eabi", "thumbv7em", Configuration::new("s", Panic::Abort))
}
