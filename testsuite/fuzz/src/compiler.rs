//! Compiling a random program and running it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite::{Configuration, Ending, Lowered, Panic, Rustc};
use testsuite_support::{Layout, cargo, firmware, process};

use crate::build::Build;
use crate::flags::Flags;
use crate::source::{Files, LIBRARY};

/// Sixteen programs take half a minute with LTO; this is for machines that are busy with other things.
const COMPILE_LIMIT: Duration = Duration::from_secs(600);

/// Programs end after a fraction of a second.
const RUN_LIMIT: Duration = Duration::from_secs(30);

/// Valgrind needs some fifty times as long.
const VALGRIND_LIMIT: Duration = Duration::from_secs(300);

/// The status of memcheck's complaint; no program ends by it.
const COMPLAINT: i32 = 113;

/// The folder of `ld.lld`, Debian's package lld-22.
const LLD: &str = "/usr/lib/llvm-22/bin";

/// Where programs run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// This machine.
    Host,
    /// A Cortex-M4 under QEMU.
    Thumb,
    /// 32-bit RISC-V under QEMU.
    Riscv32,
    /// WebAssembly in Node.
    Wasm32,
}

impl Target {
    /// The panic strategies that programs are compiled for.
    pub fn strategies(self) -> &'static [Panic] {
        match self {
            Target::Host => &[Panic::Abort, Panic::Unwind],
            Target::Thumb | Target::Riscv32 | Target::Wasm32 => &[Panic::Abort],
        }
    }

    /// Whether the plugin lowers what is compiled with `panic=unwind`, at least as a library.
    pub fn lowers_unwinding(self) -> bool {
        self != Target::Wasm32
    }

    /// The target of the firmware that it is, if it is not this machine.
    fn board(self) -> Option<firmware::Target> {
        match self {
            Target::Host => None,
            Target::Thumb => Some(firmware::Target::SoftFloat),
            Target::Riscv32 => Some(firmware::Target::Riscv32),
            Target::Wasm32 => Some(firmware::Target::Wasm32),
        }
    }
}

impl From<arguments::Target> for Target {
    fn from(target: arguments::Target) -> Self {
        match target {
            arguments::Target::Host => Target::Host,
            arguments::Target::Thumbv7em => Target::Thumb,
            arguments::Target::Riscv32 => Target::Riscv32,
            arguments::Target::Wasm32 => Target::Wasm32,
        }
    }
}

/// As on the command line.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Target::Host => "host",
            Target::Thumb => "thumbv7em",
            Target::Riscv32 => "riscv32",
            Target::Wasm32 => "wasm32",
        })
    }
}

/// What a program did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// What it printed, without the sizes.
    pub trace: Vec<String>,
    /// Roots and the sizes of their futures in bytes.
    pub sizes: Vec<(String, u64)>,
    /// What memcheck complains of, if it ran.
    pub memcheck: Option<String>,
}

/// Compiles programs for one target, with a prelude for each panic strategy.
#[derive(Clone, Debug)]
pub struct Compiler {
    layout: Layout,
    target: Target,
    folder: PathBuf,
    valgrind: bool,
    mutation: Option<String>,
}

impl Compiler {
    /// Makes the preludes; `folder` is for everything that is made, and has to exist.
    ///
    /// # Errors
    /// If a prelude cannot be compiled.
    pub fn new(layout: &Layout, target: Target, folder: &Path) -> Result<Self> {
        let compiler = Compiler {
            layout: layout.clone(),
            target,
            folder: folder.to_owned(),
            valgrind: false,
            mutation: None,
        };
        for &panic in target.strategies() {
            let library = compiler.prelude(panic);
            let parent = library.parent().context("a file is in a folder")?;
            fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
            let source = layout.root.join("testsuite/fuzz/prelude/prelude.rs");
            let mut flags = Configuration::new("0", panic).flags();
            flags.push("--crate-type=rlib".to_owned());
            let output = compiler.rustc(Rustc::Stock, &source, &library, &flags)?;
            ensure!(output.status.success(), "the prelude does not compile:\n{}", output.stderr);
        }
        Ok(compiler)
    }

    /// What the plugin compiles runs under valgrind's memcheck.
    ///
    /// # Errors
    /// If programs do not run on this machine.
    pub fn with_valgrind(self) -> Result<Self> {
        ensure!(self.target == Target::Host, "valgrind is for programs of the host");
        Ok(Compiler { valgrind: true, ..self })
    }

    /// The plugin makes a mistake.
    pub fn with_mutation(self, name: &str) -> Self {
        Compiler { mutation: Some(name.to_owned()), ..self }
    }

    /// The target that this is for.
    pub fn target(&self) -> Target {
        self.target
    }

