//! What is lowered, and what the user asked for.

mod mutation;
mod options;
mod route;
mod toolchain;

pub use mutation::{Mutation, check_mutation};
pub use options::Options;
pub use route::{Route, StockReason, route};
pub use toolchain::{check_target, check_toolchain};
