//! Which coroutines hold which, and so, in the end, themselves.
//!
//! The body of another coroutine may only be asked for while one is lowered if that one holds it and
//! is not held by it: else each might ask for the other one, which rustc reports as a query cycle.

use rustc_data_structures::fx::FxHashSet;
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt, TypeFlags, TypeVisitableExt};
use rustc_span::def_id::DefId;

use crate::mir::captures::upvar_tys;

/// The coroutines that a local coroutine has in its captures, or keeps across a suspension: by
/// themselves or as parts of types. Some may be there twice.
pub fn held<'tcx>(tcx: TyCtxt<'tcx>, coroutine: DefId) -> Vec<DefId> {
    let captured = upvar_tys(tcx.type_of(coroutine).instantiate_identity()).iter();
    let saved = tcx.mir_coroutine_witnesses(coroutine).into_iter();
    let saved = saved.flat_map(|layout| layout.field_tys.iter().map(|saved| saved.ty));
    let may_contain = TypeFlags::HAS_TY_CORO | TypeFlags::HAS_TY_OPAQUE;
    let mut held = vec![];
    for ty in captured.chain(saved).filter(|ty| ty.has_type_flags(may_contain)) {
        for part in ty.walk() {
            let ty::GenericArgKind::Type(ty) = part.kind() else { continue };
            let ty: Ty<'tcx> = match *ty.kind() {
                ty::Alias(ty::AliasTy { kind: ty::Opaque { def_id }, .. }) => {
                    tcx.type_of(def_id).skip_binder()
                }
                _ => ty,
            };
            if let ty::Coroutine(def, _) = *ty.kind() {
                held.push(def);
            }
        }
    }
    held
}

/// Whether `coroutine` is `target` or holds it, in the end.
pub fn reaches(tcx: TyCtxt<'_>, coroutine: DefId, target: DefId) -> bool {
    let mut seen = FxHashSet::default();
    let mut work = vec![coroutine];
    while let Some(def) = work.pop() {
        if def == target {
            return true;
        }
        if def.is_local() && seen.insert(def) {
            work.extend(held(tcx, def));
        }
    }
    false
}

/// Whether a value of type `ty`, which may be generic, would contain a coroutine that contains itself,
/// not behind a pointer. Then there is no layout of it.
pub fn is_infinite<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
    Containment { tcx, around: vec![], seen: FxHashSet::default() }.recurs(ty)
}

/// A walk through the types that a value contains.
struct Containment<'tcx> {
    tcx: TyCtxt<'tcx>,
    /// The coroutines that the walk is inside of.
    around: Vec<DefId>,
    /// The types that were walked through.
    seen: FxHashSet<Ty<'tcx>>,
}

impl<'tcx> Containment<'tcx> {
    fn recurs(&mut self, ty: Ty<'tcx>) -> bool {
        let tcx = self.tcx;
        if let ty::Coroutine(def, _) = *ty.kind()
            && self.around.contains(&def)
        {
            return true;
        }
        if !self.seen.insert(ty) {
            return false;
        }
        match *ty.kind() {
            ty::Coroutine(def, args) => {
                self.around.push(def);
                let saved = tcx.mir_coroutine_witnesses(def).into_iter();
                let mut saved = saved.flat_map(|layout| &layout.field_tys);
                let recurs = upvar_tys(ty).iter().any(|ty| self.recurs(ty))
                    || saved.any(|saved| {
                        self.recurs(EarlyBinder::bind(saved.ty).instantiate(tcx, args))
                    });
                self.around.pop();
                recurs
            }
            ty::Alias(ty::AliasTy { kind: ty::Opaque { def_id }, args, .. }) => {
                self.recurs(tcx.type_of(def_id).instantiate(tcx, args))
            }
            ty::Adt(adt, args) => adt.all_fields().any(|field| self.recurs(field.ty(tcx, args))),
            ty::Tuple(parts) => parts.iter().any(|ty| self.recurs(ty)),
            ty::Array(element, _) => self.recurs(element),
            ty::Closure(_, args) => args.as_closure().upvar_tys().iter().any(|ty| self.recurs(ty)),
            ty::CoroutineClosure(_, args) => {
                args.as_coroutine_closure().upvar_tys().iter().any(|ty| self.recurs(ty))
            }
            _ => false,
        }
    }
}
