//! `lookups-bbtree KEYS LOOKUPS`: looks keys up in a map of the crate bbtree, 32 at once, for valgrind to
//! count the instructions of the function `measured`, and prints the sum of what it finds.

use std::error::Error;

use bbtree::unsync::BBTreeMap;

/// How many lookups are under way at once.
const GROUP: usize = 32;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [keys, lookups] = &arguments[..] else { return Err("KEYS LOOKUPS".into()) };
    let (keys, lookups): (u64, usize) = (keys.parse()?, lookups.parse()?);
    let map: BBTreeMap<u64, u64> = (0..keys).map(|key| (scattered(key), key)).collect();
    // One in eight is not there.
    let wanted = (0..lookups as u64).map(|at| scattered(scattered(at) % (keys + keys / 8)));
    let wanted: Vec<u64> = wanted.collect();
    println!("{}", measured(&map, &wanted));
    Ok(())
}

/// The function that valgrind counts, by this name.
#[unsafe(no_mangle)]
#[inline(never)]
fn measured(map: &BBTreeMap<u64, u64>, wanted: &[u64]) -> u64 {
    let mut sum = 0_u64;
    for keys in wanted.as_chunks::<GROUP>().0 {
        for value in map.get_many(keys.each_ref()) {
            sum = sum.wrapping_mul(31).wrapping_add(value.copied().unwrap_or(u64::MAX));
        }
    }
    sum
}

/// Distinct numbers that have nothing to do with each other, for distinct numbers (SplitMix64).
fn scattered(number: u64) -> u64 {
    let number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
