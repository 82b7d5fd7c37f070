//! The ui suite: small programs. It compares the compiler's messages and the program's output
//! literally, and a header states what must come of each program.

mod check;
mod directives;
mod discover;
mod messages;

pub use check::check;
pub use directives::{Auxiliary, Directives, Mode};
pub use discover::{Test, tests};
