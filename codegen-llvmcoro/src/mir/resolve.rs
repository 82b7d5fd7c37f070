//! Resolution of what a generic body calls.

use rustc_middle::ty::{GenericArgsRef, Instance, TyCtxt, TypeVisitableExt, TypingEnv};
use rustc_span::def_id::DefId;

/// What a call of `callee` with `args` runs, if that can be told in `typing_env`.
///
/// rustc's own resolution stops the compiler at arguments that do not normalise. Those occur: in a
/// body with an error elsewhere, and where an opaque type's hidden type is in error.
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
