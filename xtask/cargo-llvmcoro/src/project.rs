//! A project that is built for the tool's own purposes: by stock, by the plugin, by the frame probe.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use llvmcoro_report::artifact::Artifact;
use llvmcoro_report::{Answer, Future, Metadata, Mode, Probe, merge};
use serde_json::Value;

use crate::cargo;
use crate::dist::Dist;
use crate::selection::Selection;

/// Files of programs, by package and name.
pub type Programs = BTreeMap<(String, String), PathBuf>;

/// A project, and what of it is built.
pub struct Project<'a> {
    dist: &'a Dist,
    selection: &'a Selection,
    /// rustc's name of the target.
    pub target: String,
    /// What cargo tells of it.
    pub metadata: Value,
    /// Where things are built, below the project's own target folder.
    folder: PathBuf,
    /// The root of the workspace.
    root: PathBuf,
}

/// Which of the futures are of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Those whose definitions are in packages of the user's.
    Local,
    /// Those of the whole graph of crates.
    Graph,
}

impl<'a> Project<'a> {
    /// Asks cargo for the project.
    ///
    /// # Errors
    /// If there is none.
    pub fn new(dist: &'a Dist, selection: &'a Selection) -> Result<Self> {
        let metadata = selection.metadata()?;
        let path = |key: &str| -> Result<PathBuf> {
            let path = metadata[key].as_str();
            Ok(path.with_context(|| format!("cargo tells no {key}"))?.into())
        };
        let (folder, root) = (path("target_directory")?.join("llvmcoro"), path("workspace_root")?);
        let target = selection.target()?;
        Ok(Project { dist, selection, target, metadata, folder, root })
    }

    /// Builds by stock or by the plugin.
    ///
    /// # Errors
    /// If cargo fails.
    pub fn build(&self, mode: Mode) -> Result<Programs> {
        let rustc = match mode {
            Mode::Stock => self.dist.stock_shim("rustc"),
            Mode::Plugin => self.dist.shim("rustc"),
        };
        let mut command = self.cargo("build", rustc, self.folder.join(mode.name()));
        command.env(cargo::SAME_VERSION, "1");
        executables(&run(&mut command, &format!("building by {}", mode.name()))?)
    }

    /// Builds by the plugin, so that the programs tell how much stack their functions take.
    ///
    /// # Errors
    /// If cargo fails.
    pub fn build_with_stacks(&self) -> Result<Programs> {
        let mut command = self.cargo("build", self.dist.shim("rustc"), self.folder.join("stacks"));
        command.env(cargo::STACK_SIZES, "1");
        executables(&run(&mut command, "building for the stack of polls")?)
    }

    /// Measures the futures by both compilers.
    ///
    /// # Errors
    /// If cargo fails, or the compilers know different futures.
    pub fn futures(&self, of: Of) -> Result<Vec<Future>> {
        let folder = self.folder.join("frames").join(self.selection.profile());
        let probe = Probe::new(self.dist.root().to_owned(), folder, self.root.clone())?;
        let mut local = BTreeSet::new();
        let mut ask = |mode: Mode| -> Result<Vec<Answer>> {
            let folder = probe.folder().join(mode.name());
            let mut cargo = self.cargo("check", probe.rustc_for_cargo(), folder);
            probe.instruct(&mut cargo, &self.target, mode);
            let messages = run(&mut cargo, &format!("measuring futures by {}", mode.name()))?;
            let mut answers = vec![];
            for metadata in Metadata::of_messages(&messages)? {
                let (name, types) = probe.read(&metadata.file, &self.target, mode)?;
                if metadata.is_local {
                    local.insert(name);
                }
                answers.extend(types);
            }
            Ok(answers)
        };
        let (stock, plugin) = (ask(Mode::Stock)?, ask(Mode::Plugin)?);
        let name = self.root.file_name().unwrap_or_default().to_string_lossy();
        let mut futures = merge(&name, &self.target, stock, plugin)?;
        if of == Of::Local {
            futures.retain(|future| local.contains(&future.crate_name));
        }
        Ok(futures)
    }

    /// Cargo with a compiler, telling its messages as JSON.
    fn cargo(&self, command: &str, rustc: PathBuf, target_dir: PathBuf) -> Command {
        let mut cargo = Command::new(cargo::program());
        cargo
            .arg(command)
            .args(["--message-format=json", "--target", &self.target])
            .args(self.selection.args())
            .arg("--target-dir")
            .arg(target_dir);
        cargo::compile_by(&mut cargo, rustc, self.dist.shim("rustdoc"));
        cargo
    }
}

/// The programs that cargo built, by package and name.
fn executables(messages: &str) -> Result<Programs> {
    let artifacts = Artifact::of_messages(messages, &[]).context("cargo's messages")?;
    let mut programs = Programs::new();
    for artifact in artifacts {
        let Some(file) = artifact.executable else { continue };
        let program = (artifact.package, artifact.name);
        let same = programs.iter().find(|(other, at)| **at == file && **other != program);
        // Cargo only warns, and leaves the last one's program there.
        if let Some(((package, name), _)) = same {
            let (of, other) = program;
            let file = file.display();
            bail!("`{name}` of {package} and `{other}` of {of} are one file, {file}: choose one");
        }
        programs.insert(program, file);
    }
    Ok(programs)
}

/// Runs cargo with its progress shown. Warnings, which every build would repeat, are left out.
fn run(cargo: &mut Command, purpose: &str) -> Result<String> {
    eprintln!("cargo llvmcoro: {purpose}");
    let output = cargo
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be started")?;
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        for line in messages.lines() {
            let message: Value = serde_json::from_str(line).unwrap_or_default();
            let message = &message["message"];
            if message["level"].as_str().is_some_and(|level| level.starts_with("error")) {
                eprintln!("{}", message["rendered"].as_str().unwrap_or_default());
            }
        }
        bail!("{purpose} failed");
    }
    Ok(messages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_share_a_file_are_an_error() {
        let artifact = |package: &str, file: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"registry+https://r#{package}@1.0.0",
                "manifest_path":"/{package}/Cargo.toml","filenames":["{file}"],"executable":"{file}",
                "target":{{"name":"hello","src_path":"/{package}/hello.rs"}},
                "profile":{{"test":false}}}}"#
            )
            .replace('\n', "")
                + "\n"
        };
        let apart = artifact("a", "/t/hello") + &artifact("b", "/t/other");
        let programs = executables(&apart).unwrap();
        assert_eq!(programs[&("b".to_owned(), "hello".to_owned())], PathBuf::from("/t/other"));
        let together = artifact("a", "/t/hello") + &artifact("b", "/t/hello");
        let message = executables(&together).unwrap_err().to_string();
        assert!(message.contains("`hello` of a and `hello` of b"), "{message}");
    }
}
