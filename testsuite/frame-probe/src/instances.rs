//! Finds the coroutine types of a crate, and the pools that tasks of embassy are in.

use rustc_data_structures::fx::FxIndexSet;
use rustc_hir::def::DefKind;
use rustc_middle::mono::MonoItem;
use rustc_middle::ty::print::{with_no_visible_paths, with_resolve_crate_name};
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt, TypeVisitableExt, TypingEnv};
use rustc_span::def_id::DefId;

/// The pool of an embassy task, with the task's future and the number of tasks as its arguments.
const POOL: &str = "embassy_executor::raw::TaskPool";

/// Types of a crate.
#[derive(Default)]
pub struct Found<'tcx> {
    /// The coroutines.
    pub coroutines: FxIndexSet<Ty<'tcx>>,
    /// The pools.
    pub pools: FxIndexSet<Ty<'tcx>>,
}

/// The monomorphic coroutine types of the crate: those in the types of locals of functions that it
/// would generate, all that are not generic, and those that these capture or keep. And the pools among
/// the types of locals.
pub fn of_crate<'tcx>(tcx: TyCtxt<'tcx>) -> Found<'tcx> {
    let mut found = Found::default();
    for def in tcx.hir_crate_items(()).nested_bodies() {
        if tcx.def_kind(def) == DefKind::Closure
            && tcx.is_coroutine(def.to_def_id())
            && !tcx.generics_of(tcx.typeck_root_def_id_local(def)).requires_monomorphization(tcx)
        {
            let ty = tcx.type_of(def).instantiate_identity();
            if let Ok(ty) = tcx.try_normalize_erasing_regions(TypingEnv::fully_monomorphized(), ty)
            {
                collect(tcx, ty, &mut found);
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
                collect(tcx, ty, &mut found);
            }
        }
    }
    let mut next = 0;
    while let Some(&ty) = found.coroutines.get_index(next) {
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
                collect(tcx, kept, &mut found);
            }
        }
    }
    found
}

/// Adds the coroutine types and pools contained in `ty`.
fn collect<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>, found: &mut Found<'tcx>) {
    for part in ty.walk().filter_map(|part| part.as_type()) {
        if part.has_escaping_bound_vars() || part.has_param() {
            continue;
        }
        match part.kind() {
            // The captures of a coroutine with errors are unknown.
            ty::Coroutine(_, args)
                if matches!(args.as_coroutine().tupled_upvars_ty().kind(), ty::Tuple(_)) =>
            {
                found.coroutines.insert(part);
            }
            ty::Adt(adt, _) if is_pool(tcx, adt.did()) => {
                found.pools.insert(part);
            }
            _ => {}
        }
    }
}

fn is_pool(tcx: TyCtxt<'_>, adt: DefId) -> bool {
    // Paths are long, and names are not.
    tcx.opt_item_name(adt).is_some_and(|name| POOL.ends_with(name.as_str()))
        && with_no_visible_paths!(with_resolve_crate_name!(tcx.def_path_str(adt))) == POOL
}
