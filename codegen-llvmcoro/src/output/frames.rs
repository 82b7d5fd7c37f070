//! What `-llvmcoro-frames` writes: a record of each laid-out frame.
//!
//! Records serve programs that show frames, so that these need not know MIR. A record tells each
//! slot's variable and its place in the source, and for each suspension which slots cross it and
//! why.

use std::collections::BTreeMap;

use llvmcoro_contract::layout::{Crossing, PlacedSlot};
use llvmcoro_contract::model::Origin;
use llvmcoro_contract::record::{self, Awaited, Inner, Slot, Suspension};
use llvmcoro_contract::{CaptureId, SlotId};
use rustc_abi::{VariantIdx, Variants};
use rustc_middle::mir::{Body, Local, SourceInfo};
use rustc_middle::query::QueryCache;
use rustc_middle::ty::layout::{LayoutCx, LayoutOf, TyAndLayout};
use rustc_middle::ty::print::{
    with_no_trimmed_paths, with_no_visible_paths, with_resolve_crate_name,
};
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt};
use rustc_span::Span;
use rustc_span::def_id::{DefId, LOCAL_CRATE};
use typed_index_collections::TiVec;

use super::{awaits, files};
use crate::frame::compute::Frame;
use crate::frame::layout;
use crate::mir::pending_polls;
use crate::policy::Options;

/// What rustc calls the variable of an awaited future.
const AWAITEE: &str = "__awaitee";

/// Writes the crate's records, if requested. rustc is done with the crate by now.
///
/// The cache of `layout_of` tells which frames to write, so no query needs a side effect.
pub fn write(tcx: TyCtxt<'_>) {
    let Some(dir) = &Options::of(tcx.sess).frames else { return };
    let records = records(tcx);
    // A crate without lowered coroutines gets no file.
    if records.is_empty() {
        return;
    }
    let lines: String = records.iter().map(|record| record.to_line() + "\n").collect();
    let id = tcx.stable_crate_id(LOCAL_CRATE).as_u64();
    let name = format!("{}-{id:016x}.jsonl", tcx.crate_name(LOCAL_CRATE));
    files::write(tcx, dir, &name, lines.as_bytes());
}

/// The records of all lowered coroutines that have a layout, sorted by definition and type.
fn records(tcx: TyCtxt<'_>) -> Vec<record::Frame> {
    let mut asked = vec![];
    tcx.query_system.query_vtables.layout_of.cache.for_each(&mut |key, _, _| {
        if key.value.is_coroutine() {
            asked.push(*key);
        }
    });
    let mut records = BTreeMap::new();
    for key in asked {
        if let Some(Ok((cx, frame))) = layout::frame_of(tcx, key, true) {
            let record = Describer::new(cx, &frame).frame();
            let order = (record.definition.clone(), record.ty.clone(), record.id.clone());
            records.insert(order, record);
        }
    }
    records.into_values().collect()
}

/// Describes one frame.
struct Describer<'a, 'tcx> {
    cx: LayoutCx<'tcx>,
    frame: &'a Frame<'tcx>,
    def: DefId,
    args: ty::GenericArgsRef<'tcx>,
}

impl<'a, 'tcx> Describer<'a, 'tcx> {
    fn new(cx: LayoutCx<'tcx>, frame: &'a Frame<'tcx>) -> Self {
        let ty::Coroutine(def, args) = *frame.ty.kind() else {
            unreachable!("{} is not a coroutine", frame.ty)
        };
        Describer { cx, frame, def, args }
    }

