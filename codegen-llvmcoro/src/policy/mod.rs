//! What to lower, and what the user asked for.

mod limits;
mod options;
mod route;
mod toolchain;

pub use limits::{MAX_TAG_VALUES, REPEATED_AWAITS};
pub use options::{Options, check_options};
pub use route::{Route, StockReason, route};
pub use toolchain::{check_target, check_toolchain};
