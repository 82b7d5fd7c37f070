//! futures-util, futures-lite, async-channel and async-lock, users of async-trait and pin-project,
//! on futures-lite's executor.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};

use async_trait::async_trait;
use futures_lite::future::{block_on, yield_now};
use futures_util::{
    AsyncReadExt, AsyncWriteExt, FutureExt, SinkExt, StreamExt, TryFutureExt, TryStreamExt, stream,
};

/// Runs a future to its end and prints its size and its result.
fn run<F: Future<Output: std::fmt::Debug>>(name: &str, future: F) {
    println!("size {name} {}", size_of::<F>());
    println!("{name}: {:?}", block_on(future));
}

/// Pending so many times, then ready.
async fn after(turns: usize, value: u32) -> u32 {
    for _ in 0..turns {
        yield_now().await;
    }
    value
}

async fn fails(turns: usize) -> Result<u32, String> {
    match after(turns, turns as u32).await {
        2 => Err("two".to_owned()),
        value => Ok(value),
    }
}

async fn streams() -> (Vec<u32>, Vec<u32>, Vec<u32>, u32, Result<Vec<u32>, String>) {
    let in_order = stream::iter(0..8).map(|n| after(8 - n as usize, n)).buffered(3).collect();
    let by_readiness =
        stream::iter(0..8).map(|n| after(8 - n as usize, n)).buffer_unordered(4).collect();
    let kept = stream::iter(0..10)
        .filter(|n| after(1, n % 3).map(|rest| rest == 1))
        .then(|n| async move { after(2, n).await * 2 })
        .collect();
    let unfolded = stream::unfold((0, 1), |(a, b)| async move {
        yield_now().await;
        (a < 60).then_some((a, (b, a + b)))
    });
    let sum = unfolded.fold(0, |sum, n| async move { after(1, sum).await + n });
    let tried = stream::iter([0, 1, 3, 2, 4]).map(Ok).and_then(fails).try_collect();
    futures_util::join!(in_order, by_readiness, kept, sum, tried)
}

async fn selects() -> Vec<String> {
    let mut log = Vec::new();
    let mut slow = Box::pin(after(7, 1)).fuse();
    let mut quick = Box::pin(after(2, 2)).fuse();
    loop {
        futures_util::select_biased! {
            value = slow => log.push(format!("slow {value}")),
            value = quick => log.push(format!("quick {value}")),
            complete => break,
        }
    }
    let (value, rest) = futures_util::future::select(Box::pin(after(3, 3)), Box::pin(after(1, 4)))
        .await
        .factor_first();
    log.push(format!("{value} then {}", rest.await));
    let all = futures_util::future::join_all((0..5).map(|n| after(n as usize, n))).await;
    let tried = futures_util::future::try_join_all([0, 1, 2].map(fails)).await;
    let chain = fails(2).or_else(|text| async move {
        after(1, text.len() as u32).await;
        fails(3).await
    });
    log.push(format!("{all:?} {tried:?} {:?}", chain.await));
    let raced = futures_lite::future::or(after(4, 5), after(2, 6)).await;
    let (a, b) = futures_lite::future::zip(after(1, 7), after(2, 8)).await;
    log.push(format!("{raced} {a} {b}"));
    let caught = std::panic::AssertUnwindSafe(async {
        after(2, 0).await;
        std::panic::resume_unwind(Box::new("thrown"));
    });
    let payload: Box<dyn std::any::Any + Send> = caught.catch_unwind().await.unwrap_err();
    log.push(format!("caught {:?}", payload.downcast_ref::<&str>()));
    log
}

async fn shared() -> (u32, u32, u32, usize) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    let shared = async move {
        counted.set(counted.get() + 1);
        after(3, 42).await
    }
    .shared();
    let (a, b) = futures_util::join!(shared.clone(), shared.clone());
    (a, b, shared.await, count.get())
}

async fn input_and_output() -> (String, u64, Vec<String>) {
    let mut cursor = futures_util::io::Cursor::new(Vec::new());
    cursor.write_all(b"one\ntwo\nthree\n").await.unwrap();
    cursor.set_position(0);
    let mut text = String::new();
    let mut first = (&mut cursor).take(5);
    first.read_to_string(&mut text).await.unwrap();
    let copied = futures_util::io::copy(&mut cursor, &mut futures_util::io::sink()).await.unwrap();
    let reader = futures_lite::io::BufReader::new(futures_lite::io::Cursor::new("a\nb\nc"));
    let lines = futures_lite::io::AsyncBufReadExt::lines(reader);
    let lines = futures_lite::StreamExt::map(lines, |line| line.unwrap());
    (text, copied, futures_lite::StreamExt::collect(lines).await)
}

