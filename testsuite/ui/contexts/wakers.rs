// The waker that a body sees is that of the poll in which it runs.
//@ run-pass
//@ lowered: 2
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::pause;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

async fn wake() {
    poll_fn(|context| {
        context.waker().wake_by_ref();
        Poll::Ready(())
    })
    .await;
}

async fn body() {
    wake().await;
    pause().await;
    wake().await;
    wake().await;
    pause().await;
}

fn main() {
    let counts = [(); 3].map(|()| Arc::new(Count(AtomicUsize::new(0))));
    let mut future = pin!(body());
    for (count, ready) in counts.iter().zip([false, false, true]) {
        let waker = Waker::from(Arc::clone(count));
        assert_eq!(future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready(), ready);
    }
    assert_eq!(counts.map(|count| count.0.load(Ordering::Relaxed)), [1, 2, 0]);
}
