//! Skip list of the crate `interleave`: the value of a key, 0 if it is not there.

use interleave::{Access, Group, Locality, hint, skip};

use crate::{Data, MAX_GROUP};

/// Nodes of one in four have two links, of one in sixteen three, and so on.
const HEIGHT: usize = 12;

/// The list.
pub type SkipList<'a> = skip::List<'a, u64, u64, HEIGHT>;

/// A node of it.
pub type SkipNode<'a> = skip::Node<'a, u64, u64, HEIGHT>;

/// How far a lookup has come.
#[derive(Clone, Copy)]
struct Place<'a> {
    links: &'a [Option<&'a SkipNode<'a>>; HEIGHT],
    level: usize,
    /// What the key is compared with next.
    node: Option<&'a SkipNode<'a>>,
    /// The nearest node behind the key that is known.
    behind: Option<&'a SkipNode<'a>>,
}

impl<'a> Place<'a> {
    #[inline(always)]
    fn start(list: &'a SkipList<'a>) -> Self {
        let place = Place { links: list.first(), level: HEIGHT, node: None, behind: None };
        place.find_node()
    }

    /// Finds what the key is compared with next, and asks for it.
    #[inline(always)]
    fn find_node(mut self) -> Self {
        while self.level > 0 {
            match self.links[self.level - 1] {
                Some(node) if !self.behind.is_some_and(|behind| std::ptr::eq(behind, node)) => {
                    hint(&raw const node.links()[self.level - 1], Access::Read, Locality::L1);
                    hint(node, Access::Read, Locality::L1);
                    return Place { node: Some(node), ..self };
                }
                _ => self.level -= 1,
            }
        }
        Place { node: None, ..self }
    }

    /// Compares the key. The value, or where to go on.
    #[inline(always)]
    fn step(self, key: u64) -> Result<u64, Place<'a>> {
        let Some(node) = self.node else { return Ok(0) };
        if *node.key() == key {
            return Ok(*node.value());
        }
        let next = if *node.key() < key {
            Place { links: node.links(), ..self }
        } else {
            Place { behind: Some(node), ..self }
        };
        let next = next.find_node();
        if next.node.is_none() { Ok(0) } else { Err(next) }
    }
}

pub fn sequential(data: &Data<'_>, keys: &[u64], out: &mut [u64], _: usize) {
    let Some(list) = data.skip else { return };
    for (key, out) in keys.iter().zip(out) {
        *out = list.get(key).copied().unwrap_or(0);
    }
}

pub fn grouped(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let Some(list) = data.skip else { return };
    for (keys, out) in keys.chunks(group).zip(out.chunks_mut(group)) {
        let mut places = [Some(Place::start(list)); MAX_GROUP];
        let mut live = true;
        while live {
            live = false;
            for (key, (place, out)) in keys.iter().zip(places.iter_mut().zip(&mut *out)) {
                let Some(here) = *place else { continue };
                match here.step(*key) {
                    Ok(value) => (*out, *place) = (value, None),
                    Err(next) => (live, *place) = (true, Some(next)),
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
    let Some(list) = data.skip else { return };
    let start = |lookup: usize| State { place: Place::start(list), key: keys[lookup], lookup };
    let none = Place { links: list.first(), level: 0, node: None, behind: None };
    let mut states = [State { place: none, key: 0, lookup: 0 }; MAX_GROUP];
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
            match state.place.step(state.key) {
                Err(next) => state.place = next,
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

async fn find(list: &SkipList<'_>, key: u64) -> u64 {
    list.find(&key).await.copied().unwrap_or(0)
}

pub fn flat(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let Some(list) = data.skip else { return };
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| find(list, *key));
}
