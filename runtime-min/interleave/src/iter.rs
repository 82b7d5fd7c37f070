//! Lookups whose results are iterated over.

use core::fmt;
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use crate::Group;
use crate::ring::{At, Ring};

/// The results of lookups as they come, each with the index of its key; made by
/// [`Group::results`]. Pinned, it is an iterator.
pub struct Results<I, M, F, const MAX: usize> {
    keys: I,
    make: M,
    /// The index of the next key.
    next: usize,
    group: Group<MAX>,
    /// Whose turn it is.
    at: Option<At<F, usize>>,
    ring: Ring<F, usize, MAX>,
}

impl<const MAX: usize> Group<MAX> {
    /// The results of `make(key)` for each of `keys`, as they come, each with the index of its key.
    ///
    /// ```
    /// use std::pin::pin;
    ///
    /// let results = pin!(interleave::group::<32>().results([1, 2, 3], async |key| key * 2));
    /// let mut results: Vec<_> = results.collect();
    /// results.sort();
    /// assert_eq!(results, [(0, 2), (1, 4), (2, 6)]);
    /// ```
    pub fn results<I, M, F>(self, keys: I, make: M) -> Results<I::IntoIter, M, F, MAX>
    where
        I: IntoIterator,
        M: FnMut(I::Item) -> F,
        F: Future,
    {
        let keys = keys.into_iter();
        Results { keys, make, next: 0, group: self, at: None, ring: Ring::new() }
    }
}

impl<I, M, F, const MAX: usize> Iterator for Pin<&mut Results<I, M, F, MAX>>
where
    I: Iterator,
    M: FnMut(I::Item) -> F,
    F: Future,
{
    type Item = (usize, F::Output);

    fn next(&mut self) -> Option<Self::Item> {
        // SAFETY: the ring is not moved; of the other fields nothing is pinned.
        let Results { keys, make, next, group, at, ring } =
            unsafe { self.as_mut().get_unchecked_mut() };
        // SAFETY: this is pinned, so its ring is.
        let ring = unsafe { Pin::new_unchecked(&*ring) };
        let mut start = || {
            let future = make(keys.next()?);
            let index = *next;
            *next += 1;
            Some((future, index))
        };
        if ring.inserted() == 0 {
            while ring.inserted() < group.size() {
                let Some((future, index)) = start() else { break };
                ring.insert(index, future);
            }
            *at = ring.first();
        }
        let mut context = Context::from_waker(Waker::noop());
        loop {
            let here = (*at)?;
            match ring.poll(here, &mut context) {
                Poll::Pending => *at = Some(ring.next(here)),
                Poll::Ready(value) => {
                    let index = ring.with_data(here, |index| *index);
                    match start() {
                        Some((future, index)) => ring.replace(here, index, future),
                        None => {
                            // Should the future's destructor panic, there is no place any more.
                            *at = None;
                            *at = ring.remove(here);
                        }
                    }
                    return Some((index, value));
                }
            }
        }
    }
}

impl<I, M, F, const MAX: usize> fmt::Debug for Results<I, M, F, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Results").field("next", &self.next).finish_non_exhaustive()
    }
}
