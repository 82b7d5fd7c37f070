//! Builds the programs of `testsuite/firmware`, with stock rustc and with the plugin.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::artifact::Artifact;
use crate::library::Library;
use crate::outputs::Inputs;
use crate::{Board, Layout, cargo, process};

/// The targets' linker: rustc's default, rust-lld, is not part of Debian's rustc.
const LINKER: &str = "ld.lld-22";

/// A build from scratch takes about a minute on two cores.
const LIMIT: Duration = Duration::from_secs(900);

/// Selects the compiler for the firmware.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compiler {
    /// Stock rustc.
    Stock,
    /// rustc with the plugin, through `cargo llvmcoro`.
    Plugin,
}

impl Compiler {
    /// A cargo that compiles by it. The crates in `bootstrap`, a list with
    /// commas, and no others may use `#![feature]`.
    pub fn cargo(self, layout: &Layout, bootstrap: &str) -> Command {
        let mut command = match self {
            Compiler::Stock => {
                let mut command = cargo::clean(&layout.cargo);
                command.env("RUSTC", &layout.rustc);
                command
            }
            Compiler::Plugin => {
                let mut command = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
                // Cargo itself calls it like this for `cargo llvmcoro`.
                command.arg("llvmcoro");
                command
            }
        };
        command.env("RUSTC_BOOTSTRAP", bootstrap);
        command
    }

    /// Removes from a target folder what an earlier plugin compiled.
    pub fn clear(self, layout: &Layout, target_dir: &Path) -> Result<()> {
        match self {
            Compiler::Stock => Ok(()),
            Compiler::Plugin => Inputs::plugin(layout)?.keep(target_dir),
        }
    }

    /// The flags for rustc that depend on the set-up and not on what is compiled for the target
    /// `triple`.
    pub fn flags(self, layout: &Layout, triple: &str) -> Result<Vec<String>> {
        let mut flags = Vec::new();
        if self == Compiler::Stock {
            // The wrapper passes the same sysroot.
            flags.push(format!("--sysroot={}", layout.dist.join("sysroot").display()));
        }
        // Cargo does not see changes of the sysroot; a flag that changes with it forces a rebuild.
        flags.push(format!("--cfg=sysroot_{:016x}", layout.sysroot_stamp(triple)?));
        Ok(flags)
    }
}

impl fmt::Display for Compiler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compiler::Stock => "stock",
            Compiler::Plugin => "plugin",
        })
    }
}

/// The firmware's target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Cortex-M4; floats are passed in core registers.
    SoftFloat,
    /// Cortex-M4; floats are passed in the registers of the floating-point unit.
    HardFloat,
    /// Cortex-M0.
    CortexM0,
    /// Cortex-M3.
    CortexM3,
    /// Cortex-M33; floats are passed in core registers.
    CortexM33,
    /// 32-bit RISC-V with multiplication, atomics and compressed instructions.
    Riscv32,
    /// 64-bit RISC-V; floats are passed in the registers of the floating-point unit.
    Riscv64,
    /// 64-bit Arm.
    Aarch64,
    /// WebAssembly.
    Wasm32,
}

impl Target {
    /// rustc's name of the target.
    pub fn triple(self) -> &'static str {
        match self {
            Target::SoftFloat => "thumbv7em-none-eabi",
            Target::HardFloat => "thumbv7em-none-eabihf",
            Target::CortexM0 => "thumbv6m-none-eabi",
            Target::CortexM3 => "thumbv7m-none-eabi",
            Target::CortexM33 => "thumbv8m.main-none-eabi",
            Target::Riscv32 => "riscv32imac-unknown-none-elf",
            Target::Riscv64 => "riscv64gc-unknown-none-elf",
            Target::Aarch64 => "aarch64-unknown-none",
            Target::Wasm32 => "wasm32-unknown-unknown",
        }
    }

    /// The board that its programs are for, if nothing else is said.
    pub fn board(self) -> Board {
        match self {
            Target::SoftFloat | Target::HardFloat => Board::Mps2An386,
            Target::CortexM0 => Board::Lm3s6965EvbCortexM0,
            Target::CortexM3 => Board::Mps2An385,
            Target::CortexM33 => Board::Mps2An505,
            Target::Riscv32 => Board::RiscvVirt,
            Target::Riscv64 => Board::Riscv64Virt,
            Target::Aarch64 => Board::Aarch64Virt,
            Target::Wasm32 => Board::Node,
        }
    }

    /// The linker scripts that a program needs, in order.
    pub fn linker_scripts(self) -> &'static [&'static str] {
        match self {
            // cortex-m-rt's includes the memory map, riscv-rt's does not.
            Target::Riscv32 | Target::Riscv64 => &["memory.x", "link.x"],
            Target::Wasm32 => &[],
            _ => &["link.x"],
        }
    }

    /// Whether the processor's atomics have compare-and-swap.
    pub fn has_compare_and_swap(self) -> bool {
        self != Target::CortexM0
    }

    /// The name of cargo's environment variable for a setting of this target.
    fn variable(self, setting: &str) -> String {
        let triple = self.triple().replace(['-', '.'], "_").to_uppercase();
        format!("CARGO_TARGET_{triple}_{setting}")
    }
}

