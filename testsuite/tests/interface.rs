//! The C interface of the patched passes (`codegen-llvmcoro/cpp/llvmcoro.h`), called from C.
//!
//! What the passes do is tested with the patches; this is about what a caller is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::scratch;
use testsuite_support::{Layout, process};

/// For the C compiler, and for one call.
const LIMIT: Duration = Duration::from_secs(60);

/// `testsuite/interface/driver.c`, compiled.
struct Driver {
    sources: PathBuf,
    program: PathBuf,
}

impl Driver {
    fn compile(test: &str) -> Result<Driver> {
        let layout = Layout::from_env()?;
        let folder = scratch(&layout, &format!("interface/{test}"))?;
        let sources = layout.root.join("testsuite/interface");
        let program = folder.join("driver");
        let llvm = PathBuf::from("/usr/lib/llvm-22");
        let mut cc = Command::new("cc");
        cc.arg("-Wall").arg("-Werror").arg(sources.join("driver.c"));
        cc.arg("-I").arg(layout.root.join("codegen-llvmcoro/cpp"));
        cc.arg("-I").arg(llvm.join("include"));
        cc.arg(layout.build.join("llvm-passes/libllvmcoro_passes.a"));
        cc.arg("-L").arg(llvm.join("lib")).args(["-lLLVM-22", "-lstdc++"]);
        cc.arg("-o").arg(&program);
        let output = process::run(&mut cc, LIMIT)?;
        ensure!(output.status.success(), "{cc:?} failed:\n{}", output.stderr);
        Ok(Driver { sources, program })
    }

    /// Whether the call succeeded, and what it reports.
    fn call(&self, function: &str, file: &Path) -> Result<(bool, String)> {
        let output = process::run(Command::new(&self.program).arg(function).arg(file), LIMIT)?;
        let code = output.status.code().context("the driver was killed")?;
        ensure!(code < 2, "{function} of {}: {}", file.display(), output.stderr);
        Ok((code == 0, output.stdout.trim_end().to_owned()))
    }
}

#[test]
fn the_split_says_which_function_it_refuses() -> Result<()> {
    let driver = Driver::compile("refused")?;
    let file = driver.sources.join("crossing.ll");
    let why = "refused: poll_more: poll_more: \
               value %crossing crosses a suspension point without a slot";
    assert_eq!(driver.call("split", &file)?, (false, why.to_owned()));

    let text = fs::read_to_string(&file)?.replace("@use(i32 %crossing)", "@use(i32 0)");
    let fine = driver.program.with_file_name("fine.ll");
    fs::write(&fine, text)?;
    assert_eq!(driver.call("split", &fine)?, (true, "done".to_owned()));
    Ok(())
}

#[test]
fn the_layout_says_what_it_objects_to() -> Result<()> {
    let driver = Driver::compile("layout")?;
    let text = fs::read_to_string(driver.sources.join("crossing.ll"))?;
    let packed = driver.program.with_file_name("packed.ll");
    fs::write(&packed, text.replace("\"8,0\"", "\"8,0\" \"coro-frame\"=\"pack\""))?;
    assert_eq!(driver.call("layout", &packed)?, (true, "done".to_owned()));
    let wrong = driver.program.with_file_name("wrong.ll");
    fs::write(&wrong, text.replace("\"8,0\"", "\"9,0\" \"coro-frame\"=\"pack\""))?;
    let why = "refused: -: poll: \"coro-index\" is not 8, 16 or 32 bits and a byte offset";
    assert_eq!(driver.call("layout", &wrong)?, (false, why.to_owned()));
    Ok(())
}

#[test]
fn coroutine_types_are_listed_and_described() -> Result<()> {
    let driver = Driver::compile("types")?;
    let file = driver.sources.join("types.ll");
    let line = "0123456789abcdef0123456789abcdef 16 4\ndone";
    assert_eq!(driver.call("types", &file)?, (true, line.to_owned()));
    assert_eq!(driver.call("describe", &file)?, (true, "done".to_owned()));
    let why = "refused: -: the coroutine types are no list";
    assert_eq!(driver.call("undescribed", &file)?, (false, why.to_owned()));
    // Without debug information, there are no types.
    let file = driver.sources.join("crossing.ll");
    assert_eq!(driver.call("types", &file)?, (true, "done".to_owned()));
    assert_eq!(driver.call("describe", &file)?, (true, "done".to_owned()));
    Ok(())
}

#[test]
fn a_time_profiler_that_does_not_run_is_an_error() -> Result<()> {
    let driver = Driver::compile("time_trace")?;
    let trace = driver.program.with_file_name("trace.json");
    let why = "refused: -: this thread has no time profiler";
    assert_eq!(driver.call("time-trace", &trace)?, (false, why.to_owned()));
    ensure!(!trace.exists(), "{} was written", trace.display());
    Ok(())
}
