//! What to lower, and what the user asked for.

mod limits;
mod options;
mod route;
mod target;
mod toolchain;

pub use limits::{MAX_TAG_VALUES, REPEATED_AWAITS};
pub use options::{Options, ResumedAfterCompletion, check_options};
pub use route::{Route, StockReason, route};
pub use target::{check_target, register_class};
pub use toolchain::check_toolchain;
