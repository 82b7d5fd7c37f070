//! Budgets: sizes that were saved, and sizes that are allowed.

mod baseline;
mod limits;

pub use baseline::{Baseline, Changes};
pub use limits::Limits;
