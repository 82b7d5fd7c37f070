//! Asking rustc for the frames of a file or of a package and all that it uses.

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

/// A file takes a second; the dependencies of a large program a few minutes.
const LIMIT: Duration = Duration::from_secs(1200);

/// Which rustc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// rustc as it is, which also computes floors.
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

/// What the probe says of one coroutine type.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Answer {
    /// The definition's path.
    pub definition: String,
    /// The definition's place in its source.
    pub source: String,
    /// The type, with all its arguments.
    #[serde(rename = "type")]
    pub ty: String,
    /// The same for the same type by either compiler, and for no other.
    pub id: String,
    /// In bytes.
    pub size: u64,
    /// In bytes; told by stock only.
    pub floor: Option<u64>,
    /// Whether the plugin lowered it.
    pub lowered: bool,
    /// What has to be kept when; told by stock only.
    #[serde(default)]
    pub floor_states: Vec<FloorState>,
    /// The plugin's frame of what it lowered.
    #[serde(skip)]
    pub frame: Option<Frame>,
}

/// What a coroutine has to keep at one suspension, or before its first resume.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct FloorState {
    /// The place of the suspension; none before the first resume.
    pub at: Option<String>,
    /// The largest first.
    pub kept: Vec<Kept>,
}

/// A value that is kept.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Kept {
    /// The MIR local with the field in it, and the variable.
    pub name: String,
    /// Where it is declared.
    pub declared: String,
    /// What it takes.
    pub bytes: u64,
    /// It is kept only because something that is kept may hold its address.
    pub behind: bool,
}

/// What the probe says of a crate.
#[derive(Deserialize)]
struct Crate {
    /// The name of the plugin's file about the crate, without its end.
    #[serde(rename = "crate")]
    name: String,
    types: Vec<Answer>,
}

/// The program, and where it works.
pub struct Probe<'a> {
    layout: &'a Layout,
    program: PathBuf,
    folder: PathBuf,
}

impl<'a> Probe<'a> {
    /// Works in `folder`, which it makes.
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

    /// The coroutines of a package and of all that it uses.
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

    /// What the probe wrote beside a crate's metadata, and what the plugin wrote of its frames.
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

    /// The frames of a crate that the plugin wrote about, by the ids of their types.
    fn frames(&self, name: &str, target: &str) -> Result<BTreeMap<String, Frame>> {
        let path = self.layouts(target).join(format!("{name}.jsonl"));
        let text = self.read_file(&path)?;
        let frame = |line: &str| {
            let frame = Frame::from_line(line).with_context(|| path.display().to_string())?;
            Ok((frame.id.clone(), frame))
        };
        text.lines().map(frame).collect()
    }

    /// Where the plugin writes; two targets' builds of a crate may have one id.
    fn layouts(&self, target: &str) -> PathBuf {
        self.folder.join("layouts").join(target)
    }

    /// A file with paths from the project's root.
    fn read_file(&self, path: &Path) -> Result<String> {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        Ok(text.replace(&format!("{}/", self.layout.root.display()), ""))
    }

    /// Removes what another probe or another plugin made, or what was compiled against another core:
    /// cargo does not see that these have changed.
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

/// The metadata files below `folder` that cargo says belong to the build, new or not.
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
