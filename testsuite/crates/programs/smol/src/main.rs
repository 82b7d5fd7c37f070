//! smol: its executor, timers, sockets on loopback, files, processes and blocking calls.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use smol::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use smol::lock::{Mutex, Semaphore};
use smol::net::{TcpListener, TcpStream, UdpSocket};
use smol::stream::StreamExt;
use smol::{Executor, LocalExecutor, Timer, channel, future};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Runs a future to its end and prints its size and its result.
fn run<F: Future<Output: std::fmt::Debug>>(name: &str, future: F) {
    println!("size {name} {}", size_of::<F>());
    println!("{name}: {:?}", smol::block_on(future));
}

async fn serve(listener: TcpListener, clients: usize) -> Result<usize, Error> {
    let mut tasks = Vec::new();
    let mut incoming = listener.incoming();
    while tasks.len() < clients {
        let stream = incoming.next().await.ok_or("no client")??;
        tasks.push(smol::spawn(async move {
            let mut lines = BufReader::new(stream.clone()).lines();
            let mut stream = stream;
            let mut count = 0;
            while let Some(line) = lines.next().await {
                let line = line?;
                stream.write_all(format!("{}\n", line.to_uppercase()).as_bytes()).await?;
                count += 1;
            }
            Ok::<_, Error>(count)
        }));
    }
    let mut sum = 0;
    for task in tasks {
        sum += task.await?;
    }
    Ok(sum)
}

async fn ask(address: std::net::SocketAddr, name: usize) -> Result<String, Error> {
    let mut stream = TcpStream::connect(address).await?;
    let mut reader = BufReader::new(stream.clone());
    let mut answers = String::new();
    for turn in 0..3 {
        stream.write_all(format!("client {name} turn {turn}\n").as_bytes()).await?;
        let mut answer = String::new();
        reader.read_line(&mut answer).await?;
        answers += &answer;
    }
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut rest = String::new();
    reader.read_to_string(&mut rest).await?;
    answers += &rest;
    Ok(answers.replace('\n', "; "))
}

async fn tcp() -> Result<(usize, Vec<String>), Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = smol::spawn(serve(listener, 3));
    let clients: Vec<_> = (0..3).map(|name| smol::spawn(ask(address, name))).collect();
    let mut answers = Vec::new();
    for client in clients {
        answers.push(client.await?);
    }
    Ok((server.await?, answers))
}

async fn udp() -> Result<String, Error> {
    let (one, two) = (UdpSocket::bind("127.0.0.1:0").await?, UdpSocket::bind("127.0.0.1:0").await?);
    one.connect(two.local_addr()?).await?;
    let echo = smol::spawn(async move {
        let mut buffer = [0; 32];
        let (length, from) = two.recv_from(&mut buffer).await?;
        buffer[..length].reverse();
        two.send_to(&buffer[..length], from).await
    });
    one.send(b"datagram").await?;
    let mut buffer = [0; 32];
    let length = one.recv(&mut buffer).await?;
    echo.await?;
    Ok(String::from_utf8_lossy(&buffer[..length]).into_owned())
}

async fn timers() -> Vec<u64> {
    let (sender, receiver) = channel::unbounded();
    let tasks: Vec<_> = [30, 10, 20]
        .map(|millis| {
            let sender = sender.clone();
            smol::spawn(async move {
                Timer::after(Duration::from_millis(millis)).await;
                sender.send(millis).await.expect("it is received");
            })
        })
        .into();
    drop(sender);
    let mut fired: Vec<u64> = receiver.collect().await;
    // Which timer fires first is the machine's affair if it is busy.
    fired.sort_unstable();
    for task in tasks {
        task.await;
    }
    let late = async {
        Timer::after(Duration::from_secs(100)).await;
        0
    };
    let ticks = async { Timer::interval(Duration::from_millis(1)).take(3).count().await as u64 };
    fired.push(future::or(late, ticks).await);
    fired
}

async fn files() -> Result<(String, Vec<String>), Error> {
    let folder = std::env::temp_dir().join(format!("llvmcoro-smol-{}", std::process::id()));
    smol::fs::create_dir_all(&folder).await?;
    let path = folder.join("text");
    let mut file = smol::fs::File::create(&path).await?;
    for line in 0..3 {
        file.write_all(format!("line {line}\n").as_bytes()).await?;
    }
    file.flush().await?;
    let text = smol::fs::read_to_string(&path).await?;
    let mut names = Vec::new();
    let mut entries = smol::fs::read_dir(&folder).await?;
    while let Some(entry) = entries.try_next().await? {
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    smol::fs::remove_dir_all(&folder).await?;
    Ok((text.replace('\n', "; "), names))
}

async fn processes() -> Result<(String, Option<i32>), Error> {
    let output =
        smol::process::Command::new("sh").args(["-c", "echo out; exit 3"]).output().await?;
    let blocking = smol::unblock(|| std::thread::current().name().is_some()).await;
    Ok((format!("{} {blocking}", String::from_utf8(output.stdout)?.trim()), output.status.code()))
}

fn threads() -> (u64, usize) {
    let executor = Arc::new(Executor::new());
    let (stop, stopped) = channel::unbounded::<()>();
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let (executor, stopped) = (executor.clone(), stopped.clone());
            std::thread::spawn(move || future::block_on(executor.run(stopped.recv())).is_err())
        })
        .collect();
    let sum = Arc::new(Mutex::new(0));
    let semaphore = Arc::new(Semaphore::new(2));
    let tasks: Vec<_> = (1..=100u64)
        .map(|n| {
            let (sum, semaphore) = (sum.clone(), semaphore.clone());
            executor.spawn(async move {
                let _permit = semaphore.acquire_arc().await;
                future::yield_now().await;
                *sum.lock().await += n;
            })
        })
        .collect();
    let total = future::block_on(async {
        for task in tasks {
            task.await;
        }
        *sum.lock().await
    });
    drop(stop);
    (total, threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum())
}

fn one_thread() -> Vec<usize> {
    let executor = LocalExecutor::new();
    let log = Rc::new(std::cell::RefCell::new(Vec::new()));
    let tasks: Vec<_> = (0..3)
        .map(|name| {
            let log = log.clone();
            executor.spawn(async move {
                for turn in 0..3 {
                    log.borrow_mut().push(name * 10 + turn);
                    future::yield_now().await;
                }
            })
        })
        .collect();
    future::block_on(executor.run(async {
        for (name, task) in tasks.into_iter().enumerate() {
            match name {
                1 => drop(task.cancel().await),
                _ => task.await,
            }
        }
    }));
    log.take()
}

fn main() {
    run("tcp", tcp());
    run("udp", udp());
    run("timers", timers());
    run("files", files());
    run("processes", processes());
    println!("threads: {:?}", threads());
    println!("one thread: {:?}", one_thread());
}
