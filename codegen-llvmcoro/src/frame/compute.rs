//! Computes the frame of a monomorphic coroutine.

use llvmcoro_contract::layout::{Composed, FrameLayout, Placement, Tag};
use llvmcoro_contract::model::{FrameModel, Origin};
use llvmcoro_contract::{LocalId, StateId};
use rustc_abi::{
    Align, FieldIdx, FieldsShape, LayoutData, Scalar, Size, TagEncoding, VariantIdx, Variants,
};
use rustc_index::{IndexVec, bit_set::BitMatrix};
use rustc_middle::mir::{Body, CoroutineSavedLocal, Local, VarDebugInfo, VarDebugInfoContents};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, LayoutOf, PrimitiveExt, TyAndLayout};
use rustc_middle::ty::{self, CoroutineArgsExt, GenericArgsRef, Ty, TyCtxt};
use rustc_span::Symbol;
use rustc_span::def_id::DefId;

use super::composed::{ComposedAwait, Composition, Part};
use super::model::{self, ModelInput};
use crate::llvm;
use crate::mir::lowered;
#[cfg(feature = "mutations")]
use crate::mutation;

/// Everything known about one frame.
pub struct Frame<'tcx> {
    /// The coroutine type.
    pub ty: Ty<'tcx>,
    /// The lowered body, generic.
    pub body: &'tcx Body<'tcx>,
    /// The captures, the tag and the states: what rustc would lay out if it saved no local, moved
    /// to where LLVM placed them.
    pub base: LayoutData<FieldIdx, VariantIdx>,
    /// The model that LLVM laid out.
    pub model: FrameModel,
    /// The layout that LLVM computed.
    pub layout: FrameLayout,
    /// Which awaits are composed.
    pub composition: Composition<'tcx>,
}

impl<'tcx> Frame<'tcx> {
    /// Computes the frame of coroutine `def` with `args`; `None` if it went the stock way.
    ///
    /// The frame depends only on the coroutine's body and the layouts of its locals and captures,
    /// so it is the same in every crate and at every optimisation level. With `explain`, its layout
    /// lists what crosses each suspension.
    ///
    /// # Errors
    /// The layout error of a local or capture; in a generic context, that it is too generic.
    pub fn compute(
        tcx: TyCtxt<'tcx>,
        typing_env: ty::TypingEnv<'tcx>,
        def: DefId,
        args: GenericArgsRef<'tcx>,
        explain: bool,
    ) -> Result<Option<Frame<'tcx>>, &'tcx LayoutError<'tcx>> {
        let Some(body) = lowered::lowered_body(tcx, def, args) else { return Ok(None) };
        let cx = LayoutCx::new(tcx, typing_env);
        let ty = Ty::new_coroutine(tcx, def, args);
        let composition = Composition::find(&cx, body, args)?;
        let mut base = base_layout(&cx, ty, args, &composition)?;
        let (tag, tag_offset) = tag_of(&base);
        let input = ModelInput {
            cx: &cx,
            body,
            self_ptr: lowered::self_ptr(body),
            args,
            coroutine: ty,
            composition: &composition,
            base: &base,
            tag: Tag { bits: tag.size(&cx).bits(), offset: tag_offset.bytes() },
        };
        let model = model::build(&input)?;
        #[cfg(feature = "mutations")]
        let model = mutation::frame::in_model(tcx.sess, model);
        let layout = llvm::model::layout(&model, explain).unwrap_or_else(|message| {
            tcx.dcx().span_fatal(
                tcx.def_span(def),
                format!("llvmcoro: the frame of `{}` cannot be laid out: {message}", model.name),
            )
        });
        #[cfg(feature = "mutations")]
        let layout = mutation::frame::in_layout(tcx.sess, &model, layout);
        move_to_places(&mut base, &model, &layout);
        Ok(Some(Frame { ty, body, base, model, layout, composition }))
    }

    /// Frame size in bytes.
    pub fn size(&self) -> Size {
        Size::from_bytes(self.layout.size)
    }

    /// Frame alignment in bytes.
    pub fn align(&self) -> Align {
        Align::from_bytes(self.layout.align).expect("LLVM's alignments are powers of two")
    }

    /// What the coroutine's code needs to know about the frame. `symbols` finds the symbols of a
    /// coroutine's resume function and drop glue.
    pub fn placement(&self, symbols: impl Fn(Ty<'tcx>) -> (String, String)) -> Placement {
        let composed = |composed: &ComposedAwait<'tcx>| {
            let part = composed.part;
            let (poll, drop_glue) = symbols(part.ty);
            let local = LocalId(composed.at.awaitee.as_u32());
            let first = Part::FIRST_STATE;
            (
                local,
                Composed {
                    captured: part.captured(),
                    tag_bits: part.merged_tag_bits(),
                    first,
                    poll,
                    drop_glue,
                },
            )
        };
        let states = self.composition.states.iter().enumerate();
        Placement {
            tag: self.layout.tag,
            shares_tag: self.layout.shares_tag,
            locals: self.layout.locals(&self.model),
            composed: self.composition.awaits.iter().map(composed).collect(),
            states: states.map(|(state, values)| (StateId::from(state), *values)).collect(),
        }
    }

    /// The source variable behind a local, if any.
    pub fn variable(&self, local: Local) -> Option<Symbol> {
        let is_it = |info: &&VarDebugInfo<'tcx>| match &info.value {
            VarDebugInfoContents::Place(place) => place.as_local() == Some(local),
            VarDebugInfoContents::Const(_) => false,
        };
        self.body.var_debug_info.iter().find(is_it).map(|info| info.name)
    }
}

