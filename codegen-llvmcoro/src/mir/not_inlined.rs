//! Keeps the MIR inliner away from lowered bodies.
//!
//! In a caller's body, the markers would mean nothing. `#[inline(never)]` and `#[optimize(none)]`
//! keep the inliner away, but they also reach LLVM, which may and should inline the function after
//! the split. Tail calls keep the inliner away too, but rustc's public MIR interface lacks them.
//!
//! The inliner also skips functions whose sanitizers differ from their caller's. So a lowered
//! coroutine disables a sanitizer that nobody else can disable: the leak sanitizer instruments no
//! functions, and `#[sanitize]` does not accept it. Drop glue has no attributes of its own, but the
//! inliner also skips bodies whose result type is not what the caller expects.

use rustc_middle::middle::codegen_fn_attrs::{CodegenFnAttrs, SanitizerFnAttrs};
use rustc_middle::ty::{Ty, TyCtxt};
use rustc_target::spec::SanitizerSet;

/// Marks these attributes as those of a lowered coroutine.
pub fn mark(attrs: &mut CodegenFnAttrs) {
    attrs.sanitizers.disabled |= SanitizerSet::LEAK;
}

/// The sanitizer attributes of a function without that mark.
pub fn sanitizers(attrs: &CodegenFnAttrs) -> SanitizerFnAttrs {
    let SanitizerFnAttrs { disabled, rtsan_setting } = attrs.sanitizers;
    SanitizerFnAttrs { disabled: disabled - SanitizerSet::LEAK, rtsan_setting }
}

/// The result type of drop glue: without bytes like `()`, but a different type.
pub fn drop_glue_result(tcx: TyCtxt<'_>) -> Ty<'_> {
    Ty::new_tup(tcx, &[tcx.types.unit])
}
