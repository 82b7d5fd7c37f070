//! Leaf futures and combinators.

use core::async_iter::AsyncIterator;
use core::fmt::Debug;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

use crate::{fuse, fuse_in_drop, trace};

const VTABLE: RawWakerVTable = RawWakerVTable::new(
    |data| {
        trace(format_args!("clone waker {}", data.addr()));
        RawWaker::new(data, &VTABLE)
    },
    |data| trace(format_args!("wake {}", data.addr())),
    |data| trace(format_args!("wake {} by reference", data.addr())),
    |_| {},
);

/// A waker with a number.
pub fn waker(number: usize) -> Waker {
    // SAFETY: the functions of the table do not follow the pointer.
    unsafe { Waker::from_raw(RawWaker::new(core::ptr::without_provenance(number), &VTABLE)) }
}

/// Pending a number of times, then ready; tells of its polls and of its end.
#[derive(Debug)]
pub struct Wait {
    left: u32,
    id: u32,
}

/// Pending `times` times.
pub fn wait(times: u32, id: u32) -> Wait {
    Wait { left: times, id }
}

impl Future for Wait {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u32> {
        let number = cx.waker().data().addr();
        trace(format_args!("poll {} left {} waker {number}", self.id, self.left));
        fuse(self.id);
        if self.left == 0 {
            return Poll::Ready(self.id.wrapping_mul(3));
        }
        self.left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        trace(format_args!("drop wait {}", self.id));
        fuse_in_drop(self.id);
    }
}

/// Pending a number of times, then ready with a value; has no destructor of its own.
pub struct Give<T> {
    value: Option<T>,
    left: u32,
}

/// Pending once. What it remembers is all that its second poll looks at.
pub struct Pause {
    paused: bool,
}

/// Pending once.
pub fn pause() -> Pause {
    Pause { paused: false }
}

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.paused {
            return Poll::Ready(());
        }
        self.paused = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// The same, but it tells that it is polled first. Generic, so that who awaits it has its code.
pub struct Ask<T> {
    id: T,
    asked: bool,
}

/// Pending once, and tells `id` then.
pub fn ask<T>(id: T) -> Ask<T> {
    Ask { id, asked: false }
}

impl<T: Copy + Debug + Unpin> Future for Ask<T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if core::mem::replace(&mut self.asked, true) {
            return Poll::Ready(());
        }
        trace(format_args!("asked {:?}", self.id));
        Poll::Pending
    }
}

/// Gives `value` after having been pending `times` times.
pub fn give<T>(value: T, times: u32) -> Give<T> {
    Give { value: Some(value), left: times }
}

impl<T> Unpin for Give<T> {}

impl<T> Future for Give<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        if self.left > 0 {
            self.left -= 1;
            return Poll::Pending;
        }
        Poll::Ready(self.value.take().expect("polled after its end"))
    }
}

/// Never ready. Panics at its tenth poll, so that every program ends.
pub struct Never(u32);

/// Never ready.
pub fn never() -> Never {
    Never(0)
}

impl Future for Never {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        self.0 += 1;
        assert!(self.0 < 10, "polled too often");
        Poll::Pending
    }
}

/// Polls both at each poll, until both are ready.
pub struct Join<A: Future, B: Future> {
    a: A,
    b: B,
    first: Option<A::Output>,
    second: Option<B::Output>,
}

/// Both, at the same time.
pub fn join<A: Future, B: Future>(a: A, b: B) -> Join<A, B> {
    Join { a, b, first: None, second: None }
}

impl<A: Future, B: Future> Future for Join<A, B> {
    type Output = (A::Output, B::Output);

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the futures are pinned with this one and never moved.
        let this = unsafe { self.get_unchecked_mut() };
        if this.first.is_none() {
            // SAFETY: as above.
            if let Poll::Ready(value) = unsafe { Pin::new_unchecked(&mut this.a) }.poll(cx) {
                this.first = Some(value);
            }
        }
        if this.second.is_none() {
            // SAFETY: as above.
            if let Poll::Ready(value) = unsafe { Pin::new_unchecked(&mut this.b) }.poll(cx) {
                this.second = Some(value);
            }
        }
        match (this.first.take(), this.second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (first, second) => {
                this.first = first;
                this.second = second;
                Poll::Pending
            }
        }
    }
}

