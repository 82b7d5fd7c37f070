//! Workers, streams and files on smol.

use std::time::Duration;

use smol::channel::{Receiver, Sender, bounded};
use smol::future::{FutureExt, or, zip};
use smol::io::{AsyncReadExt, AsyncWriteExt};
use smol::lock::Mutex;
use smol::net::{TcpListener, TcpStream};
use smol::stream::StreamExt;
use smol::{Executor, Timer, unblock};

/// The sum of what comes in, and how much that was.
async fn worker(jobs: Receiver<u64>, total: &Mutex<u64>) -> usize {
    let mut count = 0;
    let mut jobs = Box::pin(jobs);
    while let Some(job) = jobs.next().await {
        Timer::after(Duration::from_millis(job % 3)).await;
        *total.lock().await += job;
        count += 1;
    }
    count
}

async fn produce(jobs: Sender<u64>) -> Result<(), smol::channel::SendError<u64>> {
    for job in 0..20 {
        jobs.send(job).await?;
    }
    Ok(())
}

async fn echo(listener: TcpListener) -> smol::io::Result<usize> {
    let (mut stream, _) = listener.accept().await?;
    let mut buffer = [0_u8; 512];
    let mut count = 0;
    loop {
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Ok(count);
        }
        stream.write_all(&buffer[..read]).await?;
        count += read;
    }
}

async fn shout(listener: &TcpListener) -> smol::io::Result<String> {
    let mut stream = TcpStream::connect(listener.local_addr()?).await?;
    stream.write_all(b"hello").await?;
    let mut answer = [0_u8; 5];
    let read = stream.read_exact(&mut answer);
    let late = async {
        Timer::after(Duration::from_secs(5)).await;
        Err(smol::io::ErrorKind::TimedOut.into())
    };
    read.or(late).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

async fn lines(path: &'static str) -> smol::io::Result<usize> {
    let text = unblock(move || std::fs::read_to_string(path)).await?;
    Ok(text.lines().count())
}

fn main() -> smol::io::Result<()> {
    let total = Mutex::new(0);
    let executor = Executor::new();
    let (sender, receiver) = bounded(4);
    let workers: Vec<_> =
        (0..2).map(|_| executor.spawn(worker(receiver.clone(), &total))).collect();
    smol::block_on(executor.run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let echoed = executor.spawn(echo(listener.clone()));
        let (produced, answer) = zip(produce(sender), shout(&listener)).await;
        produced.map_err(smol::io::Error::other)?;
        let mut done = 0;
        for worker in workers {
            done += worker.await;
        }
        let stop = async {
            Timer::after(Duration::from_secs(1)).await;
            0
        };
        let lines = or(async { lines("Cargo.toml").await.unwrap_or(0) }, stop).await;
        println!("{} {done} {lines} {}", answer?, echoed.await?);
        Ok(())
    }))
}
