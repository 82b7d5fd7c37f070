//! Linked lists: the sum of as many links as `hops` says, from the one that the key names.

use interleave::{Access, Group, Locality, hint, interleave, prefetch};

use crate::{Data, EACH, MACRO, MAP, MAX_GROUP};

/// A link, as large as a line.
#[repr(C, align(64))]
#[derive(Debug)]
pub struct Link<'a> {
    /// The next link.
    pub next: Option<&'a Link<'a>>,
    /// What is added up.
    pub value: u64,
}

#[inline(always)]
fn first<'a>(links: &'a [Link<'a>], key: u64) -> Option<&'a Link<'a>> {
    // SAFETY: there is a power of two of them.
    Some(unsafe { links.get_unchecked(key as usize & (links.len() - 1)) })
}

pub fn sequential(data: &Data<'_>, keys: &[u64], out: &mut [u64], _: usize) {
    let links = data.links.get();
    for (key, out) in keys.iter().zip(out) {
        *out = 0;
        let mut next = first(links, *key);
        for _ in 0..data.hops {
            let Some(link) = next else { break };
            *out = out.wrapping_add(link.value);
            next = link.next;
        }
    }
}

pub fn grouped(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let links = data.links.get();
    for (keys, out) in keys.chunks(group).zip(out.chunks_mut(group)) {
        let mut next = [None; MAX_GROUP];
        for (key, (next, out)) in keys.iter().zip(next.iter_mut().zip(&mut *out)) {
            *out = 0;
            *next = first(links, *key);
            if let Some(link) = *next {
                hint(link, Access::Read, Locality::L1);
            }
        }
        for _ in 0..data.hops {
            for (next, out) in next.iter_mut().zip(&mut *out) {
                let Some(link) = *next else { continue };
                *out = out.wrapping_add(link.value);
                *next = link.next;
                if let Some(link) = *next {
                    hint(link, Access::Read, Locality::L1);
                }
            }
        }
    }
}

pub fn amac(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    #[derive(Clone, Copy)]
    struct State<'a> {
        next: Option<&'a Link<'a>>,
        hops: usize,
        sum: u64,
        lookup: usize,
    }
    let links = data.links.get();
    let start = |lookup: usize| {
        let next = first(links, keys[lookup]);
        if let Some(link) = next {
            hint(link, Access::Read, Locality::L1);
        }
        State { next, hops: data.hops, sum: 0, lookup }
    };
    let mut states = [State { next: None, hops: 0, sum: 0, lookup: 0 }; MAX_GROUP];
    let states = &mut states[..group.min(keys.len())];
    for (lookup, state) in states.iter_mut().enumerate() {
        *state = start(lookup);
    }
    let mut next = states.len();
    let mut live = states.len();
    while live > 0 {
        for state in &mut *states {
            let Some(link) = state.next else { continue };
            state.sum = state.sum.wrapping_add(link.value);
            state.next = link.next;
            state.hops -= 1;
            if state.hops > 0
                && let Some(link) = link.next
            {
                hint(link, Access::Read, Locality::L1);
                continue;
            }
            out[state.lookup] = state.sum;
            if next < keys.len() {
                *state = start(next);
                next += 1;
            } else {
                state.next = None;
                live -= 1;
            }
        }
    }
}

async fn sum<const ENTRY: u8>(mut next: Option<&Link<'_>>, mut hops: usize) -> u64 {
    let mut sum = 0_u64;
    while hops > 0
        && let Some(link) = next
    {
        prefetch(link).await;
        sum = sum.wrapping_add(link.value);
        next = link.next;
        hops -= 1;
    }
    sum
}

pub fn flat(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let (links, hops) = (data.links.get(), data.hops);
    Group::<MAX_GROUP>::new(group).map_into(keys, out, |key| sum::<MAP>(first(links, *key), hops));
}

pub fn each(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let (links, hops) = (data.links.get(), data.hops);
    Group::<MAX_GROUP>::new(group).for_each(keys.iter().zip(out), |(key, out)| async move {
        *out = sum::<EACH>(first(links, *key), hops).await;
    });
}

pub fn by_macro(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let (links, hops) = (data.links.get(), data.hops);
    interleave!(Group::<MAX_GROUP>::new(group); for (key, out) in keys.iter().zip(out) => {
        *out = sum::<MACRO>(first(links, *key), hops).await;
    });
}

async fn visit<'a>(link: &'a Link<'a>) -> &'a Link<'a> {
    prefetch(link).await;
    link
}

async fn sum_by_visits(mut next: Option<&Link<'_>>, mut hops: usize) -> u64 {
    let mut sum = 0_u64;
    while hops > 0
        && let Some(link) = next
    {
        let link = visit(link).await;
        sum = sum.wrapping_add(link.value);
        next = link.next;
        hops -= 1;
    }
    sum
}

pub fn nested(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let (links, hops) = (data.links.get(), data.hops);
    let make = |key: &u64| sum_by_visits(first(links, *key), hops);
    Group::<MAX_GROUP>::new(group).map_into(keys, out, make);
}
