//! What `-llvmcoro-frames` writes: each frame as a line of JSON, when it is laid out.
//!
//! It is for programs that show frames. What they need to know of one is here, so that they need
//! not know MIR: each slot with its variable, its place in the source and the awaits that were
//! dissolved around it, and for each suspension which slots cross it and why.

use std::fs::File;
use std::io::Write;
use std::sync::Mutex;

use rustc_abi::Variants;
use rustc_middle::mir::{Body, SourceInfo};
use rustc_middle::ty::layout::{LayoutCx, LayoutOf, TyAndLayout};
use rustc_middle::ty::print::{
    with_no_trimmed_paths, with_no_visible_paths, with_resolve_crate_name,
};
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt};
use rustc_span::Span;
use rustc_span::def_id::{DefId, LOCAL_CRATE};
use serde_json::{Value, json};

use crate::frame::compute::Frame;
use crate::policy::Options;

/// This session's file, made when its first frame is written.
static FILE: Mutex<Option<File>> = Mutex::new(None);

/// Writes one frame, if it is asked for.
pub fn frame<'tcx>(cx: &LayoutCx<'tcx>, frame: &Frame<'tcx>) {
    let tcx = cx.calc.cx;
    let Some(dir) = Options::of(tcx.sess).frames else { return };
    let id = tcx.stable_crate_id(LOCAL_CRATE).as_u64();
    let path = dir.join(format!("{}-{id:016x}.jsonl", tcx.crate_name(LOCAL_CRATE)));
    let line = describe(cx, frame).to_string() + "\n";
    let mut file = FILE.lock().expect("nobody panics while writing");
    let written = match &mut *file {
        Some(file) => file.write_all(line.as_bytes()),
        none => std::fs::create_dir_all(&dir)
            .and_then(|()| File::create(&path))
            .and_then(|new| none.insert(new).write_all(line.as_bytes())),
    };
    if let Err(error) = written {
        tcx.dcx().fatal(format!("llvmcoro: cannot write {}: {error}", path.display()));
    }
}

fn describe<'tcx>(cx: &LayoutCx<'tcx>, frame: &Frame<'tcx>) -> Value {
    let tcx = cx.calc.cx;
    let ty::Coroutine(def, args) = *frame.ty.kind() else {
        unreachable!("{} is not a coroutine", frame.ty)
    };
    let (bits, tag) = frame.tag();
    let mut numbers = vec![None; frame.model.slots.len()];
    let mut slots = vec![];
    let mut captures = args
        .as_coroutine()
        .upvar_tys()
        .iter()
        .enumerate()
        .filter(|(_, ty)| cx.layout_of(*ty).is_ok_and(|layout| !layout.is_zst()));
    for (number, slot) in frame.model.slots.iter().enumerate() {
        let (ty, info, variable) = match frame.locals[number] {
            Some(local) => {
                let decl = &frame.body.local_decls[local];
                let ty = EarlyBinder::bind(decl.ty).instantiate(tcx, args);
                let ty = tcx.normalize_erasing_regions(cx.typing_env, ty);
                (ty, decl.source_info, frame.variable(local).map(|name| name.to_string()))
            }
            None => {
                let (field, ty) = captures.next().expect("each slot without a local is a capture");
                let names = tcx.closure_saved_names_of_captured_variables(def);
                let name = names.iter().nth(field).map(ToString::to_string);
                (ty, capture_info(tcx, frame.body, def, name.as_deref()), name)
            }
        };
        let Some(offset) = frame.facts.offsets[number].or(slot.proposed) else { continue };
        numbers[number] = Some(slots.len());
        let mut futures = vec![];
        if let Ok(layout) = cx.layout_of(ty) {
            coroutines(cx, layout, 0, &mut futures);
        }
        slots.push(json!({
            "offset": offset,
            "size": slot.size,
            "name": slot.name,
            "variable": variable,
            "type": printed(ty),
            "source": place(tcx, info.span),
            "awaits": awaits(tcx, frame.body, info),
            "futures": futures,
        }));
    }
    let states =
        &frame.body.coroutine_layout_raw().expect("lowering records it").variant_source_info;
    let mut stops = vec![];
    for crossing in &frame.facts.crossings {
        let info = states[rustc_abi::VariantIdx::from_u32(crossing.index)];
        let kept =
            |slots: &[usize]| -> Value { slots.iter().filter_map(|slot| numbers[*slot]).collect() };
        stops.push(json!({
            "state": crossing.index,
            "at": place(tcx, info.span),
            "awaits": awaits(tcx, frame.body, info),
            "resumed": kept(&crossing.resumed),
            "dropped": kept(&crossing.dropped),
            "borrowed": kept(&crossing.borrowed),
        }));
    }
    json!({
        // rustc's own, the same in every crate and for no other type.
        "id": tcx.type_id_hash(frame.ty).as_u128().to_string(),
        "definition": path(tcx, def),
        "type": printed(frame.ty),
        "source": place(tcx, tcx.def_span(def)),
        "size": frame.facts.size,
        "align": frame.facts.align,
        "tag": { "offset": tag, "size": bits / 8 },
        "slots": slots,
        "stops": stops,
    })
}

