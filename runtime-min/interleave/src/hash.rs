//! What hash tables share.

use core::hash::{BuildHasher, Hash};

/// Which of `count` places, a power of two, a key belongs to.
#[inline]
pub(crate) fn place<K: Hash>(hasher: &impl BuildHasher, key: &K, count: usize) -> usize {
    // Multiplicative hashes have their best bits at the top.
    (hasher.hash_one(key) >> 16) as usize & (count - 1)
}

/// Checks the number of places.
///
/// # Panics
/// If it is no power of two.
pub(crate) fn assert_count(count: usize) {
    assert!(count.is_power_of_two(), "the number of places is a power of two");
}
