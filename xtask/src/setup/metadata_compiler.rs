//! Lets xtask act as rustc and as the linker while the compiler's crates are built as metadata.
//!
//! Crates for the target get only metadata, no code. Build scripts and proc macros, which have to
//! run, are built as usual. `librustc_driver`, the only dylib among the crates, is *linked* by
//! putting the new metadata into a copy of the installed library.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Error, Result, bail};

use crate::{cmd, fsx};

/// Names the real rustc.
pub const REAL_RUSTC: &str = "XTASK_REAL_RUSTC";
/// Names the installed `librustc_driver-*.so`.
pub const REAL_DRIVER: &str = "XTASK_REAL_DRIVER";

/// What xtask acts as, depending on the name that it is started under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Passed to cargo as `RUSTC`.
    Rustc,
    /// Passed to rustc as `-C linker`, for the driver.
    Linker,
}

impl Role {
    const ALL: [Self; 2] = [Self::Rustc, Self::Linker];

    fn file_name(self) -> &'static str {
        match self {
            Self::Rustc => "metadata-rustc",
            Self::Linker => "metadata-linker",
        }
    }

    /// The role that this process was started in, if any.
    pub fn of_this_process() -> Option<Self> {
        let name = PathBuf::from(std::env::args_os().next()?);
        Self::ALL.into_iter().find(|role| name.ends_with(role.file_name()))
    }

    /// Creates links for both roles to this program in `dir`, and returns the one for this role.
    pub fn link(self, dir: &Path) -> Result<PathBuf> {
        fsx::create_dir(dir)?;
        let program = std::env::current_exe().context("finding the program that runs")?;
        for role in Self::ALL {
            fsx::symlink(&program, &dir.join(role.file_name()))?;
        }
        Ok(dir.join(self.file_name()))
    }

    /// Does the role's work with this process's arguments.
    pub fn run(self) -> ExitCode {
        let args = std::env::args_os().skip(1).collect::<Vec<_>>();
        let result = match self {
            Self::Rustc => compile(&args),
            Self::Linker => link(&args),
        };
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{}: {error:#}", self.file_name());
                ExitCode::FAILURE
            }
        }
    }
}

/// Becomes the real rustc; returns only if that fails.
fn compile(args: &[OsString]) -> Result<()> {
    let mut rustc = Command::new(variable(REAL_RUSTC)?);
    rustc.args(args).args(extra_flags(args)?);
    Err(Error::new(rustc.exec()).context("starting the real rustc"))
}

/// The flags that reduce a crate of the compiler to metadata; none for other crates.
fn extra_flags(args: &[OsString]) -> Result<Vec<OsString>> {
    let value_of = |flag: &str| {
        let place = args.iter().position(|arg| arg == flag)?;
        args.get(place + 1)?.to_str()
    };
    // Cargo asks for the target's properties under the name `___`. The compiler's `main` is not
    // needed, but its package selects the crates.
    let name = match value_of("--crate-name") {
        Some(name) if value_of("--target").is_some() && !["___", "rustc_main"].contains(&name) => {
            name
        }
        _ => return Ok(Vec::new()),
    };
    // These match the build of the installed compiler; without them, crate ids or hashes would
    // differ.
    let mut flags: Vec<OsString> =
        vec!["-Zforce-unstable-if-unmarked".into(), "-Csymbol-mangling-version=v0".into()];
    if name == "rustc_driver" {
        let program = std::env::args_os().next().context("a process has a name")?;
        let linker = PathBuf::from(program).with_file_name(Role::Linker.file_name());
        let mut flag = OsString::from("-Clinker=");
        flag.push(linker);
        flags.push(flag);
        flags.push("-Clinker-flavor=gcc".into());
    } else {
        flags.push("-Zcodegen-backend=dummy".into());
    }
    Ok(flags)
}

/// Copies the installed driver to the `-o` path, and replaces its metadata by the `rmeta.o` that
/// rustc would have linked.
fn link(args: &[OsString]) -> Result<()> {
    let out = args
        .iter()
        .position(|arg| arg == "-o")
        .and_then(|place| args.get(place + 1))
        .map(PathBuf::from)
        .context("the link command has no -o")?;
    let Some(metadata) = args.iter().find(|arg| Path::new(arg).ends_with("rmeta.o")) else {
        bail!("the link command names no rmeta.o");
    };
    let section = out.with_extension("metadata");
    cmd::output(
        Command::new("objcopy")
            .args(["-O", "binary", "--only-section=.rustc", "--set-section-flags", ".rustc=alloc"])
            .arg(metadata)
            .arg(&section),
    )?;
    let mut update = OsString::from(".rustc=");
    update.push(&section);
    cmd::output(
        Command::new("objcopy")
            .arg("--update-section")
            .arg(update)
            .arg(variable(REAL_DRIVER)?)
            .arg(&out),
    )?;
    fsx::remove(&section)
}

fn variable(name: &str) -> Result<OsString> {
    std::env::var_os(name).with_context(|| format!("{name} is not set"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(args: &[&str]) -> Vec<OsString> {
        extra_flags(&args.iter().map(OsString::from).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn only_crates_for_the_target_lose_their_code() {
        let dummy = OsString::from("-Zcodegen-backend=dummy");
        assert!(flags(&["--crate-name", "rustc_span", "--target", "t"]).contains(&dummy));
        assert!(flags(&["--crate-name", "build_script_build"]).is_empty());
        assert!(flags(&["--crate-name", "___", "--target", "t"]).is_empty());
        assert!(flags(&["-vV"]).is_empty());
    }

    #[test]
    fn the_driver_is_linked_by_us() {
        let flags = flags(&["--crate-name", "rustc_driver", "--target", "t"]);
        let linker = flags.iter().find_map(|flag| flag.to_str()?.strip_prefix("-Clinker="));
        assert!(linker.unwrap().ends_with("metadata-linker"));
    }
}
