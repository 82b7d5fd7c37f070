//! Runs LLVM tests by LLVM's own lit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::ctx::Ctx;
use crate::patched_opt;
use crate::{cmd, fsx};

/// What became of one test.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passed.
    Passed,
    /// It failed; lit's account of it.
    Failed(String),
    /// It needs what this LLVM lacks.
    Unsupported,
}

/// The passes that tests see as LLVM's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// LLVM's own.
    Stock,
    /// The patched ones, and those that the patches add.
    Patched,
}

/// The tests of a source tree, ready to be run.
pub struct Suite<'a> {
    ctx: &'a Ctx,
    /// Where temporary files go.
    scratch: PathBuf,
}

impl<'a> Suite<'a> {
    /// The tests below `tree/llvm/test`, for the pass plugin `plugin`. The tree gets a configuration
    /// with which lit can be started by hand, too.
    pub fn new(ctx: &'a Ctx, tree: &Path, plugin: &Path, scratch: &Path) -> Result<Self> {
        let bin = scratch.join("bin");
        patched_opt::link(&bin)?;
        let config = configuration(ctx, plugin, scratch, &bin)?;
        fsx::write(&tree.join("llvm/test/lit.site.cfg.py"), config)?;
        Ok(Self { ctx, scratch: scratch.to_owned() })
    }

    /// Runs `tests`; their outcomes, in their order.
    pub fn run(&self, tests: &[PathBuf], passes: Passes) -> Result<Vec<Outcome>> {
        if tests.is_empty() {
            return Ok(Vec::new());
        }
        let passes = match passes {
            Passes::Stock => "stock",
            Passes::Patched => "patched",
        };
        let report = self.scratch.join(format!("{passes}.json"));
        fsx::remove(&report)?;
        let result = Command::new(self.ctx.tools.llvm_bin.join("lit"))
            .args(["--quiet", "--param", &format!("passes={passes}"), "--output"])
            .arg(&report)
            .args(tests)
            .stdin(Stdio::null())
            .output()
            .context("lit could not be started")?;
        // 1 means that a test failed.
        if !matches!(result.status.code(), Some(0 | 1)) {
            bail!("lit ended with {}: {}", result.status, String::from_utf8_lossy(&result.stderr));
        }
        let mut outcomes = outcomes(&fsx::read(&report)?)?;
        tests
            .iter()
            .map(|test| {
                let name = test.file_name().unwrap_or_default().to_string_lossy();
                outcomes.remove(&*name).with_context(|| format!("lit did not run {name}"))
            })
            .collect()
    }
}

/// The configuration of the suite, which lit reads in the folder `test`.
fn configuration(ctx: &Ctx, plugin: &Path, scratch: &Path, bin: &Path) -> Result<String> {
    let ask = |option| cmd::output(Command::new(&ctx.tools.llvm_config).arg(option));
    let mut features = vec!["object-emission".to_owned()];
    let targets = ask("--targets-built")?;
    features.extend(
        targets
            .split_whitespace()
            .map(|target| format!("{}-registered-target", target.to_ascii_lowercase())),
    );
    if ask("--assertion-mode")?.trim() == "ON" {
        features.push("asserts".to_owned());
    }
    // Rust's notation of strings is Python's for what paths and names are made of.
    Ok(format!(
        "# Written by ./x. How lit runs these tests: LLVM's passes are the patched ones, unless it is\n\
         # told `--param passes=stock`.\n\
         import os\n\
         import lit.formats\n\n\
         config.name = \"LLVM\"\n\
         config.test_format = lit.formats.ShTest(execute_external=False)\n\
         config.suffixes = [\".ll\"]\n\
         config.excludes = [\"Inputs\"]\n\
         config.test_source_root = os.path.dirname(os.path.abspath(__file__))\n\
         passes = lit_config.params.get(\"passes\", \"patched\")\n\
         config.test_exec_root = os.path.join({scratch:?}, passes)\n\
         config.available_features.update({features:?})\n\
         path = [{llvm_bin:?}, config.environment[\"PATH\"]]\n\
         if passes == \"patched\":\n    \
             path.insert(0, {bin:?})\n    \
             config.environment[{opt_variable:?}] = {opt:?}\n    \
             config.environment[{plugin_variable:?}] = {plugin:?}\n\
         config.environment[\"PATH\"] = os.pathsep.join(path)\n",
        llvm_bin = ctx.tools.llvm_bin,
        opt = ctx.tools.llvm_bin.join("opt"),
        opt_variable = patched_opt::OPT,
        plugin_variable = patched_opt::PLUGIN,
    ))
}

/// Outcomes by file name, out of lit's report.
fn outcomes(report: &str) -> Result<BTreeMap<String, Outcome>> {
    let report: Value = serde_json::from_str(report).context("lit's report is no JSON")?;
    let tests = report["tests"].as_array().context("lit's report has no tests")?;
    let mut outcomes = BTreeMap::new();
    for test in tests {
        let field = |name: &str| {
            test[name].as_str().with_context(|| format!("lit's report has a test without {name}"))
        };
        // `LLVM :: Transforms/Coroutines/coro-x.ll`
        let name = field("name")?.rsplit('/').next().unwrap_or_default().to_owned();
        let outcome = match field("code")? {
            "PASS" => Outcome::Passed,
            "UNSUPPORTED" => Outcome::Unsupported,
            _ => Outcome::Failed(field("output")?.trim_end().to_owned()),
        };
        let other = outcomes.insert(name, outcome);
        ensure!(other.is_none(), "lit ran two tests of one name");
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lits_report_is_understood() {
        let report = r#"{"tests": [
            {"name": "LLVM :: a/b.ll", "code": "PASS", "output": ""},
            {"name": "LLVM :: a/c.ll", "code": "FAIL", "output": "why\n"},
            {"name": "LLVM :: a/d.ll", "code": "UNRESOLVED", "output": "no RUN line"},
            {"name": "LLVM :: a/e.ll", "code": "UNSUPPORTED", "output": ""}]}"#;
        let outcomes = outcomes(report).unwrap();
        assert_eq!(outcomes["b.ll"], Outcome::Passed);
        assert_eq!(outcomes["c.ll"], Outcome::Failed("why".to_owned()));
        assert_eq!(outcomes["d.ll"], Outcome::Failed("no RUN line".to_owned()));
        assert_eq!(outcomes["e.ll"], Outcome::Unsupported);
        assert!(super::outcomes("{}").is_err());
    }
}
