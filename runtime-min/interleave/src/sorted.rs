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
    #[inline]
    fn half<T: Ord>(self, slice: &[T], key: &T) -> Self {
        let middle = self.middle();
        // SAFETY: a part lies within its slice, and its middle within the part.
        let is_behind = unsafe { slice.get_unchecked(middle) } <= key;
        let first = select_unpredictable(is_behind, middle, self.first);
        Part { first, len: self.len - self.len / 2 }
    }

    /// The only element left, if it is `key`.
    fn found<T: Ord>(self, slice: &[T], key: &T) -> Option<usize> {
        (slice.get(self.first) == Some(key)).then_some(self.first)
    }
}

/// The index of `key` in `slice`, which is sorted; of the last one, if there are several.
///
/// ```
/// assert_eq!(interleave::sorted::get(&[1, 3, 5], &3), Some(1));
/// ```
#[inline]
pub fn get<T: Ord>(slice: &[T], key: &T) -> Option<usize> {
    let mut part = Part { first: 0, len: slice.len() };
    while part.len > 1 {
        part = part.half(slice, key);
    }
    part.found(slice, key)
}

/// Like [`get`], and lets others run at each step.
pub async fn find<T: Ord>(slice: &[T], key: &T) -> Option<usize> {
    let mut part = Part { first: 0, len: slice.len() };
    while part.len > 1 {
        prefetch(slice.as_ptr().wrapping_add(part.middle())).await;
        part = part.half(slice, key);
    }
    part.found(slice, key)
}

/// [`get`] of each of `keys`, `G` at once; stops at the shorter of `keys` and `out`.
#[inline]
pub fn get_many<const G: usize, T: Ord>(slice: &[T], keys: &[T], out: &mut [Option<usize>]) {
    group::<G>().map_into(keys, out, |key| find(slice, key));
}
