//! Child processes with a time limit.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// How long to wait between two checks of a running child.
const INTERVAL: Duration = Duration::from_millis(5);

/// What a child left when it ended.
#[derive(Debug)]
pub struct Output {
    /// How it ended.
    pub status: ExitStatus,
    /// Its standard output, with U+FFFD in place of invalid UTF-8.
    pub stdout: String,
    /// Its standard error, converted likewise.
    pub stderr: String,
}

/// Runs `command` with an empty standard input, and waits until it ends.
///
/// # Errors
/// If it cannot be started, or runs longer than `limit`. In that case it is killed, and the error
/// contains its output.
pub fn run(command: &mut Command, limit: Duration) -> Result<Output> {
    let mut child = start(command, Stdio::null())?;
    // Both streams are read all the time, so the child never waits for room in a pipe.
    let stdout = child.stdout.take().map(read_in_background);
    finish(command, child, stdout, limit)
}

/// Like [`run`], but whenever the child prints a line, it gets the next of `answers` on its
/// standard input, which is closed after the last answer.
///
/// # Errors
/// As for [`run`].
pub fn converse(command: &mut Command, answers: Vec<String>, limit: Duration) -> Result<Output> {
    let mut child = start(command, Stdio::piped())?;
    let (said, lines) = mpsc::channel();
    let stdin = child.stdin.take();
    let stdout = child.stdout.take().map(|stdout| {
        thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            let mut bytes = Vec::new();
            // After the last answer, nobody listens any more.
            while matches!(stdout.read_until(b'\n', &mut bytes), Ok(1..)) {
                let _ = said.send(());
            }
            bytes
        })
    });
    let answering = thread::spawn(move || {
        let Some(mut stdin) = stdin else { return };
        for answer in answers {
            // Stop answering a child that has ended; its status and output tell what is wrong.
            if lines.recv().is_err() || stdin.write_all(answer.as_bytes()).is_err() {
                return;
            }
        }
    });
    let output = finish(command, child, stdout, limit);
    answering.join().map_err(|_| anyhow!("the thread that answers panicked"))?;
    output
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn start(command: &mut Command, stdin: Stdio) -> Result<Child> {
    command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} could not be started", name(command)))
}

/// Waits until the child ends; the thread `stdout` reads its standard output.
fn finish(
    command: &Command,
    mut child: Child,
    stdout: Option<JoinHandle<Vec<u8>>>,
    limit: Duration,
) -> Result<Output> {
    let stderr = child.stderr.take().map(read_in_background);
    let status = wait(&mut child, limit)?;
    let stdout = stdout.map_or_else(String::new, text);
    let stderr = stderr.map_or_else(String::new, text);
    match status {
        Some(status) => Ok(Output { status, stdout, stderr }),
        None => bail!(
            "{} did not end within {} s and was killed\nits output:\n{stdout}\
             its error output:\n{stderr}",
            name(command),
            limit.as_secs_f32()
        ),
    }
}

/// Runs `command` with an empty standard input and this process's output, and waits until it ends.
///
/// # Errors
/// If it cannot be started, or runs longer than `limit`. In that case it is killed.
pub fn run_shown(command: &mut Command, limit: Duration) -> Result<ExitStatus> {
    let name = name(command);
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("{name} could not be started"))?;
    wait(&mut child, limit)?.with_context(|| {
        format!("{name} did not end within {} s and was killed", limit.as_secs_f32())
    })
}

/// Waits until the child ends; `None` if it had to be killed.
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
        // After an error, show what was read before it.
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
    fn an_answer_follows_each_line() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo a; read b; echo $b; read c; echo $c; read d || echo closed"]);
        let answers = vec!["1\n".to_owned(), "2\n".to_owned()];
        let output = converse(&mut command, answers, Duration::from_secs(10)).unwrap();
        assert_eq!(output.stdout, "a\n1\n2\nclosed\n");
    }

    #[test]
    fn a_child_that_says_nothing_gets_no_answer() {
        let mut command = Command::new("sh");
        command.args(["-c", "read b"]);
        let message = converse(&mut command, vec!["1\n".to_owned()], Duration::from_millis(200));
        assert!(message.unwrap_err().to_string().contains("did not end within 0.2 s"));
    }

    #[test]
    fn a_missing_program_is_named() {
        let message = run(&mut Command::new("/no/such"), Duration::from_secs(1)).unwrap_err();
        assert!(message.to_string().contains("/no/such"));
    }
}
