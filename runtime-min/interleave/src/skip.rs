//! A skip list, made at once, in memory that its user gives.

use core::mem::MaybeUninit;
use core::ptr;

use crate::{Access, Locality, group, hint, prefetch};

/// A link of a node: the next one of those that are at least as tall.
pub type Link<'a, K, V, const H: usize> = Option<&'a Node<'a, K, V, H>>;

/// A node of height up to `H`.
#[derive(Debug)]
#[repr(C)]
pub struct Node<'a, K, V, const H: usize> {
    key: K,
    value: V,
    /// From the bottom up.
    links: [Link<'a, K, V, H>; H],
}

impl<'a, K, V, const H: usize> Node<'a, K, V, H> {
    /// The key.
    #[inline]
    pub fn key(&self) -> &K {
        &self.key
    }

    /// The value.
    #[inline]
    pub fn value(&self) -> &V {
        &self.value
    }

    /// The links, from the bottom up.
    #[inline]
    pub fn links(&self) -> &[Link<'a, K, V, H>; H] {
        &self.links
    }
}

/// How far a search has come: behind some node, below some height.
struct Position<'l, 'a, K, V, const H: usize> {
    links: &'l [Link<'a, K, V, H>; H],
    level: usize,
    /// The nearest node behind the key that is known.
    behind: Link<'a, K, V, H>,
}

impl<'l, 'a: 'l, K: Ord, V, const H: usize> Position<'l, 'a, K, V, H> {
    #[inline]
    fn new(first: &'l [Link<'a, K, V, H>; H]) -> Self {
        Position { links: first, level: H, behind: None }
    }

    /// The next node that the key must be compared with.
    #[inline]
    fn next(&mut self) -> Link<'a, K, V, H> {
        while let Some(below) = self.level.checked_sub(1) {
            match self.links[below] {
                Some(node) if !self.behind.is_some_and(|behind| ptr::eq(behind, node)) => {
                    return Some(node);
                }
                _ => self.level = below,
            }
        }
        None
    }

    /// Goes on behind `node` or below. The value, if this is the key's node.
    #[inline]
    fn compare(&mut self, node: &'a Node<'a, K, V, H>, key: &K) -> Option<&'a V> {
        if node.key == *key {
            return Some(&node.value);
        }
        if node.key < *key {
            self.links = &node.links;
        } else {
            self.behind = Some(node);
        }
        None
    }
}

/// A list that keys are looked up in.
///
/// ```
/// use std::mem::MaybeUninit;
/// use interleave::skip::List;
///
/// let mut places = [const { MaybeUninit::uninit() }; 3];
/// let list = List::<_, _, 4>::new(&[(1, "one"), (2, "two"), (5, "five")], &mut places);
/// let mut out = [None; 3];
/// list.get_many::<32>(&[5, 3, 1], &mut out);
/// assert_eq!(out, [Some(&"five"), None, Some(&"one")]);
/// ```
#[derive(Debug)]
pub struct List<'a, K, V, const H: usize> {
    /// The first nodes of each height, from the bottom up.
    first: [Link<'a, K, V, H>; H],
}

impl<'a, K: Ord + Copy, V: Copy, const H: usize> List<'a, K, V, H> {
    /// Makes the list of `pairs`, which are sorted by their keys, each of which is there once. One node in
    /// four is taller than 1, one in sixteen taller than 2. The last pair goes to the first of `places`.
    ///
    /// # Panics
    /// If there are less places than pairs.
    pub fn new(
        pairs: &[(K, V)],
        places: impl IntoIterator<Item = &'a mut MaybeUninit<Node<'a, K, V, H>>>,
    ) -> Self {
        let mut places = places.into_iter();
        let mut first = [None; H];
        for (index, (key, value)) in pairs.iter().enumerate().rev() {
            let place = places.next().expect("there is a place for each pair");
            let height = (1 + (index + 1).trailing_zeros() as usize / 2).min(H);
            let node: &Node<'_, K, V, H> =
                place.write(Node { key: *key, value: *value, links: first });
            first[..height].fill(Some(node));
        }
        List { first }
    }

    /// The first nodes of each height, from the bottom up.
    #[inline]
    pub fn first(&self) -> &[Link<'a, K, V, H>; H] {
        &self.first
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: &K) -> Option<&'a V> {
        let mut at = Position::new(&self.first);
        while let Some(node) = at.next() {
            if let Some(value) = at.compare(node, key) {
                return Some(value);
            }
        }
        None
    }

    /// Like [`get`](Self::get), and lets others run at each node.
    pub async fn find(&self, key: &K) -> Option<&'a V> {
        let mut at = Position::new(&self.first);
        while let Some(node) = at.next() {
            // The link that is next, if the node is before the key, may be in another line.
            hint(&raw const node.links[at.level - 1], Access::Read, Locality::L1);
            prefetch(node).await;
            if let Some(value) = at.compare(node, key) {
                return Some(value);
            }
        }
        None
    }

    /// [`get`](Self::get) of each of `keys`, `G` at once; stops at the shorter of `keys` and `out`.
    #[inline]
    pub fn get_many<const G: usize>(&self, keys: &[K], out: &mut [Option<&'a V>]) {
        group::<G>().map_into(keys, out, |key| self.find(key));
    }
}
