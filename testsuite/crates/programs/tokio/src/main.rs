//! tokio: both runtimes, its channels and locks, paused time, macros, and sockets on loopback.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream, UdpSocket, UnixStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Barrier, Mutex, Notify, OnceCell, RwLock, Semaphore};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::task::{JoinSet, LocalSet};
use tokio::time::{self, Instant};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Runs a future to its end and prints its size and its result.
fn run<F: Future<Output: std::fmt::Debug>>(runtime: &Runtime, name: &str, future: F) {
    println!("size {name} {}", size_of::<F>());
    println!("{name}: {:?}", runtime.block_on(future));
}

/// One thread, whose time goes on only when all wait.
fn paused() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

async fn times() -> Vec<String> {
    let start = Instant::now();
    let mut log = Vec::new();
    let mut interval = time::interval(Duration::from_millis(30));
    let sleep = time::sleep(Duration::from_millis(100));
    tokio::pin!(sleep);
    loop {
        tokio::select! {
            biased;
            () = &mut sleep => break,
            _ = interval.tick() => log.push(format!("tick {}", start.elapsed().as_millis())),
        }
    }
    let slow = time::timeout(Duration::from_millis(5), time::sleep(Duration::from_secs(9))).await;
    let quick = time::timeout(Duration::from_secs(9), async {
        time::sleep(Duration::from_millis(5)).await;
        7
    });
    log.push(format!("{} {:?} {}", slow.is_err(), quick.await, start.elapsed().as_millis()));
    log
}

async fn channels() -> (Vec<u32>, Vec<u32>, Result<u32, String>, u32) {
    let (sender, mut receiver) = mpsc::channel(2);
    let mut tasks = JoinSet::new();
    for name in 0..3 {
        let sender = sender.clone();
        tasks.spawn(async move {
            for turn in 0..3 {
                sender.send(name * 10 + turn).await.unwrap();
            }
            name
        });
    }
    drop(sender);
    let mut values = Vec::new();
    while let Some(value) = receiver.recv().await {
        values.push(value);
    }
    while tasks.join_next().await.is_some() {}

    let (sender, mut receiver) = broadcast::channel(4);
    let listener = tokio::spawn(async move {
        let mut heard = Vec::new();
        loop {
            match receiver.recv().await {
                Ok(value) => heard.push(value),
                Err(broadcast::error::RecvError::Lagged(lost)) => heard.push(1000 + lost as u32),
                Err(broadcast::error::RecvError::Closed) => break heard,
            }
        }
    });
    for value in 0..9 {
        sender.send(value).unwrap();
        if value == 2 {
            tokio::task::yield_now().await;
        }
    }
    drop(sender);

    let (sender, receiver) = oneshot::channel::<u32>();
    let asked = tokio::spawn(async move { receiver.await.map_err(|error| error.to_string()) });
    drop(sender);

    let (sender, mut receiver) = watch::channel(0);
    let watched =
        tokio::spawn(async move { *receiver.wait_for(|value| *value > 2).await.unwrap() });
    for value in 0..5 {
        sender.send_replace(value);
        tokio::task::yield_now().await;
    }
    (values, listener.await.unwrap(), asked.await.unwrap(), watched.await.unwrap())
}

async fn locks() -> (u32, u32, u32, usize, Vec<u32>) {
    let sum = Arc::new(Mutex::new(0));
    let lock = Arc::new(RwLock::new(Vec::new()));
    let semaphore = Arc::new(Semaphore::new(2));
    let barrier = Arc::new(Barrier::new(4));
    let notify = Arc::new(Notify::new());
    let cell = Arc::new(OnceCell::new());
    let mut tasks = JoinSet::new();
    for name in 0..4u32 {
        let (sum, lock, semaphore) = (sum.clone(), lock.clone(), semaphore.clone());
        let (barrier, notify, cell) = (barrier.clone(), notify.clone(), cell.clone());
        tasks.spawn(async move {
            let permit = semaphore.acquire_owned().await.unwrap();
            let mut guard = sum.lock().await;
            time::sleep(Duration::from_millis(u64::from(name))).await;
            *guard += name;
            drop((guard, permit));
            lock.write().await.push(name);
            let leads = barrier.wait().await.is_leader();
            if leads {
                notify.notify_one();
            }
            let value = cell.get_or_init(|| async {
                time::sleep(Duration::from_millis(1)).await;
                10
            });
            *value.await + u32::from(leads)
        });
    }
    notify.notified().await;
    let mut total = 0;
    while let Some(value) = tasks.join_next().await {
        total += value.unwrap();
    }
    let mut order = lock.read().await.clone();
    order.sort_unstable();
    let sum = *sum.lock().await;
    (sum, total, *cell.get().unwrap(), semaphore.available_permits(), order)
}

