//! Cargo without the caller's settings.

use std::env;
use std::ffi::OsStr;
use std::process::Command;

/// A command without the caller's environment variables that change what cargo or rustc do. Cargo's
/// registry and access to it stay as the caller configured them.
pub fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(changes_builds) {
            command.env_remove(name);
        }
    }
    command
}

fn changes_builds(name: &str) -> bool {
    const KEPT: &[&str] =
        &["CARGO_HOME", "CARGO_HTTP_", "CARGO_NET_", "CARGO_REGISTRIES_", "CARGO_REGISTRY_"];
    const COMPILER: &[&str] = &[
        "RUSTC",
        "RUSTC_BOOTSTRAP",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        "RUSTDOC",
        "RUSTDOCFLAGS",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
    ];
    COMPILER.contains(&name)
        || (name.starts_with("CARGO") && !KEPT.iter().any(|kept| name.starts_with(kept)))
}

#[cfg(test)]
mod tests {
    use super::changes_builds;

    #[test]
    fn flags_go_and_the_registry_stays() {
        assert!(changes_builds("RUSTFLAGS"));
        assert!(changes_builds("CARGO_ENCODED_RUSTFLAGS"));
        assert!(changes_builds("CARGO_BUILD_TARGET"));
        assert!(!changes_builds("CARGO_HOME"));
        assert!(!changes_builds("CARGO_NET_OFFLINE"));
        assert!(!changes_builds("PATH"));
    }
}
