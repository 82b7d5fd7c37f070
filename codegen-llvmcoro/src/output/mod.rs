//! What the plugin tells its user.
//!
//! * [`fallback`]: notes on coroutines that go the stock way.
//! * [`printed`], [`report`], [`frames`] and [`dump`]: one option each; all but the first use
//!   [`files`]. [`awaits`] says for one of them why awaits are not composed.

mod awaits;
pub mod dump;
pub mod fallback;
mod files;
pub mod frames;
pub mod printed;
pub mod report;