/// Where a capture comes from: its variable, if the body has it, or else the coroutine.
fn capture_info(tcx: TyCtxt<'_>, body: &Body<'_>, def: DefId, name: Option<&str>) -> SourceInfo {
    let own = |info: &&rustc_middle::mir::VarDebugInfo<'_>| {
        Some(info.name.as_str()) == name && awaits_of(body, info.source_info).is_empty()
    };
    match body.var_debug_info.iter().find(own) {
        Some(info) => info.source_info,
        None => SourceInfo::outermost(tcx.def_span(def)),
    }
}

/// The coroutine and the place of its await, for each dissolved await around something, the
/// outermost first.
fn awaits_of(body: &Body<'_>, info: SourceInfo) -> Vec<(DefId, Span)> {
    let mut around = vec![];
    let mut scope = Some(info.scope);
    while let Some(at) = scope {
        let data = &body.source_scopes[at];
        around.extend(data.inlined.map(|(instance, span)| (instance.def_id(), span)));
        scope = data.parent_scope;
    }
    around.reverse();
    around
}

fn awaits(tcx: TyCtxt<'_>, body: &Body<'_>, info: SourceInfo) -> Value {
    let around = awaits_of(body, info).into_iter();
    around.map(|(def, span)| json!({ "future": path(tcx, def), "at": place(tcx, span) })).collect()
}

/// The coroutines that lie in a value, each with its offset: not those behind pointers.
fn coroutines<'tcx>(
    cx: &LayoutCx<'tcx>,
    layout: TyAndLayout<'tcx>,
    offset: u64,
    found: &mut Vec<Value>,
) {
    match *layout.ty.kind() {
        ty::Coroutine(..) => {
            let id = cx.calc.cx.type_id_hash(layout.ty).as_u128().to_string();
            let entry = json!({ "offset": offset, "id": id });
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
        ty::Adt(..)
        | ty::Tuple(..)
        | ty::Closure(..)
        | ty::CoroutineClosure(..)
        | ty::Array(..) => {
            let variants: Vec<TyAndLayout<'tcx>> = match &layout.variants {
                Variants::Multiple { variants, .. } => {
                    variants.indices().map(|variant| layout.for_variant(cx, variant)).collect()
                }
                _ => vec![layout],
            };
            for variant in variants {
                for field in 0..variant.fields.count().min(MOST_FIELDS) {
                    let at = offset + variant.fields.offset(field).bytes();
                    coroutines(cx, variant.field(cx, field), at, found);
                }
            }
        }
        _ => {}
    }
}

/// Elements of an array, or fields, that are looked at.
const MOST_FIELDS: usize = 64;

/// The same for every crate that prints it.
fn path(tcx: TyCtxt<'_>, def: DefId) -> String {
    with_no_visible_paths!(with_no_trimmed_paths!(with_resolve_crate_name!(tcx.def_path_str(def))))
}

fn printed(ty: Ty<'_>) -> String {
    with_no_visible_paths!(with_no_trimmed_paths!(with_resolve_crate_name!(ty.to_string())))
}

/// File, line and column; of what a macro made, where it was called.
fn place(tcx: TyCtxt<'_>, span: Span) -> String {
    tcx.sess.source_map().span_to_diagnostic_string(span.source_callsite())
}
