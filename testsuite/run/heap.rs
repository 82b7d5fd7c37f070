// Futures on the heap, pinned, as trait objects, in collections and behind counted references.
// lowered: 3
// begins: 6

mod common;

use common::{Noisy, drive, pause, poll};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

type Task = Pin<Box<dyn Future<Output = u32>>>;

async fn count(name: &'static str, turns: u32) -> u32 {
    let _end = Noisy(name);
    for turn in 0..turns {
        println!("{name} {turn}");
        pause().await;
    }
    turns
}

async fn share(log: Rc<RefCell<Vec<String>>>, name: String) -> u32 {
    log.borrow_mut().push(format!("{name} starts"));
    pause().await;
    log.borrow_mut().push(format!("{name} ends"));
    name.len() as u32
}

fn run(mut tasks: VecDeque<Task>) -> u32 {
    let mut sum = 0;
    while let Some(mut task) = tasks.pop_front() {
        match poll(task.as_mut()) {
            Poll::Ready(turns) => sum += turns,
            Poll::Pending => tasks.push_back(task),
        }
    }
    sum
}

fn main() {
    let log = Rc::new(RefCell::new(vec![]));
    let tasks: VecDeque<Task> = VecDeque::from([
        Box::pin(count("a", 3)) as Task,
        Box::pin(count("b", 1)),
        Box::pin(share(log.clone(), "c".repeat(3))),
        Box::pin(count("d", 0)),
        Box::pin(async {
            let boxed: Task = Box::pin(count("e", 2));
            boxed.await + 100
        }),
        Box::pin(std::future::ready(1000)),
    ]);
    println!("sum {}", run(tasks));
    println!("{:?}, {} owner", log.borrow(), Rc::strong_count(&log));

    let mut kept = Box::pin(count("kept", 5));
    assert!(poll(kept.as_mut()).is_pending());
    assert!(poll(kept.as_mut()).is_pending());
    drop(kept);
    println!("{}", drive(Box::pin(count("last", 1))));
}
