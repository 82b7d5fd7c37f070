//! xtask in the place of `opt`, in LLVM's tests: loads our pass plugin, and runs our build of a pass
//! where `-passes=` names LLVM's.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::fsx;

/// Names the real `opt`.
pub const OPT: &str = "XTASK_OPT";
/// Names the pass plugin.
pub const PLUGIN: &str = "XTASK_OPT_PLUGIN";

/// Makes a link to this program in the folder `bin`, under the name `opt`.
pub fn link(bin: &Path) -> Result<()> {
    fsx::create_dir(bin)?;
    let program = std::env::current_exe().context("finding the program that runs")?;
    fsx::symlink(&program, &bin.join("opt"))
}

/// Is this process started as `opt`?
pub fn is_this_process() -> bool {
    std::env::args_os().next().is_some_and(|name| Path::new(&name).ends_with("opt"))
}

/// Becomes the real `opt`.
pub fn run() -> ExitCode {
    let (Some(opt), Some(plugin)) = (std::env::var_os(OPT), std::env::var_os(PLUGIN)) else {
        eprintln!("error: {OPT} and {PLUGIN} are not set: this program is for lit");
        return ExitCode::FAILURE;
    };
    let mut load = OsString::from("-load-pass-plugin=");
    load.push(plugin);
    let arguments = std::env::args_os().skip(1).map(use_our_pass);
    let error = Command::new(&opt).arg(load).args(arguments).exec();
    eprintln!("error: {} could not be started: {error}", Path::new(&opt).display());
    ExitCode::FAILURE
}

/// Names our build of the pass if `argument` is a `-passes=` that names LLVM's.
fn use_our_pass(argument: OsString) -> OsString {
    let Some((option, pipeline)) = argument.to_str().and_then(|text| text.split_once('=')) else {
        return argument;
    };
    if !matches!(option, "-passes" | "--passes") {
        return argument;
    }
    OsStr::new(&format!("{option}={}", rename_in_pipeline(pipeline))).to_owned()
}

/// Does a `RUN:` line of the test name LLVM's `coro-split` as a pass?
pub fn is_concerned(test: &str) -> bool {
    test.lines().filter(|line| line.contains("RUN:")).any(|line| {
        line.split("passes=").skip(1).any(|value| {
            let pipeline = match value.chars().next() {
                Some(quote @ ('\'' | '"')) => value[1..].split(quote).next(),
                _ => value.split_whitespace().next(),
            };
            pipeline.is_some_and(|pipeline| rename_in_pipeline(pipeline) != pipeline)
        })
    })
}

/// Our build runs without optimization, as LLVM's does, unless `<reuse-storage>` is asked for.
fn rename_in_pipeline(pipeline: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    // Elements are separated by what is no part of a name with its options.
    for element in pipeline.split_inclusive(['(', ')', ',']) {
        let name = element.trim_end_matches(['(', ')', ',']);
        let end = &element[name.len()..];
        let ours = match name {
            "coro-split" => "llvmcoro-coro-split-O0",
            "coro-split<reuse-storage>" => "llvmcoro-coro-split",
            other => other,
        };
        if ours != name && depth == 0 && !out.is_empty() {
            // In a list of module passes, opt adapts its own passes over the call graph's components by
            // itself, but not a plugin's. (One that comes first makes the whole list a list of such
            // passes, and is accepted.)
            out.push_str(&format!("cgscc({ours})"));
        } else {
            out.push_str(ours);
        }
        out.push_str(end);
        match end {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pass_is_renamed() {
        for (argument, expected) in [
            ("-passes=cgscc(coro-split),x", "-passes=cgscc(llvmcoro-coro-split-O0),x"),
            ("--passes=coro-split<reuse-storage>", "--passes=llvmcoro-coro-split"),
            ("-passes=a,coro-split", "-passes=a,cgscc(llvmcoro-coro-split-O0)"),
            ("-passes=b(coro-split,c)", "-passes=b(llvmcoro-coro-split-O0,c)"),
            ("a/coro-split", "a/coro-split"),
            ("-pass-remarks=coro-split", "-pass-remarks=coro-split"),
            ("-S", "-S"),
        ] {
            assert_eq!(use_our_pass(argument.into()), *expected);
        }
    }

    #[test]
    fn tests_of_other_passes_are_none_of_ours() {
        for (line, concerned) in [
            ("; RUN: opt < %s -passes='cgscc(coro-split),x' -S", true),
            ("; RUN: opt < %s -passes=coro-split<reuse-storage> -S", true),
            ("; RUN:   -passes=\"a,coro-split\" -S", true),
            ("; RUN: opt %S/coro-split.ll -passes='default<O1>' --pass-remarks=coro-split", false),
            ("; opt -passes=coro-split", false),
        ] {
            assert_eq!(is_concerned(line), concerned, "{line}");
        }
    }
}
