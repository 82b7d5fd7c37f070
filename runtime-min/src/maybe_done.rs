//! A future and the memory for its output.

use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

/// A future that is polled until it is ready, and then replaced by its output.
///
/// The future is dropped in place as soon as it returns its output.
pub(crate) enum MaybeDone<F: Future> {
    /// Not ready yet.
    Running(F),
    /// Ready; the output has not been taken.
    Done(F::Output),
    /// The output has been taken.
    Taken,
}

// The output is never pinned, because `take_output` moves it out.
impl<F: Future + Unpin> Unpin for MaybeDone<F> {}

impl<F: Future> MaybeDone<F> {
    /// Polls the future unless it is done, and returns whether it is done now.
    ///
    /// # Panics
    /// If the output has been taken.
    pub(crate) fn poll_done(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> bool {
        // SAFETY: the future does not move out of the reference: it is pinned again here, and
        // `Pin::set` below drops it in place.
        match unsafe { self.as_mut().get_unchecked_mut() } {
            MaybeDone::Running(future) => {
                // SAFETY: the future is part of `self`, which is pinned.
                let future = unsafe { Pin::new_unchecked(future) };
                match future.poll(context) {
                    Poll::Pending => false,
                    Poll::Ready(output) => {
                        self.set(MaybeDone::Done(output));
                        true
                    }
                }
            }
            MaybeDone::Done(_) => true,
            MaybeDone::Taken => panic!("future polled after its completion"),
        }
    }

    /// Takes the output if it is there.
    pub(crate) fn take_output(self: Pin<&mut Self>) -> Option<F::Output> {
        // SAFETY: a running future stays where it is; only an output, which is not pinned, moves.
        let this = unsafe { self.get_unchecked_mut() };
        match this {
            MaybeDone::Done(_) => match mem::replace(this, MaybeDone::Taken) {
                MaybeDone::Done(output) => Some(output),
                MaybeDone::Running(_) | MaybeDone::Taken => None,
            },
            MaybeDone::Running(_) | MaybeDone::Taken => None,
        }
    }
}
