//! A pipeline of three warps: one loads, one computes, one adds up. Each lane has a channel to the same lane of
//! the next warp, in shared memory.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicU32, Ordering};

use runtime_gpu::{Channel, Receiver, Sender, Zeroed, block_on, pause};

use crate::common::Words;
use crate::entry::Place;

/// Threads of a warp.
const LANES: usize = 32;

/// How many words go through each lane.
const ITEMS: u32 = 64;

/// How many words a channel has room for.
const ROOM: usize = 4;

/// What a block shares: each lane's channels.
pub struct Channels {
    loaded: [Channel<u32, ROOM>; LANES],
    computed: [Channel<u32, ROOM>; LANES],
}

// SAFETY: its fields are.
unsafe impl Zeroed for Channels {}

/// Where a lane's item is in the input.
fn index(place: Place, item: u32) -> u32 {
    (place.thread * ITEMS + item).wrapping_mul(2_654_435_761)
}

/// Some work.
fn computed(mut word: u32) -> u32 {
    for _ in 0..8 {
        word = word.wrapping_mul(0x85eb_ca6b) ^ (word >> 15);
    }
    word
}

async fn load(words: Words, place: Place, to: &mut Sender<'_, u32, ROOM>) -> u32 {
    for item in 0..ITEMS {
        to.send(words.get(index(place, item))).await;
    }
    ITEMS
}

async fn compute(from: &mut Receiver<'_, u32, ROOM>, to: &mut Sender<'_, u32, ROOM>) -> u32 {
    let mut last = 0;
    for _ in 0..ITEMS {
        last = computed(from.receive().await);
        to.send(last).await;
    }
    last
}

async fn add_up(from: &mut Receiver<'_, u32, ROOM>) -> u32 {
    let mut sum = 0u32;
    for _ in 0..ITEMS {
        sum = sum.wrapping_mul(31).wrapping_add(from.receive().await);
    }
    sum
}

/// The pipeline as tasks.
pub fn pipeline(words: Words, place: Place, shared: &Channels) -> u32 {
    let lane = place.in_block as usize % LANES;
    let (loaded, computed) = (&shared.loaded[lane], &shared.computed[lane]);
    // SAFETY: each end belongs to one thread of the block.
    unsafe {
        match place.in_block as usize / LANES {
            0 => block_on(load(words, place, &mut loaded.sender())),
            1 => block_on(compute(&mut loaded.receiver(), &mut computed.sender())),
            _ => block_on(add_up(&mut computed.receiver())),
        }
    }
}

/// What a block shares by hand: each lane's queues.
pub struct Queues {
    loaded: [Queue; LANES],
    computed: [Queue; LANES],
}

// SAFETY: two counts of zero are an empty queue.
unsafe impl Zeroed for Queues {}

struct Queue {
    written: AtomicU32,
    read: AtomicU32,
    words: [UnsafeCell<u32>; ROOM],
}

// SAFETY: a word is used by one side at a time, as the counts say.
unsafe impl Sync for Queue {}

impl Queue {
    /// Writes the word with the number `item`, when there is room.
    ///
    /// # Safety
    /// One thread writes, in order.
    unsafe fn write(&self, item: u32, word: u32) {
        while item - self.read.load(Ordering::Acquire) == ROOM as u32 {
            pause(32);
        }
        // SAFETY: the reader is done with it.
        unsafe { *self.words[item as usize % ROOM].get() = word };
        self.written.store(item + 1, Ordering::Release);
    }

    /// Reads the word with the number `item`, when it is there.
    ///
    /// # Safety
    /// One thread reads, in order.
    unsafe fn read(&self, item: u32) -> u32 {
        while self.written.load(Ordering::Acquire) == item {
            pause(32);
        }
        // SAFETY: the writer is done with it.
        let word = unsafe { *self.words[item as usize % ROOM].get() };
        self.read.store(item + 1, Ordering::Release);
        word
    }
}

/// The pipeline as loops.
pub fn pipeline_by_hand(words: Words, place: Place, shared: &Queues) -> u32 {
    let lane = place.in_block as usize % LANES;
    let (to_compute, to_add) = (&shared.loaded[lane], &shared.computed[lane]);
    let mut result = 0u32;
    for item in 0..ITEMS {
        // SAFETY: each side of a queue belongs to one thread of the block, which goes through the items in order.
        unsafe {
            match place.in_block as usize / LANES {
                0 => {
                    to_compute.write(item, words.get(index(place, item)));
                    result = ITEMS;
                }
                1 => {
                    result = computed(to_compute.read(item));
                    to_add.write(item, result);
                }
                _ => result = result.wrapping_mul(31).wrapping_add(to_add.read(item)),
            }
        }
    }
    result
}