async fn cancelled() -> Vec<String> {
    struct Loud(Arc<std::sync::Mutex<Vec<String>>>, &'static str);
    impl Drop for Loud {
        fn drop(&mut self) {
            self.0.lock().unwrap().push(format!("drop {}", self.1));
        }
    }
    let log = Arc::new(std::sync::Mutex::new(Vec::new()));
    let (outer, inner) = (Loud(log.clone(), "captured"), Loud(log.clone(), "moved"));
    let task = tokio::spawn(async move {
        let _local = Loud(outer.0.clone(), "local");
        let moved = inner;
        time::sleep(Duration::from_secs(1)).await;
        drop(moved);
        time::sleep(Duration::from_secs(1)).await;
        unreachable!("it is aborted before");
    });
    time::sleep(Duration::from_millis(1500)).await;
    log.lock().unwrap().push("abort".to_owned());
    task.abort();
    let error = task.await.unwrap_err();
    let held = Loud(log.clone(), "unwound");
    let panic = tokio::spawn(async move {
        time::sleep(Duration::from_millis(1)).await;
        let _held = held;
        std::panic::resume_unwind(Box::new("thrown"));
    });
    let thrown = panic.await.unwrap_err().into_panic();
    let mut log = std::mem::take(&mut *log.lock().unwrap());
    log.push(format!("{} {:?}", error.is_cancelled(), thrown.downcast_ref::<&str>()));
    log
}

async fn sum_of(count: u32) -> u32 {
    let mut sum = 0;
    for n in 0..count {
        time::sleep(Duration::from_millis(1)).await;
        sum += n;
    }
    sum
}

async fn selects() -> (Vec<u32>, Result<(u32, u32), &'static str>, u32) {
    let (first, mut ones) = mpsc::unbounded_channel();
    let (second, mut tens) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for value in 1..4 {
            first.send(value).unwrap();
            time::sleep(Duration::from_millis(10)).await;
            second.send(value * 10).unwrap();
        }
    });
    let mut seen = Vec::new();
    loop {
        tokio::select! {
            biased;
            Some(value) = ones.recv() => seen.push(value),
            Some(value) = tens.recv(), if seen.len() > 1 => seen.push(value),
            () = time::sleep(Duration::from_millis(4)), if seen.len() == 1 => seen.push(0),
            else => break,
        }
    }
    // Which branch is polled first is random, and both come to an end.
    let (mut left, mut right) = (Box::pin(sum_of(4)), Box::pin(sum_of(5)));
    let (mut left_sum, mut right_sum) = (None, None);
    while left_sum.is_none() || right_sum.is_none() {
        tokio::select! {
            sum = &mut left, if left_sum.is_none() => left_sum = Some(sum),
            sum = &mut right, if right_sum.is_none() => right_sum = Some(sum),
        }
    }
    seen.extend(left_sum.into_iter().chain(right_sum));
    let fails = async {
        time::sleep(Duration::from_millis(2)).await;
        Err::<u32, _>("failed")
    };
    let tried = tokio::try_join!(async { Ok(1) }, fails);
    let (a, b, c) = tokio::join!(
        async { 1 },
        async {
            tokio::task::yield_now().await;
            2
        },
        async { 3 }
    );
    (seen, tried, a * 100 + b * 10 + c)
}