/// Link-time optimisation across all crates of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lto {
    /// All crates as one module.
    Fat,
    /// Module by module, importing functions from the others.
    Thin,
}

/// How the release profile differs from the one in the workspace's manifest, which has opt-level s
/// and no link-time optimisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Optimized {
    /// The profile's `lto`.
    pub lto: Lto,
    /// The profile's `opt-level`.
    pub opt_level: &'static str,
}

impl Optimized {
    /// The value of `lto` in a manifest.
    fn lto(self) -> &'static str {
        match self.lto {
            Lto::Fat => "fat",
            Lto::Thin => "thin",
        }
    }

    /// The environment variables that make cargo override the profile.
    fn settings(self) -> [(&'static str, &'static str); 2] {
        [
            ("CARGO_PROFILE_RELEASE_LTO", self.lto()),
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level),
        ]
    }
}

/// The name in messages and file names.
impl fmt::Display for Optimized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-lto-{}", self.lto(), self.opt_level)
    }
}

/// A package to build, in the release profile.
#[derive(Clone, Debug)]
pub struct Build<'a> {
    /// The package's name.
    pub package: &'a str,
    /// The target to build for.
    pub target: Target,
    /// The compiler to build with.
    pub compiler: Compiler,
    /// More flags for rustc, such as options of the plugin.
    pub flags: &'a [&'a str],
}

