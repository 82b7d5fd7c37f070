//! The loops that keep a group of lookups under way.

use core::future::Future;
use core::mem;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

use crate::ring::Ring;

/// How many lookups are under way at once: `MAX` at most, which is what memory is reserved for on the
/// stack. [`group`] makes a full one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<const MAX: usize> {
    size: usize,
}

/// A group of `G` lookups. 32 is a good number, and 16 to 64 are nearly as good.
///
/// # Panics
/// If `G` is 0.
pub const fn group<const G: usize>() -> Group<G> {
    Group::new(G)
}

impl<const MAX: usize> Group<MAX> {
    /// `size` at once.
    ///
    /// # Panics
    /// If `size` is 0 or more than `MAX`.
    pub const fn new(size: usize) -> Self {
        assert!(size > 0 && size <= MAX, "a group has at least one lookup and at most MAX");
        Group { size }
    }

    /// How many are under way at once.
    pub const fn size(self) -> usize {
        self.size
    }

    /// Runs `make(item)` for each of `items`.
    ///
    /// The futures are polled in turn, at two places by turns; when one is ready, the next item's takes its
    /// place and is polled at once. They end in any order. If one of them panics, or `items` or `make`
    /// does, all others are dropped.
    #[inline]
    pub fn for_each<I, F>(self, items: I, mut make: impl FnMut(I::Item) -> F)
    where
        I: IntoIterator,
        F: Future<Output = ()>,
    {
        let mut items = items.into_iter();
        self.run(|| Some((make(items.next()?), ())), |&mut (), ()| ());
    }

    /// Writes the result of `make(key)` for each of `keys` to `out`, in the order of the keys. Stops at
    /// the shorter of the two.
    ///
    /// If a lookup panics, or `keys` or `make` does, all others are dropped; some results are written.
    #[inline]
    pub fn map_into<I, T, F>(self, keys: I, out: &mut [T], mut make: impl FnMut(I::Item) -> F)
    where
        I: IntoIterator,
        F: Future<Output = T>,
    {
        // An index, since a pointer would take an addition more.
        let mut lookups = (0..out.len()).zip(keys);
        self.run(
            || {
                let (index, key) = lookups.next()?;
                Some((make(key), index))
            },
            // SAFETY: `index` is one of those below the length.
            |index, value| unsafe { *out.get_unchecked_mut(*index) = value },
        );
    }

    /// Hands the result of `make(key)` for each of `keys` to `done`, as they come, each with the index of
    /// its key.
    #[inline]
    pub fn map_unordered<I, F>(
        self,
        keys: I,
        mut make: impl FnMut(I::Item) -> F,
        mut done: impl FnMut(usize, F::Output),
    ) where
        I: IntoIterator,
        F: Future,
    {
        let mut keys = keys.into_iter().enumerate();
        self.run(
            || {
                let (index, key) = keys.next()?;
                Some((make(key), index))
            },
            |index, value| done(*index, value),
        );
    }

    /// Runs the futures that `start` makes until it makes no more, and hands the results to `finish`.
    ///
    /// From one place of the ring to the next is a load that depends on the load before. So two places go
    /// round by turns, half of the ring apart, and the loads of one overlap with those of the other.
    ///
    /// A future that was just made is polled by a call of its own. Where LLVM inlines it, the future's state
    /// is known.
    #[inline]
    fn run<F: Future, D>(
        self,
        mut start: impl FnMut() -> Option<(F, D)>,
        mut finish: impl FnMut(&mut D, F::Output),
    ) {
        let ring = pin!(Ring::<F, D, MAX>::new());
        let ring = ring.as_ref();
        while ring.inserted() < self.size {
            let Some((future, data)) = start() else { break };
            ring.insert(data, future);
        }
        let Some(mut one) = ring.first() else { return };
        let mut other = ring.behind(one, ring.inserted() / 2);
        // Nobody needs to be woken: all are polled in turn.
        let mut context = Context::from_waker(Waker::noop());
        loop {
            let mut result = loop {
                match ring.poll(one, &mut context) {
                    Poll::Pending => one = ring.next(one),
                    Poll::Ready(value) => {
                        mem::swap(&mut one, &mut other);
                        break value;
                    }
                }
                match ring.poll(other, &mut context) {
                    Poll::Pending => other = ring.next(other),
                    Poll::Ready(value) => break value,
                }
            };
            // The future at `other` is ready; then it is the turn of `one`, so that neither gains on the
            // other.
            loop {
                ring.with_data(other, |data| finish(data, result));
                let Some((future, data)) = start() else {
                    let Some(next) = ring.remove(other) else { return };
                    if one == other {
                        one = next;
                    }
                    other = next;
                    break;
                };
                ring.replace(other, data, future);
                match ring.poll(other, &mut context) {
                    Poll::Pending => {
                        other = ring.next(other);
                        break;
                    }
                    Poll::Ready(value) => result = value,
                }
            }
        }
    }
}
