//! Random numbers that are the same everywhere: a seed names one program for ever.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// SplitMix64, whose sequence is fixed. How a number is chosen from it is written here: libraries
/// change that from release to release.
#[derive(Clone, Debug)]
pub struct Rng(SplitMix64);

impl Rng {
    /// Neighbouring seeds give unrelated numbers.
    pub fn new(seed: u64) -> Self {
        let scattered = SplitMix64::from_seed(seed.to_le_bytes()).next_u64();
        Rng(SplitMix64::from_seed(scattered.to_le_bytes()))
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.0.next_u64() % end as u64) as usize
    }

    /// A number from `start` to `end`, both included.
    pub fn range(&mut self, start: usize, end: usize) -> usize {
        start + self.below(end - start + 1)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`; `None` if there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { Some(&items[self.below(items.len())]) }
    }

    /// An index of `weights`, each as likely as its weight says; their sum is not 0.
    pub fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut at = self.below(weights.iter().sum());
        for (index, weight) in weights.iter().enumerate() {
            if at < *weight {
                return index;
            }
            at -= weight;
        }
        unreachable!("the number is below the sum of the weights")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_seed_never_change() {
        let mut rng = Rng::new(1);
        let numbers: Vec<_> = (0..6).map(|_| rng.below(1000)).collect();
        assert_eq!(numbers, [158, 846, 752, 873, 737, 260]);
    }

    #[test]
    fn weights_are_heeded() {
        let mut rng = Rng::new(7);
        let mut counts = [0; 3];
        for _ in 0..1000 {
            counts[rng.weighted(&[1, 0, 9])] += 1;
        }
        assert!(counts[1] == 0 && counts[0] > 50 && counts[2] > 800, "{counts:?}");
    }
}
