//! What `-Zprint-type-sizes` prints about a frame.
//!
//! Tools read these lines, so they look as for a coroutine that rustc laid out: one variant per
//! state, with the captures and the saved locals under their variables' names. Offsets and sizes
//! are those of the frame; a composed await appears as the local that holds its part.

use llvmcoro_contract::SlotId;
use llvmcoro_contract::layout::{Crossing, PlacedSlot};
use rustc_abi::VariantIdx;
use rustc_middle::mir::Local;
use rustc_middle::ty::layout::{LayoutCx, LayoutOf, TyAndLayout};
use rustc_middle::ty::{self, CoroutineArgs, CoroutineArgsExt, EarlyBinder, TypeVisitableExt};
use rustc_session::{DataTypeKind, FieldInfo, FieldKind, SizeKind, VariantInfo};
use rustc_span::{Symbol, sym};

use typed_index_collections::TiVec;

use super::compute::{Frame, tag_of};

/// Records the coroutine type of `layout`.
pub fn record<'tcx>(cx: &LayoutCx<'tcx>, layout: TyAndLayout<'tcx>, frame: &Frame<'tcx>) {
    if layout.ty.has_non_region_param() || layout.ty.has_placeholders() {
        return;
    }
    let (tag, tag_offset) = tag_of(&frame.base);
    let tag_size = tag.size(cx);
    let upvars = upvars(cx, layout);
    let slots = slots(cx, frame);
    let variant = |state: VariantIdx| {
        let crossing = frame.layout.crossings.iter().find(|one| one.state.0 == state.as_u32());
        let kept = crossing.map(Crossing::kept).unwrap_or_default();
        let saved = kept.into_iter().filter_map(|slot| slots[slot]);
        let fields: Vec<FieldInfo> = saved.chain(upvars.iter().copied()).collect();
        let mut size = fields.iter().map(|field| field.offset + field.size).max().unwrap_or(0);
        // Each variant includes the tag; the printer subtracts it.
        size = size.max(tag_offset.bytes() + tag_size.bytes());
        VariantInfo {
            name: Some(Symbol::intern(&CoroutineArgs::variant_name(state))),
            kind: SizeKind::Exact,
            size,
            align: layout.align.bytes(),
            fields,
        }
    };
    let states =
        frame.body.coroutine_layout_raw().expect("lowering records it").variant_fields.len();
    let state = VariantIdx::from_usize;
    // Source order: unresumed, the suspension points, the final states.
    let order = std::iter::once(CoroutineArgs::UNRESUMED)
        .chain(CoroutineArgs::RESERVED_VARIANTS..states)
        .chain([CoroutineArgs::RETURNED, CoroutineArgs::POISONED]);
    cx.calc.cx.sess.code_stats.record_type_size(
        DataTypeKind::Coroutine,
        layout.ty,
        layout.align.abi,
        layout.size,
        false,
        Some(tag_size),
        order.map(|number| variant(state(number))).collect(),
    );
}

fn upvars<'tcx>(cx: &LayoutCx<'tcx>, layout: TyAndLayout<'tcx>) -> Vec<FieldInfo> {
    let ty::Coroutine(def, args) = *layout.ty.kind() else {
        unreachable!("{} is not a coroutine", layout.ty)
    };
    let names = cx.calc.cx.closure_saved_names_of_captured_variables(def);
    std::iter::zip(args.as_coroutine().upvar_tys(), names)
        .enumerate()
        .filter_map(|(index, (ty, name))| {
            let field = cx.layout_of(ty).ok()?;
            Some(FieldInfo {
                kind: FieldKind::Upvar,
                name: *name,
                offset: layout.fields.offset(index).bytes(),
                size: field.size.bytes(),
                align: field.align.bytes(),
                type_name: None,
            })
        })
        .collect()
}

/// The locals in the frame, by slot; `None` for captures and for slots outside the frame.
fn slots<'tcx>(cx: &LayoutCx<'tcx>, frame: &Frame<'tcx>) -> TiVec<SlotId, Option<FieldInfo>> {
    let mut fields: TiVec<SlotId, Option<FieldInfo>> = vec![None; frame.model.slots.len()].into();
    for placed in frame.layout.placed(&frame.model) {
        if let Some(local) = placed.slot.origin.local() {
            fields[placed.id] = field(cx, frame, &placed, Local::from_u32(local.0));
        }
    }
    fields
}

fn field<'tcx>(
    cx: &LayoutCx<'tcx>,
    frame: &Frame<'tcx>,
    placed: &PlacedSlot<'_>,
    local: Local,
) -> Option<FieldInfo> {
    let ty::Coroutine(_, args) = *frame.ty.kind() else {
        unreachable!("{} is not a coroutine", frame.ty)
    };
    let tcx = cx.calc.cx;
    let name = frame.variable(local);
    let ty = EarlyBinder::bind(frame.body.local_decls[local].ty).instantiate(tcx, args);
    let ty = tcx.try_normalize_erasing_regions(cx.typing_env, ty).ok()?;
    let needs_type = name.is_none() || name == Some(sym::__awaitee);
    let unnamed = || Symbol::intern(&format!(".coroutine_field{}", placed.id));
    Some(FieldInfo {
        kind: FieldKind::CoroutineLocal,
        name: name.unwrap_or_else(unnamed),
        offset: placed.offset,
        size: placed.slot.size,
        align: placed.slot.align,
        type_name: needs_type.then(|| Symbol::intern(&ty.to_string())),
    })
}