/// The names of the programs of the package `lowering`, one for each topic, sorted.
pub fn lowering_programs(layout: &Layout) -> Result<Vec<String>> {
    let folder = layout.root.join("testsuite/firmware/lowering/src/bin");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// The result of a build.
#[derive(Debug)]
pub struct Built {
    /// The folder that contains the package's programs, by name.
    pub folder: PathBuf,
    /// The crates that it was built from.
    pub artifacts: Vec<Artifact>,
}

impl Built {
    /// The program called `name`.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Build<'_> {
    /// Builds the package for the target's own board.
    pub fn run(&self, layout: &Layout) -> Result<Built> {
        self.run_for(layout, self.target.board())
    }

    /// Builds the package for `board`. Each compiler and set of flags has its own build folder, so
    /// that nothing is built twice. Programs have the same names on all boards, so they have a
    /// folder for each board.
    pub fn run_for(&self, layout: &Layout, board: Board) -> Result<Built> {
        let target_dir = match board.feature() {
            None => self.build_dir(layout),
            Some(name) => layout.build.join("firmware").join(name).join(self.folder_name()),
        };
        self.programs(layout, board, &target_dir, None)
    }

    /// Builds the package for the target's own board with link-time optimisation. Programs have a
    /// folder for each profile.
    pub fn run_optimized(&self, layout: &Layout, profile: Optimized) -> Result<Built> {
        let target_dir =
            layout.build.join("firmware").join(profile.to_string()).join(self.folder_name());
        self.programs(layout, self.target.board(), &target_dir, Some(profile))
    }

    fn programs(
        &self,
        layout: &Layout,
        board: Board,
        target_dir: &Path,
        profile: Option<Optimized>,
    ) -> Result<Built> {
        let messages = self.cargo_build(layout, board, target_dir, profile)?;
        let [build, programs] =
            [&self.build_dir(layout), target_dir].map(|dir| dir.join(self.target.triple()));
        let artifacts = Artifact::of_messages(&messages, &[&build, &programs])?;
        Ok(Built { folder: programs.join("release"), artifacts })
    }

    /// Builds a package that is a library.
    pub fn library(&self, layout: &Layout) -> Result<Library> {
        let target_dir = self.build_dir(layout);
        let messages = self.cargo_build(layout, self.target.board(), &target_dir, None)?;
        Library::of(&messages, self.package, &target_dir, self.target.triple())
    }

    /// The folder that cargo compiles in.
    fn build_dir(&self, layout: &Layout) -> PathBuf {
        layout.build.join("firmware").join(self.folder_name())
    }

    /// Runs cargo, which puts linked files into `target_dir`, and returns its JSON messages.
    fn cargo_build(
        &self,
        layout: &Layout,
        board: Board,
        target_dir: &Path,
        profile: Option<Optimized>,
    ) -> Result<String> {
        let build_dir = self.build_dir(layout);
        self.compiler.clear(layout, &build_dir)?;
        self.compiler.clear(layout, target_dir)?;
        // The crate that replaces std uses `#![feature]`.
        let mut command = self.compiler.cargo(layout, "std");
        command
            .args(["build", "--release", "--locked", "--target", self.target.triple()])
            .arg("--message-format=json-render-diagnostics")
            .args(["--package", self.package, "--manifest-path"])
            .arg(layout.root.join("testsuite/firmware/Cargo.toml"))
            .arg("--target-dir")
            .arg(target_dir)
            .env("CARGO_BUILD_BUILD_DIR", build_dir)
            .env(self.target.variable("LINKER"), LINKER)
            .env(self.target.variable("RUSTFLAGS"), self.rustflags(layout)?);
        if let Some(feature) = board.feature() {
            command.arg("--features").arg(format!("board/{feature}"));
        }
        command.envs(profile.into_iter().flat_map(Optimized::settings));
        let output = process::run(&mut command, LIMIT)?;
        if !output.status.success() {
            bail!(
                "building the firmware package `{}` for {}, {}, by {} failed:\n{}",
                self.package,
                board.name(),
                self.target.triple(),
                self.compiler,
                output.stderr
            );
        }
        Ok(output.stdout)
    }

    /// The flags for rustc. Cargo splits this variable at spaces and offers no way to quote them.
    fn rustflags(&self, layout: &Layout) -> Result<String> {
        let mut flags = self.compiler.flags(layout, self.target.triple())?;
        flags.extend(self.flags.iter().map(|flag| (*flag).to_owned()));
        match flags.iter().find(|flag| flag.contains(' ')) {
            Some(flag) => {
                bail!("the compiler flag `{flag}` has a space, which cargo cannot pass on")
            }
            None => Ok(flags.join(" ")),
        }
    }

    fn folder_name(&self) -> String {
        let flags: String = self.flags.concat();
        let flags = flags.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        match flags.as_str() {
            "" => self.compiler.to_string(),
            flags => format!("{}-{flags}", self.compiler),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn there_is_a_program_for_each_topic() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let layout = Layout {
            build: root.join("build"),
            dist: root.join("dist"),
            rustc: "rustc".into(),
            cargo: "cargo".into(),
            root,
        };
        let names = lowering_programs(&layout).unwrap();
        assert!(names.contains(&"drops".to_owned()), "{names:?}");
        assert!(names.is_sorted());
    }

    #[test]
    fn a_profile_is_named_by_what_it_sets() {
        let profile = Optimized { lto: Lto::Thin, opt_level: "z" };
        assert_eq!(profile.to_string(), "thin-lto-z");
        assert_eq!(
            profile.settings(),
            [("CARGO_PROFILE_RELEASE_LTO", "thin"), ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z")]
        );
    }

    #[test]
    fn cargos_variables_are_named_after_the_target() {
        assert_eq!(
            Target::HardFloat.variable("LINKER"),
            "CARGO_TARGET_THUMBV7EM_NONE_EABIHF_LINKER"
        );
        assert_eq!(
            Target::CortexM33.variable("RUSTFLAGS"),
            "CARGO_TARGET_THUMBV8M_MAIN_NONE_EABI_RUSTFLAGS"
        );
    }
}
