//! Rules that the tree itself obeys, for the tests in `tests/`: reading the Markdown pages and the
//! manifests, and looking for what breaks a rule.
//!
//! Nothing here needs the set-up, so plain `cargo test --package tidy` works.

pub mod changelog;
pub mod manifests;
pub mod markdown;
pub mod tree;
