//! Coroutines that contain themselves.

use rustc_middle::ty::{self, Ty, TyCtxt};
use rustc_span::def_id::DefId;

/// Whether a future of `coroutine` would contain itself through `target`. rustc reports that error
/// when it lays out either of them; asking for the body first would end in a query cycle.
pub fn contains<'tcx>(tcx: TyCtxt<'tcx>, coroutine: DefId, target: DefId) -> bool {
    let mut seen = vec![];
    let mut work = vec![coroutine];
    while let Some(def) = work.pop() {
        if def == target {
            return true;
        }
        if seen.contains(&def) || !def.is_local() {
            continue;
        }
        seen.push(def);
        let Some(witnesses) = tcx.mir_coroutine_witnesses(def) else { continue };
        for saved in &witnesses.field_tys {
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