    fn tcx(&self) -> TyCtxt<'tcx> {
        self.cx.calc.cx
    }

    fn frame(&self) -> record::Frame {
        let (tcx, frame) = (self.tcx(), self.frame);
        let placed: Vec<PlacedSlot<'_>> = frame.layout.placed(&frame.model).collect();
        // The slots' numbers in the record.
        let mut numbers: TiVec<SlotId, Option<SlotId>> = vec![None; frame.model.slots.len()].into();
        for (number, placed) in placed.iter().enumerate() {
            numbers[placed.id] = Some(SlotId::from(number));
        }
        record::Frame {
            id: id(tcx, frame.ty),
            definition: path(tcx, self.def),
            ty: printed(frame.ty),
            source: place(tcx, tcx.def_span(self.def)),
            size: frame.layout.size,
            align: frame.layout.align,
            tag: record::Tag { offset: frame.layout.tag.offset, size: frame.layout.tag.size() },
            slots: placed.iter().map(|placed| self.slot(placed)).collect(),
            suspensions: self.suspensions(&numbers),
        }
    }

    fn slot(&self, placed: &PlacedSlot<'_>) -> Slot {
        let (ty, info, variable) = match placed.slot.origin {
            Origin::Local(local) => self.local(Local::from_u32(local.0)),
            Origin::Capture { capture, .. } => self.capture(capture),
        };
        let mut futures = vec![];
        if let Ok(layout) = self.cx.layout_of(ty) {
            coroutines(&self.cx, layout, 0, &mut futures);
        }
        if let Some(local) = placed.slot.origin.local() {
            let part = self.frame.composition.part(Local::from_u32(local.0));
            if part.is_some_and(|composed| composed.part.merged_tag_bits().is_some()) {
                futures.iter_mut().for_each(|inner| inner.tagged = false);
            }
        }
        Slot {
            offset: placed.offset,
            size: placed.slot.size,
            name: placed.slot.name.clone(),
            variable,
            ty: printed(ty),
            source: place(self.tcx(), info.span),
            futures,
        }
    }

    fn local(&self, local: Local) -> (Ty<'tcx>, SourceInfo, Option<String>) {
        let decl = &self.frame.body.local_decls[local];
        let ty = self.instantiated(decl.ty);
        let variable = self.frame.variable(local).map(|name| name.to_string());
        (ty, decl.source_info, variable)
    }

    fn instantiated(&self, ty: Ty<'tcx>) -> Ty<'tcx> {
        let ty = EarlyBinder::bind(ty).instantiate(self.tcx(), self.args);
        self.tcx().normalize_erasing_regions(self.cx.typing_env, ty)
    }

    /// The slot of the future of type `polled` that is awaited at a suspension.
    fn awaitee(&self, crossing: &Crossing, polled: Ty<'tcx>) -> Option<SlotId> {
        let Frame { body, model, .. } = self.frame;
        let lists = [&crossing.resumed, &crossing.dropped, &crossing.borrowed];
        lists.into_iter().flatten().copied().find(|slot| {
            let local = model.slots[*slot].origin.local().map(|local| Local::from_u32(local.0));
            local.is_some_and(|local| {
                let name = self.frame.variable(local);
                body.local_decls[local].ty == polled
                    && name.is_some_and(|name| name.as_str() == AWAITEE)
            })
        })
    }

    fn capture(&self, capture: CaptureId) -> (Ty<'tcx>, SourceInfo, Option<String>) {
        let tcx = self.tcx();
        let ty = self.args.as_coroutine().upvar_tys()[capture.index()];
        let names = tcx.closure_saved_names_of_captured_variables(self.def);
        let name = names.iter().nth(capture.index()).map(ToString::to_string);
        (ty, capture_info(tcx, self.frame.body, self.def, name.as_deref()), name)
    }

    fn suspensions(&self, numbers: &TiVec<SlotId, Option<SlotId>>) -> Vec<Suspension> {
        let layout = self.frame.body.coroutine_layout_raw().expect("lowering records it");
        let kept = |slots: &[SlotId]| slots.iter().filter_map(|slot| numbers[*slot]).collect();
        let polls = pending_polls::find(self.tcx(), self.frame.body);
        let awaited = |crossing: &Crossing| {
            let polled = *polls.get(&crossing.state)?;
            let slot = self.awaitee(crossing, polled).and_then(|slot| numbers[slot]);
            let ty = self.instantiated(polled);
            let apart = awaits::apart(self.tcx(), self.frame, crossing.state, ty);
            Some(Awaited { ty: printed(ty), slot, apart })
        };
        let crossings = self.frame.layout.crossings.iter();
        crossings
            .map(|crossing| {
                let info = layout.variant_source_info[VariantIdx::from_u32(crossing.state.0)];
                Suspension {
                    state: crossing.state,
                    at: place(self.tcx(), info.span),
                    resumed: kept(&crossing.resumed),
                    dropped: kept(&crossing.dropped),
                    borrowed: kept(&crossing.borrowed),
                    awaited: awaited(crossing),
                }
            })
            .collect()
    }
}

/// Where a capture comes from: its variable, if the body has it, otherwise the coroutine.
fn capture_info(tcx: TyCtxt<'_>, body: &Body<'_>, def: DefId, name: Option<&str>) -> SourceInfo {
    let own = |info: &&rustc_middle::mir::VarDebugInfo<'_>| {
        Some(info.name.as_str()) == name && !is_inlined(body, info.source_info)
    };
    match body.var_debug_info.iter().find(own) {
        Some(info) => info.source_info,
        None => SourceInfo::outermost(tcx.def_span(def)),
    }
}

/// Whether something comes from a function that was inlined into `body`.
fn is_inlined(body: &Body<'_>, info: SourceInfo) -> bool {
    let mut scopes =
        std::iter::successors(Some(info.scope), |scope| body.source_scopes[*scope].parent_scope);
    scopes.any(|scope| body.source_scopes[scope].inlined.is_some())
}

/// The coroutines inside a value, each with its offset in bytes; not those behind pointers.
fn coroutines<'tcx>(
    cx: &LayoutCx<'tcx>,
    layout: TyAndLayout<'tcx>,
    offset: u64,
    found: &mut Vec<Inner>,
) {
    match *layout.ty.kind() {
        ty::Coroutine(..) => {
            let entry = Inner { offset, id: id(cx.calc.cx, layout.ty), tagged: true };
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
                for field in 0..variant.fields.count().min(MAX_FIELDS) {
                    let at = offset + variant.fields.offset(field).bytes();
                    coroutines(cx, variant.field(cx, field), at, found);
                }
            }
        }
        _ => {}
    }
}

/// How many elements of an array, or fields, are searched.
const MAX_FIELDS: usize = 64;

/// rustc's hash of the type.
fn id<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> String {
    tcx.type_id_hash(ty).as_u128().to_string()
}

/// The path, printed alike in every crate.
fn path(tcx: TyCtxt<'_>, def: DefId) -> String {
    with_no_visible_paths!(with_no_trimmed_paths!(with_resolve_crate_name!(tcx.def_path_str(def))))
}

fn printed(ty: Ty<'_>) -> String {
    with_no_visible_paths!(with_no_trimmed_paths!(with_resolve_crate_name!(ty.to_string())))
}

/// File, line and column; for what a macro made, those of its call.
fn place(tcx: TyCtxt<'_>, span: Span) -> String {
    tcx.sess.source_map().span_to_diagnostic_string(span.source_callsite())
}
