//! The drivers: a future run to its end, dropped early at every poll, and with a panic at every
//! place that may panic.

use alloc::boxed::Box;
use core::async_iter::AsyncIterator;
use core::fmt::Debug;
use core::future::Future;
use core::ops::{Coroutine, CoroutineState};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::futures::waker;
use crate::system::{self, UNWINDS, caught};
use crate::{run, trace};

/// A future that takes more polls is dropped.
const MAX_POLLS: usize = 60;
/// Early drops per variant.
const MAX_DROPS: usize = 12;
/// Panics per variant while the future runs.
const MAX_PANICS: u32 = 24;
/// Panics per early drop.
const MAX_DROP_PANICS: u32 = 4;
/// Ways in which `flip` falls.
const VARIANTS: u32 = 3;

/// How far a future came.
struct Course {
    polls: usize,
    /// Calls of `fuse` before the future was dropped, and after.
    fuses: (u32, u32),
}

/// A future of no known type: the drivers are compiled once, with the prelude, and not again for each
/// root.
type Driven<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Runs what `make` makes in many ways.
pub fn drive<F: Future>(name: &str, make: impl Fn() -> F)
where
    F::Output: Debug,
{
    trace(format_args!("size {name} {}", size_of::<F>()));
    every_way(name, &|| Box::pin(Shown(Some(make()))));
}

/// Shows the result. The future is in an enum that is looked at before each poll, and whose discriminant
/// may lie in the future.
struct Shown<F>(Option<F>);

impl<F: Future<Output: Debug>> Future for Shown<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the future is pinned with this one and never moved.
        let inner = unsafe { self.map_unchecked_mut(|this| &mut this.0) }.as_pin_mut();
        let Some(inner) = inner else {
            trace(format_args!("the future is gone"));
            return Poll::Ready(());
        };
        inner.poll(cx).map(|value| trace(format_args!("ready {value:?}")))
    }
}

fn every_way<'a>(name: &str, make: &dyn Fn() -> Driven<'a>) {
    for variant in 0..VARIANTS {
        let whole = once(name, make, variant, MAX_POLLS, 0);
        for polls in 0..whole.polls.min(MAX_DROPS) {
            let course = once(name, make, variant, polls, 0);
            let (before, after) = course.fuses;
            if UNWINDS && variant == 0 {
                for fuse in before + 1..=after.min(before + MAX_DROP_PANICS) {
                    once(name, make, variant, polls, fuse);
                }
            }
        }
        if UNWINDS {
            for fuse in 1..=whole.fuses.1.min(MAX_PANICS) {
                once(name, make, variant, MAX_POLLS, fuse);
            }
        }
    }
}

/// The same for an iterator: each call of `next` is a poll.
pub fn drive_iter<I: Iterator>(name: &str, make: impl Fn() -> I)
where
    I::Item: Debug,
{
    drive(name, || Items(make()));
}

struct Items<I>(I);

impl<I> Unpin for Items<I> {}

impl<I: Iterator<Item: Debug>> Future for Items<I> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match self.0.next() {
            Some(item) => {
                trace(format_args!("item {item:?}"));
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

/// The same for an asynchronous iterator: an item is pending, too.
pub fn drive_async_iter<I: AsyncIterator<Item: Debug>>(name: &str, make: impl Fn() -> I) {
    drive(name, || AsyncItems(make()));
}

struct AsyncItems<I>(I);

impl<I: AsyncIterator<Item: Debug>> Future for AsyncItems<I> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the iterator is pinned with this one and never moved.
        let items = unsafe { self.map_unchecked_mut(|this| &mut this.0) };
        match items.poll_next(cx) {
            Poll::Ready(Some(item)) => {
                trace(format_args!("item {item:?}"));
                Poll::Pending
            }
            Poll::Ready(None) => Poll::Ready(()),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The same for a coroutine: each resumption is a poll, with its number as argument.
pub fn drive_coroutine<C: Coroutine<u32, Yield: Debug, Return: Debug>>(
    name: &str,
    make: impl Fn() -> C,
) {
    drive(name, || Resumptions(make(), 0));
}

struct Resumptions<C>(C, u32);

impl<C: Coroutine<u32, Yield: Debug, Return: Debug>> Future for Resumptions<C> {
    type Output = C::Return;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<C::Return> {
        // SAFETY: the coroutine is pinned with this one and never moved.
        let this = unsafe { self.get_unchecked_mut() };
        this.1 += 1;
        // SAFETY: as above.
        match unsafe { Pin::new_unchecked(&mut this.0) }.resume(this.1) {
            CoroutineState::Yielded(value) => {
                trace(format_args!("yielded {value:?}"));
                Poll::Pending
            }
            CoroutineState::Complete(value) => Poll::Ready(value),
        }
    }
}

/// Ends the program by polling a future that is to fail a check of the compiler's.
pub fn exit_by(future: impl Future<Output = ()>) {
    trace(format_args!("end"));
    trace(format_args!("# exit"));
    system::flush();
    system::start();
    *run() = crate::Run { variant: 0, flips: 0, fuse: 0, burnt: 0 };
    let mut future = Box::pin(future);
    for polls in 1..MAX_POLLS {
        if future.as_mut().poll(&mut Context::from_waker(&waker(polls))).is_ready() {
            break;
        }
    }
    trace(format_args!("no check failed"));
}

fn once<'a>(
    name: &str,
    make: &dyn Fn() -> Driven<'a>,
    variant: u32,
    max_polls: usize,
    fuse: u32,
) -> Course {
    system::start();
    trace(format_args!("# {name} variant {variant} polls {max_polls} fuse {fuse}"));
    *run() = crate::Run { variant, flips: 0, fuse, burnt: 0 };
    let mut polls = 0;
    let Some(mut future) = caught(make) else {
        trace(format_args!("not made"));
        return Course { polls, fuses: (0, run().burnt) };
    };
    while polls < max_polls {
        polls += 1;
        let step = caught(|| {
            let waker = waker(polls);
            future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready()
        });
        match step {
            Some(false) => trace(format_args!("pending")),
            ended => {
                let how = if ended.is_some() { "ready" } else { "panicked" };
                trace(format_args!("{how} at poll {polls}"));
                if UNWINDS {
                    // What a future does after its end is a matter of the compiler, too.
                    let again = caught(|| {
                        let waker = waker(0);
                        future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready()
                    });
                    trace(format_args!("again: {again:?}"));
                }
                break;
            }
        }
    }
    let before = run().burnt;
    let dropped = caught(|| drop(future));
    trace(format_args!("dropped {}", dropped.is_some()));
    system::flush();
    Course { polls, fuses: (before, run().burnt) }
}
