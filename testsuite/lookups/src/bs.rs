//! Binary search: the index of the last element that is not greater than the key, 0 if there is none.

use std::hint::select_unpredictable;

use interleave::{Access, Group, Locality, hint, interleave, prefetch};

use crate::{Data, EACH, MACRO, MAP, MAX_GROUP};

/// The part of the slice that the element is in, by pointers: a bounds check would cost more than the
/// comparison.
#[derive(Clone, Copy)]
struct Part {
    base: *const u64,
    len: usize,
}

impl Part {
    fn of(sorted: &[u64]) -> Self {
        Part { base: sorted.as_ptr(), len: sorted.len() }
    }

    /// Its middle, if it has more than one element.
    #[inline(always)]
    fn middle(self) -> *const u64 {
        // SAFETY: half the length is within it.
        unsafe { self.base.add(self.len / 2) }
    }

    /// The half that the element is in.
    #[inline(always)]
    fn half(self, key: u64) -> Self {
        let middle = self.middle();
        // SAFETY: `middle` is an element.
        let base = select_unpredictable(unsafe { *middle } <= key, middle, self.base);
        Part { base, len: self.len - self.len / 2 }
    }

    /// Its first element's index.
    #[inline(always)]
    fn index(self, sorted: &[u64]) -> u64 {
        // SAFETY: it is a part of `sorted`.
        unsafe { self.base.offset_from(sorted.as_ptr()) as u64 }
    }
}

pub fn sequential(data: &Data<'_>, keys: &[u64], out: &mut [u64], _: usize) {
    let sorted = data.sorted.get();
    for (key, out) in keys.iter().zip(out) {
        let mut part = Part::of(sorted);
        while part.len > 1 {
            part = part.half(*key);
        }
        *out = part.index(sorted);
    }
}

pub fn grouped(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let sorted = data.sorted.get();
    for (keys, out) in keys.chunks(group).zip(out.chunks_mut(group)) {
        let mut bases = [sorted.as_ptr(); MAX_GROUP];
        let mut len = sorted.len();
        while len > 1 {
            for (key, base) in keys.iter().zip(&mut bases) {
                let part = Part { base: *base, len }.half(*key);
                hint(part.middle(), Access::Read, Locality::L1);
                *base = part.base;
            }
            len -= len / 2;
        }
        for (base, out) in bases.iter().zip(out) {
            *out = Part { base: *base, len }.index(sorted);
        }
    }
}

pub fn amac(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    #[derive(Clone, Copy)]
    struct State {
        part: Part,
        key: u64,
        lookup: usize,
    }
    let sorted = data.sorted.get();
    let start = |lookup: usize| {
        let part = Part::of(sorted);
        hint(part.middle(), Access::Read, Locality::L1);
        State { part, key: keys[lookup], lookup }
    };
    let mut states = [State { part: Part::of(sorted), key: 0, lookup: 0 }; MAX_GROUP];
    let states = &mut states[..group.min(keys.len())];
    for (lookup, state) in states.iter_mut().enumerate() {
        *state = start(lookup);
    }
    let mut next = states.len();
    let mut live = states.len();
    while live > 0 {
        for state in &mut *states {
            // Where there is one element left, that stays.
            state.part = state.part.half(state.key);
            if state.part.len > 1 {
                hint(state.part.middle(), Access::Read, Locality::L1);
                continue;
            }
            if state.lookup < keys.len() {
                out[state.lookup] = state.part.index(sorted);
                if next < keys.len() {
                    *state = start(next);
                    next += 1;
                } else {
                    state.lookup = usize::MAX;
                    live -= 1;
                }
            }
        }
    }
}

async fn search<const ENTRY: u8>(sorted: &[u64], key: u64) -> u64 {
    let mut part = Part::of(sorted);
    while part.len > 1 {
        prefetch(part.middle()).await;
        part = part.half(key);
    }
    part.index(sorted)
}

pub fn flat(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let sorted = data.sorted.get();
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| search::<MAP>(sorted, *key));
}

pub fn each(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let sorted = data.sorted.get();
    Group::<MAX_GROUP>::new(group).for_each(keys.iter().zip(out), |(key, out)| async move {
        *out = search::<EACH>(sorted, *key).await;
    });
}

pub fn by_macro(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let sorted = data.sorted.get();
    interleave!(Group::<MAX_GROUP>::new(group); for (key, out) in keys.iter().zip(out) => {
        *out = search::<MACRO>(sorted, *key).await;
    });
}

async fn half(part: Part, key: u64) -> Part {
    prefetch(part.middle()).await;
    part.half(key)
}

async fn search_by_halves(sorted: &[u64], key: u64) -> u64 {
    let mut part = Part::of(sorted);
    while part.len > 1 {
        part = half(part, key).await;
    }
    part.index(sorted)
}

pub fn nested(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let sorted = data.sorted.get();
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| search_by_halves(sorted, *key));
}
