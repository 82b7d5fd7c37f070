//! Binary search tree: the value of a key, 0 if it is not there.

use interleave::{Access, Group, Locality, hint, interleave, prefetch};

use crate::{Data, EACH, MACRO, MAP, MAX_GROUP};

/// A node, and so a tree.
#[repr(C)]
#[derive(Debug)]
pub struct Tree<'a> {
    /// The key.
    pub key: u64,
    /// The value.
    pub value: u64,
    /// Those of lesser and of greater keys.
    pub children: [Option<&'a Tree<'a>>; 2],
}

impl<'a> Tree<'a> {
    /// The subtree that `key` is in, if not here.
    #[inline(always)]
    fn child(&self, key: u64) -> Option<&'a Tree<'a>> {
        self.children[usize::from(self.key < key)]
    }
}

pub fn sequential(data: &Data<'_>, keys: &[u64], out: &mut [u64], _: usize) {
    for (key, out) in keys.iter().zip(out) {
        let mut tree = data.root;
        *out = 0;
        while let Some(node) = tree {
            if node.key == *key {
                *out = node.value;
                break;
            }
            tree = node.child(*key);
        }
    }
}

pub fn grouped(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    for (keys, out) in keys.chunks(group).zip(out.chunks_mut(group)) {
        let mut trees = [data.root; MAX_GROUP];
        out.fill(0);
        let mut live = true;
        while live {
            live = false;
            for (key, (tree, out)) in keys.iter().zip(trees.iter_mut().zip(&mut *out)) {
                let Some(node) = *tree else { continue };
                if node.key == *key {
                    *out = node.value;
                    *tree = None;
                } else {
                    *tree = node.child(*key);
                    if let Some(node) = *tree {
                        hint(node, Access::Read, Locality::L1);
                        live = true;
                    }
                }
            }
        }
    }
}

pub fn amac(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    #[derive(Clone, Copy)]
    struct State<'a> {
        tree: Option<&'a Tree<'a>>,
        key: u64,
        lookup: usize,
    }
    let start = |lookup: usize| {
        if let Some(node) = data.root {
            hint(node, Access::Read, Locality::L1);
        }
        State { tree: data.root, key: keys[lookup], lookup }
    };
    let mut states = [State { tree: None, key: 0, lookup: 0 }; MAX_GROUP];
    let states = &mut states[..group.min(keys.len())];
    for (lookup, state) in states.iter_mut().enumerate() {
        *state = start(lookup);
    }
    let mut next = states.len();
    let mut live = states.len();
    while live > 0 {
        for state in &mut *states {
            let Some(node) = state.tree else { continue };
            let value = if node.key == state.key {
                node.value
            } else if let Some(child) = node.child(state.key) {
                hint(child, Access::Read, Locality::L1);
                state.tree = Some(child);
                continue;
            } else {
                0
            };
            out[state.lookup] = value;
            if next < keys.len() {
                *state = start(next);
                next += 1;
            } else {
                state.tree = None;
                live -= 1;
            }
        }
    }
}

async fn find<const ENTRY: u8>(mut tree: Option<&Tree<'_>>, key: u64) -> u64 {
    while let Some(node) = tree {
        prefetch(node).await;
        if node.key == key {
            return node.value;
        }
        tree = node.child(key);
    }
    0
}

pub fn flat(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let root = data.root;
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| find::<MAP>(root, *key));
}

pub fn each(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let root = data.root;
    Group::<MAX_GROUP>::new(group).for_each(keys.iter().zip(out), |(key, out)| async move {
        *out = find::<EACH>(root, *key).await;
    });
}

pub fn by_macro(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let root = data.root;
    interleave!(Group::<MAX_GROUP>::new(group); for (key, out) in keys.iter().zip(out) => {
        *out = find::<MACRO>(root, *key).await;
    });
}

async fn visit<'a>(node: &'a Tree<'a>) -> &'a Tree<'a> {
    prefetch(node).await;
    node
}

async fn find_by_visits(mut tree: Option<&Tree<'_>>, key: u64) -> u64 {
    while let Some(node) = tree {
        let node = visit(node).await;
        if node.key == key {
            return node.value;
        }
        tree = node.child(key);
    }
    0
}

pub fn nested(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let root = data.root;
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| find_by_visits(root, *key));
}
