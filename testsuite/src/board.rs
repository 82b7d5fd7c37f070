//! Runs the programs of `run/` on the board; the package `bare-std` is their std.

use std::fs;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use testsuite_support::Layout;
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::library::Library;

use crate::{Compile, Configuration, Ending, Header, Outcome, Panic, Rustc, Stages};
use crate::{compare, scratch};

/// The configuration that firmware is compiled with.
const CONFIGURATION: Configuration = Configuration::new("s", Panic::Abort);

/// What the two programs did; it was the same for both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnBoard {
    /// What the plugin did.
    pub stages: Stages,
    /// How many bytes of stack stock's program and the plugin's used; `None` after a panic.
    pub stack: Option<(u64, u64)>,
}

/// Compiles the program `run/NAME.rs` with both compilers for the board and runs both. Requires
/// what its header says, and equal outcomes.
pub fn check_on_board(kind: &str, name: &str, target: Target) -> Result<OnBoard> {
    let layout = Layout::from_env()?;
    let source = layout.root.join("testsuite/run").join(name).with_extension("rs");
    let header = Header::read(&source)?;
    let folder = scratch(&layout, &format!("{kind}/{name}-{}", target.triple()))?;
    let run = |rustc: Rustc| -> Result<_> {
        let mut compile = Compile::new(&layout, rustc, &source, &folder.join(rustc.name()))
            .unstable()
            .configuration(CONFIGURATION);
        for flag in board_flags(&layout, rustc, target)? {
            compile = compile.flag(flag);
        }
        let artifact = compile.run()?;
        let execution = target.board().run(&artifact.path)?;
        fs::remove_file(&artifact.path).with_context(|| artifact.path.display().to_string())?;
        let (stdout, stack) = without_stack(execution.stdout)?;
        let ending = Ending::Status(execution.status);
        let outcome = Outcome { ending, stdout, stderr: execution.stderr };
        Ok((outcome, stack, artifact.lowered))
    };
    let (stock, stock_stack, _) = run(Rustc::Stock)?;
    ends_as_on_the_host(header.ending(Panic::Abort), &stock).context("stock")?;
    let (plugin, plugin_stack, lowered) = run(Rustc::Plugin)?;
    let stages = lowered.count()?;
    ensure!(stages == header.stages, "the header says {:?}, there are {stages:?}", header.stages);
    compare(&stock, &plugin)?;
    Ok(OnBoard { stages, stack: stock_stack.zip(plugin_stack) })
}

/// The flags that let `rustc` compile a program that uses std for the target's board.
pub fn board_flags(layout: &Layout, rustc: Rustc, target: Target) -> Result<Vec<String>> {
    let mut flags = vec![format!("--target={}", target.triple())];
    flags.extend(target.linker_scripts().iter().map(|script| format!("-Clink-arg=-T{script}")));
    flags.extend(bare_std(layout, rustc, target)?.flags());
    Ok(flags)
}

/// The crate that replaces std, compiled once.
fn bare_std(layout: &Layout, rustc: Rustc, target: Target) -> Result<Library> {
    static BUILT: Mutex<Vec<(Rustc, Target, Library)>> = Mutex::new(Vec::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((.., library)) = built.iter().find(|(r, t, _)| (*r, *t) == (rustc, target)) {
        return Ok(library.clone());
    }
    let compiler = match rustc {
        Rustc::Stock => Compiler::Stock,
        Rustc::Plugin => Compiler::Plugin,
    };
    let library = Build { package: "bare-std", target, compiler, flags: &[] }.library(layout)?;
    built.push((rustc, target, library.clone()));
    Ok(library)
}

/// Splits off a program's last line, which gives its stack depth in bytes unless it panicked.
fn without_stack(mut stdout: String) -> Result<(String, Option<u64>)> {
    let last = stdout.trim_end().rfind('\n').map_or(0, |end| end + 1);
    let Some(bytes) = stdout[last..].strip_prefix("stack ") else { return Ok((stdout, None)) };
    let bytes = bytes.trim_end().parse().context("the depth of the stack is no number")?;
    stdout.truncate(last);
    Ok((stdout, Some(bytes)))
}

/// The board has no signals; there, an abort is a message and status 1.
fn ends_as_on_the_host(host: Ending, board: &Outcome) -> Result<()> {
    const SIGABRT: i32 = 6;
    let panicked = board.stdout.lines().any(|line| line.starts_with("panicked at "));
    let right = match host {
        Ending::Signal(SIGABRT) => board.ending == Ending::Status(1) && panicked,
        Ending::Status(_) => board.ending == host && !panicked,
        Ending::Signal(_) => bail!("there is no {host} on the board"),
    };
    ensure!(
        right,
        "the header says {host}, the program ended by {}:\n{}{}",
        board.ending,
        board.stdout,
        board.stderr
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_stack() {
        let read = |stdout: &str| without_stack(stdout.to_owned()).unwrap();
        assert_eq!(read("a\nstack 12\n"), ("a\n".to_owned(), Some(12)));
        assert_eq!(read("stack 12\n"), (String::new(), Some(12)));
        assert_eq!(read("stack 12\na\n"), ("stack 12\na\n".to_owned(), None));
        assert!(without_stack("stack deep\n".to_owned()).is_err());
    }

    #[test]
    fn an_abort_is_a_panic_and_no_fault() {
        let outcome = |stdout: &str, status| Outcome {
            ending: Ending::Status(status),
            stdout: stdout.to_owned(),
            stderr: String::new(),
        };
        let panic = outcome("a\npanicked at a.rs:1:1:\nmessage\n", 1);
        let fault = outcome("a\nhard fault at 0x00000400\n", 1);
        assert!(ends_as_on_the_host(Ending::Signal(6), &panic).is_ok());
        assert!(ends_as_on_the_host(Ending::Signal(6), &fault).is_err());
        assert!(ends_as_on_the_host(Ending::Status(1), &panic).is_err());
        assert!(ends_as_on_the_host(Ending::Status(0), &fault).is_err());
        assert!(ends_as_on_the_host(Ending::Status(0), &outcome("a\n", 0)).is_ok());
    }
}
