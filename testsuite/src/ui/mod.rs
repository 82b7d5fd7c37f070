//! The ui suite: small programs, each with the compiler's messages and its own output compared
//! literally, and with a header that says what has to come of it.

mod check;
mod directives;
mod discover;
mod messages;

pub use check::check;
pub use directives::{Auxiliary, Directives, Mode};
pub use discover::{Test, tests};
