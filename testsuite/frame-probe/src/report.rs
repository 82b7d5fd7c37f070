//! The file that is written for a crate: an array of objects, one per coroutine type.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rustc_middle::ty::print::{
    with_no_trimmed_paths, with_no_visible_paths, with_resolve_crate_name,
};
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt, TypingEnv};
use rustc_session::config::OutputType;
use rustc_span::Span;
use rustc_span::def_id::{DefId, LOCAL_CRATE};
use serde_json::{Value, json};

use crate::Plugin;
use crate::floor::{Floors, Kept, Stop};
use crate::instances;

/// Writes the file beside the crate's metadata.
pub fn write(tcx: TyCtxt<'_>, plugin: Option<&Plugin>) {
    let mut floors = plugin.is_none().then(|| Floors::new(tcx));
    let mut entries: Vec<Value> = instances::coroutines(tcx)
        .into_iter()
        .filter_map(|ty| describe(tcx, ty, floors.as_mut()))
        .collect();
    if let Some(plugin) = plugin {
        // Now that all of them are laid out.
        let mut frames = frames(tcx, plugin);
        for entry in &mut entries {
            let id = entry["id"].as_str().expect("each has an id");
            if let Some(frame) = frames.remove(id) {
                entry["frame"] = frame;
            }
        }
    }
    let metadata = tcx.output_filenames(()).path(OutputType::Metadata);
    let path = metadata.as_path().with_extension("frames.json");
    if let Err(error) = std::fs::write(&path, Value::from(entries).to_string()) {
        tcx.dcx().fatal(format!("{} cannot be written: {error}", path.display()));
    }
}

/// What the plugin says of the frames that it laid out for this crate, by the ids of their types.
fn frames(tcx: TyCtxt<'_>, plugin: &Plugin) -> HashMap<String, Value> {
    let id = tcx.stable_crate_id(LOCAL_CRATE).as_u64();
    let name = format!("{}-{id:016x}.jsonl", tcx.crate_name(LOCAL_CRATE));
    // There is none for a crate without lowered coroutines.
    let text = fs::read_to_string(Path::new(&plugin.frames).join(name)).unwrap_or_default();
    let frame = |line: &str| {
        let frame: Value = serde_json::from_str(line).expect("each line is an object");
        (frame["id"].as_str().expect("each has an id").to_owned(), frame)
    };
    text.lines().map(frame).collect()
}

/// One coroutine type; `None` if it has no layout.
fn describe<'tcx>(
    tcx: TyCtxt<'tcx>,
    ty: Ty<'tcx>,
    floors: Option<&mut Floors<'tcx>>,
) -> Option<Value> {
    let ty::Coroutine(def, args) = *ty.kind() else { unreachable!("{ty} is a coroutine") };
    let env = TypingEnv::fully_monomorphized();
    let layout = tcx.layout_of(env.as_query_input(ty)).ok()?;
    let source_map = tcx.sess.source_map();
    // The same for every crate that prints it: from the crate of the definition, not by re-exports.
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
        "source": source_map.span_to_diagnostic_string(tcx.def_span(def)),
        "type": printed,
        // What is printed of a block does not tell the arguments of the function that it is in.
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
        let stop = |stop: &Stop| json!({ "at": stop.at.map(at), "kept": stop.kept.iter().map(kept).collect::<Vec<_>>() });
        entry["stops"] = floors.stops(ty).iter().map(stop).collect();
    }
    Some(entry)
}

/// Whether the plugin lowered the coroutine: then its recorded layout has a local that no compiler can
/// lay out.
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
