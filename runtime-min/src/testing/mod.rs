//! What the unit tests share.
//!
//! With `--cfg loom` there are other tests: models that loom executes.

#[cfg(not(loom))]
pub(crate) mod explorer;
pub(crate) mod fault;
#[cfg(loom)]
pub(crate) mod model;
#[cfg(not(loom))]
mod wakers;

#[cfg(not(loom))]
pub(crate) use wakers::{CountingWaker, YieldThread};
