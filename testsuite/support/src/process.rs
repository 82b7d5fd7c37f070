//! Child processes with a time limit.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long to wait between two looks at a running child.
const INTERVAL: Duration = Duration::from_millis(5);

/// What a child left behind.
#[derive(Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output, with U+FFFD for what is no UTF-8.
    pub stdout: String,
    /// Its standard error, likewise.
    pub stderr: String,
}

/// Runs `command` with its standard input closed and waits until it ends.
///
/// # Errors
/// If it cannot be started, or has not ended after `limit`: then it is killed, and the error holds
/// what it had printed.
pub fn run(command: &mut Command, limit: Duration) -> Result<Output> {
    run_from(command, Stdio::null(), limit)
}

/// Like [`run`], with `stdin` as its standard input.
///
/// # Errors
/// As for [`run`].
pub fn run_from(command: &mut Command, stdin: Stdio, limit: Duration) -> Result<Output> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{name} could not be started"))?;
    // Both streams are read all the time, so that the child never waits for room in a pipe.
    let stdout = child.stdout.take().map(read_in_background);
    let stderr = child.stderr.take().map(read_in_background);
    let status = wait(&mut child, limit)?;
    let stdout = stdout.map_or_else(String::new, text);
    let stderr = stderr.map_or_else(String::new, text);
    match status {
        Some(status) => Ok(Output { status, stdout, stderr }),
        None => bail!(
            "{name} did not end within {} s and was killed\nits output:\n{stdout}\
             its error output:\n{stderr}",
            limit.as_secs_f32()
        ),
    }
}

/// Runs `command` with its standard input closed and this process's output, and waits until it ends.
///
/// # Errors
/// If it cannot be started, or has not ended after `limit`: then it is killed.
pub fn run_shown(command: &mut Command, limit: Duration) -> Result<ExitStatus> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("{name} could not be started"))?;
    wait(&mut child, limit)?.with_context(|| {
        format!("{name} did not end within {} s and was killed", limit.as_secs_f32())
    })
}

/// `None` if the child had to be killed.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(INTERVAL);
    }
}

fn read_in_background(mut stream: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is all that there is to show.
        let _ = stream.read_to_end(&mut bytes);
        bytes
    })
}

fn text(reader: JoinHandle<Vec<u8>>) -> String {
    let bytes = reader.join().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_and_the_status_arrive() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo out; echo err >&2; exit 3"]);
        let output = run(&mut command, Duration::from_secs(10)).unwrap();
        assert_eq!((output.stdout.as_str(), output.stderr.as_str()), ("out\n", "err\n"));
        assert_eq!(output.status.code(), Some(3));
    }

    #[test]
    fn more_output_than_a_pipe_holds() {
        let mut command = Command::new("head");
        command.args(["-c", "300000", "/dev/zero"]);
        assert_eq!(run(&mut command, Duration::from_secs(10)).unwrap().stdout.len(), 300_000);
    }

    #[test]
    fn a_child_that_hangs_is_killed_and_its_output_shown() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo started; exec sleep 60"]);
        let start = Instant::now();
        let message = run(&mut command, Duration::from_millis(200)).unwrap_err().to_string();
        assert!(message.contains("did not end within 0.2 s"), "{message}");
        assert!(message.contains("started"), "{message}");
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn a_missing_program_is_named() {
        let message = run(&mut Command::new("/no/such"), Duration::from_secs(1)).unwrap_err();
        assert!(message.to_string().contains("/no/such"));
    }
}
