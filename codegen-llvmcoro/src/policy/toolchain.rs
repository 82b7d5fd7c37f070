//! The compiler that this plugin is made for.

use rustc_session::Session;

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
