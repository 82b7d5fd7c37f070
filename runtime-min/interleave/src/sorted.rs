//! Lookups in a sorted slice.

use core::hint::select_unpredictable;

use crate::{group, prefetch};

/// The part of a slice that the wanted element is in, if it is anywhere. It is not empty.
#[derive(Clone, Copy)]
struct Part {
    first: usize,
    len: usize,
}

impl Part {
    fn middle(self) -> usize {
        self.first + self.len / 2
    }

    /// The half that `key` is in.
    #[inline(always)]
    fn half<T, K: Ord>(self, slice: &[T], key: &K, key_of: impl Fn(&T) -> &K) -> Self {
        let middle = self.middle();
        // SAFETY: a part lies within its slice, and its middle within the part.
        let is_behind = key_of(unsafe { slice.get_unchecked(middle) }) <= key;
        let first = select_unpredictable(is_behind, middle, self.first);
        Part { first, len: self.len - self.len / 2 }
    }
}

/// The index of the last of the sorted elements whose key is not greater than `key`; 0 if there is none.
/// Where the length is known, no jump is left.
#[inline(always)]
pub(crate) fn last_not_greater<T, K: Ord>(
    slice: &[T],
    key: &K,
    key_of: impl Fn(&T) -> &K + Copy,
) -> usize {
    let mut part = Part { first: 0, len: slice.len() };
    while part.len > 1 {
        part = part.half(slice, key, key_of);
    }
    part.first
}

/// The index of `key` in `slice`, which is sorted; of the last one, if there are several.
///
/// ```
/// assert_eq!(interleave::sorted::get(&[1, 3, 5], &3), Some(1));
/// ```
#[inline]
pub fn get<T: Ord>(slice: &[T], key: &T) -> Option<usize> {
    let first = last_not_greater(slice, key, |element| element);
    (slice.get(first) == Some(key)).then_some(first)
}

/// Like [`get`], and lets others run at each step.
pub async fn find<T: Ord>(slice: &[T], key: &T) -> Option<usize> {
    let mut part = Part { first: 0, len: slice.len() };
    while part.len > 1 {
        prefetch(slice.as_ptr().wrapping_add(part.middle())).await;
        part = part.half(slice, key, |element| element);
    }
    (slice.get(part.first) == Some(key)).then_some(part.first)
}

/// [`get`] of each of `keys`, `G` at once; stops at the shorter of `keys` and `out`.
#[inline]
pub fn get_many<const G: usize, T: Ord>(slice: &[T], keys: &[T], out: &mut [Option<usize>]) {
    group::<G>().map_into(keys, out, |key| find(slice, key));
}
