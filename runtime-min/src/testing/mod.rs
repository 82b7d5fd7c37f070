//! What the unit tests share.
//!
//! With `--cfg loom` the tests are others: models, which loom executes.

#[cfg(not(loom))]
pub(crate) mod explorer;
pub(crate) mod fault;
#[cfg(loom)]
pub(crate) mod model;
#[cfg(not(loom))]
mod wakers;

#[cfg(not(loom))]
pub(crate) use wakers::{CountingWaker, YieldThread};
