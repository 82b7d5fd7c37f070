//! A future for a debugger to look at while it is suspended, by the state that it is in.

mod inner;

use core::future::Future;
use core::hint::black_box;
use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use inner::{Countdown, measure};

/// Where the debugger stops.
#[inline(never)]
#[unsafe(no_mangle)]
extern "C" fn pause(future: *const ()) {
    black_box(future);
}

/// Two futures, polled until both are ready.
struct Both<A, B>(Option<A>, Option<B>);

fn poll_one<F: Future<Output = ()> + Unpin>(one: &mut Option<F>, context: &mut Context<'_>) {
    if let Some(future) = one
        && Pin::new(future).poll(context).is_ready()
    {
        *one = None;
    }
}

impl<A: Future<Output = ()> + Unpin, B: Future<Output = ()> + Unpin> Future for Both<A, B> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Both(one, other) = &mut *self;
        poll_one(one, context);
        poll_one(other, context);
        if one.is_none() && other.is_none() { Poll::Ready(()) } else { Poll::Pending }
    }
}

async fn wait(rounds: u16) {
    Countdown(rounds).await; // suspended: wait
}

pub async fn session(scale: u32) -> u32 {
    let limits = [1_u8, 2, scale as u8];
    Countdown(1).await; // suspended: session
    let measured = measure(scale, &limits).await; // suspended: session measures
    Both(Some(pin!(wait(1))), Some(pin!(wait(1)))).await; // suspended: session waits
    black_box(&limits);
    measured
}

/// Polls the session to its end, and stops before each poll and after the last one.
#[inline(never)]
pub fn run() -> u32 {
    let mut future = pin!(session(black_box(7)));
    let mut context = Context::from_waker(Waker::noop());
    loop {
        pause((&raw const *future).cast());
        if let Poll::Ready(measured) = future.as_mut().poll(&mut context) {
            pause((&raw const *future).cast());
            return measured;
        }
    }
}
