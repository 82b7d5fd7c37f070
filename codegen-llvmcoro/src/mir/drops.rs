//! What needs to be dropped.

use rustc_middle::ty::{Ty, TyCtxt, TypingEnv};

/// Whether a value of the type `ty`, which need not be normalized, certainly has nothing to drop.
pub fn needs_no_drop<'tcx>(tcx: TyCtxt<'tcx>, typing_env: TypingEnv<'tcx>, ty: Ty<'tcx>) -> bool {
    tcx.try_normalize_erasing_regions(typing_env, ty)
        .is_ok_and(|ty| !ty.needs_drop(tcx, typing_env))
}
