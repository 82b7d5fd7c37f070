//! B+-tree of the crate `interleave`: the value of a key, 0 if it is not there.

use interleave::{Access, Group, LINE, Locality, bplus, hint};

use crate::{Data, MAX_GROUP};

/// Eight keys fill a line.
const KEYS: usize = 8;

/// The tree: nodes of a line, leaves of two.
pub type BPlusTree<'a> = bplus::Tree<'a, u64, u64, KEYS>;

/// Where a lookup is: at a node of a level, or at a leaf.
#[derive(Clone, Copy)]
struct Place<'a> {
    node: Option<&'a bplus::Node<u64, KEYS>>,
    level: usize,
    number: usize,
}

impl<'a> Place<'a> {
    /// The place with this number in a level; asks for what is there.
    #[inline(always)]
    fn new(tree: &BPlusTree<'a>, level: usize, number: usize) -> Self {
        let node = tree.levels().get(level).map(|level| tree.node(*level, number));
        match node {
            Some(node) => hint(node, Access::Read, Locality::L1),
            None => {
                let leaf = tree.leaf(number).as_ptr();
                hint(leaf, Access::Read, Locality::L1);
                hint(leaf.wrapping_byte_add(LINE), Access::Read, Locality::L1);
                hint(leaf.wrapping_byte_add(2 * LINE - 1), Access::Read, Locality::L1);
            }
        }
        Place { node, level, number }
    }

    /// The child that `key` is in, or the value if this is a leaf.
    #[inline(always)]
    fn step(self, tree: &BPlusTree<'a>, key: u64) -> Result<u64, Place<'a>> {
        if let Some(node) = self.node {
            let child = tree.child(tree.levels()[self.level], self.number, node, &key);
            return Err(Place::new(tree, self.level + 1, child));
        }
        Ok(tree.value(tree.leaf(self.number), &key).copied().unwrap_or(0))
    }
}

pub fn sequential(data: &Data<'_>, keys: &[u64], out: &mut [u64], _: usize) {
    let Some(tree) = data.bplus else { return };
    for (key, out) in keys.iter().zip(out) {
        *out = tree.get(key).copied().unwrap_or(0);
    }
}

pub fn grouped(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let Some(tree) = data.bplus else { return };
    for (keys, out) in keys.chunks(group).zip(out.chunks_mut(group)) {
        let mut places = [Place::new(tree, 0, 0); MAX_GROUP];
        // All leaves are equally deep.
        for _ in 0..=tree.levels().len() {
            for (key, (place, out)) in keys.iter().zip(places.iter_mut().zip(&mut *out)) {
                match place.step(tree, *key) {
                    Ok(value) => *out = value,
                    Err(child) => *place = child,
                }
            }
        }
    }
}

pub fn amac(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    #[derive(Clone, Copy)]
    struct State<'a> {
        place: Place<'a>,
        key: u64,
        lookup: usize,
    }
    let Some(tree) = data.bplus else { return };
    let start = |lookup: usize| State { place: Place::new(tree, 0, 0), key: keys[lookup], lookup };
    let none = State { place: Place { node: None, level: 0, number: 0 }, key: 0, lookup: 0 };
    let mut states = [none; MAX_GROUP];
    let states = &mut states[..group.min(keys.len())];
    for (lookup, state) in states.iter_mut().enumerate() {
        *state = start(lookup);
    }
    let mut next = states.len();
    let mut live = states.len();
    while live > 0 {
        for state in &mut *states {
            if state.lookup == usize::MAX {
                continue;
            }
            match state.place.step(tree, state.key) {
                Err(child) => state.place = child,
                Ok(value) => {
                    out[state.lookup] = value;
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
}

// Large enough that LLVM would call it.
#[inline(always)]
async fn find(tree: &BPlusTree<'_>, key: u64) -> u64 {
    tree.find(&key).await.copied().unwrap_or(0)
}

pub fn flat(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let Some(tree) = data.bplus else { return };
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| find(tree, *key));
}
