//! The stages of small coroutines, as the plugin dumps them: the MIR as lowered, the IR before the
//! split and after it, for the host (with unwinding) and for thumbv7em (without).
//!
//! They are in `testsuite/snapshots/TARGET/`. After a change that is meant, look at what
//! `INSTA_UPDATE=always ./x test snapshots` makes of them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, ensure};
use testsuite::{Compile, Configuration, Header, Panic, Rustc, Tally};
use testsuite::{demangle, programs, scratch};
use testsuite_support::Layout;

/// How many programs there are at least. What is shown of each is its coroutine `subject`.
const PROGRAMS: usize = 13;

/// The stages that are shown: the file's name and end in the dump, and the snapshot's name.
const STAGES: [(&str, &str, &str); 4] = [
    ("subject___closure_0_", "mir", "1-mir"),
    ("_async_fn_body_of_subject___.poll", "before.ll", "2-poll-before"),
    ("_async_fn_body_of_subject___.poll", "after.ll", "3-poll-after"),
    ("_async_fn_body_of_subject___.drop", "after.ll", "3-drop-after"),
];

/// What differs from one build of the compiler or of the module to the next and means nothing.
const NOISE: [(&str, &str); 5] = [
    // Numbers of metadata and of attribute groups.
    (r"!\d+", "!_"),
    (r" #\d+\b", ""),
    // Names of constants, which are hashes of their contents.
    (r"alloc_[0-9a-f]{32}", "alloc"),
    (r"anon\.[0-9a-f]{32}\.\d+", "anon"),
    // Where the checkout is.
    (r"@/\S*/testsuite/snapshots/", "@"),
];

/// The targets: their folder of snapshots, their name for rustc, and how programs are compiled.
const TARGETS: [(&str, &str, Configuration); 2] = [
    ("thumbv7em", "thumbv7em-none-eabi", Configuration::new("s", Panic::Abort)),
    ("x86_64", "x86_64-unknown-linux-gnu", Configuration::new("3", Panic::Unwind)),
];

fn main() -> Result<ExitCode> {
    let programs = programs::programs("snapshots/programs", PROGRAMS)?;
    let of_target = |(folder, ..): (&str, _, _)| -> Vec<String> {
        programs.iter().map(|program| format!("{folder}/{program}")).collect()
    };
    let names = TARGETS.into_iter().flat_map(of_target).collect();
    programs::run(names, check, || Ok(()))
}

/// Compares the snapshots of a program for a target, which are named `FOLDER/PROGRAM`.
fn check(name: &str) -> Result<()> {
    let (folder, program) = name.split_once('/').context("the name is FOLDER/PROGRAM")?;
    let target = TARGETS.into_iter().find(|(known, ..)| *known == folder);
    let (_, target, configuration) = target.context("the target is known")?;
    let layout = Layout::from_env()?;
    let scratch = scratch(&layout, &format!("snapshots/{name}"))?;
    let source = layout.root.join("testsuite/snapshots/programs").join(program);
    let source = source.with_extension("rs");
    let header = Header::read(&source)?;
    let output = scratch.join(program).with_extension("o");
    let compile = Compile::new(&layout, Rustc::Plugin, &source, &output)
        .configuration(configuration)
        .flag(format!("--target={target}"))
        .flag("--crate-type=lib")
        .flag("--emit=obj")
        .flag("-Ccodegen-units=1");
    let lowered = compile.run()?.lowered;
    let stages = lowered.count()?;
    ensure!(stages == header.stages, "the header says {:?}, there are {stages:?}", header.stages);

    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(layout.root.join("testsuite/snapshots").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (pattern, replacement) in NOISE {
        settings.add_filter(pattern, replacement);
    }
    let mut tally = Tally::new("snapshots");
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
    tally.finish()
}
