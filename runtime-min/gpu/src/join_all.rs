//! Several futures of one type at a time.

use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

/// The future of [`join_all`].
pub struct JoinAll<F: Future, const N: usize> {
    parts: [Part<F>; N],
}

enum Part<F: Future> {
    Running(F),
    Ended(F::Output),
    Taken,
}

/// Polls all of `futures` in turn until each is ready; what they return, in their order.
pub fn join_all<F: Future, const N: usize>(futures: [F; N]) -> JoinAll<F, N> {
    JoinAll { parts: futures.map(Part::Running) }
}

impl<F: Future> Part<F> {
    /// Whether it has ended.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> bool {
        // SAFETY: a running future stays where it is until it is dropped there.
        let this = unsafe { self.get_unchecked_mut() };
        let Part::Running(future) = this else { return true };
        // SAFETY: as above.
        match unsafe { Pin::new_unchecked(future) }.poll(context) {
            Poll::Ready(output) => {
                *this = Part::Ended(output);
                true
            }
            Poll::Pending => false,
        }
    }

    fn take(&mut self) -> F::Output {
        match mem::replace(self, Part::Taken) {
            Part::Ended(output) => output,
            Part::Running(_) | Part::Taken => panic!("a future was polled after its end"),
        }
    }
}

impl<F: Future, const N: usize> Future for JoinAll<F, N> {
    type Output = [F::Output; N];

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: nothing is moved out of it but outputs of futures that have been dropped.
        let parts = unsafe { &mut self.get_unchecked_mut().parts };
        let mut all = true;
        let mut poll = |part: &mut Part<F>| {
            // SAFETY: it is a part of what is pinned.
            all &= unsafe { Pin::new_unchecked(part) }.poll(context);
        };
        // An array whose indexes are all known can be in registers, and LLVM does not unroll a loop with
        // futures in it.
        macro_rules! unrolled {
            ($($index:literal)*) => { $(
                if $index < N {
                    poll(&mut parts[$index]);
                }
            )* };
        }
        unrolled!(0 1 2 3 4 5 6 7);
        for part in parts.iter_mut().skip(8) {
            poll(part);
        }
        if !all {
            return Poll::Pending;
        }
        Poll::Ready(core::array::from_fn(|index| parts[index].take()))
    }
}
