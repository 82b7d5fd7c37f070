//! embassy-sync and embassy-futures: tasks joined and selected, with every primitive between them.

use embassy_futures::block_on;
use embassy_futures::join::{join, join_array, join3};
use embassy_futures::select::{Either, Either3, select, select_array, select_slice, select3};
use embassy_futures::yield_now;
use embassy_sync::blocking_mutex::raw::{CriticalSectionRawMutex, NoopRawMutex};
use embassy_sync::channel::Channel;
use embassy_sync::mutex::Mutex;
use embassy_sync::once_lock::OnceLock;
use embassy_sync::pipe::Pipe;
use embassy_sync::priority_channel::{Max, PriorityChannel};
use embassy_sync::pubsub::{PubSubChannel, Subscriber, WaitResult};
use embassy_sync::rwlock::RwLock;
use embassy_sync::semaphore::{GreedySemaphore, Semaphore};
use embassy_sync::signal::Signal;
use embassy_sync::watch::Watch;
use embassy_sync::zerocopy_channel;

/// Runs a future to its end and prints its size and its result.
fn run<F: Future<Output: std::fmt::Debug>>(name: &str, future: F) {
    println!("size {name} {}", size_of::<F>());
    println!("{name}: {:?}", block_on(future));
}

async fn channel() -> Vec<u32> {
    let channel = Channel::<NoopRawMutex, u32, 2>::new();
    let (sender, receiver) = (channel.sender(), channel.receiver());
    let send = async {
        for value in 0..7 {
            sender.send(value * value).await;
            if value % 3 == 0 {
                yield_now().await;
            }
        }
    };
    let receive = async {
        let mut values = Vec::new();
        while values.len() < 7 {
            values.push(receiver.receive().await);
        }
        values
    };
    join(send, receive).await.1
}

async fn priorities() -> Vec<u8> {
    let channel = PriorityChannel::<NoopRawMutex, u8, Max, 4>::new();
    let send = async {
        for value in [3, 9, 1, 7, 8, 2] {
            channel.send(value).await;
        }
    };
    let receive = async {
        let mut values = Vec::new();
        while values.len() < 6 {
            yield_now().await;
            values.push(channel.receive().await);
        }
        values
    };
    join(send, receive).await.1
}

async fn mutex() -> (u32, Vec<usize>) {
    let shared = Mutex::<NoopRawMutex, _>::new((0u32, Vec::new()));
    let task = async |name: usize| {
        for _ in 0..3 {
            let mut guard = shared.lock().await;
            guard.0 += 1;
            yield_now().await;
            guard.1.push(name);
        }
    };
    join_array([task(1), task(2), task(3)]).await;
    shared.into_inner()
}

async fn locks() -> (u32, u32, &'static str) {
    let lock = RwLock::<NoopRawMutex, u32>::new(1);
    let once = OnceLock::<&'static str>::new();
    let write = async {
        for _ in 0..4 {
            *lock.write().await *= 3;
            yield_now().await;
        }
        once.init("set").unwrap();
    };
    let read = async {
        let mut sum = 0;
        for _ in 0..4 {
            let guard = lock.read().await;
            yield_now().await;
            sum += *guard;
        }
        sum
    };
    let ((), sum, text) = join3(write, read, async { *once.get().await }).await;
    (sum, *lock.read().await, text)
}

async fn signals() -> Vec<String> {
    static SIGNAL: Signal<CriticalSectionRawMutex, u32> = Signal::new();
    static WATCH: Watch<CriticalSectionRawMutex, u32, 2> = Watch::new();
    let tell = async {
        for value in 1..4 {
            SIGNAL.signal(value);
            WATCH.sender().send(value * 10);
            for _ in 0..value {
                yield_now().await;
            }
        }
    };
    let listen = async {
        let mut heard = Vec::new();
        let mut receiver = WATCH.receiver().unwrap();
        loop {
            match select3(SIGNAL.wait(), receiver.changed(), yield_now()).await {
                Either3::First(value) => heard.push(format!("signal {value}")),
                Either3::Second(value) => heard.push(format!("watch {value}")),
                Either3::Third(()) => heard.push("tick".to_owned()),
            }
            if heard.len() == 12 {
                break heard;
            }
        }
    };
    join(tell, listen).await.1
}

