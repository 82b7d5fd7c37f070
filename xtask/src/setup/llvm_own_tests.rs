//! LLVM's own tests of its coroutine passes, run against ours: a patch must change nothing for
//! those who did not ask for it.
//!
//! Every test that splits coroutines is run with stock `opt` and with ours, in which our build of
//! the pass stands in for LLVM's, and has to give the same result. That a test fails in both is no
//! fault of the patches: some need a debug build of LLVM.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::{llvm_passes, llvm_source};
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::run_lines::{self, Outcome, Runner};
use crate::step::{Run, Step};
use crate::{fsx, pins};

/// The name of the step.
pub const NAME: &str = "llvm's own tests";

/// Fewer tests than this means that they were not found, or not understood.
const AT_LEAST: usize = 80;

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
        after: vec![llvm_source::NAME, llvm_passes::NAME],
        inputs: vec![
            Input::text(ctx.tools.package_versions(pins::LLVM_PACKAGES)),
            Input::text(include_str!("llvm_own_tests.rs")),
            Input::text(include_str!("../run_lines.rs")),
        ],
        outputs: vec![result_path(ctx)],
        advice: "a patch in llvm-patches/ changes what stock users of the passes get; make its new \
                 behaviour opt-in",
        action: Box::new(move |run| compare(ctx, run)),
    }
}

fn compare(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let tests = tests_that_split(&llvm_source::root(ctx).join("llvm/test/Transforms/Coroutines"))?;
    ensure!(tests.len() >= AT_LEAST, "only {} tests were found", tests.len());
    let bin = &ctx.tools.llvm_bin;
    let plugin = llvm_passes::opt_plugin(ctx);
    let stock = Runner::new(bin, None, &run.scratch.join("stock"))?;
    let ours = Runner::new(bin, Some(&plugin), &run.scratch.join("ours"))?;
    let run_tests = |runner: &Runner, edit: fn(&str) -> String| -> Result<Vec<Outcome>> {
        tests.iter().map(|test| runner.run(test, edit)).collect()
    };
    let (stock, ours) = std::thread::scope(|scope| {
        let ours = scope.spawn(|| run_tests(&ours, use_our_pass));
        let stock = run_tests(&stock, str::to_owned);
        (stock, ours.join())
    });
    let ours = ours.map_err(|_| anyhow::anyhow!("the thread that runs our tests panicked"))??;

    let mut fail_in_both = Vec::new();
    let mut differ = Vec::new();
    for ((test, stock), ours) in tests.iter().zip(stock?).zip(ours) {
        let name = test.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match (stock, ours) {
            (Outcome::Passed, Outcome::Passed) => {}
            (Outcome::Failed(_), Outcome::Failed(_)) => fail_in_both.push(name),
            (Outcome::Passed, Outcome::Failed(why)) => {
                run.log.note(&format!("{name} passes with stock opt only: {why}"))?;
                differ.push(name);
            }
            (Outcome::Failed(why), Outcome::Passed) => {
                run.log.note(&format!("{name} fails with stock opt only: {why}"))?;
                differ.push(name);
            }
        }
    }
    if !differ.is_empty() {
        bail!("{} tests differ from stock opt: {}", differ.len(), differ.join(", "));
    }
    let mut summary = format!("{} of LLVM's tests give the same as with stock opt", tests.len());
    if !fail_in_both.is_empty() {
        write!(summary, "; these fail in both: {}", fail_in_both.join(", "))?;
    }
    run.log.note(&summary)?;
    let new = run.scratch.join("result");
    fsx::write(&new, summary + "\n")?;
    fsx::publish(&new, &result_path(ctx))
}

/// The tests of `dir` that name the pass and do not need what no release build of LLVM has.
fn tests_that_split(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut tests = Vec::new();
    for path in fsx::list(dir)? {
        if path.extension().is_none_or(|extension| extension != "ll") {
            continue;
        }
        let text = fsx::read(&path)?;
        let splits = run_lines::run_lines(&text).iter().any(|line| use_our_pass(line) != *line);
        if splits && !run_lines::requirements(&text).contains(&"asserts") {
            tests.push(path);
        }
    }
    Ok(tests)
}

/// Names our build of the pass where a line's `-passes=` names LLVM's `coro-split`: it runs without
/// optimization, as LLVM's does, unless the line asks for `<reuse-storage>`.
fn use_our_pass(line: &str) -> String {
    const OPTION: &str = "passes=";
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(OPTION) {
        let (before, value) = rest.split_at(start + OPTION.len());
        let quote = value.chars().next().filter(|first| ['\'', '"'].contains(first));
        let end = match quote {
            Some(quote) => value[1..].find(quote).map(|end| end + 1),
            None => value.find(char::is_whitespace),
        };
        let (pipeline, tail) = value.split_at(end.unwrap_or(value.len()));
        let renamed = rename_in_pipeline(pipeline);
        out.push_str(before);
        if quote.is_none() && renamed != pipeline {
            // Parentheses may have come in, which the shell would take for its own.
            out.push_str(&format!("'{renamed}'"));
        } else {
            out.push_str(&renamed);
        }
        rest = tail;
    }
    out + rest
}

fn rename_in_pipeline(pipeline: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    // Elements are separated by what is no part of a name with its options.
    for element in pipeline.split_inclusive(['(', ')', ',', '\'', '"']) {
        let name = element.trim_end_matches(['(', ')', ',', '\'', '"']);
        let end = &element[name.len()..];
        let ours = match name {
            "coro-split" => "llvmcoro-coro-split-O0",
            "coro-split<reuse-storage>" => "llvmcoro-coro-split",
            other => other,
        };
        let first = out.trim_start_matches(['\'', '"']).is_empty();
        if ours != name && depth == 0 && !first {
            // In a list of module passes, opt adapts its own passes over the call graph's
            // components by itself, but not a plugin's. (One that comes first makes the whole list
            // a list of such passes, and is accepted.)
            out.push_str(&format!("cgscc({ours})"));
        } else {
            out.push_str(ours);
        }
        out.push_str(end);
        match end {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::use_our_pass;

    #[test]
    fn only_the_pass_is_renamed() {
        for (line, expected) in [
            (
                "opt -passes='cgscc(coro-split),x' a/coro-split.ll",
                "opt -passes='cgscc(llvmcoro-coro-split-O0),x' a/coro-split.ll",
            ),
            ("-passes=coro-split<reuse-storage> -S", "-passes='llvmcoro-coro-split' -S"),
            ("-passes='a,coro-split' -S", "-passes='a,cgscc(llvmcoro-coro-split-O0)' -S"),
            ("-passes=\"b(coro-split,c)\"", "-passes=\"b(llvmcoro-coro-split-O0,c)\""),
            (
                "-passes='default<O1>' --pass-remarks=coro-split",
                "-passes='default<O1>' --pass-remarks=coro-split",
            ),
        ] {
            assert_eq!(use_our_pass(line), expected);
        }
    }
}