/// Polls all at each poll, until each is ready.
pub struct All<F: Future, const N: usize> {
    futures: [F; N],
    outputs: [Option<F::Output>; N],
}

/// All of an array, at the same time.
pub fn all<F: Future, const N: usize>(futures: [F; N]) -> All<F, N> {
    All { futures, outputs: [const { None }; N] }
}

impl<F: Future, const N: usize> Future for All<F, N> {
    type Output = [F::Output; N];

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the futures are pinned with this one and never moved.
        let this = unsafe { self.get_unchecked_mut() };
        for at in 0..N {
            if this.outputs[at].is_none() {
                // SAFETY: as above.
                let future = unsafe { Pin::new_unchecked(&mut this.futures[at]) };
                if let Poll::Ready(value) = future.poll(cx) {
                    this.outputs[at] = Some(value);
                }
            }
        }
        if this.outputs.iter().any(Option::is_none) {
            return Poll::Pending;
        }
        Poll::Ready(this.outputs.each_mut().map(|output| output.take().expect("each is ready")))
    }
}

/// Polls the first, then the second; ready with whichever is, and drops the other with itself.
pub struct Select<A, B> {
    a: A,
    b: B,
}

/// The first of two that is ready; true with the first.
pub fn select<A: Future, B: Future<Output = A::Output>>(a: A, b: B) -> Select<A, B> {
    Select { a, b }
}

impl<A: Future, B: Future<Output = A::Output>> Future for Select<A, B> {
    type Output = (bool, A::Output);

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the futures are pinned with this one and never moved.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: as above.
        if let Poll::Ready(value) = unsafe { Pin::new_unchecked(&mut this.a) }.poll(cx) {
            return Poll::Ready((true, value));
        }
        // SAFETY: as above.
        let second = unsafe { Pin::new_unchecked(&mut this.b) };
        second.poll(cx).map(|value| (false, value))
    }
}

/// Polls at most a number of times.
pub struct Cut<F> {
    inner: F,
    left: u32,
}

/// `None` if `inner` is not ready after `polls` polls.
pub fn cut<F: Future>(inner: F, polls: u32) -> Cut<F> {
    Cut { inner, left: polls }
}

impl<F: Future> Future for Cut<F> {
    type Output = Option<F::Output>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the future is pinned with this one and never moved.
        let this = unsafe { self.get_unchecked_mut() };
        if this.left == 0 {
            return Poll::Ready(None);
        }
        this.left -= 1;
        // SAFETY: as above.
        unsafe { Pin::new_unchecked(&mut this.inner) }.poll(cx).map(Some)
    }
}

/// Polls with a waker of its own.
pub struct Rewake<F> {
    inner: F,
    number: usize,
}

/// `inner` sees wakers with the numbers `number`, `number + 1`, and so on.
pub fn rewake<F: Future>(inner: F, number: usize) -> Rewake<F> {
    Rewake { inner, number }
}

impl<F: Future> Future for Rewake<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: the future is pinned with this one and never moved.
        let this = unsafe { self.get_unchecked_mut() };
        let waker = waker(this.number);
        this.number += 1;
        // SAFETY: as above.
        unsafe { Pin::new_unchecked(&mut this.inner) }.poll(&mut Context::from_waker(&waker))
    }
}

/// Waits for an item.
pub struct Next<'a, I>(Pin<&'a mut I>);

/// The next item; `None` at the end.
pub fn next<I: AsyncIterator>(items: Pin<&mut I>) -> Next<'_, I> {
    Next(items)
}

impl<I: AsyncIterator> Future for Next<'_, I> {
    type Output = Option<I::Item>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll_next(cx)
    }
}
