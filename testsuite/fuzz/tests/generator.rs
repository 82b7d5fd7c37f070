//! The generator: the same program for a seed every time, and every construct and flag often enough.

use std::collections::BTreeMap;

use fuzz::flags::{Flags, WORDS};
use fuzz::generate::program;

const PROGRAMS: u64 = 1000;

#[test]
fn a_seed_names_one_program() {
    for seed in 0..20 {
        assert_eq!(program(seed).source(), program(seed).source());
    }
    assert_ne!(program(1).source(), program(2).source());
}

#[test]
fn every_construct_stands_in_one_program_of_a_hundred() {
    let mut programs: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..PROGRAMS {
        for construct in program(seed).constructs.keys() {
            *programs.entry(construct).or_default() += 1;
        }
    }
    let rare: Vec<_> =
        programs.iter().filter(|(_, programs)| **programs * 100 < PROGRAMS).collect();
    assert!(rare.is_empty(), "{rare:?}");
    for construct in CONSTRUCTS {
        assert!(programs.contains_key(construct), "no program has a {construct}: {programs:?}");
    }
}

#[test]
fn every_flag_is_given_to_one_program_of_a_hundred() {
    let mut programs: BTreeMap<String, u64> = BTreeMap::new();
    for seed in 0..PROGRAMS {
        for word in Flags::of(seed).words() {
            *programs.entry(word).or_default() += 1;
        }
    }
    for word in WORDS {
        let count = programs.get(word).copied().unwrap_or_default();
        assert!(count * 100 >= PROGRAMS, "{word}: {count} programs of {PROGRAMS}");
    }
}

/// What the docs promise; the generator has more.
const CONSTRUCTS: &[&str] = &[
    "#[inline(always)]",
    "#[inline(never)]",
    "#[inline]",
    "?",
    "assignment",
    "async block",
    "async closure",
    "async fn",
    "async gen block",
    "async gen fn",
    "box",
    "boxed future",
    "break",
    "call across crates",
    "closure across a suspension",
    "conditional move",
    "const generics",
    "continue",
    "cut",
    "debug assertion",
    "default body in a trait",
    "default body overridden",
    "destructor",
    "destructuring",
    "division by zero",
    "driver's future awaited by the library",
    "dyn future",
    "failing check of the compiler",
    "fields captured one by one",
    "for",
    "future dropped early by the library",
    "future dropped unpolled",
    "future given to a generic function",
    "future in a variable",
    "futures in an array",
    "gen block",
    "gen fn",
    "generic",
    "generic instantiated with an uninhabited type",
    "generic of the library",
    "generic over a trait with async functions",
    "generic over the awaited future",
    "generic recursion",
    "give",
    "if let",
    "index out of bounds",
    "join",
    "labelled block",
    "large",
    "late initialisation",
    "let else",
    "library's future dropped early",
    "loop with a value",
    "match",
    "movable coroutine",
    "move of a field",
    "moved in a loop",
    "mutable borrow",
    "mutual recursion",
    "never",
    "one-byte capture",
    "over-aligned",
    "over-aligned capture",
    "packed",
    "panic",
    "pending leaf",
    "leaf pending once",
    "ready leaf",
    "recursion",
    "recursion through a trait",
    "recursion through a trait object",
    "return",
    "root in the library",
    "select",
    "shared borrow",
    "static coroutine",
    "trait method",
    "uninhabited capture",
    "vector",
    "wait",
    "while",
    "yield",
    "zero-sized capture",
];

#[test]
fn programs_suspend() {
    let sum: usize = (0..PROGRAMS).map(|seed| program(seed).suspensions).sum();
    let mean = sum as f64 / PROGRAMS as f64;
    assert!(mean >= 5.0, "{mean} suspension points per program");
}
