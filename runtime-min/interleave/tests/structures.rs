//! Each structure finds what a map of the standard library finds, one by one and interleaved.

use std::collections::BTreeMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::mem::MaybeUninit;

use interleave::{bplus, chained, open, skip, sorted};

type Hasher = BuildHasherDefault<DefaultHasher>;

/// Numbers of pairs that fill nodes and groups exactly, nearly, and not at all.
const SIZES: [u32; 14] = [0, 1, 2, 7, 8, 9, 63, 64, 65, 72, 73, 500, 648, 6000];

fn pairs(len: u32) -> Vec<(u32, u32)> {
    (0..len).map(|index| (index * 3 + 1, index ^ 0x55)).collect()
}

/// Keys that are there, between, before and behind, not in order.
fn keys(len: u32) -> Vec<u32> {
    let count = len * 3 + 5;
    (0..count).map(|index| (index * 7919) % count).collect()
}

/// Compares `get` and `get_many` with a map.
fn check<'t>(
    len: u32,
    get: impl Fn(&u32) -> Option<&'t u32>,
    get_many: impl Fn(&[u32], &mut [Option<&'t u32>]),
) {
    let map: BTreeMap<_, _> = pairs(len).into_iter().collect();
    let keys = keys(len);
    let mut out = vec![None; keys.len()];
    get_many(&keys, &mut out);
    for (key, found) in keys.iter().zip(out) {
        assert_eq!(found, map.get(key).as_ref().copied(), "{key} of {len}");
        assert_eq!(get(key), found, "{key} of {len}");
    }
}

#[test]
fn sorted_slices() {
    for len in SIZES {
        let slice: Vec<u32> = pairs(len).iter().map(|pair| pair.0).collect();
        let keys = keys(len);
        let mut out = vec![None; keys.len()];
        sorted::get_many::<8, _>(&slice, &keys, &mut out);
        for (key, found) in keys.iter().zip(out) {
            assert_eq!(found, slice.binary_search(key).ok(), "{key} of {len}");
            assert_eq!(found, sorted::get(&slice, key), "{key} of {len}");
        }
    }
    assert_eq!(sorted::get(&[1, 2, 2, 2, 3], &2), Some(3), "the last of several");
}

#[test]
fn chained_tables() {
    for len in SIZES {
        // Up to eight keys in a chain.
        let mut buckets = vec![None; (len as usize / 4).next_power_of_two()];
        let mut entries: Vec<_> = (0..len).map(|_| MaybeUninit::uninit()).collect();
        let mut table = chained::Table::new(&mut buckets, &mut entries, Hasher::default());
        for (key, value) in pairs(len) {
            assert_eq!(table.insert(key, value), Ok(()));
        }
        assert_eq!(table.insert(0, 0), Err(chained::Refused::Full));
        if len > 0 {
            assert_eq!(table.insert(1, 0), Err(chained::Refused::Known));
        }
        check(len, |key| table.get(key), |keys, out| table.get_many::<8>(keys, out));
    }
}

#[test]
fn open_tables() {
    for len in SIZES {
        // Full but for one slot, if `len + 1` is a power of two.
        let mut slots = vec![None; (len as usize + 1).next_power_of_two()];
        let capacity = slots.len() - 1;
        let mut table = open::Table::new(&mut slots, Hasher::default());
        assert!(table.is_empty());
        for (key, value) in pairs(len) {
            assert_eq!(table.insert(key, !value), Ok(None));
            assert_eq!(table.insert(key, value), Ok(Some(!value)));
        }
        assert_eq!(table.len(), len as usize);
        if table.len() == capacity {
            assert_eq!(table.insert(0, 7), Err((0, 7)));
        }
        check(len, |key| table.get(key), |keys, out| table.get_many::<8>(keys, out));
    }
}

fn tree_of_nodes_of<const B: usize>(len: u32) {
    let pairs = pairs(len);
    let mut nodes =
        vec![bplus::Node::<u32, B>::new(0); bplus::Tree::<u32, u32, B>::nodes(pairs.len())];
    let tree = bplus::Tree::new(&pairs, &mut nodes);
    assert_eq!(tree.levels().is_empty(), len as usize <= B);
    check(len, |key| tree.get(key), |keys, out| tree.get_many::<8>(keys, out));
}

#[test]
fn trees() {
    for len in SIZES {
        tree_of_nodes_of::<8>(len);
        tree_of_nodes_of::<3>(len);
        tree_of_nodes_of::<1>(len);
    }
}

fn list_of_height<const H: usize>(len: u32) {
    let mut places: Vec<_> = (0..len).map(|_| MaybeUninit::uninit()).collect();
    let list = skip::List::<_, _, H>::new(&pairs(len), &mut places);
    check(len, |key| list.get(key), |keys, out| list.get_many::<8>(keys, out));
}

#[test]
fn skip_lists() {
    for len in SIZES {
        list_of_height::<8>(len);
    }
    list_of_height::<2>(648);
    list_of_height::<1>(500);
}
