//! LLVM's coroutine passes with our patches, compiled out of tree under names of their own.
//!
//! `llvm-patches/` says what is compiled: `series` lists the patches in order, and `build.list` has
//! lines `source PATH` (below LLVM's root) and `flag FLAG`. The same objects make two outputs: a
//! static library for the plugin and a pass plugin for `opt`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::llvm_source;
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{cmd, fsx, pins};

/// The name of the step.
pub const NAME: &str = "llvm coroutine passes";

/// Our own files that go into the static library alone.
const LIBRARY_SOURCES: &[&str] = &["entry.cpp", "options.cpp"];
/// Our own files that go into the plugin for `opt` alone.
const OPT_SOURCES: &[&str] = &["opt_plugin.cpp"];

/// The folder of both outputs.
pub fn dir(ctx: &Ctx) -> PathBuf {
    ctx.build.join("llvm-passes")
}

/// The pass plugin for `opt`.
pub fn opt_plugin(ctx: &Ctx) -> PathBuf {
    dir(ctx).join("llvmcoro-opt.so")
}

/// The step that patches and compiles.
pub fn step(ctx: &Ctx) -> Result<Step<'_>> {
    let gxx = cmd::output(Command::new("g++").arg("--version"))?;
    let mut inputs = vec![
        Input::text(ctx.tools.package_versions(pins::LLVM_PACKAGES)),
        Input::text(gxx),
        Input::text(include_str!("llvm_passes.rs")),
        Input::Tree(ctx.root.join("codegen-llvmcoro/cpp")),
    ];
    // Not the folder as a whole: its prose changes nothing here.
    let patches = fsx::list(&ctx.root.join("llvm-patches"))?;
    inputs.extend(patches.into_iter().filter(|path| is_input(path)).map(Input::File));
    Ok(Step {
        name: NAME,
        after: vec![llvm_source::NAME],
        inputs,
        outputs: vec![dir(ctx).join("libllvmcoro_passes.a"), opt_plugin(ctx)],
        advice: "if a patch in llvm-patches/ does not apply or does not compile, mend it there; \
                 the sources that it is for are in build/llvm-source/",
        action: Box::new(move |run| build(ctx, run)),
    })
}

fn is_input(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "patch")
        || ["series", "build.list"].iter().any(|name| path.ends_with(name))
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
    let patches = ctx.root.join("llvm-patches");
    let list_path = patches.join("build.list");
    let list = BuildList::parse(&fsx::read(&list_path)?)
        .with_context(|| format!("in {}", list_path.display()))?;
    let tree = run.scratch.join("source");
    patch(ctx, run, &patches, &tree)?;

    let objects = run.scratch.join("objects");
    fsx::empty_dir(&objects)?;
    let object = |source: &Path| -> PathBuf {
        objects.join(source.file_stem().expect("a source has a name")).with_extension("o")
    };
    let ours = |names: &[&str]| -> Vec<PathBuf> {
        names.iter().map(|name| ctx.root.join("codegen-llvmcoro/cpp").join(name)).collect()
    };
    let common: Vec<PathBuf> = list.sources.iter().map(|path| tree.join(path)).collect();
    let (library_only, opt_only) = (ours(LIBRARY_SOURCES), ours(OPT_SOURCES));
    let all: Vec<&PathBuf> = common.iter().chain(&library_only).chain(&opt_only).collect();
    let flags = flags(ctx, &tree, &list)?;
    in_parallel(&all, |source| {
        let mut gxx = Command::new("g++");
        gxx.args(&flags).arg("-c").arg(source).arg("-o").arg(object(source));
        run.log.run(&mut gxx).with_context(|| format!("compiling {}", source.display()))
    })?;

    let new = run.scratch.join("new");
    fsx::empty_dir(&new)?;
    let mut ar = Command::new("ar");
    ar.arg("rcsD").arg(new.join("libllvmcoro_passes.a"));
    run.log.run(ar.args(common.iter().chain(&library_only).map(|source| object(source))))?;
    let mut link = Command::new("g++");
    link.args(["-shared", "-Wl,-z,defs", "-o"])
        .arg(new.join("llvmcoro-opt.so"))
        .args(common.iter().chain(&opt_only).map(|source| object(source)))
        .arg("-L")
        .arg(ctx.tools.llvm_prefix.join("lib"))
        .arg("-lLLVM-22");
    run.log.run(&mut link)?;
    fsx::publish(&new, &dir(ctx))
}

/// A copy of LLVM's sources with the patches of the series applied, in order.
fn patch(ctx: &Ctx, run: &Run<'_>, patches: &Path, tree: &Path) -> Result<()> {
    fsx::remove(tree)?;
    let source = llvm_source::root(ctx);
    for part in ["llvm/include", "llvm/lib"] {
        fsx::copy_tree(&source.join(part), &tree.join(part))?;
    }
    let series = fsx::read(&patches.join("series"))?;
    for name in
        series.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        // No fuzz: a patch that fits only nearly is a patch for other sources.
        let mut patch = Command::new("patch");
        patch
            .args(["--strip=1", "--fuzz=0", "--batch", "--forward", "--no-backup-if-mismatch"])
            .arg("--directory")
            .arg(tree)
            .arg("--input")
            .arg(patches.join(name));
        run.log.run(&mut patch).with_context(|| format!("applying llvm-patches/{name}"))?;
    }
    Ok(())
}

/// The patched headers come first: they stand in for LLVM's installed ones.
fn flags(ctx: &Ctx, tree: &Path, list: &BuildList) -> Result<Vec<String>> {
    let mut flags = vec![
        format!("-I{}", tree.join("llvm/include").display()),
        format!("-I{}", tree.join("llvm/lib/Transforms/Coroutines").display()),
        format!("-I{}", ctx.root.join("codegen-llvmcoro/cpp").display()),
    ];
    let config = cmd::output(Command::new(&ctx.tools.llvm_config).arg("--cxxflags"))?;
    flags.extend(config.split_whitespace().map(str::to_owned));
    flags.push("-fPIC".to_owned());
    flags.extend(list.flags.iter().cloned());
    Ok(flags)
}

/// Does `work` for every item, on all cores; the first error ends it.
fn in_parallel<T: Sync>(items: &[T], work: impl Fn(&T) -> Result<()> + Sync) -> Result<()> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| -> Result<()> {
                    while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(error) = work(item) {
                            next.store(items.len(), Ordering::Relaxed);
                            return Err(error);
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err(anyhow!("a worker panicked")))
        })
    })
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
    fn work_in_parallel_visits_all_and_stops_at_an_error() {
        let seen = AtomicUsize::new(0);
        let count = |_: &u32| {
            seen.fetch_add(1, Ordering::Relaxed);
            Ok(())
        };
        in_parallel(&[1, 2, 3, 4, 5], count).unwrap();
        assert_eq!(seen.into_inner(), 5);
        let fail = |item: &u32| if *item == 2 { bail!("two") } else { Ok(()) };
        assert_eq!(in_parallel(&[1, 2, 3], fail).unwrap_err().to_string(), "two");
    }
}