/// Moves the captures and the tag to where LLVM placed them.
fn move_to_places(
    base: &mut LayoutData<FieldIdx, VariantIdx>,
    model: &FrameModel,
    layout: &FrameLayout,
) {
    let (Variants::Multiple { tag_field, .. }, FieldsShape::Arbitrary { offsets, in_memory_order }) =
        (&base.variants, &mut base.fields)
    else {
        unreachable!("a coroutine has states, and captures that are placed one by one")
    };
    // Zero-sized captures go to offset 0. In memory order they precede the field that has bytes
    // there: rustc walks the fields in that order and expects each to begin after the previous one
    // ended.
    let mut has_bytes = IndexVec::from_elem(false, offsets);
    offsets.iter_mut().for_each(|offset| *offset = Size::ZERO);
    for (id, slot) in model.slots.iter_enumerated() {
        let Origin::Capture { capture, .. } = slot.origin else { continue };
        let field = FieldIdx::from_u32(capture.0);
        offsets[field] = Size::from_bytes(layout.offsets[id].expect("captures live in the frame"));
        has_bytes[field] = true;
    }
    offsets[*tag_field] = Size::from_bytes(layout.tag.offset);
    has_bytes[*tag_field] = true;
    in_memory_order.raw.sort_by_key(|field| (offsets[*field], has_bytes[*field]));
}

/// The tag and its offset in a layout made by [`base_layout`].
pub fn tag_of(base: &LayoutData<FieldIdx, VariantIdx>) -> (Scalar, Size) {
    let Variants::Multiple { tag, tag_encoding: TagEncoding::Direct, tag_field, .. } =
        &base.variants
    else {
        unreachable!("a coroutine's layout has a direct tag")
    };
    (*tag, base.fields.offset(tag_field.index()))
}

/// Lays out the captures and the tag as rustc does, with no locals in any state.
fn base_layout<'tcx>(
    cx: &LayoutCx<'tcx>,
    ty: Ty<'tcx>,
    args: GenericArgsRef<'tcx>,
    composition: &Composition<'tcx>,
) -> Result<LayoutData<FieldIdx, VariantIdx>, &'tcx LayoutError<'tcx>> {
    let tcx = cx.calc.cx;
    let captures = args
        .as_coroutine()
        .prefix_tys()
        .iter()
        .map(|ty| cx.layout_of(ty))
        .collect::<Result<IndexVec<FieldIdx, _>, _>>()?;
    let no_locals: IndexVec<CoroutineSavedLocal, TyAndLayout<'tcx>> = IndexVec::new();
    let no_fields: IndexVec<VariantIdx, IndexVec<FieldIdx, CoroutineSavedLocal>> =
        IndexVec::from_elem_n(IndexVec::new(), composition.tag_values() as usize);
    let mut base = cx
        .calc
        .coroutine(&no_locals, captures, &no_fields, &BitMatrix::new(0, 0), |tag| TyAndLayout {
            ty: tag.primitive().to_ty(tcx),
            layout: tcx.mk_layout(LayoutData::scalar(cx, tag)),
        })
        // Each type has a layout already, so the calculator can fail on sizes only.
        .map_err(|_| &*tcx.arena.alloc(LayoutError::SizeOverflow(ty)))?;
    // To rustc, a state is a variant, however many values the tag has in it.
    let Variants::Multiple { variants, .. } = &mut base.variants else {
        unreachable!("a coroutine has states")
    };
    variants.truncate(composition.states.len());
    Ok(base)
}