async fn pubsub() -> Vec<(usize, u32)> {
    let channel = PubSubChannel::<NoopRawMutex, u32, 2, 3, 1>::new();
    let publisher = channel.publisher().unwrap();
    let [one, two] = [channel.subscriber().unwrap(), channel.subscriber().unwrap()];
    let listen = async |name: usize, mut subscriber: Subscriber<'_, NoopRawMutex, u32, 2, 3, 1>| {
        let mut got = Vec::new();
        while got.len() < 5 {
            match subscriber.next_message().await {
                WaitResult::Message(value) => got.push((name, value)),
                WaitResult::Lagged(count) => got.push((name, 1000 + count as u32)),
            }
        }
        got
    };
    let publish = async {
        for value in 0..5 {
            publisher.publish(value).await;
        }
    };
    let ((), one, two) = join3(publish, listen(1, one), listen(2, two)).await;
    one.into_iter().chain(two).collect()
}

async fn bytes() -> (String, usize) {
    let pipe = Pipe::<NoopRawMutex, 5>::new();
    let text = b"a text that is longer than the pipe";
    let read = async {
        let mut all = Vec::new();
        let mut reads = 0;
        while all.len() < text.len() {
            let mut buffer = [0; 4];
            let count = pipe.read(&mut buffer).await;
            all.extend_from_slice(&buffer[..count]);
            reads += 1;
        }
        (String::from_utf8(all).unwrap(), reads)
    };
    join(pipe.write_all(text), read).await.1
}

async fn zero_copies() -> Vec<[u8; 8]> {
    let mut buffers = [[0; 8]; 2];
    let mut channel = zerocopy_channel::Channel::<NoopRawMutex, [u8; 8]>::new(&mut buffers);
    let (mut sender, mut receiver) = channel.split();
    let send = async {
        for round in 0..5 {
            sender.send().await.fill(round);
            sender.send_done();
        }
    };
    let receive = async {
        let mut seen = Vec::new();
        for _ in 0..5 {
            seen.push(*receiver.receive().await);
            receiver.receive_done();
        }
        seen
    };
    join(send, receive).await.1
}

async fn semaphore() -> (usize, usize) {
    let semaphore = GreedySemaphore::<NoopRawMutex>::new(2);
    let most = std::cell::Cell::new((0, 0));
    let task = async || {
        for _ in 0..2 {
            let permit = semaphore.acquire(1).await.unwrap();
            let (now, max) = most.get();
            most.set((now + 1, max.max(now + 1)));
            yield_now().await;
            most.set((most.get().0 - 1, most.get().1));
            drop(permit);
        }
    };
    join_array([task(), task(), task(), task()]).await;
    most.get()
}

/// The loser of a select is dropped in the middle of its wait.
async fn cancelled() -> Vec<String> {
    struct Loud<'a>(&'a std::cell::RefCell<Vec<String>>, usize);
    impl Drop for Loud<'_> {
        fn drop(&mut self) {
            self.0.borrow_mut().push(format!("drop {}", self.1));
        }
    }
    let log = std::cell::RefCell::new(Vec::new());
    let task = async |name: usize, turns: usize| {
        let _loud = Loud(&log, name);
        for _ in 0..turns {
            yield_now().await;
        }
        log.borrow_mut().push(format!("end {name}"));
        name
    };
    let first = match select(task(1, 3), task(2, 2)).await {
        Either::First(name) | Either::Second(name) => name,
    };
    let (value, index) = select_array([task(3, 5), task(4, 1), task(5, 2)]).await;
    let mut tasks = [task(6, 2), task(7, 2)];
    // SAFETY: the array is not moved again.
    let slice = unsafe { std::pin::Pin::new_unchecked(&mut tasks[..]) };
    let (last, _) = select_slice(slice).await;
    log.borrow_mut().push(format!("{first} {value} {index} {last}"));
    drop(tasks);
    log.into_inner()
}

fn main() {
    run("channel", channel());
    run("priorities", priorities());
    run("mutex", mutex());
    run("locks", locks());
    run("signals", signals());
    run("pubsub", pubsub());
    run("bytes", bytes());
    run("zero copies", zero_copies());
    run("semaphore", semaphore());
    run("cancelled", cancelled());
    run("all", async { (channel().await, mutex().await, bytes().await, cancelled().await.len()) });
}
