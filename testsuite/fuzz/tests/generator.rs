//! The generator: the same program for a seed every time, and every construct often enough.

use std::collections::BTreeMap;

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

/// What issue and docs promise; the generator has more.
const CONSTRUCTS: &[&str] = &[
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
    "closure across a suspension",
    "conditional move",
    "continue",
    "cut",
    "destructor",
    "destructuring",
    "dyn future",
    "for",
    "future dropped unpolled",
    "future in a variable",
    "gen block",
    "gen fn",
    "generic",
    "give",
    "if let",
    "join",
    "labelled block",
    "large",
    "late initialisation",
    "let else",
    "loop with a value",
    "match",
    "movable coroutine",
    "move of a field",
    "moved in a loop",
    "mutable borrow",
    "never",
    "over-aligned",
    "packed",
    "panic",
    "pending leaf",
    "ready leaf",
    "recursion",
    "return",
    "select",
    "shared borrow",
    "static coroutine",
    "trait method",
    "vector",
    "wait",
    "while",
    "yield",
];

#[test]
fn programs_suspend() {
    let sum: usize = (0..PROGRAMS).map(|seed| program(seed).suspensions).sum();
    let mean = sum as f64 / PROGRAMS as f64;
    assert!(mean >= 5.0, "{mean} suspension points per program");
}
