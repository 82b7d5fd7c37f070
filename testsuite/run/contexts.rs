// Every poll brings a context of its own, and what is awaited sees the newest one.
// lowered: 3
// begins: 5
// needs: compare-and-swap

mod common;

use common::Noisy;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Wake, Waker};

struct Bell {
    name: &'static str,
    rings: AtomicU32,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        let rings = self.rings.fetch_add(1, Ordering::SeqCst) + 1;
        println!("  {} rings for the {rings}. time", self.name);
    }
}

/// Rings at once, and is ready at the second poll.
async fn ring() {
    let mut rung = false;
    poll_fn(move |context| {
        if rung {
            return Poll::Ready(());
        }
        rung = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Keeps the waker of one poll for a later one.
async fn keep() -> Waker {
    let kept = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
    ring().await;
    kept.wake_by_ref();
    ring().await;
    kept
}

async fn outer(_noisy: Noisy) -> Waker {
    ring().await;
    let kept = keep().await;
    ring().await;
    kept
}

fn main() {
    let bell = |name| Arc::new(Bell { name, rings: AtomicU32::new(0) });
    let bells = [bell("first"), bell("second"), bell("third")];
    let mut future = Box::pin(outer(Noisy("parameter")));
    let mut turn = 0;
    let kept = loop {
        let waker = Waker::from(bells[turn % 3].clone());
        turn += 1;
        println!("poll {turn}");
        // A context that is gone when the next poll comes.
        let poll = {
            let mut context = Box::new(Context::from_waker(&waker));
            Pin::as_mut(&mut future).poll(&mut context)
        };
        if let Poll::Ready(kept) = poll {
            break kept;
        }
    };
    drop(future);
    kept.wake();
    for bell in &bells {
        println!("{} {} {}", bell.name, bell.rings.load(Ordering::SeqCst), Arc::strong_count(bell));
    }
}