async fn channels() -> (Vec<u32>, usize, bool) {
    let (sender, receiver) = async_channel::bounded(2);
    let producers = (0..3u32).map(|name| {
        let sender = sender.clone();
        async move {
            for turn in 0..3 {
                sender.send(name * 10 + turn).await.unwrap();
            }
        }
    });
    let producers = futures_util::future::join_all(producers);
    drop(sender);
    let consume = async {
        let mut values = Vec::new();
        let mut receiver = std::pin::pin!(receiver.clone());
        while let Some(value) = receiver.next().await {
            values.push(value);
        }
        values
    };
    let (done, values) = futures_util::join!(producers, consume);
    let forwarded = RefCell::new(0);
    let sink = futures_util::sink::unfold(&forwarded, |sum, value: u32| async move {
        *sum.borrow_mut() += after(1, value).await;
        Ok::<_, ()>(sum)
    });
    let mut sink = std::pin::pin!(sink);
    for value in &values {
        sink.send(*value).await.unwrap();
    }
    (values, done.len(), receiver.recv().await.is_err() && *forwarded.borrow() == 99)
}

async fn locks() -> (u32, Vec<u32>, u32, usize) {
    let mutex = Arc::new(async_lock::Mutex::new(Vec::new()));
    let barrier = async_lock::Barrier::new(3);
    let semaphore = async_lock::Semaphore::new(1);
    let cell = async_lock::OnceCell::new();
    let lock = async_lock::RwLock::new(1);
    let task = async |name: u32| {
        let _permit = semaphore.acquire().await;
        let mut guard = mutex.lock_arc().await;
        after(name as usize, 0).await;
        guard.push(name);
        drop(guard);
        drop(_permit);
        let upgradable = lock.upgradable_read().await;
        let value = *upgradable;
        *async_lock::RwLockUpgradableReadGuard::upgrade(upgradable).await = value * 2 + name;
        let leader = barrier.wait().await.is_leader();
        *cell.get_or_init(|| after(2, 77)).await + u32::from(leader)
    };
    let (a, b, c) = futures_util::join!(task(0), task(1), task(2));
    let order = mutex.lock().await.clone();
    (a + b + c, order, *lock.read().await, Arc::strong_count(&mutex))
}

#[async_trait(?Send)]
trait Device {
    async fn read(&mut self, address: u32) -> Result<u32, String>;

    async fn sum(&mut self, addresses: &[u32]) -> Result<u32, String> {
        let mut sum = 0;
        for address in addresses {
            sum += self.read(*address).await?;
        }
        Ok(sum)
    }
}

struct Memory([u32; 4]);

struct Slow<D>(D, Vec<u32>);

#[async_trait(?Send)]
impl Device for Memory {
    async fn read(&mut self, address: u32) -> Result<u32, String> {
        yield_now().await;
        self.0.get(address as usize).copied().ok_or_else(|| format!("no word {address}"))
    }
}

#[async_trait(?Send)]
impl<D: Device> Device for Slow<D> {
    async fn read(&mut self, address: u32) -> Result<u32, String> {
        let value = self.0.read(address).await?;
        self.1.push(after(2, value).await);
        Ok(value)
    }
}

async fn devices() -> (Result<u32, String>, Result<u32, String>, Vec<u32>) {
    let mut slow = Slow(Memory([1, 20, 300, 4000]), Vec::new());
    let device: &mut dyn Device = &mut slow;
    let good = device.sum(&[3, 0, 1]).await;
    let bad = device.sum(&[2, 9, 0]).await;
    (good, bad, slow.1)
}

#[pin_project::pin_project(PinnedDrop)]
struct Counted<'a, F> {
    #[pin]
    inner: F,
    polls: usize,
    log: &'a RefCell<Vec<usize>>,
}

#[pin_project::pinned_drop]
impl<F> PinnedDrop for Counted<'_, F> {
    fn drop(self: Pin<&mut Self>) {
        let this = self.project();
        this.log.borrow_mut().push(*this.polls);
    }
}

impl<F: Future> Future for Counted<'_, F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        *this.polls += 1;
        this.inner.poll(context)
    }
}

pin_project_lite::pin_project! {
    #[project = LateProjection]
    enum Late<A, B> {
        Waiting { #[pin] first: A, second: Option<B> },
        Then { #[pin] second: B },
    }
}

impl<A: Future, B: Future> Future for Late<A, B> {
    type Output = B::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<B::Output> {
        loop {
            let next = match self.as_mut().project() {
                LateProjection::Waiting { first, second } => match first.poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(_) => second.take().expect("it is taken once"),
                },
                LateProjection::Then { second } => return second.poll(context),
            };
            self.set(Late::Then { second: next });
        }
    }
}

async fn projected() -> (u32, usize, Vec<usize>) {
    let log = RefCell::new(Vec::new());
    let counted = |inner| Counted { inner, polls: 0, log: &log };
    let late = Late::Waiting { first: counted(after(3, 0)), second: Some(counted(after(1, 9))) };
    let size = size_of_val(&late);
    let value = late.await;
    futures_lite::future::or(counted(after(5, 0)), counted(after(2, 0))).await;
    println!("size projected enum {size}");
    (value, size_of_val(&log), log.into_inner())
}

fn main() {
    run("streams", streams());
    run("selects", selects());
    run("shared", shared());
    run("input and output", input_and_output());
    run("channels", channels());
    run("locks", locks());
    run("devices", devices());
    run("projected", projected());
    run("all", async {
        let streams = streams().await;
        (streams.3, shared().await, channels().await, locks().await, devices().await)
    });
}
