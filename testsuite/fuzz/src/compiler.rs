//! Compiling a random program and running it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use testsuite::{Configuration, Ending, Lowered, Panic, Rustc};
use testsuite_support::{Layout, cargo, process, qemu};

/// A program takes a second or two; this is for machines that are busy with other things.
const COMPILE_LIMIT: Duration = Duration::from_secs(120);

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
}

impl Target {
    /// The configurations in which the plugin compiles; stock compiles at opt-level 0. The number of
    /// codegen units is a matter of the seed.
    pub fn configurations(self, seed: u64) -> Vec<Configuration> {
        let units = [None, Some(1), None, Some(16)][(seed % 4) as usize];
        let (levels, strategies): (&[_], &[_]) = match self {
            Target::Host => (&["0", "3"], &[Panic::Abort, Panic::Unwind]),
            Target::Thumb => (&["0", "s"], &[Panic::Abort]),
        };
        let every = |&panic| levels.iter().map(move |&opt| Configuration { opt, panic, units });
        strategies.iter().flat_map(every).collect()
    }
}

impl From<arguments::Target> for Target {
    fn from(target: arguments::Target) -> Self {
        match target {
            arguments::Target::Host => Target::Host,
            arguments::Target::Thumbv7em => Target::Thumb,
        }
    }
}

/// As on the command line.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Target::Host => "host",
            Target::Thumb => "thumbv7em",
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
        for configuration in target.configurations(0) {
            let library = compiler.prelude(configuration.panic);
            if library.exists() {
                continue;
            }
            let parent = library.parent().context("a file is in a folder")?;
            fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
            let source = layout.root.join("testsuite/fuzz/prelude/prelude.rs");
            let stock = Configuration { opt: "0", ..configuration };
            let output = compiler.rustc(
                Rustc::Stock,
                stock,
                &source,
                &library,
                &["--crate-type=rlib".to_owned()],
            )?;
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
        configuration: Configuration,
        source: &Path,
        output: &Path,
        flags: &[String],
    ) -> Result<process::Output> {
        let mut command = match rustc {
            Rustc::Stock => {
                let mut command = cargo::clean(&self.layout.rustc);
                command.arg("--sysroot").arg(self.layout.dist.join("sysroot"));
                command.env("RUSTC_BOOTSTRAP", "1");
                command
            }
            Rustc::Plugin => {
                let mut command = cargo::clean(self.layout.dist.join("bin/rustc-llvmcoro"));
                command.arg("-Cllvm-args=-llvmcoro-deny-fallback");
                if let Some(name) = &self.mutation {
                    command.arg(format!("-Cllvm-args=-llvmcoro-test-mutation={name}"));
                }
                command
            }
        };
        command.args(["--edition=2024", "-Awarnings", "-Coverflow-checks=off"]);
        match self.target {
            Target::Host => {
                command.args(["-Clink-arg=-fuse-ld=lld", &format!("-Clink-arg=-B{LLD}")]);
            }
            Target::Thumb => {
                let script = self.layout.root.join("testsuite/fuzz/prelude/board.ld");
                command.arg("--target=thumbv7em-none-eabi");
                command.args([format!("-Clinker={LLD}/ld.lld"), "-Clinker-flavor=ld.lld".into()]);
                command.arg(format!("-Clink-arg=-T{}", script.display()));
            }
        }
        command.args(configuration.flags()).args(flags).arg(source).arg("-o").arg(output);
        process::run(&mut command, COMPILE_LIMIT)
    }

    /// Compiles `source`; what the compiler said if it failed.
    ///
    /// # Errors
    /// If the compiler cannot be started or does not end.
    pub fn compile(
        &self,
        rustc: Rustc,
        configuration: Configuration,
        source: &Path,
        debug_info: bool,
        stages: Option<&Path>,
    ) -> Result<std::result::Result<PathBuf, String>> {
        let output = source.with_extension(format!("{}-{configuration}", rustc.name()));
        let prelude = self.prelude(configuration.panic);
        let mut flags = vec![format!("--extern=prelude={}", prelude.display())];
        flags.extend(debug_info.then(|| "-g".to_owned()));
        flags.extend(
            stages.map(|folder| format!("-Cllvm-args=-llvmcoro-dump={}", folder.display())),
        );
        let result = self.rustc(rustc, configuration, source, &output, &flags)?;
        Ok(if result.status.success() { Ok(output) } else { Err(result.stderr) })
    }

    /// Whether stock rustc takes a program, which is not compiled to its end.
    ///
    /// # Errors
    /// If the compiler cannot be started or does not end.
    pub fn stock_accepts(&self, name: &str, source: &str) -> Result<bool> {
        let path = self.folder.join(name).with_extension("rs");
        let output = path.with_extension("rmeta");
        fs::write(&path, source).with_context(|| path.display().to_string())?;
        let [first, ..] = self.target.configurations(0)[..] else { bail!("no configuration") };
        let flags = [
            format!("--extern=prelude={}", self.prelude(first.panic).display()),
            "--emit=metadata".to_owned(),
        ];
        let result = self.rustc(Rustc::Stock, first, &path, &output, &flags)?;
        for file in [&path, &output] {
            if file.exists() {
                fs::remove_file(file).with_context(|| file.display().to_string())?;
            }
        }
        Ok(result.status.success())
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
            Target::Host => {
                let output = process::run(&mut cargo::clean(program), RUN_LIMIT)?;
                (Ending::of(output.status)?, output.stdout)
            }
            Target::Thumb => {
                let execution = qemu::run(program, None)?;
                (Ending::Status(execution.status), execution.stdout)
            }
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
