//! Lookups in a hash table with open addressing, which take different numbers of loads. Four tasks at a time.
//! Half of the keys are found.

use runtime_gpu::{in_flight, join_all, spin_on};

use crate::common::Words;

/// How many lookups a task does, one after the other.
const LOOKUPS: u32 = 16;

/// The key of a task's lookup. The table has the keys of the first half of all numbers.
fn key(words: Words, task: u32, lookup: u32) -> u32 {
    let number = (task * LOOKUPS + lookup).wrapping_mul(0x85eb_ca6b);
    ((number ^ (number >> 13)) % words.count() + 1).wrapping_mul(0x9e37_79b1)
}

/// The slot where the search for a key begins.
fn slot(words: Words, key: u32) -> u32 {
    key.wrapping_mul(0x85eb_ca6b) >> (words.count().leading_zeros() + 1)
}

/// What a lookup is worth that ended at `slot` with the word `found`, if it ended: 0 stands in empty slots.
fn ended(slot: u32, key: u32, found: u32) -> Option<u32> {
    match found {
        0 => Some(!slot),
        found if found == key => Some(slot),
        _ => None,
    }
}

async fn find(words: Words, key: u32) -> u32 {
    let mut slot = slot(words, key);
    loop {
        let found = in_flight(words.place(slot)).await;
        if let Some(worth) = ended(slot, key, found) {
            return worth;
        }
        slot += 1;
    }
}

async fn lookups(words: Words, task: u32) -> u32 {
    let mut sum = 0u32;
    for lookup in 0..LOOKUPS {
        sum = sum.wrapping_add(find(words, key(words, task, lookup)).await);
    }
    sum
}

/// Four tasks that suspend while their loads are in flight.
pub fn probe(words: Words, thread: u32) -> u32 {
    let tasks = [0, 1, 2, 3].map(|number| lookups(words, 4 * thread + number));
    spin_on(join_all(tasks)).into_iter().fold(0, |all, sum| all ^ sum)
}

/// The state of a task by hand: the word at `slot` has been asked for.
#[derive(Clone, Copy)]
struct Task {
    number: u32,
    lookup: u32,
    key: u32,
    slot: u32,
    found: u32,
    sum: u32,
}

impl Task {
    fn new(words: Words, number: u32) -> Self {
        let key = key(words, number, 0);
        let slot = slot(words, key);
        Task { number, lookup: 0, key, slot, found: words.get(slot), sum: 0 }
    }

    /// Uses the word and asks for another one; whether there is one.
    fn step(&mut self, words: Words) -> bool {
        if self.lookup == LOOKUPS {
            return false;
        }
        if let Some(worth) = ended(self.slot, self.key, self.found) {
            self.sum = self.sum.wrapping_add(worth);
            self.lookup += 1;
            if self.lookup == LOOKUPS {
                return false;
            }
            self.key = key(words, self.number, self.lookup);
            self.slot = slot(words, self.key);
        } else {
            self.slot += 1;
        }
        self.found = words.get(self.slot);
        true
    }
}

/// Four state machines in turn.
pub fn probe_by_hand(words: Words, thread: u32) -> u32 {
    let mut tasks = [0, 1, 2, 3].map(|number| Task::new(words, 4 * thread + number));
    loop {
        let mut running = false;
        for task in &mut tasks {
            running |= task.step(words);
        }
        if !running {
            return tasks.into_iter().fold(0, |all, task| all ^ task.sum);
        }
    }
}

/// One lookup after the other.
pub fn probe_plain(words: Words, thread: u32) -> u32 {
    (0..4).fold(0, |all, number| {
        let mut sum = 0u32;
        for lookup in 0..LOOKUPS {
            let key = key(words, 4 * thread + number, lookup);
            let mut slot = slot(words, key);
            let worth = loop {
                if let Some(worth) = ended(slot, key, words.get(slot)) {
                    break worth;
                }
                slot += 1;
            };
            sum = sum.wrapping_add(worth);
        }
        all ^ sum
    })
}
