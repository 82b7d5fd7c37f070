//! Finds the coroutine types of a crate.

use rustc_data_structures::fx::FxIndexSet;
use rustc_hir::def::DefKind;
use rustc_middle::mono::MonoItem;
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt, TypeVisitableExt, TypingEnv};

/// The monomorphic coroutine types of the crate: those in the types of locals of functions that it
/// would generate, all that are not generic, and those that these capture or keep.
pub fn coroutines<'tcx>(tcx: TyCtxt<'tcx>) -> FxIndexSet<Ty<'tcx>> {
    let mut found = FxIndexSet::default();
    for def in tcx.hir_crate_items(()).nested_bodies() {
        if tcx.def_kind(def) == DefKind::Closure
            && tcx.is_coroutine(def.to_def_id())
            && !tcx.generics_of(tcx.typeck_root_def_id_local(def)).requires_monomorphization(tcx)
        {
            let ty = tcx.type_of(def).instantiate_identity();
            if let Ok(ty) = tcx.try_normalize_erasing_regions(TypingEnv::fully_monomorphized(), ty)
            {
                collect(ty, &mut found);
            }
        }
    }
    for unit in tcx.collect_and_partition_mono_items(()).codegen_units {
        for item in unit.items().keys() {
            let MonoItem::Fn(instance) = *item else { continue };
            for local in &tcx.instance_mir(instance.def).local_decls {
                let ty = instance.instantiate_mir_and_normalize_erasing_regions(
                    tcx,
                    TypingEnv::fully_monomorphized(),
                    EarlyBinder::bind(local.ty),
                );
                collect(ty, &mut found);
            }
        }
    }
    let mut next = 0;
    while let Some(&ty) = found.get_index(next) {
        next += 1;
        let ty::Coroutine(def, args) = *ty.kind() else { unreachable!("{ty} was collected") };
        let Some(witnesses) = tcx.mir_coroutine_witnesses(def) else { continue };
        for kept in &witnesses.field_tys {
            let kept = tcx.try_instantiate_and_normalize_erasing_regions(
                args,
                TypingEnv::fully_monomorphized(),
                EarlyBinder::bind(kept.ty),
            );
            if let Ok(kept) = kept {
                collect(kept, &mut found);
            }
        }
    }
    found
}

/// Adds the coroutine types contained in `ty`.
fn collect<'tcx>(ty: Ty<'tcx>, found: &mut FxIndexSet<Ty<'tcx>>) {
    for part in ty.walk() {
        if let Some(part) = part.as_type()
            && let ty::Coroutine(_, args) = part.kind()
            && !part.has_escaping_bound_vars()
            && !part.has_param()
            // The captures of a coroutine with errors are unknown.
            && matches!(args.as_coroutine().tupled_upvars_ty().kind(), ty::Tuple(_))
        {
            found.insert(part);
        }
    }
}
