//! LLVM's coroutine passes with our patches, compiled out of tree under names of their own.
//!
//! `llvm-patches/build.list` says what is compiled, in lines `source PATH` (below LLVM's root) and
//! `flag FLAG`. The same objects make two outputs: a static library for the plugin and a pass plugin
//! for `opt`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::{llvm_patched, symbols};
use crate::cmd::Log;
use crate::ctx::Ctx;
use crate::digest::{self, Input};
use crate::step::{Run, Step};
use crate::{cmd, fsx, patch, pins};

/// The name of the step.
pub const NAME: &str = "llvm coroutine passes";

/// The static library, which the plugin contains.
const LIBRARY: &str = "libllvmcoro_passes.a";
/// The pass plugin for `opt`.
const OPT_PLUGIN: &str = "llvmcoro-opt.so";

/// Our own files that go into the static library.
const LIBRARY_SOURCES: &[&str] = &[
    "debug_types.cpp",
    "dispatch.cpp",
    "entry.cpp",
    "inner_marks.cpp",
    "leaves.cpp",
    "loops.cpp",
    "options.cpp",
    "own_addresses.cpp",
    "own_bytes.cpp",
    "pending_once.cpp",
    "pipeline.cpp",
    "stores.cpp",
];
/// Our own files that go into the plugin for `opt`. It has those passes that need no coroutines.
const OPT_SOURCES: &[&str] = &["opt_plugin.cpp", "own_addresses.cpp", "own_bytes.cpp"];

/// The folder of both outputs.
pub fn dir(ctx: &Ctx) -> PathBuf {
    ctx.build.join("llvm-passes")
}

/// The pass plugin for `opt`.
pub fn opt_plugin(ctx: &Ctx) -> PathBuf {
    dir(ctx).join(OPT_PLUGIN)
}

/// The step that compiles.
pub fn step(ctx: &Ctx) -> Result<Step<'_>> {
    Ok(Step {
        name: NAME,
        after: vec![llvm_patched::NAME],
        inputs: vec![
            Input::text(ctx.tools.package_versions(pins::LLVM_PACKAGES)),
            Input::text(gxx_version()?),
            Input::text(include_str!("llvm_passes.rs")),
            Input::text(include_str!("symbols.rs")),
            Input::File(build_list(ctx)),
            Input::Tree(ctx.root.join("codegen-llvmcoro/cpp")),
        ],
        outputs: vec![dir(ctx).join(LIBRARY), opt_plugin(ctx)],
        advice: "if a patch does not compile, mend it (`./x patch edit`); if a symbol is defined \
                 twice, rename it in llvm-patches/build.list",
        action: Box::new(move |run| build(ctx, run)),
    })
}

fn build_list(ctx: &Ctx) -> PathBuf {
    patch::dir(&ctx.root).join("build.list")
}

fn gxx_version() -> Result<String> {
    cmd::output(Command::new("g++").arg("--version"))
}

/// What `build.list` says.
#[derive(Debug, Default, PartialEq, Eq)]
struct BuildList {
    sources: Vec<String>,
    flags: Vec<String>,
}

impl BuildList {
    fn parse(text: &str) -> Result<Self> {
        let mut list = Self::default();
        for line in text.lines().map(str::trim) {
            match line.split_once(' ') {
                _ if line.is_empty() || line.starts_with('#') => {}
                Some(("source", path)) => list.sources.push(path.trim().to_owned()),
                Some(("flag", flag)) => list.flags.push(flag.trim().to_owned()),
                _ => bail!("`{line}` is neither `source PATH` nor `flag FLAG`"),
            }
        }
        ensure!(!list.sources.is_empty(), "it names no source");
        Ok(list)
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let new = run.scratch.join("new");
    fsx::empty_dir(&new)?;
    let tree = llvm_patched::root(ctx);
    let compiler = Compiler::new(ctx, &tree, run.log)?;
    let common = compiler.compile(&compiler.patched_sources())?;
    let library_own = compiler.compile(&compiler.our_sources(LIBRARY_SOURCES))?;
    let opt_own = compiler.compile(&compiler.our_sources(OPT_SOURCES))?;

    let library = new.join(LIBRARY);
    let mut ar = Command::new("ar");
    ar.arg("rcsD").arg(&library).args(&common).args(&library_own);
    run.log.run(&mut ar)?;
    compiler.link_opt_plugin(&common, &opt_own, &new.join(OPT_PLUGIN))?;
    symbols::check(&library, &ctx.tools.llvm_prefix.join("lib/libLLVM.so.1"))?;
    compiler.forget_all_but(common.iter().chain(&library_own).chain(&opt_own))?;
    fsx::publish(&new, &dir(ctx))
}

/// Compiles the passes of one source tree.
///
/// Objects are kept, under the hash of what they are made of: trees that differ in one file share all
/// others.
pub struct Compiler<'a> {
    ctx: &'a Ctx,
    tree: &'a Path,
    log: &'a Log,
    list: BuildList,
    /// The flags that name folders: no object depends on them but by the text that they bring in.
    include: Vec<String>,
    flags: Vec<String>,
    gxx: String,
}

