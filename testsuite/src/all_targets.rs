//! How many targets a test takes.

/// Whether to take all targets, as `./x targets` wants it, and not those alone that `./x test` does with.
pub fn all_targets() -> bool {
    std::env::var_os("LLVMCORO_ALL_TARGETS").is_some()
}
