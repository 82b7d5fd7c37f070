//! Programs that are checked together.

use std::fmt;

use crate::generate::{Program, program, together};

/// How many programs make a crate, if they may be compiled alike.
const TOGETHER: usize = 16;

/// Seeds that differ by a multiple of this have the same settings: see [`crate::check::Settings`].
const PERIOD: u64 = 8;

/// The seeds of one crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// One at least; all with the same settings.
    pub seeds: Vec<u64>,
}

impl Case {
    /// One program.
    pub fn single(seed: u64) -> Self {
        Case { seeds: vec![seed] }
    }

    /// All programs from `start` on, as few crates as possible, early seeds first.
    pub fn all(start: u64, count: u64) -> Vec<Self> {
        let block = PERIOD * TOGETHER as u64;
        let end = start + count;
        let mut cases = vec![];
        for first in (start..end).step_by(block as usize) {
            for residue in first..(first + PERIOD).min(end) {
                let seeds = (residue..(first + block).min(end)).step_by(PERIOD as usize);
                cases.push(Case { seeds: seeds.collect() });
            }
        }
        cases
    }

    /// The programs.
    pub fn programs(&self) -> Vec<Program> {
        self.seeds.iter().copied().map(program).collect()
    }

    /// The crate.
    pub fn source(&self) -> String {
        match &self.programs()[..] {
            [program] => program.source(),
            programs => together(programs),
        }
    }

    /// For file names.
    pub fn name(&self) -> String {
        match self.seeds[..] {
            [seed] => format!("seed{seed}"),
            [first, .., last] => format!("seeds{first}to{last}"),
            [] => unreachable!("a case has a seed"),
        }
    }
}

/// As it stands in messages.
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
    use crate::check::Settings;
    use crate::compiler::Target;

    #[test]
    fn every_seed_stands_in_one_case() {
        for (start, count) in [(1, 1), (1, 20), (7, 128), (3, 300)] {
            let mut seeds: Vec<u64> =
                Case::all(start, count).into_iter().flat_map(|case| case.seeds).collect();
            seeds.sort_unstable();
            assert_eq!(seeds, (start..start + count).collect::<Vec<_>>());
        }
        assert_eq!(Case::all(1, 2000).len(), 8 * 16);
    }

    #[test]
    fn the_programs_of_a_case_have_the_same_settings() {
        for case in Case::all(5, 300) {
            for target in [Target::Host, Target::Thumb] {
                let settings = Settings::of(target, case.seeds[0]);
                assert!(case.seeds.iter().all(|seed| Settings::of(target, *seed) == settings));
            }
        }
    }
}
