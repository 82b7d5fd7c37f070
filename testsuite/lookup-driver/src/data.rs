//! What is looked up in.

use std::iter;

use anyhow::{Result, ensure};
use arguments::WORKLOADS;
use lookups::{BPlusTree, Data, Entry, Link, SkipList, SkipNode, Tree, hash};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

use crate::memory::Memory;

/// What one kind of lookup is done in, and keys for it.
#[derive(Debug)]
pub struct Workload {
    data: Data<'static>,
    keys: &'static [u64],
    /// What the two above lie in.
    _memory: Memory,
}

impl Workload {
    /// Where all but one are empty.
    pub fn data(&self) -> &Data<'_> {
        &self.data
    }

    /// Random keys, all of them there.
    pub fn keys(&self) -> &[u64] {
        self.keys
    }

    /// Makes `bytes` bytes of data for the lookups `kind`, rounded down to a power of two of elements, and
    /// `keys` keys. In a list, `hops` links are added up.
    ///
    /// # Errors
    /// If there is no such kind or no such memory.
    pub fn new(kind: &str, bytes: usize, keys: usize, hops: usize) -> Result<Self> {
        ensure!(WORKLOADS.contains(&kind), "there are no lookups `{kind}`");
        let element = match kind {
            "bs" => size_of::<u64>(),
            "ht" => size_of::<Entry<'_>>() + size_of::<usize>(),
            "ls" => size_of::<Link<'_>>(),
            "bst" => size_of::<Tree<'_>>(),
            "bplus" => size_of::<(u64, u64)>(),
            _ => size_of::<SkipNode<'_>>(),
        };
        let len = 1 << (bytes / element).max(2).ilog2();
        let mut maker = Maker { memory: Memory::default(), random: SplitMix64::seed_from_u64(1) };
        let mut data = Data { hops, ..Data::default() };
        match kind {
            "bs" => data.sorted = maker.sorted(len)?.into(),
            "ht" => data.buckets = maker.buckets(len)?.into(),
            "ls" => data.links = maker.links(len)?.into(),
            "bst" => data.root = maker.tree(len)?,
            "bplus" => data.bplus = Some(maker.bplus(len)?),
            _ => data.skip = Some(maker.skip(len)?),
        }
        let keys = maker.keys(kind, len as u64, keys)?;
        Ok(Workload { data, keys, _memory: maker.memory })
    }
}

/// Elements and keys of `bs` differ by at least this.
const SPACING: u64 = 8;

/// The key with this index, in ascending order.
fn key(index: u64) -> u64 {
    (index + 1) * SPACING
}

/// The key with this index of `ht`: neighbours have nothing to do with each other, so some chains are
/// long, and others empty.
fn scattered(index: u64) -> u64 {
    SplitMix64::seed_from_u64(index).next_u64()
}

fn value(index: u64) -> u64 {
    index ^ 0x5555
}

fn pairs(len: usize) -> impl Iterator<Item = (u64, u64)> {
    (0..len as u64).map(|index| (key(index), value(index)))
}

/// Makes the data. All of it lies in `memory`, and is handed out together with it.
struct Maker {
    memory: Memory,
    random: SplitMix64,
}

