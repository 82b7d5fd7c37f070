//! What a prepared folder has.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::input::Input;

/// The manifest's name in the folder.
pub const FILE: &str = "manifest.json";

/// Who compiled a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compiler {
    /// Stock rustc.
    Stock,
    /// rustc with the plugin.
    Plugin,
}

impl fmt::Display for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compiler::Stock => "stock",
            Compiler::Plugin => "plugin",
        })
    }
}

/// All kernels by one compiler; files of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Assembled for the GPUs of `cpu`.
    pub cubin: String,
    /// What the driver assembles for newer GPUs.
    pub ptx: String,
    /// As compilers call it: `sm_90`.
    pub cpu: String,
}

/// How a kernel is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// With futures or generators; both compilers' are measured.
    Coroutines,
    /// Without, and with the same work in flight: stock's is measured.
    ByHand,
    /// Without, one thing after the other: stock's is measured.
    Plain,
}

impl Style {
    /// Whose kernels are measured.
    pub fn compilers(self) -> &'static [Compiler] {
        match self {
            Style::Coroutines => &[Compiler::Stock, Compiler::Plugin],
            Style::ByHand | Style::Plain => &[Compiler::Stock],
        }
    }
}

/// One kernel of a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kernel {
    /// Its entry point.
    pub name: String,
    /// How it is written.
    pub style: Style,
}

/// How many threads run a kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Launch {
    /// All of them: a multiple of `block`.
    pub threads: u32,
    /// Those of a block.
    pub block: u32,
}

/// Kernels that compute the same from the same input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workload {
    /// Its name.
    pub name: String,
    /// What the kernels read.
    pub input: Input,
    /// How many words of output each thread has.
    pub words_per_thread: u32,
    /// How many bytes the threads of a block share. If any, these wait for each other, so that all of them
    /// have to run at a time.
    pub shared_bytes: u32,
    /// The kernels.
    pub kernels: Vec<Kernel>,
    /// Each kernel runs in each of these ways.
    pub launches: Vec<Launch>,
}

impl Workload {
    /// How many words of output there are.
    pub fn output(&self, launch: &Launch) -> usize {
        launch.threads as usize * self.words_per_thread as usize
    }

    /// Writes what the host computed.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_expected(&self, folder: &Path, launch: &Launch, words: &[u32]) -> Result<()> {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let path = folder.join(self.expected_file(launch));
        fs::write(&path, bytes).with_context(|| path.display().to_string())
    }

    /// Reads what the host computed.
    ///
    /// # Errors
    /// If the file cannot be read, or has another size.
    pub fn expected(&self, folder: &Path, launch: &Launch) -> Result<Vec<u32>> {
        let path = folder.join(self.expected_file(launch));
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let (words, rest) = bytes.as_chunks();
        let words: Vec<u32> = words.iter().map(|word| u32::from_le_bytes(*word)).collect();
        ensure!(
            rest.is_empty() && words.len() == self.output(launch),
            "{} has {} bytes",
            path.display(),
            bytes.len()
        );
        Ok(words)
    }

    fn expected_file(&self, launch: &Launch) -> String {
        format!("{}.{}.expected", self.name, launch.threads)
    }
}

/// What a prepared folder has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The kernels by both compilers.
    pub modules: BTreeMap<Compiler, Module>,
    /// What is run, in order.
    pub workloads: Vec<Workload>,
}

impl Manifest {
    /// Writes it into the folder.
    ///
    /// # Errors
    /// If that is not possible.
    pub fn save(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        let text = serde_json::to_string_pretty(self)?;
        fs::write(&path, text + "\n").with_context(|| path.display().to_string())
    }

    /// Reads it.
    ///
    /// # Errors
    /// If the folder has none, or it cannot be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).with_context(|| {
            format!("{}: `./x gpu --prepare FOLDER` makes such a folder", path.display())
        })?;
        serde_json::from_str(&text).with_context(|| path.display().to_string())
    }

    /// The workload with this name.
    ///
    /// # Errors
    /// If there is none.
    pub fn workload(&self, name: &str) -> Result<&Workload> {
        let found = self.workloads.iter().find(|workload| workload.name == name);
        found.with_context(|| format!("there is no workload {name}"))
    }
}
