//! `./x patch test`: each patch, on top of those before it, builds and does what it says.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::series;
use crate::cmd::Log;
use crate::ctx::Ctx;
use crate::fsx;
use crate::lit::{Outcome, Passes, Suite};
use crate::setup::{self, llvm_own_tests, llvm_passes, llvm_patched};

/// The sources, the pass plugin and the tests with some patches applied.
struct Stage {
    tree: PathBuf,
    plugin: PathBuf,
    tests: Vec<PathBuf>,
}

/// Applies the patches in turn. After each, the passes compile, the tests that were added so far pass,
/// those of this patch fail without it, and LLVM's own tests do as with its own passes. At the end all of
/// this once more, with assertions.
pub fn run(ctx: &Ctx) -> Result<()> {
    let patches = series::read(&super::dir(&ctx.root))?;
    let dir = ctx.build.join("patch-test");
    fsx::empty_dir(&dir)?;
    let log = Log::create(&ctx.build.join("log/patch-test.log"))?;
    let mut before: Option<Stage> = None;
    for (index, patch) in patches.iter().enumerate() {
        let name = patch.file_stem().unwrap_or_default().to_string_lossy();
        let place = dir.join((index + 1).to_string());
        let stage = Stage::build(ctx, &patches[..=index], &place, &log)
            .with_context(|| format!("with {name}; see {}", log.path().display()))?;
        let new = stage.new_tests(before.as_ref());
        stage.check_needed(ctx, &new, before.as_ref(), &dir).with_context(|| name.to_string())?;
        let report = stage.test(ctx, &stage.plugin, &dir).with_context(|| name.to_string())?;
        println!("{name}: {} new tests, which fail without it; {report}", new.len());
        before = Some(stage);
    }
    if let Some(all) = before {
        let plugin = dir.join("llvmcoro-opt-assertions.so");
        let compiler = llvm_passes::Compiler::new(ctx, &all.tree, &log)?.with_assertions();
        compiler.make_opt_plugin(&plugin).context("with assertions")?;
        let report = all.test(ctx, &plugin, &dir).context("with assertions")?;
        println!("with assertions: {report}");
    }
    fsx::remove(&dir)
}

impl Stage {
    fn build(ctx: &Ctx, patches: &[PathBuf], dir: &Path, log: &Log) -> Result<Self> {
        let tree = dir.join("source");
        let plugin = dir.join("llvmcoro-opt.so");
        llvm_patched::apply_to_copy(&setup::llvm_source_root(ctx), patches, &tree, log)?;
        llvm_passes::Compiler::new(ctx, &tree, log)?.make_opt_plugin(&plugin)?;
        let tests = llvm_own_tests::added(ctx, &tree)?;
        Ok(Self { tree, plugin, tests })
    }

    /// The tests that this stage has and the one before it has not.
    fn new_tests(&self, before: Option<&Stage>) -> Vec<PathBuf> {
        let known: BTreeSet<_> = before
            .iter()
            .flat_map(|stage| &stage.tests)
            .filter_map(|test| test.file_name())
            .collect();
        let is_new = |test: &&PathBuf| test.file_name().is_some_and(|name| !known.contains(name));
        self.tests.iter().filter(is_new).cloned().collect()
    }

    /// Refuses a new test that passes without this stage's patch.
    fn check_needed(
        &self,
        ctx: &Ctx,
        new: &[PathBuf],
        before: Option<&Stage>,
        scratch: &Path,
    ) -> Result<()> {
        let (plugin, passes) = match before {
            Some(stage) => (&stage.plugin, Passes::Patched),
            None => (&self.plugin, Passes::Stock),
        };
        let suite = Suite::new(ctx, &self.tree, plugin, &scratch.join("without"))?;
        for (test, outcome) in new.iter().zip(suite.run(new, passes)?) {
            let fails = matches!(outcome, Outcome::Failed(_));
            ensure!(fails, "{} does not fail without the patch", test.display());
        }
        Ok(())
    }

    /// Runs the tests that the patches so far add, and LLVM's own, with a plugin.
    fn test(&self, ctx: &Ctx, plugin: &Path, scratch: &Path) -> Result<String> {
        let suite = Suite::new(ctx, &self.tree, plugin, &scratch.join("with"))?;
        for (test, outcome) in self.tests.iter().zip(suite.run(&self.tests, Passes::Patched)?) {
            match outcome {
                Outcome::Passed => {}
                Outcome::Failed(why) => bail!("{} fails: {why}", test.display()),
                Outcome::Unsupported => bail!("{} needs what this LLVM lacks", test.display()),
            }
        }
        let own = llvm_own_tests::compare(ctx, &suite, &self.tree)?;
        Ok(format!("{} tests of the patches pass; {own}", self.tests.len()))
    }
}
