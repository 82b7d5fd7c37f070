//! Hash table with chains: the value of a key, 0 if it is not there.

use interleave::{Access, Group, Locality, hint, interleave, prefetch};

use crate::{Data, EACH, MACRO, MAP, MAX_GROUP};

/// An entry of a chain.
#[repr(C)]
#[derive(Debug)]
pub struct Entry<'a> {
    /// The key.
    pub key: u64,
    /// The value.
    pub value: u64,
    /// The next entry with this hash.
    pub next: Option<&'a Entry<'a>>,
    /// Makes two of them a line.
    pub padding: u64,
}

type Bucket<'a> = Option<&'a Entry<'a>>;

/// The number of the bucket of `key` among `buckets`, a power of two.
#[inline(always)]
pub fn hash(key: u64, buckets: usize) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (buckets - 1)
}

#[inline(always)]
fn bucket<'a, 'b>(buckets: &'b [Bucket<'a>], key: u64) -> &'b Bucket<'a> {
    // SAFETY: `hash` is less than the number of buckets.
    unsafe { buckets.get_unchecked(hash(key, buckets.len())) }
}

pub fn sequential(data: &Data<'_>, keys: &[u64], out: &mut [u64], _: usize) {
    let buckets = data.buckets.get();
    for (key, out) in keys.iter().zip(out) {
        let mut entry = *bucket(buckets, *key);
        *out = 0;
        while let Some(found) = entry {
            if found.key == *key {
                *out = found.value;
                break;
            }
            entry = found.next;
        }
    }
}

pub fn grouped(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let buckets = data.buckets.get();
    for (keys, out) in keys.chunks(group).zip(out.chunks_mut(group)) {
        for key in keys {
            hint(bucket(buckets, *key), Access::Read, Locality::L1);
        }
        let mut entries = [None; MAX_GROUP];
        for (key, (entry, out)) in keys.iter().zip(entries.iter_mut().zip(&mut *out)) {
            *entry = *bucket(buckets, *key);
            *out = 0;
            if let Some(entry) = *entry {
                hint(entry, Access::Read, Locality::L1);
            }
        }
        let mut live = true;
        while live {
            live = false;
            for (key, (entry, out)) in keys.iter().zip(entries.iter_mut().zip(&mut *out)) {
                let Some(found) = *entry else { continue };
                if found.key == *key {
                    *out = found.value;
                    *entry = None;
                } else {
                    *entry = found.next;
                    if let Some(next) = found.next {
                        hint(next, Access::Read, Locality::L1);
                        live = true;
                    }
                }
            }
        }
    }
}

pub fn amac(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    #[derive(Clone, Copy)]
    enum Stage<'a> {
        Bucket(&'a Bucket<'a>),
        Entry(&'a Entry<'a>),
        Done,
    }
    #[derive(Clone, Copy)]
    struct State<'a> {
        stage: Stage<'a>,
        key: u64,
        lookup: usize,
    }
    let buckets = data.buckets.get();
    let start = |lookup: usize| {
        let key = keys[lookup];
        let bucket = bucket(buckets, key);
        hint(bucket, Access::Read, Locality::L1);
        State { stage: Stage::Bucket(bucket), key, lookup }
    };
    let mut states = [State { stage: Stage::Done, key: 0, lookup: 0 }; MAX_GROUP];
    let states = &mut states[..group.min(keys.len())];
    for (lookup, state) in states.iter_mut().enumerate() {
        *state = start(lookup);
    }
    let mut next = states.len();
    let mut live = states.len();
    while live > 0 {
        for state in &mut *states {
            let (entry, value) = match state.stage {
                Stage::Bucket(bucket) => (*bucket, 0),
                Stage::Entry(entry) if entry.key == state.key => (None, entry.value),
                Stage::Entry(entry) => (entry.next, 0),
                Stage::Done => continue,
            };
            if let Some(entry) = entry {
                hint(entry, Access::Read, Locality::L1);
                state.stage = Stage::Entry(entry);
                continue;
            }
            out[state.lookup] = value;
            if next < keys.len() {
                *state = start(next);
                next += 1;
            } else {
                state.stage = Stage::Done;
                live -= 1;
            }
        }
    }
}

async fn find<const ENTRY: u8>(bucket: &Bucket<'_>, key: u64) -> u64 {
    prefetch(bucket).await;
    let mut entry = *bucket;
    while let Some(found) = entry {
        prefetch(found).await;
        if found.key == key {
            return found.value;
        }
        entry = found.next;
    }
    0
}

pub fn flat(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let buckets = data.buckets.get();
    Group::<MAX_GROUP>::new(group)
        .map_into(keys, out, |key| find::<MAP>(bucket(buckets, *key), *key));
}

pub fn each(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let buckets = data.buckets.get();
    Group::<MAX_GROUP>::new(group).for_each(keys.iter().zip(out), |(key, out)| {
        let (bucket, key) = (bucket(buckets, *key), *key);
        async move { *out = find::<EACH>(bucket, key).await }
    });
}

pub fn by_macro(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let buckets = data.buckets.get();
    interleave!(Group::<MAX_GROUP>::new(group); for (key, out) in keys.iter().zip(out) => {
        *out = find::<MACRO>(bucket(buckets, *key), *key).await;
    });
}

async fn load<T: Copy>(from: &T) -> T {
    prefetch(from).await;
    *from
}

async fn visit<'a>(entry: &'a Entry<'a>) -> &'a Entry<'a> {
    prefetch(entry).await;
    entry
}

async fn find_in_chain<'a>(mut entry: Bucket<'a>, key: u64) -> Bucket<'a> {
    while let Some(next) = entry {
        let found = visit(next).await;
        if found.key == key {
            return Some(found);
        }
        entry = found.next;
    }
    None
}

async fn find_by_parts(bucket: &Bucket<'_>, key: u64) -> u64 {
    let first = load(bucket).await;
    find_in_chain(first, key).await.map_or(0, |found| found.value)
}

pub fn nested(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize) {
    let buckets = data.buckets.get();
    let make = |key: &u64| find_by_parts(bucket(buckets, *key), *key);
    Group::<MAX_GROUP>::new(group).map_into(keys, out, make);
}
