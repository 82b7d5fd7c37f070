//! The threads of a block pass words around, and wait for each other at a barrier.

use core::sync::atomic::{AtomicU32, Ordering};

use runtime_gpu::{Barrier, Zeroed, block_on};

use crate::common::Words;
use crate::entry::Place;

/// The most threads of a block.
const MOST: usize = 64;

/// How often words are passed on.
const ROUNDS: u32 = 16;

/// What a block shares.
pub struct Exchange {
    barrier: Barrier,
    words: [AtomicU32; MOST],
}

// SAFETY: its fields are.
unsafe impl Zeroed for Exchange {}

/// The word of a thread from its own one and its neighbour's.
fn mixed(own: u32, other: u32) -> u32 {
    own.wrapping_mul(31).wrapping_add(other.rotate_left(7))
}

async fn pass_on(mut word: u32, place: Place, shared: &Exchange) -> u32 {
    for _ in 0..ROUNDS {
        shared.words[place.in_block as usize].store(word, Ordering::Relaxed);
        shared.barrier.wait(place.block).await;
        let neighbour = (place.in_block + 1) % place.block;
        let other = shared.words[neighbour as usize].load(Ordering::Relaxed);
        shared.barrier.wait(place.block).await;
        word = mixed(word, other);
    }
    word
}

/// With the barrier's futures.
pub fn exchange(words: Words, place: Place, shared: &Exchange) -> u32 {
    block_on(pass_on(words.get(place.thread), place, shared))
}

/// With the GPU's barrier for the threads of a block.
pub fn exchange_by_hand(words: Words, place: Place, shared: &Exchange) -> u32 {
    let mut word = words.get(place.thread);
    for _ in 0..ROUNDS {
        shared.words[place.in_block as usize].store(word, Ordering::Relaxed);
        wait(place, shared);
        let neighbour = (place.in_block + 1) % place.block;
        let other = shared.words[neighbour as usize].load(Ordering::Relaxed);
        wait(place, shared);
        word = mixed(word, other);
    }
    word
}

#[cfg(target_arch = "nvptx64")]
fn wait(_place: Place, _shared: &Exchange) {
    // SAFETY: all threads of the block come here.
    unsafe { core::arch::nvptx::_syncthreads() }
}

/// The host has no such thing.
#[cfg(not(target_arch = "nvptx64"))]
fn wait(place: Place, shared: &Exchange) {
    block_on(shared.barrier.wait(place.block));
}
