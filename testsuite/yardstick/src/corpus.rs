//! The corpus to measure.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use llvmcoro_report::{Future, Mode, merge};
use testsuite_support::Layout;

use crate::compile::Compiler;

/// Linux on the build machine.
const HOST: &str = "x86_64-unknown-linux-gnu";
/// A Cortex-M4 with floating-point registers.
const THUMB: &str = "thumbv7em-none-eabihf";

/// Cargo's arguments for the part `embassy`. They exclude firmware for other runtimes, and programs
/// that exist for comparisons only.
const EMBASSY: &[&str] = &[
    "--locked",
    "--workspace",
    "--exclude=bare-std",
    "--exclude=embassy-costs",
    "--exclude=embassy-latency",
    "--exclude=futures-app",
    "--exclude=lilos-app",
    "--exclude=rtic-app",
    "--exclude=runtime",
    "--exclude=runtime-heap",
];

/// Something to compile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file that is a crate.
    File(PathBuf),
    /// A folder with a `Cargo.toml`, and arguments for cargo.
    Package(PathBuf, &'static [&'static str]),
}

/// Futures that are averaged together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it consists of.
    pub sources: Vec<Source>,
    /// rustc's names of the targets to compile it for.
    pub targets: Vec<&'static str>,
}

/// The whole corpus.
pub fn parts(layout: &Layout) -> Result<Vec<Part>> {
    let testsuite = layout.root.join("testsuite");
    Ok(vec![
        files("micro", &testsuite.join("frames"))?,
        files("generic", &testsuite.join("frames/generic"))?,
        Part {
            name: "embassy".to_owned(),
            sources: vec![Source::Package(testsuite.join("firmware"), EMBASSY)],
            targets: vec![THUMB],
        },
        Part {
            name: "real".to_owned(),
            sources: vec![Source::Package(testsuite.join("frames/real"), &["--locked"])],
            targets: vec![HOST],
        },
    ])
}

/// A part that consists of single files.
fn files(name: &str, folder: &Path) -> Result<Part> {
    let mut sources = vec![];
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "rs") {
            sources.push(path);
        }
    }
    sources.sort();
    Ok(Part {
        name: name.to_owned(),
        sources: sources.into_iter().map(Source::File).collect(),
        targets: vec![HOST, THUMB],
    })
}

/// A user's own file or package; for the host by default.
pub fn single(path: &Path, target: Option<&str>) -> Result<Part> {
    let source = if path.is_file() {
        Source::File(path.to_owned())
    } else if path.join("Cargo.toml").is_file() {
        Source::Package(path.to_owned(), &[])
    } else {
        bail!("{} is neither a file nor a folder with a Cargo.toml", path.display())
    };
    let known = arguments::TARGETS;
    let target = match target {
        None => HOST,
        Some(target) => match known.iter().find(|known| **known == target) {
            Some(known) => known,
            None => bail!("`{target}` is none of {known:?}"),
        },
    };
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Part { name, sources: vec![source], targets: vec![target] })
}

impl Part {
    /// Compiles it for a target with both compilers.
    pub fn measure(&self, layout: &Layout, target: &str) -> Result<Vec<Future>> {
        let compiler = Compiler::new(layout, layout.build.join("frames").join(&self.name))?;
        let ask = |mode| -> Result<_> {
            let mut answers = vec![];
            for source in &self.sources {
                answers.extend(match source {
                    Source::File(file) => compiler.file(file, target, mode)?,
                    Source::Package(folder, arguments) => {
                        compiler.package(folder, arguments, target, mode)?
                    }
                });
            }
            Ok(answers)
        };
        merge(&self.name, target, ask(Mode::Stock)?, ask(Mode::Plugin)?)
            .with_context(|| format!("the part `{}` for {target}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_can_be_chosen() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let layout = Layout {
            build: root.join("build"),
            dist: root.join("dist"),
            rustc: "rustc".into(),
            cargo: "cargo".into(),
            root,
        };
        let names: Vec<String> = parts(&layout).unwrap().into_iter().map(|p| p.name).collect();
        assert_eq!(names, arguments::PARTS);
    }
}
