//! The captures of a coroutine type.

use rustc_middle::ty::{self, Ty};

/// The types of the captures of the coroutine type `coroutine`.
pub fn upvar_tys<'tcx>(coroutine: Ty<'tcx>) -> &'tcx ty::List<Ty<'tcx>> {
    let ty::Coroutine(_, args) = coroutine.kind() else {
        unreachable!("{coroutine} is not a coroutine")
    };
    args.as_coroutine().upvar_tys()
}