impl Maker {
    /// The numbers below `len` in random order.
    fn shuffled(&mut self, len: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..len as u32).collect();
        for at in (1..len).rev() {
            order.swap(at, (self.random.next_u64() % (at as u64 + 1)) as usize);
        }
        order
    }

    fn keys(&mut self, kind: &str, elements: u64, count: usize) -> Result<&'static [u64]> {
        let random = &mut self.random;
        let keys = iter::repeat_with(|| {
            let index = random.next_u64() % elements;
            match kind {
                "bs" => index * SPACING + random.next_u64() % SPACING,
                "ls" => index,
                "ht" => scattered(index),
                _ => key(index),
            }
        });
        // SAFETY: it is kept with the memory.
        Ok(unsafe { self.memory.filled(count, keys) }?)
    }

    fn sorted(&mut self, len: usize) -> Result<&'static [u64]> {
        // SAFETY: it is kept with the memory.
        Ok(unsafe { self.memory.filled(len, (0..len as u64).map(|index| index * SPACING)) }?)
    }

    /// As many entries as buckets, at random places.
    fn buckets(&mut self, len: usize) -> Result<&'static [Option<&'static Entry<'static>>]> {
        let order = self.shuffled(len);
        // SAFETY: they are kept with the memory.
        let (buckets, places) = unsafe {
            (self.memory.filled(len, iter::repeat(None))?, self.memory.room::<Entry<'_>>(len)?)
        };
        let places = places.as_mut_ptr();
        for (place, index) in order.iter().zip(0..) {
            let (key, value) = (scattered(index), value(index));
            let bucket = &mut buckets[hash(key, len)];
            // SAFETY: the order names each place once.
            let place = unsafe { &mut *places.add(*place as usize) };
            *bucket = Some(&*place.write(Entry { key, value, next: *bucket, padding: 0 }));
        }
        Ok(buckets)
    }

    /// One circle through all places in random order.
    fn links(&mut self, len: usize) -> Result<&'static [Link<'static>]> {
        let order = self.shuffled(len);
        // SAFETY: they are kept with the memory.
        let places = unsafe { self.memory.room::<Link<'_>>(len) }?.as_mut_ptr().cast::<Link<'_>>();
        for (at, place) in order.iter().enumerate() {
            let next = order[(at + 1) % len] as usize;
            // SAFETY: all places are below `len`, and nobody reads a link before all are written.
            unsafe {
                let link = Link { next: Some(&*places.add(next)), value: at as u64 };
                places.add(*place as usize).write(link);
            }
        }
        // SAFETY: the order names each place once.
        Ok(unsafe { std::slice::from_raw_parts(places, len) })
    }

    /// A balanced tree whose nodes are at random places.
    fn tree(&mut self, len: usize) -> Result<Option<&'static Tree<'static>>> {
        let order = self.shuffled(len);
        // SAFETY: they are kept with the memory.
        let places = unsafe { self.memory.room::<Tree<'_>>(len) }?;
        let mut places: Vec<_> = places.iter_mut().map(Some).collect();
        let mut place = |index: usize| places[order[index] as usize].take();
        Ok(subtree(&mut place, 0..len))
    }

    fn bplus(&mut self, len: usize) -> Result<&'static BPlusTree<'static>> {
        let nodes = iter::repeat(interleave::bplus::Node::new(0));
        // SAFETY: they are kept with the memory.
        let (pairs, nodes) = unsafe {
            let pairs = self.memory.filled(len, pairs(len))?;
            (pairs, self.memory.filled(BPlusTree::nodes(len), nodes)?)
        };
        // SAFETY: it is kept with the memory.
        Ok(&unsafe { self.memory.filled(1, [BPlusTree::new(pairs, nodes)]) }?[0])
    }

    /// A list whose nodes are at random places.
    fn skip(&mut self, len: usize) -> Result<&'static SkipList<'static>> {
        let order = self.shuffled(len);
        // SAFETY: they are kept with the memory.
        let places = unsafe { self.memory.room::<SkipNode<'_>>(len) }?;
        let mut places: Vec<_> = places.iter_mut().map(Some).collect();
        let places = order.iter().filter_map(|place| places[*place as usize].take());
        let pairs: Vec<_> = pairs(len).collect();
        // SAFETY: it is kept with the memory.
        Ok(&unsafe { self.memory.filled(1, [SkipList::new(&pairs, places)]) }?[0])
    }
}

/// The tree of the keys with these indices.
fn subtree(
    place: &mut impl FnMut(usize) -> Option<&'static mut std::mem::MaybeUninit<Tree<'static>>>,
    keys: std::ops::Range<usize>,
) -> Option<&'static Tree<'static>> {
    if keys.is_empty() {
        return None;
    }
    let index = keys.start + keys.len() / 2;
    let children = [subtree(place, keys.start..index), subtree(place, index + 1..keys.end)];
    let tree = Tree { key: key(index as u64), value: value(index as u64), children };
    Some(place(index)?.write(tree))
}
