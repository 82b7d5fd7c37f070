//! A B+-tree over sorted pairs, made at once, in memory that its user gives.
//!
//! Its leaves are pieces of the pairs; its inner nodes lie level by level in one slice, so a node's children
//! are found by their number and need no pointers.

use core::iter;

use crate::sorted::last_not_greater;
use crate::{group, prefetch_range};

/// An inner node: the least keys of all its children but the first. Eight keys of eight bytes are one cache
/// line, and such a node has nine children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(64))]
pub struct Node<K, const B: usize> {
    keys: [K; B],
}

impl<K: Ord + Copy, const B: usize> Node<K, B> {
    /// A node to make a tree in, with any key.
    pub const fn new(key: K) -> Self {
        Node { keys: [key; B] }
    }

    /// The number of the child that `key` is in, if it is anywhere.
    #[inline]
    pub fn child(&self, key: &K) -> usize {
        let last = last_not_greater(&self.keys, key, |least| least);
        last + usize::from(self.keys[last] <= *key)
    }
}

/// With 2^32 pairs and nodes of two children, that many levels are needed.
const MAX_LEVELS: usize = 32;

/// A level of inner nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Where its nodes begin among all.
    first: usize,
    /// The number of the last node or leaf of the level below.
    last_child: usize,
}

/// A tree over sorted pairs.
///
/// ```
/// use interleave::bplus::{Node, Tree};
///
/// let pairs: Vec<(u64, u64)> = (0..100).map(|key| (key * 2, key)).collect();
/// let mut nodes = vec![Node::<u64, 8>::new(0); Tree::<u64, u64, 8>::nodes(pairs.len())];
/// let tree = Tree::new(&pairs, &mut nodes);
/// let mut out = [None; 3];
/// tree.get_many::<32>(&[20, 21, 198], &mut out);
/// assert_eq!(out, [Some(&10), None, Some(&99)]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Tree<'a, K, V, const B: usize> {
    pairs: &'a [(K, V)],
    nodes: &'a [Node<K, B>],
    /// From the root down, `depth` of them.
    levels: [Level; MAX_LEVELS],
    depth: usize,
}

impl<'a, K: Ord + Copy, V, const B: usize> Tree<'a, K, V, B> {
    /// The number of inner nodes over `len` pairs.
    pub fn nodes(len: usize) -> usize {
        level_sizes::<B>(len).sum()
    }

    /// Makes the tree over `pairs`, which are sorted by their keys, each of which is there once.
    ///
    /// # Panics
    /// If there are less than [`nodes`](Self::nodes) nodes.
    pub fn new(pairs: &'a [(K, V)], nodes: &'a mut [Node<K, B>]) -> Self {
        let count = Self::nodes(pairs.len());
        let nodes = &mut nodes[..count];
        let mut levels = [Level { first: 0, last_child: 0 }; MAX_LEVELS];
        let depth = level_sizes::<B>(pairs.len()).count();
        let mut end = count;
        let mut children = pairs.len().div_ceil(B);
        // A child of a level's node has this many pairs.
        let mut pairs_in_child = B;
        for (level, len) in levels[..depth].iter_mut().rev().zip(level_sizes::<B>(pairs.len())) {
            *level = Level { first: end - len, last_child: children - 1 };
            for (number, node) in nodes[level.first..end].iter_mut().enumerate() {
                for (child, key) in (1..).zip(&mut node.keys) {
                    let first = (number * (B + 1) + child) * pairs_in_child;
                    // Where there is no child, any key will do: the last child is taken instead.
                    if let Some(pair) = pairs.get(first).or(pairs.last()) {
                        *key = pair.0;
                    }
                }
            }
            end = level.first;
            children = len;
            pairs_in_child *= B + 1;
        }
        Tree { pairs, nodes, levels, depth }
    }

    /// The levels of inner nodes, from the root down.
    #[inline]
    pub fn levels(&self) -> &[Level] {
        &self.levels[..self.depth]
    }

    /// A node of a level.
    #[inline]
    pub fn node(&self, level: Level, number: usize) -> &'a Node<K, B> {
        &self.nodes[level.first + number]
    }

    /// The number, in the level below, of the child that `key` is in, if it is anywhere: of the node with
    /// this number.
    #[inline]
    pub fn child(&self, level: Level, number: usize, node: &Node<K, B>, key: &K) -> usize {
        (number * (B + 1) + node.child(key)).min(level.last_child)
    }

    /// A leaf: `B` pairs, or all if there are less. The last leaf may begin with pairs of the one before.
    #[inline]
    pub fn leaf(&self, number: usize) -> &'a [(K, V)] {
        match self.pairs.len().checked_sub(B) {
            // SAFETY: behind `last` there are `B` pairs.
            Some(last) => unsafe {
                let first = (number * B).min(last);
                self.pairs.get_unchecked(first..first + B)
            },
            None => self.pairs,
        }
    }

    /// The value of `key` in a leaf.
    #[inline]
    pub fn value(&self, leaf: &'a [(K, V)], key: &K) -> Option<&'a V> {
        let index = match <&[(K, V); B]>::try_from(leaf) {
            // Their number is known here.
            Ok(pairs) => last_not_greater(pairs, key, |pair| &pair.0),
            Err(_) => last_not_greater(leaf, key, |pair| &pair.0),
        };
        leaf.get(index).filter(|pair| pair.0 == *key).map(|pair| &pair.1)
    }

    /// The value of a key.
    #[inline]
    pub fn get(&self, key: &K) -> Option<&'a V> {
        let mut number = 0;
        for level in self.levels() {
            number = self.child(*level, number, self.node(*level, number), key);
        }
        self.value(self.leaf(number), key)
    }

    /// Like [`get`](Self::get), and lets others run at each level.
    pub async fn find(&self, key: &K) -> Option<&'a V> {
        let (key, mut number) = (*key, 0);
        for level in self.levels() {
            let node = self.node(*level, number);
            prefetch_range(node, size_of::<Node<K, B>>()).await;
            number = self.child(*level, number, node, &key);
        }
        prefetch_range(self.leaf(number).as_ptr(), size_of::<(K, V)>() * B).await;
        self.value(self.leaf(number), &key)
    }

    /// [`get`](Self::get) of each of `keys`, `G` at once; stops at the shorter of `keys` and `out`.
    #[inline]
    pub fn get_many<const G: usize>(&self, keys: &[K], out: &mut [Option<&'a V>]) {
        group::<G>().map_into(keys, out, |key| self.find(key));
    }
}

/// The numbers of nodes of the levels over `len` pairs, from the lowest up. One leaf has no level above it.
fn level_sizes<const B: usize>(len: usize) -> impl Iterator<Item = usize> {
    let above = |below: &usize| (*below > 1).then(|| below.div_ceil(B + 1));
    iter::successors(above(&len.div_ceil(B)), above)
}
