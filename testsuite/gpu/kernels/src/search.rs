//! Binary searches in ascending words. Four tasks at a time.

use runtime_gpu::{in_flight, join_all, spin_on};

use crate::common::Words;

/// How many searches a task does, one after the other.
const SEARCHES: u32 = 4;

/// What a task's search looks for.
fn wanted(task: u32, search: u32) -> u32 {
    (task * SEARCHES + search).wrapping_mul(0x9e37_79b1)
}

/// Where the last word is that is not larger, or 0.
async fn find(words: Words, wanted: u32) -> u32 {
    let (mut first, mut count) = (0, words.count());
    while count > 1 {
        count /= 2;
        let middle = in_flight(words.place(first + count)).await;
        if middle <= wanted {
            first += count;
        }
    }
    first
}

async fn searches(words: Words, task: u32) -> u32 {
    let mut sum = 0u32;
    for search in 0..SEARCHES {
        sum = sum.wrapping_add(find(words, wanted(task, search)).await);
    }
    sum
}

/// Four tasks that suspend while their loads are in flight.
pub fn search(words: Words, thread: u32) -> u32 {
    let tasks = [0, 1, 2, 3].map(|number| searches(words, 4 * thread + number));
    spin_on(join_all(tasks)).into_iter().fold(0, |all, sum| all ^ sum)
}

/// Four searches in step.
pub fn search_by_hand(words: Words, thread: u32) -> u32 {
    let mut all = [0u32; 4];
    for search in 0..SEARCHES {
        let task = 4 * thread;
        let [a, b, c, d] = [0, 1, 2, 3].map(|number| wanted(task + number, search));
        let (mut first_a, mut first_b, mut first_c, mut first_d) = (0, 0, 0, 0);
        let mut count = words.count();
        while count > 1 {
            count /= 2;
            let word_a = words.get(first_a + count);
            let word_b = words.get(first_b + count);
            let word_c = words.get(first_c + count);
            let word_d = words.get(first_d + count);
            first_a += if word_a <= a { count } else { 0 };
            first_b += if word_b <= b { count } else { 0 };
            first_c += if word_c <= c { count } else { 0 };
            first_d += if word_d <= d { count } else { 0 };
        }
        all[0] = all[0].wrapping_add(first_a);
        all[1] = all[1].wrapping_add(first_b);
        all[2] = all[2].wrapping_add(first_c);
        all[3] = all[3].wrapping_add(first_d);
    }
    all[0] ^ all[1] ^ all[2] ^ all[3]
}

/// One search after the other.
pub fn search_plain(words: Words, thread: u32) -> u32 {
    (0..4).fold(0, |all, number| {
        let mut sum = 0u32;
        for search in 0..SEARCHES {
            let wanted = wanted(4 * thread + number, search);
            let (mut first, mut count) = (0, words.count());
            while count > 1 {
                count /= 2;
                if words.get(first + count) <= wanted {
                    first += count;
                }
            }
            sum = sum.wrapping_add(first);
        }
        all ^ sum
    })
}
