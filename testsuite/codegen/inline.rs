//! An async function that is small enough to stand in its two awaiters, and one that is too large.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

unsafe extern "C" {
    safe fn ready() -> bool;
    safe fn note(value: u32);
}

struct Ready;

impl Future for Ready {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if ready() { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[cfg_attr(attribute, inline(never))]
async fn small(value: u32) {
    Ready.await;
    note(value);
}

#[cfg_attr(attribute, inline(always))]
async fn large(value: u32) {
    note(value);
    for turn in 0..3 {
        note(turn ^ value);
        Ready.await;
        note(turn.rotate_left(value));
        note(turn.wrapping_mul(value));
        Ready.await;
        note(turn.wrapping_sub(value));
    }
    Ready.await;
    note(value | 1);
}

async fn first(value: u32) {
    small(value).await;
    large(value).await;
}

async fn second(value: u32) {
    large(value + 1).await;
    small(value + 2).await;
}

/// Polls one of the awaiters.
#[unsafe(no_mangle)]
pub fn run(which: bool, value: u32, context: &mut Context<'_>) -> bool {
    if which {
        let future = std::pin::pin!(first(value));
        future.poll(context).is_ready()
    } else {
        let future = std::pin::pin!(second(value));
        future.poll(context).is_ready()
    }
}
