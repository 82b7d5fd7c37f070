//! Sums of linked lists, one after the other and interleaved, and what that gains:
//!
//! ```sh
//! cargo run --release --example lists
//! ```
//!
//! The links are larger than most caches, 256 MiB, and lie in random order.

use std::time::{Duration, Instant};

/// As large as a cache line.
#[repr(align(64))]
struct Link {
    next: Option<usize>,
    value: u64,
}

const LINKS: usize = 4 << 20;
const LISTS: usize = 100_000;
/// Links of a list that are added up.
const HOPS: usize = 16;
const ROUNDS: usize = 5;

fn sum(links: &[Link], first: usize) -> u64 {
    let (mut sum, mut next) = (0, Some(first));
    for _ in 0..HOPS {
        let Some(at) = next else { break };
        sum += links[at].value;
        next = links[at].next;
    }
    sum
}

async fn sum_interleaved(links: &[Link], first: usize) -> u64 {
    let (mut sum, mut next) = (0, Some(first));
    for _ in 0..HOPS {
        let Some(at) = next else { break };
        interleave::prefetch(&links[at]).await;
        sum += links[at].value;
        next = links[at].next;
    }
    sum
}

fn main() {
    let links = links();
    // Each round begins at other links: those of the last one may be in the cache.
    let mut firsts = numbers(9).map(|number| number % LINKS);
    let mut next = || -> Vec<usize> { firsts.by_ref().take(LISTS).collect() };
    let (mut plain, mut interleaved) = (vec![0; LISTS], vec![0; LISTS]);
    let mut times = [Duration::ZERO; 2];
    for _ in 0..ROUNDS {
        let firsts = next();
        let start = Instant::now();
        for (first, out) in firsts.iter().zip(&mut plain) {
            *out = sum(&links, *first);
        }
        times[0] += start.elapsed();
        let firsts = next();
        let start = Instant::now();
        interleave::group::<32>()
            .map_into(&firsts, &mut interleaved, |first| sum_interleaved(&links, *first));
        times[1] += start.elapsed();
        assert!(
            firsts.iter().zip(&interleaved).all(|(first, found)| sum(&links, *first) == *found)
        );
    }
    let [plain, interleaved] = times.map(|time| time.as_secs_f64() * 1e9 / (ROUNDS * LISTS) as f64);
    println!("one after the other: {plain:.0} ns for a list of {HOPS} links");
    println!("interleaved:         {interleaved:.0} ns, {:.1} times as fast", plain / interleaved);
}

/// One circle through all links in random order.
fn links() -> Vec<Link> {
    let mut order: Vec<usize> = (0..LINKS).collect();
    for (at, number) in (1..LINKS).rev().zip(numbers(1)) {
        order.swap(at, number % (at + 1));
    }
    let mut links: Vec<_> = (0..LINKS as u64).map(|value| Link { next: None, value }).collect();
    for (at, link) in order.iter().enumerate() {
        links[*link].next = Some(order[(at + 1) % LINKS]);
    }
    links
}

/// Random numbers (SplitMix64).
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize
    })
}
