//! `rustc-llvmcoro ARGS…`: Debian's rustc with the llvmcoro plugin, its sysroot and unstable options
//! (a plugin is one), after a check that it is the rustc that the plugin was built for.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use llvmcoro_wrappers::{Dist, Result, exec, finish, rustc};

fn main() -> ExitCode {
    finish("rustc-llvmcoro", run())
}

fn run() -> Result<ExitCode> {
    let dist = Dist::of_this_program()?;
    dist.check_compiler()?;
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let mut command = Command::new(rustc());
    command.args(dist.plugin_flags(&args)).args(&args).env("RUSTC_BOOTSTRAP", "1");
    exec(command)
}
