//! What kernels read. A prepared folder has a description of it and not the words, which would fill it.

use serde::{Deserialize, Serialize};

/// Words that are made from this description, on each machine the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// What they are.
    pub content: Content,
    /// How many: a power of two.
    pub words: u32,
}

/// What the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Any.
    Random,
    /// Ascending, from small ones to large ones.
    Ascending,
    /// An open-addressing hash table: the keys of the first half as many numbers as it has slots, and 0
    /// in empty slots. The kernel `probe` says what key and slot are.
    HashTable,
}

impl Input {
    /// Makes the words.
    pub fn make(&self) -> Vec<u32> {
        match self.content {
            Content::Random => random(self.words).collect(),
            Content::Ascending => {
                // Each word is from its own part of all numbers.
                let part = u32::MAX / self.words + 1;
                (0..self.words)
                    .zip(random(self.words))
                    .map(|(at, any)| at * part + any % part)
                    .collect()
            }
            Content::HashTable => hash_table(self.words),
        }
    }
}

/// The generator SplitMix64.
fn random(count: u32) -> impl Iterator<Item = u32> {
    let mut state = 0u64;
    (0..count).map(move |_| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed >> 32) as u32
    })
}

fn hash_table(slots: u32) -> Vec<u32> {
    let mut table = vec![0; slots as usize];
    for number in 0..slots / 2 {
        let key = (number + 1).wrapping_mul(0x9e37_79b1);
        let mut slot = key.wrapping_mul(0x85eb_ca6b) >> (slots.leading_zeros() + 1);
        while table[slot as usize] != 0 {
            slot = (slot + 1) % slots;
        }
        table[slot as usize] = key;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(content: Content) -> Vec<u32> {
        Input { content, words: 1024 }.make()
    }

    #[test]
    fn random_words_differ() {
        let mut words = made(Content::Random);
        assert_eq!(words.len(), 1024);
        words.sort_unstable();
        words.dedup();
        assert!(words.len() > 1020);
    }

    #[test]
    fn ascending_words_ascend_over_all_numbers() {
        let words = made(Content::Ascending);
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(words[0] < u32::MAX / 1024 + 1 && words[1023] >= u32::MAX / 1024 * 1023);
    }

    #[test]
    fn half_of_the_slots_are_taken() {
        let words = made(Content::HashTable);
        assert_eq!(words.iter().filter(|word| **word == 0).count(), 512);
    }
}
