//! Coroutines that contain themselves.

use rustc_data_structures::fx::FxHashSet;
use rustc_middle::ty::{self, Ty, TyCtxt, TypeFlags, TypeVisitableExt};
use rustc_span::def_id::DefId;

/// Whether a future of `coroutine` would contain itself through `target`. rustc reports that error
/// when it lays out either of them; asking for the body first would end in a query cycle.
pub fn contains<'tcx>(tcx: TyCtxt<'tcx>, coroutine: DefId, target: DefId) -> bool {
    let mut seen = FxHashSet::default();
    let mut work = vec![coroutine];
    while let Some(def) = work.pop() {
        if def == target {
            return true;
        }
        if !def.is_local() || !seen.insert(def) {
            continue;
        }
        let Some(witnesses) = tcx.mir_coroutine_witnesses(def) else { continue };
        let may_contain = TypeFlags::HAS_TY_CORO | TypeFlags::HAS_TY_OPAQUE;
        for saved in witnesses.field_tys.iter().filter(|saved| saved.ty.has_type_flags(may_contain))
        {
            for part in saved.ty.walk() {
                if let ty::GenericArgKind::Type(ty) = part.kind() {
                    let ty: Ty<'tcx> = ty;
                    match *ty.kind() {
                        ty::Coroutine(inner, _) => work.push(inner),
                        ty::Alias(ty::AliasTy { kind: ty::Opaque { def_id }, .. }) => {
                            let hidden = tcx.type_of(def_id).skip_binder();
                            if let ty::Coroutine(inner, _) = *hidden.kind() {
                                work.push(inner);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    false
}
