//! Why awaits are not composed.

use llvmcoro_contract::StateId;
use llvmcoro_contract::record::Apart;
use rustc_middle::ty::{self, Ty, TyCtxt};

use crate::frame::compute::Frame;
use crate::mir::lowered;

/// Why the await of a future of type `ty` that is pending in `state` is not composed; `None` if it is.
pub fn apart<'tcx>(
    tcx: TyCtxt<'tcx>,
    frame: &Frame<'tcx>,
    state: StateId,
    ty: Ty<'tcx>,
) -> Option<Apart> {
    let ty::Coroutine(def, args) = *ty.kind() else {
        let is_pointer = ty.is_any_ptr() || ty.is_box() || ty.pinned_ty().is_some();
        return Some(if is_pointer { Apart::Pointer } else { Apart::NoCoroutine });
    };
    if let Some(composed) = frame.composition.awaits.iter().find(|await_| await_.at.state == state)
    {
        return composed.part.apart();
    }
    if lowered::lowered_body(tcx, def, args).is_none() {
        return Some(Apart::Stock);
    }
    let mut marked = lowered::marked_awaits(frame.body).into_iter();
    let is_marked = marked.any(|await_| await_.state == state);
    Some(if is_marked { Apart::TooLarge } else { Apart::Shape })
}
