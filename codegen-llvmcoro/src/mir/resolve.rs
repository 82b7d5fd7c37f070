//! Resolves the callees of a generic body.

use rustc_middle::ty::{GenericArgsRef, Instance, TyCtxt, TypeVisitableExt, TypingEnv};
use rustc_span::def_id::DefId;

/// What a call of `callee` with `args` runs, if known in `typing_env`.
///
/// rustc's own resolution aborts the compilation on arguments that do not normalise. These occur in
/// bodies with an error elsewhere, and where an opaque type's hidden type has an error.
pub fn resolve<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    callee: DefId,
    args: GenericArgsRef<'tcx>,
) -> Option<Instance<'tcx>> {
    let args = tcx.try_normalize_erasing_regions(typing_env, args).ok()?;
    if args.references_error() {
        return None;
    }
    Instance::try_resolve(tcx, typing_env, callee, args).ok().flatten()
}
