//! Kernels for GPUs, compiled by stock rustc and by the plugin, and what they take; see `docs/gpu.md`.

pub mod build;
pub mod costs;
pub mod host;
pub mod prepare;
pub mod ptx;
pub mod ptxas;
pub mod report;
pub mod run;
pub mod workloads;
