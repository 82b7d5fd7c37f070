//! Polls futures to their ends, and with the cfg `again` twice more, and says what comes of it.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

async fn returns(number: u32) -> u32 {
    Pause(false).await;
    number + 1
}

async fn panics(numbers: &[u32]) -> u32 {
    Pause(false).await;
    numbers[1]
}

fn finish(name: &str, future: impl Future<Output = u32>) {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..if cfg!(again) { 4 } else { 2 } {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(&mut context))) {
            Ok(poll) => println!("{name}: {poll:?}"),
            Err(_) => println!("{name}: panicked"),
        }
    }
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    finish("returns", returns(6));
    finish("panics", panics(&[6]));
    finish("awaits", async { returns(7).await });
}
