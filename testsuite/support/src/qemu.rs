//! Runs a program on an emulated board.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self as this, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::insn_count::Counts;
use crate::{Board, process};

/// The programs take well under a second; the limit is for busy machines.
const LIMIT: Duration = Duration::from_secs(60);

/// Virtual time: 2^6 ns per instruction, without waiting for the time that a sleep takes.
const FAST: &str = "shift=6,sleep=off";
/// Like [`FAST`], but with 2^8 ns.
const SLOW: &str = "shift=8,sleep=off";

/// What a program did.
#[derive(Debug)]
pub struct Execution {
    /// The exit status: 0 for success.
    pub status: i32,
    /// What it printed.
    pub stdout: String,
    /// What QEMU itself reported.
    pub stderr: String,
    /// How many instructions it executed, if requested.
    pub counts: Option<Counts>,
}

impl Execution {
    /// Returns the execution if it ended with status 0.
    ///
    /// # Errors
    /// If it did not; the error contains the output of `program`.
    pub fn successful(self, program: &Path) -> Result<Self> {
        let Execution { status, stdout, stderr, .. } = &self;
        ensure!(
            *status == 0,
            "{} ended with status {status}:\n{stdout}{stderr}",
            program.display()
        );
        Ok(self)
    }
}

/// The instruction counter.
#[derive(Clone, Copy, Debug)]
pub struct Counter<'a> {
    /// Its library.
    pub plugin: &'a Path,
    /// The regions that it counts, besides the total.
    pub markers: Option<Markers>,
    /// The stack whose depth it measures.
    pub stack: Option<Stack>,
}

/// The memory of the stack, which grows from its end to its begin.
#[derive(Clone, Copy, Debug)]
pub struct Stack {
    /// Its lowest address.
    pub begin: u64,
    /// The address just past it.
    pub end: u64,
}

/// The addresses of the instructions that start and stop a region.
#[derive(Clone, Copy, Debug)]
pub struct Markers {
    /// Executing it starts a region, which includes it.
    pub start: u64,
    /// Executing it stops the region, which excludes it.
    pub stop: u64,
}

/// Runs `program` on mps2-an386 to its end.
///
/// # Errors
/// As for [`run_on`].
pub fn run(program: &Path, counter: Option<Counter<'_>>) -> Result<Execution> {
    run_on(Board::Mps2An386, program, counter)
}

/// Runs `program` on `board` to its end.
///
/// Virtual time depends only on the instructions executed, 64 ns each, and on the timers that a
/// sleeping processor waits for, so all runs of a program are alike.
///
/// # Errors
/// If QEMU cannot be started, is killed by a signal, or does not terminate in time.
pub fn run_on(board: Board, program: &Path, counter: Option<Counter<'_>>) -> Result<Execution> {
    let mut command = qemu(board, program, "none", FAST);
    let counts_file = counter.map(|counter| {
        let file = run_file(program, "counts");
        let mut plugin = format!("{},out={}", escaped(counter.plugin), escaped(&file));
        if let Some(Markers { start, stop }) = counter.markers {
            plugin.push_str(&format!(",start={start:#x},stop={stop:#x}"));
        }
        if let Some(Stack { begin, end }) = counter.stack {
            plugin.push_str(&format!(",stack_begin={begin:#x},stack_end={end:#x}"));
        }
        command.arg("-plugin").arg(plugin);
        file
    });
    let output = process::run(&mut command, LIMIT)?;
    let status = status(&output)?;
    let counts = counts_file
        .map(|file| -> Result<Counts> {
            let counts = Counts::read(&file).with_context(|| output.stderr.clone())?;
            fs::remove_file(&file)?;
            Ok(counts)
        })
        .transpose()?;
    Ok(Execution { status, stdout: output.stdout, stderr: output.stderr, counts })
}

/// Runs a program that takes much virtual time on mps2-an386, at 256 ns per instruction, and shows
/// its output while it runs.
///
/// # Errors
/// As for [`run`], and if it does not exit with status 0.
pub fn run_shown(program: &Path, limit: Duration) -> Result<()> {
    let mut command = qemu(Board::Mps2An386, program, "none", SLOW);
    let status = process::run_shown(&mut command, limit)?;
    ensure!(status.success(), "{} failed: {status}", program.display());
    Ok(())
}

/// Runs `program` on `board` and talks to it over the board's first UART: whenever it sends a line,
/// it receives the next of `answers`. Its output includes what it sends there.
///
/// # Errors
/// As for [`run_on`].
pub fn converse(board: Board, program: &Path, answers: Vec<String>) -> Result<Execution> {
    let output = process::converse(&mut qemu(board, program, "stdio", FAST), answers, LIMIT)?;
    let status = status(&output)?;
    Ok(Execution { status, stdout: output.stdout, stderr: output.stderr, counts: None })
}

fn status(output: &process::Output) -> Result<i32> {
    output.status.code().with_context(|| {
        format!("QEMU was ended by a signal: {}\n{}", output.status, output.stderr)
    })
}

/// QEMU's command for `board`, with `program` in its flash and `serial` connected to its first
/// UART.
fn qemu(board: Board, program: &Path, serial: &str, time: &str) -> Command {
    let mut command = Command::new(board.emulator());
    command
        .args(board.machine())
        .args(["-nodefaults", "-nographic"])
        .args(["-monitor", "none", "-serial", serial])
        .args(["-semihosting-config", "enable=on,target=native"])
        .args(["-icount", time])
        .arg("-kernel")
        .arg(program);
    command
}

/// An mps2-an386 that waits for a debugger before its first instruction. Dropping it switches it
/// off.
#[derive(Debug)]
pub struct Halted(Child);

impl Halted {
    /// Starts the board; `target remote SOCKET` in `folder` connects to it. The socket's path is
    /// relative because the system limits its length.
    ///
    /// # Errors
    /// If QEMU cannot be started or does not listen.
    pub fn start(program: &Path, folder: &Path, socket: &str) -> Result<Self> {
        let gdb = format!("socket,path={socket},server=on,wait=off,id=gdb");
        let child = qemu(Board::Mps2An386, program, "none", FAST)
            .args(["-S", "-chardev", &gdb, "-gdb", "chardev:gdb"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("qemu-system-arm could not be started")?;
        let mut halted = Halted(child);
        let start = Instant::now();
        while !folder.join(socket).exists() {
            let ended = halted.0.try_wait()?;
            ensure!(ended.is_none(), "QEMU did not wait for a debugger: {ended:?}");
            ensure!(start.elapsed() < LIMIT, "QEMU does not listen");
            thread::sleep(Duration::from_millis(20));
        }
        Ok(halted)
    }
}

impl Drop for Halted {
    fn drop(&mut self) {
        // Both fail only if QEMU has already ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A file name that no concurrent run of the same program uses.
fn run_file(program: &Path, extension: &str) -> PathBuf {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    program.with_extension(format!("{}-{run}.{extension}", this::id()))
}

/// A comma ends a value in QEMU's options, unless it is doubled.
fn escaped(path: &Path) -> String {
    path.display().to_string().replace(',', ",,")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_are_doubled() {
        assert_eq!(escaped(Path::new("/a,b/c")), "/a,,b/c");
    }

    #[test]
    fn a_program_that_does_not_exist_is_a_failure() {
        let execution = run(Path::new("/no/such/program"), None).unwrap();
        assert_ne!(execution.status, 0);
        assert!(execution.stderr.contains("/no/such/program"), "{}", execution.stderr);
    }
}
