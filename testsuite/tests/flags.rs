//! Programs of `testsuite/run` with flags that change what becomes of a crate's modules after they
//! are made: link-time optimization, debug information, checks, no passes at all.

use anyhow::Result;
use testsuite::check_flags;

const SETS: &[(&str, &[&str])] = &[
    ("debuginfo", &["-g"]),
    ("optimized-debuginfo", &["-g", "-Copt-level=3"]),
    ("checks", &["-Coverflow-checks=on", "-Cdebug-assertions=on", "-Copt-level=2"]),
    ("no-passes", &["-Cno-prepopulate-passes", "-Copt-level=3"]),
    ("fat-lto", &["-Clto=fat", "-Copt-level=3"]),
    ("thin-lto", &["-Clto=thin", "-Copt-level=3", "-Ccodegen-units=4"]),
];

#[test]
fn early_drop() -> Result<()> {
    check_flags("flags", "early_drop", SETS)
}

#[test]
fn panic_in_body() -> Result<()> {
    check_flags("flags", "panic_in_body", SETS)
}

#[test]
fn traits() -> Result<()> {
    check_flags("flags", "traits", SETS)
}
