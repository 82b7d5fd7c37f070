//! The frame probe: how it is told what to do, and what it and the plugin answer.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use llvmcoro_contract::record::Frame;
use serde::Deserialize;
use serde_json::Value;

/// Selects a compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Stock rustc, which also computes floors.
    Stock,
    /// rustc with the plugin.
    Plugin,
}

impl Mode {
    /// Its name in paths and messages.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Stock => "stock",
            Mode::Plugin => "plugin",
        }
    }
}

/// The probe's answer on one coroutine type.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Answer {
    /// The definition's path.
    pub definition: String,
    /// The crate that it is in, by name and id.
    #[serde(rename = "in")]
    pub crate_name: String,
    /// Where the definition is in the source.
    pub source: String,
    /// The type with all its arguments.
    #[serde(rename = "type")]
    pub ty: String,
    /// Identifies the type; both compilers agree on it.
    pub id: String,
    /// Size in bytes.
    pub size: u64,
    /// Floor in bytes; from stock only.
    pub floor: Option<u64>,
    /// Whether the plugin lowered it.
    pub lowered: bool,
    /// Its pool, if it is a task of embassy's.
    pub pool: Option<Pool>,
    /// What must be kept in each state; from stock only.
    #[serde(default)]
    pub floor_states: Vec<FloorState>,
    /// The plugin's frame, if it lowered the coroutine.
    #[serde(skip)]
    pub frame: Option<Frame>,
}

/// The memory of a task, for as many of its kind as may run at a time.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub struct Pool {
    /// How many.
    pub tasks: u64,
    /// The bytes of all of them.
    pub bytes: u64,
}

/// What a coroutine must keep at one suspension, or before its first resume.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct FloorState {
    /// Where it suspends; `None` before the first resume.
    pub at: Option<String>,
    /// The values, largest first.
    pub kept: Vec<Kept>,
}

/// A value that is kept.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Kept {
    /// The MIR local and the field in it, and the variable.
    pub name: String,
    /// Where it is declared.
    pub declared: String,
    /// The bytes that it takes.
    pub bytes: u64,
    /// Whether it is kept only because another kept value may hold its address.
    pub behind: bool,
}

/// The probe's answer on a crate.
#[derive(Deserialize)]
struct Crate {
    /// The name of the plugin's file about the crate, without its extension.
    #[serde(rename = "crate")]
    name: String,
    types: Vec<Answer>,
}

/// The metadata of a crate that a probe compiled, with its answer beside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metadata {
    /// The file.
    pub file: PathBuf,
    /// Whether the crate is the user's, and not from a registry or a repository.
    pub is_local: bool,
}

impl Metadata {
    /// What belongs to a build according to cargo's JSON messages, new or not. What was not for the
    /// target has no answer.
    ///
    /// # Errors
    /// If a message lacks what it should contain.
    pub fn of_messages(messages: &str) -> Result<Vec<Self>> {
        let mut all = vec![];
        for line in messages.lines() {
            let message: Value = serde_json::from_str(line).context("a message of cargo's")?;
            if message["reason"] != "compiler-artifact" {
                continue;
            }
            let package = message["package_id"].as_str().context("an artifact has a package")?;
            let files = message["filenames"].as_array().context("an artifact has files")?;
            for file in files.iter().filter_map(Value::as_str).map(PathBuf::from) {
                if file.extension().is_some_and(|kind| kind == "rmeta") && answer(&file).is_file() {
                    all.push(Metadata { file, is_local: package.starts_with("path+") });
                }
            }
        }
        all.sort();
        all.dedup();
        Ok(all)
    }
}

/// What the probe writes next to a crate's metadata.
fn answer(metadata: &Path) -> PathBuf {
    metadata.with_extension("frames.json")
}

/// The probe of a distribution, and the folder where it works.
pub struct Probe {
    dist: PathBuf,
    folder: PathBuf,
    /// Paths are told relative to this folder.
    base: PathBuf,
}

impl Probe {
    /// Makes a probe that works in `folder`, and creates the folder. Paths below `base` are told
    /// relative to it.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn new(dist: PathBuf, folder: PathBuf, base: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Probe { dist, folder, base })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The compiler that cargo is to call in the place of rustc.
    pub fn rustc_for_cargo(&self) -> PathBuf {
        self.dist.join("libexec/probe/rustc")
    }

    /// The compiler.
    pub fn rustc(&self) -> PathBuf {
        self.dist.join("libexec/frame-probe")
    }

    /// Sets what a compiler for `target`, or cargo, passes on to the probe.
    pub fn instruct(&self, command: &mut Command, target: &str, mode: Mode) {
        command.env("FRAME_PROBE_SYSROOT", self.dist.join("sysroot"));
        match mode {
            Mode::Stock => command.env_remove("FRAME_PROBE_PLUGIN"),
            Mode::Plugin => command
                .env("FRAME_PROBE_PLUGIN", self.dist.join("lib/librustc_codegen_llvmcoro.so"))
                .env("FRAME_PROBE_FRAMES", self.layouts(target)),
        };
    }

    /// The coroutines of a crate, and the crate's name and id.
    ///
    /// # Errors
    /// If an answer is missing.
    pub fn read(&self, metadata: &Path, target: &str, mode: Mode) -> Result<(String, Vec<Answer>)> {
        let path = answer(metadata);
        let text = self.read_file(&path)?;
        let Crate { name, mut types } =
            serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        if mode == Mode::Plugin && types.iter().any(|answer| answer.lowered) {
            let mut frames = self.frames(&name, target)?;
            for answer in &mut types {
                answer.frame = frames.remove(&answer.id);
            }
        }
        Ok((name, types))
    }

    /// The plugin's frames of a crate, by the ids of their types.
    fn frames(&self, name: &str, target: &str) -> Result<BTreeMap<String, Frame>> {
        let path = self.layouts(target).join(format!("{name}.jsonl"));
        let text = self.read_file(&path)?;
        let frame = |line: &str| {
            let frame = Frame::from_line(line).with_context(|| path.display().to_string())?;
            Ok((frame.id.clone(), frame))
        };
        text.lines().map(frame).collect()
    }

    /// The folder that the plugin writes to. It differs by target, because two targets' builds of a
    /// crate may have the same id.
    fn layouts(&self, target: &str) -> PathBuf {
        self.folder.join("layouts").join(target)
    }

    /// Reads a file and makes its paths relative.
    fn read_file(&self, path: &Path) -> Result<String> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok(text.replace(&format!("{}/", self.base.display()), ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_with_an_answer() {
        let folder = std::env::temp_dir().join(format!("llvmcoro-report-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for name in ["liba-1", "libb-1"] {
            fs::write(folder.join(name).with_extension("frames.json"), "").unwrap();
        }
        let artifact = |package: &str, file: &str| {
            let file = folder.join(file);
            format!(
                r#"{{"reason":"compiler-artifact","package_id":"{package}#x@1","filenames":["{}"]}}"#,
                file.display()
            ) + "\n"
        };
        let messages = [
            artifact("registry+https://r", "libb-1.rmeta"),
            artifact("path+file:///a", "liba-1.rmeta"),
            artifact("path+file:///a", "liba-1.rmeta"),
            artifact("path+file:///m", "libm-1.rmeta"),
            artifact("path+file:///a", "liba-1.so"),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ];
        let found = Metadata::of_messages(&messages.concat()).unwrap();
        let metadata = |name: &str, is_local| Metadata { file: folder.join(name), is_local };
        assert_eq!(found, [metadata("liba-1.rmeta", true), metadata("libb-1.rmeta", false)]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
