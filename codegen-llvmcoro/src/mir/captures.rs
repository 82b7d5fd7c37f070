//! The captures of a coroutine.

use rustc_abi::FieldIdx;
use rustc_middle::mir::{Local, Place, PlaceElem};
use rustc_middle::ty::{self, Ty};

/// The types of the captures of the coroutine type `coroutine`.
pub fn upvar_tys<'tcx>(coroutine: Ty<'tcx>) -> &'tcx ty::List<Ty<'tcx>> {
    let ty::Coroutine(_, args) = coroutine.kind() else {
        unreachable!("{coroutine} is not a coroutine")
    };
    args.as_coroutine().upvar_tys()
}

/// The variable that a place lies in or is reached from.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    Local(Local),
    Capture(FieldIdx),
    /// The coroutine as a whole.
    Coroutine,
}

/// The variable that `place` lies in or is reached from, and the projection from it, if `self_ptr`
/// is the coroutine's address.
pub fn base<'p, 'tcx>(place: &'p Place<'tcx>, self_ptr: Local) -> (Base, &'p [PlaceElem<'tcx>]) {
    match place.projection.as_slice() {
        projection if place.local != self_ptr => (Base::Local(place.local), projection),
        [PlaceElem::Deref, PlaceElem::Field(field, _), rest @ ..] => (Base::Capture(*field), rest),
        rest => (Base::Coroutine, rest),
    }
}
