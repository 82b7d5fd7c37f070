//! LLVM's own tests of its coroutine passes, run against ours: a patch must change nothing for
//! those who did not ask for it.
//!
//! Every test that splits coroutines is run with stock `opt` and with ours, in which our build of
//! the pass stands in for LLVM's, and has to give the same result; the tests that the patches add for
//! that pass have to fail with LLVM's. That a test fails in both is no
//! fault of the patches: some need what Debian's LLVM lacks.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::llvm_patched::{self, TESTS};
use super::{llvm_passes, llvm_source};
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::lit::{Outcome, Passes, Suite};
use crate::step::Step;
use crate::{fsx, patched_opt, pins};

/// The name of the step.
pub const NAME: &str = "llvm's own tests";

/// Fewer tests than this means that they were not found, or not understood.
const AT_LEAST: usize = 100;

/// Where the step writes how many tests it compared.
fn result_path(ctx: &Ctx) -> PathBuf {
    ctx.build.join("llvm-own-tests.txt")
}

/// How many tests gave the same result, as the step found when it last ran.
pub fn count(ctx: &Ctx) -> Result<usize> {
    let text = fsx::read(&result_path(ctx))?;
    let first = text.split(' ').next().unwrap_or_default();
    first.parse().with_context(|| format!("{} has no count", result_path(ctx).display()))
}

/// The step that runs the tests.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![llvm_patched::NAME, llvm_passes::NAME],
        inputs: vec![
            Input::text(ctx.tools.package_versions(pins::LLVM_PACKAGES)),
            Input::text(include_str!("llvm_own_tests.rs")),
            Input::text(include_str!("../lit.rs")),
            Input::text(include_str!("../patched_opt.rs")),
        ],
        outputs: vec![result_path(ctx)],
        advice: "a patch in llvm-patches/ changes what stock users of the passes get; make its new \
                 behaviour opt-in",
        action: Box::new(move |run| {
            let tree = llvm_patched::root(ctx);
            let suite = Suite::new(ctx, &tree, &llvm_passes::opt_plugin(ctx), run.scratch)?;
            let summary = compare(ctx, &suite, &tree)?;
            run.log.note(&summary)?;
            let new = run.scratch.join("result");
            fsx::write(&new, summary + "\n")?;
            fsx::publish(&new, &result_path(ctx))
        }),
    }
}

/// Runs LLVM's tests in `tree` with its passes and with ours; the number of tests and a summary. An
/// error if the results differ.
pub fn compare(ctx: &Ctx, suite: &Suite<'_>, tree: &Path) -> Result<String> {
    let tests = tests_that_split(&llvm_source::root(ctx).join(TESTS), &tree.join(TESTS))?;
    ensure!(tests.len() >= AT_LEAST, "only {} tests were found", tests.len());
    let stock = suite.run(&tests, Passes::Stock)?;
    let ours = suite.run(&tests, Passes::Patched)?;
    let mut without_verdict = Vec::new();
    let mut differ = Vec::new();
    for ((test, stock), ours) in tests.iter().zip(stock).zip(ours) {
        let name = test.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match (stock, ours) {
            (Outcome::Passed, Outcome::Passed) => {}
            (Outcome::Failed(_), Outcome::Failed(_))
            | (Outcome::Unsupported, Outcome::Unsupported) => without_verdict.push(name),
            (Outcome::Failed(why), _) => {
                differ.push(format!("{name}, which fails with stock: {why}"))
            }
            (_, Outcome::Failed(why)) => {
                differ.push(format!("{name}, which fails with ours: {why}"))
            }
            (stock, ours) => differ.push(format!("{name}: {stock:?}, {ours:?}")),
        }
    }
    if !differ.is_empty() {
        bail!("{} tests differ from stock opt: {}", differ.len(), differ.join("\n"));
    }
    // A patch of LLVM's pass comes with a test that fails without it.
    let repaired = concerned(added(ctx, tree)?)?;
    for (test, stock) in repaired.iter().zip(suite.run(&repaired, Passes::Stock)?) {
        let failed = matches!(stock, Outcome::Failed(_));
        ensure!(failed, "{}, which a patch adds, passes with stock opt", test.display());
    }
    let mut summary = format!("{} of LLVM's tests give the same as with stock opt", tests.len());
    if !without_verdict.is_empty() {
        write!(summary, "; these pass in neither: {}", without_verdict.join(", "))?;
    }
    Ok(summary)
}

/// The tests in `patched` that LLVM has in `stock`, too, name the pass and do not need what no release
/// build of LLVM has.
fn tests_that_split(stock: &Path, patched: &Path) -> Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for path in fsx::list(stock)? {
        if path.extension().is_none_or(|extension| extension != "ll") {
            continue;
        }
        let text = fsx::read(&path)?;
        let needs_asserts = text.lines().any(|line| line.trim_end() == "; REQUIRES: asserts");
        if patched_opt::is_concerned(&text) && !needs_asserts {
            tests.push(patched.join(path.file_name().unwrap_or_default()));
        }
    }
    Ok(tests)
}

/// Those of `tests` that name LLVM's own pass.
fn concerned(tests: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
    let mut concerned = Vec::new();
    for test in tests {
        if patched_opt::is_concerned(&fsx::read(&test)?) {
            concerned.push(test);
        }
    }
    Ok(concerned)
}

/// The tests in `tree` that the patches add.
pub fn added(ctx: &Ctx, tree: &Path) -> Result<Vec<PathBuf>> {
    let stock = llvm_source::root(ctx).join(TESTS);
    let mut tests = fsx::list(&tree.join(TESTS))?;
    tests.retain(|path| {
        path.extension().is_some_and(|extension| extension == "ll")
            && !stock.join(path.file_name().unwrap_or_default()).exists()
    });
    Ok(tests)
}
