//! The file written for a crate: an object with the crate's name and id, and one object per
//! coroutine type.

use rustc_data_structures::fx::FxHashMap;
use rustc_middle::ty::print::{
    with_no_trimmed_paths, with_no_visible_paths, with_resolve_crate_name,
};
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt, TypingEnv};
use rustc_session::config::OutputType;
use rustc_span::Span;
use rustc_span::def_id::{CrateNum, DefId, LOCAL_CRATE};
use serde_json::{Value, json};

use crate::floor::{FloorState, Floors, Kept};
use crate::instances;

/// Writes the file next to the crate's metadata. With the plugin there are no floors.
pub fn write(tcx: TyCtxt<'_>, with_floors: bool) {
    let mut floors = with_floors.then(|| Floors::new(tcx));
    let found = instances::of_crate(tcx);
    let pools: FxHashMap<_, _> =
        found.pools.iter().filter_map(|pool| describe_pool(tcx, *pool)).collect();
    let described = found.coroutines.iter().filter_map(|&ty| {
        let mut entry = describe(tcx, ty, floors.as_mut())?;
        if let Some(pool) = pools.get(&ty) {
            entry["pool"] = pool.clone();
        }
        Some(entry)
    });
    let types: Vec<Value> = described.collect();
    let answer = json!({
        // The name of the plugin's file about the crate, without its extension.
        "crate": identify(tcx, LOCAL_CRATE),
        "types": types,
    });
    let metadata = tcx.output_filenames(()).path(OutputType::Metadata);
    let path = metadata.as_path().with_extension("frames.json");
    if let Err(error) = std::fs::write(&path, answer.to_string()) {
        tcx.dcx().fatal(format!("{} cannot be written: {error}", path.display()));
    }
}

/// A crate's name and rustc's stable id.
fn identify(tcx: TyCtxt<'_>, krate: CrateNum) -> String {
    format!("{}-{:016x}", tcx.crate_name(krate), tcx.stable_crate_id(krate).as_u64())
}

/// Describes a pool, with the type of the future that its tasks are; `None` if it has no layout.
fn describe_pool<'tcx>(tcx: TyCtxt<'tcx>, pool: Ty<'tcx>) -> Option<(Ty<'tcx>, Value)> {
    let ty::Adt(_, args) = *pool.kind() else { unreachable!("{pool} is a pool") };
    let future = args.types().next()?;
    let tasks = args.consts().next()?.try_to_target_usize(tcx)?;
    let env = TypingEnv::fully_monomorphized();
    let layout = tcx.layout_of(env.as_query_input(pool)).ok()?;
    Some((future, json!({ "tasks": tasks, "bytes": layout.size.bytes() })))
}

/// Describes one coroutine type; `None` if it has no layout.
fn describe<'tcx>(
    tcx: TyCtxt<'tcx>,
    ty: Ty<'tcx>,
    floors: Option<&mut Floors<'tcx>>,
) -> Option<Value> {
    let ty::Coroutine(def, args) = *ty.kind() else { unreachable!("{ty} is a coroutine") };
    let env = TypingEnv::fully_monomorphized();
    let layout = tcx.layout_of(env.as_query_input(ty)).ok()?;
    let source_map = tcx.sess.source_map();
    // The name is the same in every crate: it starts at the crate of the definition and ignores
    // re-exports.
    let name = |def: DefId| {
        with_no_visible_paths!(with_no_trimmed_paths!(with_resolve_crate_name!(
            tcx.def_path_str(def)
        )))
    };
    let by_move = {
        let own = tcx.type_of(def).instantiate_identity();
        matches!(own.kind(), ty::Coroutine(_, own)
            if own.as_coroutine().kind_ty() != args.as_coroutine().kind_ty())
    };
    let mut printed =
        with_no_visible_paths!(with_no_trimmed_paths!(with_resolve_crate_name!(ty.to_string())));
    // The two bodies of an async closure print alike.
    if by_move {
        printed += " by move";
    }
    let mut entry = json!({
        "definition": name(def),
        "in": identify(tcx, def.krate),
        "source": source_map.span_to_diagnostic_string(tcx.def_span(def)),
        "type": printed,
        // A block's printed type omits the generic arguments of the enclosing function.
        "id": tcx.type_id_hash(ty).as_u128().to_string(),
        "size": layout.size.bytes(),
        "align": layout.align.abi.bytes(),
        "lowered": is_lowered(tcx, def, args),
    });
    if let Some(floors) = floors {
        entry["floor"] = floors.of(ty).bytes.into();
        let at = |span: Span| source_map.span_to_diagnostic_string(span.source_callsite());
        let kept = |kept: &Kept| {
            json!({
                "name": kept.name,
                "declared": at(kept.declared),
                "bytes": kept.bytes,
                "behind": kept.behind,
            })
        };
        let state = |state: &FloorState| json!({ "at": state.at.map(at), "kept": state.kept.iter().map(kept).collect::<Vec<_>>() });
        entry["floor_states"] = floors.states(ty).iter().map(state).collect();
    }
    Some(entry)
}

/// Whether the plugin lowered the coroutine. If so, the recorded layout has a local that no
/// compiler can lay out.
fn is_lowered<'tcx>(tcx: TyCtxt<'tcx>, def: DefId, args: ty::GenericArgsRef<'tcx>) -> bool {
    let most = tcx.data_layout.pointer_size().unsigned_int_max();
    tcx.coroutine_layout(def, args).is_ok_and(|layout| {
        layout.field_tys.iter().any(|kept| match EarlyBinder::bind(kept.ty).skip_binder().kind() {
            ty::Array(_, length) => {
                length.try_to_target_usize(tcx).is_some_and(|length| u128::from(length) == most)
            }
            _ => false,
        })
    })
}
