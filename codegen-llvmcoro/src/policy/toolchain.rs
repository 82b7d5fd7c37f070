//! The compiler and the targets that this plugin is made for.

use rustc_session::Session;
use rustc_target::spec::Arch;

/// The only compiler release whose private interfaces this plugin mirrors.
const RUSTC_RELEASE: &str = "1.96.0";

/// Refuses every compiler but [`RUSTC_RELEASE`].
pub fn check_toolchain(sess: &Session) {
    let release = sess.cfg_version;
    if !release.starts_with(RUSTC_RELEASE) {
        sess.dcx().fatal(format!(
            "rustc_codegen_llvmcoro is made for rustc {RUSTC_RELEASE}, but this is rustc {release}"
        ));
    }
}

/// The bare Arm targets that lowered programs are tested on: Cortex-M0, M3, M4 and M33.
const CORTEX_M: [&str; 4] =
    ["thumbv6m-none-", "thumbv7m-none-", "thumbv7em-none-", "thumbv8m.main-none-"];

/// Whether coroutines are lowered for the session's target.
pub fn is_supported_target(sess: &Session) -> bool {
    match &sess.target.arch {
        Arch::X86_64 => sess.target.os == rustc_target::spec::Os::Linux,
        Arch::RiscV32 => sess.target.os == rustc_target::spec::Os::None,
        Arch::Arm => CORTEX_M.iter().any(|name| sess.target.llvm_target.starts_with(name)),
        _ => false,
    }
}

/// Notes once that an unsupported target gets no lowering.
pub fn check_target(sess: &Session) {
    if !is_supported_target(sess) && !super::Options::of(sess).off {
        sess.dcx().note(format!(
            "llvmcoro: coroutines go the stock way: `{}` is not a supported target",
            sess.opts.target_triple
        ));
    }
}
