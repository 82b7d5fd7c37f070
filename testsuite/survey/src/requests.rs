//! What a server takes for a request and for an idle connection, counted by valgrind.
//!
//! Both numbers are differences of two runs, so that what starting and stopping take is not in them.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use testsuite_support::cargo;

/// How a server is started and spoken to.
#[derive(Debug)]
pub struct Server {
    /// The package.
    pub package: &'static str,
    /// The program.
    pub program: &'static str,
    /// Whether it is an example.
    pub is_example: bool,
    /// Its arguments.
    arguments: &'static [&'static str],
    /// The port that it listens on.
    port: u16,
    /// What opens a connection: what is sent, and how the answer ends.
    opening: Option<(&'static [u8], &'static [u8])>,
    /// A request, in words.
    pub request: &'static str,
    /// What is sent, and how the answer ends.
    exchange: (&'static [u8], &'static [u8]),
}

/// Those that are measured.
pub const SERVERS: [Server; 3] = [
    Server {
        package: "axum-server",
        program: "from_std_listener",
        is_example: true,
        arguments: &[],
        port: 3000,
        opening: None,
        request: "GET /",
        exchange: (b"GET / HTTP/1.1\r\nhost: here\r\n\r\n", b"Hello, world!"),
    },
    Server {
        package: "mini-redis",
        program: "mini-redis-server",
        is_example: false,
        arguments: &["--port", "36379"],
        port: 36379,
        opening: None,
        request: "GET, no such key",
        exchange: (b"*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n", b"$-1\r\n"),
    },
    Server {
        package: "tokio-tungstenite",
        program: "echo-server",
        is_example: true,
        arguments: &["127.0.0.1:35001"],
        port: 35001,
        opening: Some((
            b"GET / HTTP/1.1\r\nhost: here\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
              sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            b"\r\n\r\n",
        )),
        // A final frame of text, masked by zeros.
        request: "an echo of 5 bytes",
        exchange: (b"\x81\x85\0\0\0\0hello", b"\x81\x05hello"),
    },
];

/// Starting a server under valgrind, on a busy machine.
const LIMIT: Duration = Duration::from_secs(120);

/// Requests of the two runs.
const REQUESTS: [u64; 2] = [100, 400];

/// Connections of the two runs; mini-redis takes 250.
const CONNECTIONS: [u64; 2] = [40, 200];

/// What one compiler's server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Costs {
    /// Instructions per request, all threads together.
    pub instructions: u64,
    /// Bytes of the heap per connection that waits for its second request.
    pub bytes: u64,
}

