//! Keeping the MIR inliner off lowered bodies.
//!
//! In a caller's body the markers would mean nothing. `#[inline(never)]` and `#[optimize(none)]` keep
//! the inliner off, but reach LLVM too, which may and should inline the function once it is split. So
//! do tail calls, but rustc's public interface to MIR does not know them.
//!
//! The inliner also leaves a function alone that is instrumented by other sanitizers than its
//! caller. So a lowered coroutine disables one that nobody else can disable: the leak sanitizer
//! instruments no functions, and `#[sanitize]` does not know it. Drop glue has no attributes of its
//! own, but the inliner also leaves a body alone whose result has another type than its caller expects.

use rustc_middle::middle::codegen_fn_attrs::{CodegenFnAttrs, SanitizerFnAttrs};
use rustc_middle::ty::{Ty, TyCtxt};
use rustc_target::spec::SanitizerSet;

/// Marks the attributes of a coroutine as those of a lowered one.
pub fn mark(attrs: &mut CodegenFnAttrs) {
    attrs.sanitizers.disabled |= SanitizerSet::LEAK;
}

/// The sanitizers of a function without that mark.
pub fn sanitizers(attrs: &CodegenFnAttrs) -> SanitizerFnAttrs {
    let SanitizerFnAttrs { disabled, rtsan_setting } = attrs.sanitizers;
    SanitizerFnAttrs { disabled: disabled - SanitizerSet::LEAK, rtsan_setting }
}

/// The type of drop glue's result: no bytes, as `()`, but another type.
pub fn drop_glue_result(tcx: TyCtxt<'_>) -> Ty<'_> {
    Ty::new_tup(tcx, &[tcx.types.unit])
}
