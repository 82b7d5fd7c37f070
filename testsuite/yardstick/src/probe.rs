//! Asks rustc for the frames of a file, or of a package and everything it uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use llvmcoro_contract::record::Frame;
use serde::Deserialize;
use testsuite_support::{Layout, cargo, process};

/// A file takes a second; the dependencies of a large program take a few minutes.
const LIMIT: Duration = Duration::from_secs(1200);

/// Selects a compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Stock rustc, which also computes floors.
    Stock,
    /// rustc with the plugin.
    Plugin,
}

impl Mode {
    fn name(self) -> &'static str {
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
    /// What must be kept in each state; from stock only.
    #[serde(default)]
    pub floor_states: Vec<FloorState>,
    /// The plugin's frame, if it lowered the coroutine.
    #[serde(skip)]
    pub frame: Option<Frame>,
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

/// The probe, and the folder that it works in.
pub struct Probe<'a> {
    layout: &'a Layout,
    program: PathBuf,
    folder: PathBuf,
}

impl<'a> Probe<'a> {
    /// Makes a probe that works in `folder`, and creates the folder.
    pub fn new(layout: &'a Layout, folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        let program = layout.dist.join("libexec/frame-probe");
        Ok(Probe { layout, program, folder })
    }

    /// The coroutines of a source file.
    pub fn file(&self, source: &Path, target: &str, mode: Mode) -> Result<Vec<Answer>> {
        let stem = source.file_stem().context("a source file has a name")?.to_string_lossy();
        let metadata = self.folder.join(format!("{stem}-{target}-{}.rmeta", mode.name()));
        let mut command = cargo::clean(&self.program);
        command.args(["--edition=2024", "--emit=metadata", "-Awarnings", "--target", target]);
        // A file without a main function is a library.
        let text = fs::read_to_string(source).with_context(|| source.display().to_string())?;
        if !text.contains("fn main(") {
            command.arg("--crate-type=lib");
        }
        command.arg("-o").arg(&metadata).arg(source);
        self.run(&mut command, target, mode, source)?;
        self.read(&metadata, target, mode)
    }

    /// The coroutines of a package and of everything it uses.
    pub fn package(
        &self,
        folder: &Path,
        arguments: &[&str],
        target: &str,
        mode: Mode,
    ) -> Result<Vec<Answer>> {
        let target_dir = self.folder.join(mode.name());
        self.forget_if_changed(&target_dir, target)?;
        let mut command = cargo::clean(&self.layout.cargo);
        command
            .current_dir(folder)
            .args(["check", "--message-format=json-render-diagnostics", "--target", target])
            .args(arguments)
            .env("RUSTC", &self.program)
            .env("CARGO_TARGET_DIR", &target_dir);
        let messages = self.run(&mut command, target, mode, folder)?;
        let mut answers = vec![];
        for metadata in metadata_files(&messages, &target_dir.join(target))? {
            answers.extend(self.read(&metadata, target, mode)?);
        }
        Ok(answers)
    }

    fn run(&self, command: &mut Command, target: &str, mode: Mode, what: &Path) -> Result<String> {
        command.env("FRAME_PROBE_SYSROOT", self.layout.dist.join("sysroot"));
        if mode == Mode::Plugin {
            command.env("FRAME_PROBE_PLUGIN", plugin(self.layout));
            command.env("FRAME_PROBE_FRAMES", self.layouts(target));
        }
        let output = process::run(command, LIMIT)?;
        if !output.status.success() {
            bail!(
                "{} could not be compiled ({}, {}):\n{}",
                what.display(),
                mode.name(),
                output.status,
                output.stderr
            );
        }
        Ok(output.stdout)
    }

    /// Reads what the probe wrote next to a crate's metadata, and the plugin's frames.
    fn read(&self, metadata: &Path, target: &str, mode: Mode) -> Result<Vec<Answer>> {
        let path = metadata.with_extension("frames.json");
        let text = self.read_file(&path)?;
        let Crate { name, mut types } =
            serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        if mode == Mode::Plugin && types.iter().any(|answer| answer.lowered) {
            let mut frames = self.frames(&name, target)?;
            for answer in &mut types {
                answer.frame = frames.remove(&answer.id);
            }
        }
        Ok(types)
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

    /// Reads a file and makes its paths relative to the project's root.
    fn read_file(&self, path: &Path) -> Result<String> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok(text.replace(&format!("{}/", self.layout.root.display()), ""))
    }

    /// Removes outputs of another probe or plugin, or compiled against another core, because cargo
    /// does not notice that these have changed.
    fn forget_if_changed(&self, target_dir: &Path, target: &str) -> Result<()> {
        let mut hasher = DefaultHasher::new();
        for file in [&self.program, &plugin(self.layout)] {
            hasher.write(&fs::read(file).with_context(|| file.display().to_string())?);
        }
        hasher.write_u64(self.layout.sysroot_stamp(target)?);
        let key = format!("{:016x}", hasher.finish());
        let stamp = target_dir.join(format!("{target}.key"));
        if fs::read_to_string(&stamp).ok().as_ref() == Some(&key) {
            return Ok(());
        }
        let old = target_dir.join(target);
        if old.exists() {
            fs::remove_dir_all(&old).with_context(|| old.display().to_string())?;
        }
        fs::create_dir_all(target_dir).with_context(|| target_dir.display().to_string())?;
        fs::write(&stamp, key).with_context(|| stamp.display().to_string())
    }
}

fn plugin(layout: &Layout) -> PathBuf {
    layout.dist.join("lib/librustc_codegen_llvmcoro.so")
}

/// The metadata files below `folder` that belong to the build according to cargo, new or not.
fn metadata_files(messages: &str, folder: &Path) -> Result<BTreeSet<PathBuf>> {
    #[derive(Deserialize)]
    struct Message {
        reason: String,
        #[serde(default)]
        filenames: Vec<PathBuf>,
    }
    let mut files = BTreeSet::new();
    for line in messages.lines() {
        let message: Message = serde_json::from_str(line).context("a message of cargo's")?;
        if message.reason == "compiler-artifact" {
            let metadata = |file: &PathBuf| {
                file.starts_with(folder) && file.extension().is_some_and(|kind| kind == "rmeta")
            };
            files.extend(message.filenames.into_iter().filter(metadata));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_of_the_target_alone() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","filenames":["/t/x/debug/deps/liba-1.rmeta"]}"#,
            "\n",
            r#"{"reason":"compiler-artifact","filenames":["/t/debug/deps/libm-1.so"]}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
        );
        let files = metadata_files(messages, Path::new("/t/x")).unwrap();
        assert_eq!(files, [PathBuf::from("/t/x/debug/deps/liba-1.rmeta")].into());
        assert!(metadata_files("no json", Path::new("/t")).is_err());
    }
}
