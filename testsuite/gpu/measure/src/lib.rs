//! Runs prepared kernels on a device, compares what they compute with the host's results, and times
//! them; see `docs/gpu.md`. What talks to a GPU's driver is behind [`device::Device`].

pub mod device;
pub mod input;
pub mod manifest;
pub mod measure;
pub mod report;
