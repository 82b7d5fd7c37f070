//! Memory by huge pages, where the system has them: with small ones, a random access misses the TLB
//! before it misses the cache, and a prefetch may not even start.

use std::mem::{self, MaybeUninit};

use anyhow::{Context, Result};
use memmap2::{Advice, MmapMut};

/// What huge pages are aligned to, bytes.
const PAGE: usize = 2 << 20;

/// Memory that is given back when this is dropped.
#[derive(Debug, Default)]
pub(crate) struct Memory(Vec<MmapMut>);

impl Memory {
    /// Room for `len` values, which nobody drops.
    ///
    /// # Safety
    /// It is not used after this was dropped.
    pub(crate) unsafe fn room<T>(&mut self, len: usize) -> Result<&'static mut [MaybeUninit<T>]> {
        let bytes = (len * mem::size_of::<T>()).next_multiple_of(PAGE);
        let mut map = MmapMut::map_anon(bytes + PAGE).context("no memory for the data")?;
        // Systems without huge pages refuse; what is measured then is what small ones cost.
        let _ = map.advise(Advice::HugePage);
        let start = map.as_ptr().align_offset(PAGE);
        let room = map[start..start + bytes].as_mut_ptr();
        self.0.push(map);
        // SAFETY: the room is aligned to `PAGE`, so to `T`, is large enough, and is handed out here alone.
        // The caller sees to it that it outlives its uses; the map does not move its memory.
        Ok(unsafe { std::slice::from_raw_parts_mut(room.cast(), len) })
    }

    /// As many values as `values` has, at least `len`.
    ///
    /// # Safety
    /// As for [`room`](Self::room).
    pub(crate) unsafe fn filled<T>(
        &mut self,
        len: usize,
        values: impl IntoIterator<Item = T>,
    ) -> Result<&'static mut [T]> {
        // SAFETY: the caller's.
        let room = unsafe { self.room::<T>(len) }?;
        let mut written = 0;
        for (room, value) in room.iter_mut().zip(values) {
            room.write(value);
            written += 1;
        }
        // SAFETY: so many of them were written.
        Ok(unsafe { &mut *(&raw mut room[..written] as *mut [T]) })
    }
}
