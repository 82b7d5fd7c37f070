// `async gen` fns: awaits between the values, an early drop at every step, the end that stays.
// lowered: 1
// begins: 2

#![feature(async_iterator, gen_blocks)]

use std::async_iter::AsyncIterator;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

/// Pending once.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

async gen fn slowly(count: u32) -> String {
    let _whole = Loud("whole");
    for n in 0..count {
        let text = n.to_string();
        let _each = Loud("each");
        Suspend(false).await;
        yield text.clone();
        Suspend(false).await;
        yield text + "!";
    }
}

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    for polls in 0..12 {
        let mut generator = Box::pin(slowly(2));
        for _ in 0..polls {
            println!("{:?}", generator.as_mut().poll_next(&mut context));
        }
        println!("dropping after {polls}");
    }
}
