//! A hash table with open addressing (linear probing), in memory that its user gives.

use core::fmt;
use core::hash::{BuildHasher, Hash};

use crate::{LINE, group, hash, prefetch};

/// A table that keys are added to and looked up in. At least one slot stays empty.
///
/// ```
/// use std::hash::{BuildHasherDefault, DefaultHasher};
/// use interleave::open::Table;
///
/// let mut slots = [None; 4];
/// let mut table = Table::new(&mut slots, BuildHasherDefault::<DefaultHasher>::default());
/// assert_eq!(table.insert(1, "one"), Ok(None));
/// assert_eq!(table.insert(1, "eins"), Ok(Some("one")));
/// let mut out = [None; 2];
/// table.get_many::<32>(&[1, 2], &mut out);
/// assert_eq!(out, [Some(&"eins"), None]);
/// ```
pub struct Table<'a, K, V, S> {
    slots: &'a mut [Option<(K, V)>],
    len: usize,
    hasher: S,
}

impl<'a, K: Eq + Hash, V, S: BuildHasher> Table<'a, K, V, S> {
    /// An empty table for one key less than there are `slots`. It is fast up to three quarters of them.
    ///
    /// # Panics
    /// If the number of `slots` is no power of two.
    pub fn new(slots: &'a mut [Option<(K, V)>], hasher: S) -> Self {
        hash::assert_count(slots.len());
        slots.fill_with(|| None);
        Table { slots, len: 0, hasher }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a key, or gives it another value; the value that it had.
    ///
    /// # Errors
    /// Key and value, if the table is full.
    pub fn insert(&mut self, key: K, value: V) -> Result<Option<V>, (K, V)> {
        let mut at = self.home(&key);
        loop {
            match &mut self.slots[at] {
                Some((there, old)) if *there == key => {
                    return Ok(Some(core::mem::replace(old, value)));
                }
                Some(_) => at = self.behind(at),
                None => break,
            }
        }
        if self.len + 1 == self.slots.len() {
            return Err((key, value));
        }
        self.slots[at] = Some((key, value));
        self.len += 1;
        Ok(None)
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: &K) -> Option<&V> {
        let mut at = self.home(key);
        while let Some((there, value)) = self.slot(at) {
            if there == key {
                return Some(value);
            }
            at = self.behind(at);
        }
        None
    }

    /// Like [`get`](Self::get), and lets others run before each cache line.
    pub async fn find(&self, key: &K) -> Option<&V> {
        let mut at = self.home(key);
        prefetch(self.slot(at)).await;
        while let Some((there, value)) = self.slot(at) {
            if there == key {
                return Some(value);
            }
            let before = (&raw const *self.slot(at)).addr() / LINE;
            at = self.behind(at);
            let slot = &raw const *self.slot(at);
            if slot.addr() / LINE != before {
                prefetch(slot).await;
            }
        }
        None
    }

    /// [`get`](Self::get) of each of `keys`, `G` at once; stops at the shorter of `keys` and `out`.
    #[inline]
    pub fn get_many<'t, const G: usize>(&'t self, keys: &[K], out: &mut [Option<&'t V>]) {
        group::<G>().map_into(keys, out, |key| self.find(key));
    }

    /// The slot that `key` is in, or one of those before it is, if it is anywhere.
    fn home(&self, key: &K) -> usize {
        hash::place(&self.hasher, key, self.slots.len())
    }

    fn behind(&self, at: usize) -> usize {
        (at + 1) & (self.slots.len() - 1)
    }

    fn slot(&self, at: usize) -> &Option<(K, V)> {
        &self.slots[at]
    }
}

impl<K, V, S> fmt::Debug for Table<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("len", &self.len).finish_non_exhaustive()
    }
}