    /// Where things are made.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn prelude(&self, panic: Panic) -> PathBuf {
        self.folder.join("prelude").join(panic.name()).join("libprelude.rlib")
    }

    fn rustc(
        &self,
        rustc: Rustc,
        source: &Path,
        output: &Path,
        flags: &[String],
    ) -> Result<process::Output> {
        let mut command = match rustc {
            Rustc::Stock => {
                let mut command = cargo::clean(&self.layout.rustc);
                command.arg("--sysroot").arg(self.layout.dist.join("sysroot"));
                command
            }
            Rustc::Plugin => {
                let mut command = cargo::clean(self.layout.dist.join("bin/rustc-llvmcoro"));
                command.arg("-Cllvm-args=-llvmcoro-deny-fallback");
                if let Some(name) = &self.mutation {
                    command.arg(self.layout.mutated_plugin_flag());
                    command.arg(format!("-Cllvm-args=-llvmcoro-test-mutation={name}"));
                }
                command
            }
        };
        command.env("RUSTC_BOOTSTRAP", "1");
        command.args(["--edition=2024", "-Awarnings", "-Coverflow-checks=off"]);
        match self.target.board() {
            None => {
                command.args(["-Clink-arg=-fuse-ld=lld", &format!("-Clink-arg=-B{LLD}")]);
            }
            Some(board) => {
                command.arg(format!("--target={}", board.triple()));
            }
        }
        match self.target {
            Target::Host => {}
            Target::Thumb | Target::Riscv32 => {
                let script = format!("testsuite/fuzz/prelude/{}.ld", self.target);
                let script = self.layout.root.join(script);
                command.arg(format!("-Clink-arg=-T{}", script.display()));
            }
            // A program without Rust's own `main` exports nothing.
            Target::Wasm32 => {
                command.arg("-Clink-arg=--export=main");
            }
        }
        command.args(flags).arg(source).arg("-o").arg(output);
        process::run(&mut command, COMPILE_LIMIT)
    }

    /// Compiles a program, both crates if there are two; what the compiler said if it failed. A
    /// library that is there already, from another build, is taken as it is.
    ///
    /// # Errors
    /// If the compiler cannot be started or does not end.
    pub fn compile(
        &self,
        rustc: Rustc,
        build: Build,
        flags: &Flags,
        files: &Files,
        stages: Option<&Path>,
    ) -> Result<std::result::Result<PathBuf, String>> {
        let mut common = flags.common();
        // The library, too, has to fit to the prelude that the driver is linked with.
        let prelude = self.prelude(build.driver.panic);
        common.push(format!("--extern=prelude={}", prelude.display()));
        common.extend(
            stages.map(|folder| format!("-Cllvm-args=-llvmcoro-dump={}", folder.display())),
        );
        let mut driver_flags = [build.driver.flags(), common.clone()].concat();
        if let Some((source, configuration)) = files.library.as_ref().zip(build.library) {
            let name = format!("{}-{}-{configuration}", rustc.name(), build.driver.panic.name());
            let library = source.with_extension(name).join(format!("lib{LIBRARY}.rlib"));
            if !library.exists() {
                let folder = library.parent().context("a file is in a folder")?;
                fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
                let mut flags = [configuration.flags(), common].concat();
                flags.push("--crate-type=rlib".to_owned());
                let result = self.rustc(rustc, source, &library, &flags)?;
                if !result.status.success() {
                    return Ok(Err(result.stderr));
                }
            }
            driver_flags.push(format!("--extern={LIBRARY}={}", library.display()));
        }
        driver_flags.extend(build.lto.map(|lto| format!("-Clto={lto}")));
        let output = files.driver.with_extension(format!("{}-{build}", rustc.name()));
        let result = self.rustc(rustc, &files.driver, &output, &driver_flags)?;
        Ok(if result.status.success() { Ok(output) } else { Err(result.stderr) })
    }

    /// Whether stock rustc takes a program, which is not compiled to its end.
    ///
    /// # Errors
    /// If the compiler cannot be started or does not end.
    pub fn stock_accepts(&self, name: &str, source: &str) -> Result<bool> {
        let folder = self.program_folder(name)?;
        let files = Files::write(&folder, source)?;
        let prelude = self.prelude(self.target.strategies()[0]);
        let mut flags =
            vec![format!("--extern=prelude={}", prelude.display()), "--emit=metadata".to_owned()];
        let metadata = folder.join(format!("lib{LIBRARY}.rmeta"));
        let library = match &files.library {
            Some(library) => {
                let library_flags = [&flags[..], &["--crate-type=rlib".to_owned()]].concat();
                flags.push(format!("--extern={LIBRARY}={}", metadata.display()));
                self.rustc(Rustc::Stock, library, &metadata, &library_flags)?.status.success()
            }
            None => true,
        };
        let accepted = library && {
            let output = folder.join("driver.rmeta");
            self.rustc(Rustc::Stock, &files.driver, &output, &flags)?.status.success()
        };
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(accepted)
    }

    /// An empty folder for what is made of the program with this name.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn program_folder(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(folder)
    }

    /// Runs a program and removes it.
    ///
    /// # Errors
    /// If it does not end in time.
    pub fn run(&self, rustc: Rustc, program: &Path) -> Result<Outcome> {
        let mut memcheck = None;
        let (ending, stdout) = match self.target {
            Target::Host if self.valgrind && rustc == Rustc::Plugin => {
                let mut command = cargo::clean("valgrind");
                command.args(["--quiet", &format!("--error-exitcode={COMPLAINT}")]).arg(program);
                let output = process::run(&mut command, VALGRIND_LIMIT)?;
                memcheck = (output.status.code() == Some(COMPLAINT)).then_some(output.stderr);
                (Ending::of(output.status)?, output.stdout)
            }
            _ => match self.target.board() {
                None => {
                    let output = process::run(&mut cargo::clean(program), RUN_LIMIT)?;
                    (Ending::of(output.status)?, output.stdout)
                }
                Some(board) => {
                    let execution = board.board().run(program)?;
                    (Ending::Status(execution.status), execution.stdout)
                }
            },
        };
        fs::remove_file(program).with_context(|| program.display().to_string())?;
        let mut outcome = Outcome { ending, trace: vec![], sizes: vec![], memcheck };
        for line in stdout.lines() {
            match line.strip_prefix("size ").and_then(|rest| rest.split_once(' ')) {
                Some((root, size)) => outcome.sizes.push((root.to_owned(), size.parse()?)),
                None => outcome.trace.push(line.to_owned()),
            }
        }
        Ok(outcome)
    }

    /// How many coroutines the dumps in `folder` show.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn lowered(&self, folder: &Path) -> Result<usize> {
        Ok(Lowered::in_folder(folder).count()?.lowered)
    }
}