impl<'a> Compiler<'a> {
    /// For the tree with this root.
    pub fn new(ctx: &'a Ctx, tree: &'a Path, log: &'a Log) -> Result<Self> {
        let path = build_list(ctx);
        let list = BuildList::parse(&fsx::read(&path)?)
            .with_context(|| format!("in {}", path.display()))?;
        // The patched headers come first: they stand in for LLVM's installed ones.
        let include = vec![
            format!("-I{}", tree.join("llvm/include").display()),
            format!("-I{}", tree.join("llvm/lib/Transforms/Coroutines").display()),
            format!("-I{}", ctx.root.join("codegen-llvmcoro/cpp").display()),
        ];
        let config = cmd::output(Command::new(&ctx.tools.llvm_config).arg("--cxxflags"))?;
        let mut flags: Vec<_> = config.split_whitespace().map(str::to_owned).collect();
        flags.push("-fPIC".to_owned());
        flags.extend(list.flags.iter().cloned());
        Ok(Self { ctx, tree, log, list, include, flags, gxx: gxx_version()? })
    }

    /// The same with the passes' assertions, and what else LLVM leaves out of release builds.
    pub fn with_assertions(mut self) -> Self {
        self.flags.push("-UNDEBUG".to_owned());
        self
    }

    /// The tree's sources that `build.list` names.
    pub fn patched_sources(&self) -> Vec<PathBuf> {
        self.list.sources.iter().map(|path| self.tree.join(path)).collect()
    }

    /// Our own sources with these names.
    fn our_sources(&self, names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(|name| self.ctx.root.join("codegen-llvmcoro/cpp").join(name)).collect()
    }

    fn objects(&self) -> PathBuf {
        self.ctx.build.join("llvm-objects")
    }

    /// The objects of `sources`, in their order.
    pub fn compile(&self, sources: &[PathBuf]) -> Result<Vec<PathBuf>> {
        fsx::create_dir(&self.objects())?;
        in_parallel(sources, |source| {
            self.compile_one(source).with_context(|| format!("compiling {}", source.display()))
        })
    }

    fn compile_one(&self, source: &Path) -> Result<PathBuf> {
        let gxx = || {
            let mut gxx = Command::new("g++");
            gxx.args(&self.include).args(&self.flags).arg(source);
            gxx
        };
        let text = cmd::output(gxx().args(["-E", "-P"]))?;
        let flags = self.flags.join(" ");
        let hash =
            digest::of_inputs(&[&self.gxx, &flags, &text].map(|part| Input::text(part.as_str())))?;
        let stem = source.file_stem().context("a source has a name")?.to_string_lossy();
        let object = self.objects().join(format!("{stem}-{}.o", &hash[..16]));
        if !object.is_file() {
            let new = object.with_extension("new");
            self.log.run(gxx().arg("-c").arg("-o").arg(&new))?;
            fsx::publish(&new, &object)?;
        }
        Ok(object)
    }

    /// Removes the objects of other trees.
    fn forget_all_but<'p>(&self, used: impl Iterator<Item = &'p PathBuf>) -> Result<()> {
        let used: BTreeSet<_> = used.collect();
        let objects = fsx::list(&self.objects())?;
        objects.iter().filter(|path| !used.contains(path)).try_for_each(|path| fsx::remove(path))
    }

    /// Compiles the plugin for `opt` alone, from those sources that the tree has.
    pub fn make_opt_plugin(&self, plugin: &Path) -> Result<()> {
        let mut sources = self.patched_sources();
        sources.retain(|source| source.is_file());
        let common = self.compile(&sources)?;
        let opt_own = self.compile(&self.our_sources(OPT_SOURCES))?;
        self.link_opt_plugin(&common, &opt_own, plugin)
    }

    fn link_opt_plugin(&self, common: &[PathBuf], own: &[PathBuf], plugin: &Path) -> Result<()> {
        let mut link = Command::new("g++");
        link.args(["-shared", "-Wl,-z,defs", "-o"])
            .arg(plugin)
            .args(common)
            .args(own)
            .arg("-L")
            .arg(self.ctx.tools.llvm_prefix.join("lib"))
            .arg("-lLLVM-22");
        self.log.run(&mut link)
    }
}

/// Does `work` for every item, on all cores, and returns the results in the items' order; the first
/// error ends it.
fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| -> Result<Vec<(usize, R)>> {
                    let mut done = Vec::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(item) = items.get(index) else { return Ok(done) };
                        match work(item) {
                            Ok(result) => done.push((index, result)),
                            Err(error) => {
                                next.store(items.len(), Ordering::Relaxed);
                                return Err(error);
                            }
                        }
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|_| Err(anyhow!("a worker panicked"))))
            .collect::<Result<Vec<_>>>()
    })?;
    let mut results: Vec<_> = parts.into_iter().flatten().collect();
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_list_has_sources_and_flags() {
        let list = BuildList::parse("# comment\nsource llvm/lib/A.cpp\n\nflag -O2\n").unwrap();
        assert_eq!(list.sources, ["llvm/lib/A.cpp"]);
        assert_eq!(list.flags, ["-O2"]);
        for wrong in ["", "flag -O2", "sources a.cpp", "source"] {
            assert!(BuildList::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn work_in_parallel_keeps_the_order_and_stops_at_an_error() {
        let squares = in_parallel(&[1, 2, 3, 4, 5], |item| Ok(item * item)).unwrap();
        assert_eq!(squares, [1, 4, 9, 16, 25]);
        let fail = |item: &u32| if *item == 2 { bail!("two") } else { Ok(()) };
        assert_eq!(in_parallel(&[1, 2, 3], fail).unwrap_err().to_string(), "two");
    }
}
