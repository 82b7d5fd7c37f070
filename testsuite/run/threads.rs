// Futures that are polled on one thread and go on, end or are dropped on another.
// lowered: 2
// begins: 4
// host only: threads

mod common;

use common::{Noisy, drive, pause, poll};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;
use std::thread;

type Task = Pin<Box<dyn Future<Output = String> + Send>>;

async fn travels(steps: u32, count: Arc<AtomicU32>) -> String {
    let _guard = Noisy("guard");
    let start = thread::current().id();
    let mut moved = 0;
    for _ in 0..steps {
        count.fetch_add(1, Ordering::SeqCst);
        pause().await;
        moved += u32::from(thread::current().id() != start);
    }
    format!("{steps} steps, {moved} of them on another thread")
}

async fn locks(shared: Arc<Mutex<Vec<u32>>>) -> String {
    for n in 0..3 {
        shared.lock().unwrap().push(n);
        pause().await;
    }
    let list = shared.lock().unwrap();
    format!("{list:?}")
}

/// An enum around a future, looked at by one thread and polled by the other in turn, under a lock.
fn watched() {
    let future = travels(5, Arc::default());
    let slot = Arc::new(Mutex::new(Some(Box::pin(future))));
    let polled = slot.clone();
    let worker = thread::spawn(move || {
        loop {
            let mut slot = polled.lock().unwrap();
            let Some(future) = slot.as_mut() else { unreachable!() };
            if let Poll::Ready(output) = poll(future.as_mut()) {
                *slot = None;
                return output;
            }
        }
    });
    while slot.lock().unwrap().is_some() {
        thread::yield_now();
    }
    println!("{}", worker.join().unwrap());
}

/// The same without a box, so that the enum's discriminant can be the future's tag.
fn watched_in_place() {
    static LOOKS: AtomicU32 = AtomicU32::new(0);
    let slot = Mutex::new(Some(locks(Arc::default())));
    thread::scope(|scope| {
        let worker = scope.spawn(|| {
            loop {
                let mut slot = slot.lock().unwrap();
                let Some(future) = slot.as_mut() else { unreachable!() };
                // SAFETY: the future stays in its slot until it is dropped there.
                if let Poll::Ready(output) = poll(unsafe { Pin::new_unchecked(future) }) {
                    *slot = None;
                    return output;
                }
            }
        });
        while slot.lock().unwrap().is_some() {
            LOOKS.fetch_add(1, Ordering::Relaxed);
            thread::yield_now();
        }
        println!("{}", worker.join().unwrap());
    });
}

/// Polls once here, and all the rest on a thread of its own.
fn hand_over(mut task: Task) -> String {
    assert!(poll(task.as_mut()).is_pending());
    thread::spawn(move || drive(task)).join().unwrap()
}

fn main() {
    let count = Arc::new(AtomicU32::new(0));
    println!("{}", hand_over(Box::pin(travels(4, count.clone()))));
    println!("{}", hand_over(Box::pin(locks(Arc::default()))));
    println!("{}", count.load(Ordering::SeqCst));

    watched();
    watched_in_place();

    // Through a channel, one poll per thread.
    let (sender, receiver) = mpsc::channel::<Task>();
    let mut task: Task = Box::pin(travels(3, count.clone()));
    for _ in 0..2 {
        assert!(poll(task.as_mut()).is_pending());
        let sender = sender.clone();
        thread::spawn(move || sender.send(task).unwrap()).join().unwrap();
        task = receiver.recv().unwrap();
    }
    thread::spawn(move || drop(task)).join().unwrap();
    println!("{} {}", count.load(Ordering::SeqCst), Arc::strong_count(&count));
}
