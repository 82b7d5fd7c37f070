//! `rustc-llvmcoro ARGS…`: Debian's rustc with the llvmcoro plugin and its sysroot, after a check that
//! it is the rustc that the plugin was built for.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::Result;
use cargo_llvmcoro::dist::Dist;
use cargo_llvmcoro::{compiler, exec, finish};

fn main() -> ExitCode {
    finish("rustc-llvmcoro", run())
}

fn run() -> Result<ExitCode> {
    let dist = Dist::of_this_program()?;
    compiler::check(&dist)?;
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let mut command = Command::new(dist.rustc_with_plugin());
    command.args(dist.sysroot_flags(&args)).args(&args);
    exec(command)
}