async fn local() -> Vec<u32> {
    let local = LocalSet::new();
    let log = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    for name in 0..3 {
        let log = log.clone();
        local.spawn_local(async move {
            for turn in 0..2 {
                log.borrow_mut().push(name * 10 + turn);
                tokio::task::yield_now().await;
            }
        });
    }
    local.await;
    log.take()
}

async fn serve(listener: TcpListener, clients: usize) -> Result<usize, Error> {
    let mut tasks = JoinSet::new();
    for _ in 0..clients {
        let (mut stream, _) = listener.accept().await?;
        tasks.spawn(async move {
            let (read, mut write) = stream.split();
            let mut lines = BufReader::new(read).lines();
            let mut count = 0;
            while let Some(line) = lines.next_line().await? {
                write.write_all(format!("{}\n", line.to_uppercase()).as_bytes()).await?;
                count += 1;
            }
            Ok::<_, Error>(count)
        });
    }
    let mut sum = 0;
    while let Some(count) = tasks.join_next().await {
        sum += count??;
    }
    Ok(sum)
}

async fn ask(address: std::net::SocketAddr, name: usize) -> Result<String, Error> {
    let stream = TcpStream::connect(address).await?;
    let (read, mut write) = stream.into_split();
    let mut reader = BufReader::new(read);
    let mut answers = String::new();
    for turn in 0..3 {
        write.write_all(format!("client {name} turn {turn}\n").as_bytes()).await?;
        reader.read_line(&mut answers).await?;
    }
    drop(write);
    reader.read_to_string(&mut answers).await?;
    Ok(answers.replace('\n', "; "))
}

async fn sockets() -> Result<(usize, Vec<String>, String, u64), Error> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = tokio::spawn(serve(listener, 4));
    let clients: Vec<_> = (0..4).map(|name| tokio::spawn(ask(address, name))).collect();
    let mut answers = Vec::new();
    for client in clients {
        answers.push(client.await??);
    }

    let (one, two) = (UdpSocket::bind("127.0.0.1:0").await?, UdpSocket::bind("127.0.0.1:0").await?);
    let to = two.local_addr()?;
    let send = async {
        one.send_to(b"datagram", to).await?;
        let mut buffer = vec![0; 32];
        let (length, _) = one.recv_from(&mut buffer).await?;
        buffer.truncate(length);
        Ok::<_, Error>(String::from_utf8(buffer)?)
    };
    let echo = async {
        let mut buffer = [0; 32];
        let (length, from) = two.recv_from(&mut buffer).await?;
        buffer[..length].reverse();
        two.send_to(&buffer[..length], from).await?;
        Ok(())
    };
    let (text, ()) = tokio::try_join!(send, echo)?;

    let (mut here, mut there) = UnixStream::pair()?;
    let data = vec![7; 300_000];
    let write = tokio::spawn(async move {
        here.write_all(&data).await?;
        here.shutdown().await
    });
    let mut sink = tokio::io::sink();
    let copied = tokio::io::copy(&mut there, &mut sink).await?;
    write.await??;
    Ok((server.await??, answers, text, copied))
}

async fn many_tasks() -> u64 {
    let (sender, mut receiver) = mpsc::channel(16);
    for n in 0..500u64 {
        let sender = sender.clone();
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            let value = tokio::task::spawn_blocking(move || n * n).await.unwrap();
            sender.send(value).await.unwrap();
        });
    }
    drop(sender);
    let mut sum = 0;
    while let Some(value) = receiver.recv().await {
        sum += value;
    }
    sum
}

#[tokio::main(flavor = "current_thread")]
async fn by_macro() -> u32 {
    tokio::task::yield_now().await;
    5
}

fn main() {
    run(&paused(), "times", times());
    run(&paused(), "channels", channels());
    run(&paused(), "locks", locks());
    run(&paused(), "cancelled", cancelled());
    run(&paused(), "selects", selects());
    run(&paused(), "local", local());
    let threads = Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap();
    run(&threads, "sockets", sockets());
    run(&threads, "many tasks", many_tasks());
    run(&threads, "all", async { (sockets().await.map(|result| result.3), many_tasks().await) });
    println!("by macro: {}", by_macro());
}