impl Server {
    /// Measures `program` in `folder`.
    ///
    /// # Errors
    /// If it does not start, or answers something else.
    pub fn costs(&self, program: &Path, folder: &Path) -> Result<Costs> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let count = |requests: u64| {
            let options = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
            let report = self.serve(program, folder, &options, |server| {
                let mut connection = server.connect()?;
                (0..requests).try_for_each(|_| server.request(&mut connection))
            })?;
            number(&report, "Collected : ")
        };
        let keep = |connections: u64| {
            let options = ["--tool=dhat", "--dhat-out-file=/dev/null"];
            let report = self.serve(program, folder, &options, |server| {
                let connect = |_| {
                    let mut connection = server.connect()?;
                    server.request(&mut connection)?;
                    Ok(connection)
                };
                (0..connections).map(connect).collect::<Result<Vec<_>>>().map(drop)
            })?;
            number(&report, "At t-gmax: ")
        };
        let per = |numbers: [u64; 2], of: &dyn Fn(u64) -> Result<u64>| -> Result<u64> {
            let (few, many) = (of(numbers[0])?, of(numbers[1])?);
            let more = many.checked_sub(few).context("more work took less")?;
            Ok(more.div_ceil(numbers[1] - numbers[0]))
        };
        Ok(Costs { instructions: per(REQUESTS, &count)?, bytes: per(CONNECTIONS, &keep)? })
    }

    /// Starts the program under valgrind, speaks to it, stops it, and returns valgrind's report.
    fn serve(
        &self,
        program: &Path,
        folder: &Path,
        valgrind: &[&str],
        speak: impl FnOnce(&Server) -> Result<()>,
    ) -> Result<String> {
        let log = folder.join("valgrind.log");
        let mut command = cargo::clean("valgrind");
        command
            .args(valgrind)
            .arg(format!("--log-file={}", log.display()))
            .arg(program)
            .args(self.arguments)
            // One thread: what threads that look for work do is up to chance.
            .env("TOKIO_WORKER_THREADS", "1")
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        ensure!(self.try_connect().is_err(), "something else listens on port {}", self.port);
        let child = Running(command.spawn().context("valgrind cannot be started")?);
        speak(self).with_context(|| format!("{}", program.display()))?;
        child.stop()?;
        fs::read_to_string(&log).with_context(|| log.display().to_string())
    }

    fn try_connect(&self) -> std::io::Result<TcpStream> {
        TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.port)))
    }

    fn connect(&self) -> Result<TcpStream> {
        let start = Instant::now();
        let mut connection = loop {
            match self.try_connect() {
                Ok(connection) => break connection,
                Err(error) if start.elapsed() > LIMIT => {
                    return Err(error).context("it does not listen");
                }
                Err(_) => thread::sleep(Duration::from_millis(50)),
            }
        };
        connection.set_read_timeout(Some(LIMIT))?;
        connection.set_nodelay(true)?;
        if let Some((sent, end)) = self.opening {
            exchange(&mut connection, sent, end)?;
        }
        Ok(connection)
    }

    fn request(&self, connection: &mut TcpStream) -> Result<()> {
        exchange(connection, self.exchange.0, self.exchange.1)
    }
}

/// Sends, and reads until the answer ends.
fn exchange(connection: &mut (impl Read + Write), sent: &[u8], end: &[u8]) -> Result<()> {
    connection.write_all(sent)?;
    let (mut answer, mut part) = (Vec::new(), [0; 4096]);
    while !answer.ends_with(end) {
        let length = connection.read(&mut part).context("no answer")?;
        if length == 0 {
            bail!("an answer ends early: {}", String::from_utf8_lossy(&answer));
        }
        answer.extend(&part[..length]);
    }
    Ok(())
}

/// A server that is stopped whatever happens.
struct Running(Child);

impl Running {
    /// Asks it to stop, which makes valgrind report.
    fn stop(mut self) -> Result<()> {
        let id = self.0.id().to_string();
        let status = Command::new("kill").args(["-TERM", &id]).status().context("kill")?;
        ensure!(status.success(), "kill -TERM {id} ended with {status}");
        self.0.wait().context("the server cannot be waited for")?;
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended already, or an error is on its way.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The number behind `label` in valgrind's report, which may have commas.
fn number(report: &str, label: &str) -> Result<u64> {
    let rest = report.lines().find_map(|line| Some(line.split_once(label)?.1));
    let rest = rest.with_context(|| format!("valgrind says no `{label}`:\n{report}"))?;
    let word = rest.split_whitespace().next().unwrap_or_default();
    word.replace(',', "").parse().with_context(|| format!("`{word}` is no number"))
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor};

    use super::*;

    /// Answers in pieces of three bytes, whatever it gets.
    struct Slow(Cursor<&'static [u8]>);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(3);
            self.0.read(&mut buffer[..length])
        }
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_answer_is_read_to_its_end() {
        exchange(&mut Slow(Cursor::new(b"head\r\nbody")), b"?", b"body").unwrap();
        let error = exchange(&mut Slow(Cursor::new(b"head\r\nother")), b"?", b"body").unwrap_err();
        assert!(error.to_string().contains("ends early"), "{error}");
    }

    #[test]
    fn numbers_in_valgrinds_reports() {
        let report = "==1== Collected : 2091934\n==1== At t-gmax: 1,024 bytes in 2 blocks\n";
        assert_eq!(number(report, "Collected : ").unwrap(), 2_091_934);
        assert_eq!(number(report, "At t-gmax: ").unwrap(), 1024);
        assert!(number(report, "Total: ").is_err());
    }
}
