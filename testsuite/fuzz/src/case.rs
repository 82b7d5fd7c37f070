//! Programs that are checked together.

use std::fmt;

use crate::flags::{BLOCK, Flags, PERIOD};
use crate::generate::{Program, program, together};

/// The seeds of programs that are compiled as one crate or two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// At least one seed; all with the same flags.
    pub seeds: Vec<u64>,
}

impl Case {
    /// One program.
    pub fn single(seed: u64) -> Self {
        Case { seeds: vec![seed] }
    }

    /// All programs from `start` on, in as few crates as possible, early seeds first.
    pub fn all(start: u64, count: u64) -> Vec<Self> {
        let end = start + count;
        let mut cases = vec![];
        for block in start / BLOCK..end.div_ceil(BLOCK) {
            let first = block * BLOCK;
            for residue in first..first + PERIOD {
                let seeds: Vec<u64> = (residue..first + BLOCK)
                    .step_by(PERIOD as usize)
                    .filter(|seed| (start..end).contains(seed))
                    .collect();
                if !seeds.is_empty() {
                    cases.push(Case { seeds });
                }
            }
        }
        cases
    }

    /// The programs.
    pub fn programs(&self) -> Vec<Program> {
        self.seeds.iter().copied().map(program).collect()
    }

    /// The flags to compile them with.
    pub fn flags(&self) -> Flags {
        Flags::of(self.seeds[0])
    }

    /// The source of the crate, or of both crates: see [`crate::source`].
    pub fn source(&self) -> String {
        match &self.programs()[..] {
            [program] => program.source(),
            programs => together(programs),
        }
    }

    /// A name for files.
    pub fn name(&self) -> String {
        match self.seeds[..] {
            [seed] => format!("seed{seed}"),
            [first, .., last] => format!("seeds{first}to{last}"),
            [] => unreachable!("a case has a seed"),
        }
    }
}

/// The name in messages.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.seeds[..] {
            [seed] => write!(f, "seed {seed}"),
            _ => write!(f, "seeds {:?} together", self.seeds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_seed_stands_in_one_case() {
        for (start, count) in [(1, 1), (1, 20), (7, 128), (3, 300), (128, 128)] {
            let mut seeds: Vec<u64> =
                Case::all(start, count).into_iter().flat_map(|case| case.seeds).collect();
            seeds.sort_unstable();
            assert_eq!(seeds, (start..start + count).collect::<Vec<_>>());
        }
        assert_eq!(Case::all(0, 2000).len(), 8 * 16);
    }

    #[test]
    fn the_programs_of_a_case_have_the_same_flags() {
        for case in Case::all(5, 300) {
            assert!(case.seeds.iter().all(|seed| Flags::of(*seed) == case.flags()));
        }
    }
}
