//! What `cargo llvmcoro` says of itself, and what it does with commands that it does not know.

use std::process::Command;

use anyhow::{Result, ensure};

use super::project::{MAIN, MANIFEST};
use super::shapes::firmware;
use super::{Tool, fail, script, succeed};
use crate::Tally;

/// Looks at all of it.
pub fn check(tool: &Tool, tally: &mut Tally) {
    tally.add("version", version(tool));
    tally.add("help", help(tool));
    tally.add("commands without sense", refused(tool));
    tally.add("commands of others", handed_on(tool));
    tally.add("clippy", clippy(tool));
    tally.add("a missing package", missing_package(tool));
}

fn ask(tool: &Tool, args: &str) -> Command {
    let mut command = tool.command(&tool.dist());
    command.args(args.split_whitespace());
    command
}

fn version(tool: &Tool) -> Result<()> {
    for args in ["--version", "-V"] {
        let text = succeed(&mut ask(tool, args))?.stdout;
        ensure!(text.starts_with("cargo-llvmcoro "), "{text}");
        ensure!(text.contains("plugin for rustc 1.96.0") && text.contains("LLVM 22.1.8"), "{text}");
    }
    Ok(())
}

fn help(tool: &Tool) -> Result<()> {
    for (args, words) in [
        ("--help", &["Usage: cargo llvmcoro", "compare", "frames", "CARGO_LLVMCORO_CARGO"][..]),
        ("help", &["Usage: cargo llvmcoro", "compare", "frames"]),
        ("help compare", &["Usage: cargo llvmcoro compare", "--markdown"]),
        ("help frames", &["Usage: cargo llvmcoro frames", "--check"]),
        ("why --help", &["Usage: cargo llvmcoro why", "--features"]),
        // Cargo's own.
        ("build --help", &["Usage: cargo build"]),
    ] {
        let text = succeed(&mut ask(tool, args))?.stdout;
        for word in words {
            ensure!(text.contains(word), "`{args}` does not tell of `{word}`: {text}");
        }
    }
    fail(&mut ask(tool, ""), &["Usage: cargo llvmcoro"])?;
    Ok(())
}

fn refused(tool: &Tool) -> Result<()> {
    fail(&mut ask(tool, "publish"), &["`publish` makes no sense", "use cargo"])?;
    fail(&mut ask(tool, "miri test"), &["`miri` makes no sense", "use cargo"])?;
    fail(&mut ask(tool, "+nightly build"), &["`+nightly`", "one compiler"])?;
    fail(&mut ask(tool, "compare --fast"), &["--fast", "Usage: cargo llvmcoro compare"])?;
    Ok(())
}

/// Commands that cargo has and the tool does not know, and commands of other programs, which build by
/// starting cargo themselves.
fn handed_on(tool: &Tool) -> Result<()> {
    let project = tool.project("handed-on", &[("Cargo.toml", MANIFEST), ("src/main.rs", MAIN)])?;
    let metadata = succeed(&mut project.cargo("metadata --no-deps --format-version=1"))?.stdout;
    ensure!(metadata.contains("\"name\":\"app\""), "{metadata}");
    script(&tool.proxies().join("cargo-nextest"), "#!/bin/sh\nexec \"$CARGO\" run --quiet\n")?;
    project.prints_42(&mut project.reporting("nextest run"))?;
    fail(&mut project.cargo("no-such-command"), &["no such command"])?;
    Ok(())
}

/// Clippy looks at firmware that the plugin has compiled, and the plugin's crates stay as they were.
fn clippy(tool: &Tool) -> Result<()> {
    let project = firmware(tool, "clippy")?;
    succeed(&mut project.cargo("build"))?;
    let main = include_str!("../../tool/firmware/src/main.rs");
    let found = succeed(&mut project.cargo("clippy"))?.stderr;
    ensure!(found.contains("Checking app") && !found.contains("clippy::"), "{found}");
    project.write("src/main.rs", &main.replace("buffer.iter()", "(&buffer).iter()"))?;
    let found = succeed(&mut project.cargo("clippy"))?.stderr;
    ensure!(found.contains("clippy::"), "{found}");
    project.write("src/main.rs", main)
}

fn missing_package(tool: &Tool) -> Result<()> {
    let mut command = ask(tool, "build");
    command.env("LLVMCORO_RUSTC", "/usr/bin/no-such-rustc");
    let words = ["/usr/bin/no-such-rustc is missing", "apt-get install 'rustc-web=1.96.0*'"];
    fail(&mut command, &words)?;
    Ok(())
}
