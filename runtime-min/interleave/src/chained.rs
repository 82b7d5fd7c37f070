//! A hash table with chains, in memory that its user gives.

use core::fmt;
use core::hash::{BuildHasher, Hash};
use core::mem::{self, MaybeUninit};

use crate::{group, hash, prefetch};

/// An entry of a chain.
#[derive(Debug)]
pub struct Entry<'a, K, V> {
    key: K,
    value: V,
    next: Bucket<'a, K, V>,
}

/// The first entry of a chain.
pub type Bucket<'a, K, V> = Option<&'a Entry<'a, K, V>>;

impl<'a, K, V> Entry<'a, K, V> {
    /// The key.
    pub fn key(&self) -> &K {
        &self.key
    }

    /// The value.
    pub fn value(&self) -> &V {
        &self.value
    }

    /// The next entry of the chain.
    pub fn next(&self) -> Bucket<'a, K, V> {
        self.next
    }
}

/// A table that keys are added to and looked up in. Keys and values are plain: nothing drops them.
///
/// ```
/// use std::hash::{BuildHasherDefault, DefaultHasher};
/// use std::mem::MaybeUninit;
/// use interleave::chained::Table;
///
/// let (mut buckets, mut entries) = ([None; 8], [const { MaybeUninit::uninit() }; 4]);
/// let hasher = BuildHasherDefault::<DefaultHasher>::default();
/// let mut table = Table::new(&mut buckets, &mut entries, hasher);
/// table.insert(1, "one").unwrap();
/// table.insert(2, "two").unwrap();
/// let mut out = [None; 3];
/// table.get_many::<32>(&[2, 3, 1], &mut out);
/// assert_eq!(out, [Some(&"two"), None, Some(&"one")]);
/// ```
pub struct Table<'a, K, V, S> {
    buckets: &'a mut [Bucket<'a, K, V>],
    free: &'a mut [MaybeUninit<Entry<'a, K, V>>],
    hasher: S,
}

/// Why a key was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is there already.
    Known,
    /// There is no memory left for it.
    Full,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::Known => "the key is in the table",
            Refused::Full => "the table is full",
        })
    }
}

impl core::error::Error for Refused {}

impl<'a, K: Copy + Eq + Hash, V: Copy, S: BuildHasher> Table<'a, K, V, S> {
    /// An empty table for as many keys as there are `entries`.
    ///
    /// # Panics
    /// If the number of `buckets` is no power of two.
    pub fn new(
        buckets: &'a mut [Bucket<'a, K, V>],
        entries: &'a mut [MaybeUninit<Entry<'a, K, V>>],
        hasher: S,
    ) -> Self {
        hash::assert_count(buckets.len());
        buckets.fill(None);
        Table { buckets, free: entries, hasher }
    }

    /// The first entry of the chain that `key` is in, if it is anywhere.
    #[inline]
    pub fn bucket(&self, key: &K) -> &Bucket<'a, K, V> {
        &self.buckets[hash::place(&self.hasher, key, self.buckets.len())]
    }

    /// Adds a key.
    ///
    /// # Errors
    /// If it is there already, or if all entries are used.
    pub fn insert(&mut self, key: K, value: V) -> Result<(), Refused> {
        if self.get(&key).is_some() {
            return Err(Refused::Known);
        }
        let Some((entry, free)) = mem::take(&mut self.free).split_first_mut() else {
            return Err(Refused::Full);
        };
        self.free = free;
        let place = hash::place(&self.hasher, &key, self.buckets.len());
        let bucket = &mut self.buckets[place];
        *bucket = Some(entry.write(Entry { key, value, next: *bucket }));
        Ok(())
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: &K) -> Option<&'a V> {
        let mut next = *self.bucket(key);
        while let Some(entry) = next {
            if entry.key == *key {
                return Some(&entry.value);
            }
            next = entry.next;
        }
        None
    }

    /// Like [`get`](Self::get), and lets others run at each step.
    pub async fn find(&self, key: &K) -> Option<&'a V> {
        let bucket = self.bucket(key);
        prefetch(bucket).await;
        let mut next = *bucket;
        while let Some(entry) = next {
            prefetch(entry).await;
            if entry.key == *key {
                return Some(&entry.value);
            }
            next = entry.next;
        }
        None
    }

    /// [`get`](Self::get) of each of `keys`, `G` at once; stops at the shorter of `keys` and `out`.
    #[inline]
    pub fn get_many<const G: usize>(&self, keys: &[K], out: &mut [Option<&'a V>]) {
        group::<G>().map_into(keys, out, |key| self.find(key));
    }
}

impl<K, V, S> fmt::Debug for Table<'_, K, V, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("buckets", &self.buckets.len()).finish_non_exhaustive()
    }
}
