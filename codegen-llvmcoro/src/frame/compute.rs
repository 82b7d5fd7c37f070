//! The frame of a monomorphic coroutine.

use std::collections::HashMap;

use rustc_abi::{
    Align, FieldIdx, FieldsShape, LayoutData, Scalar, Size, TagEncoding, VariantIdx, Variants,
};
use rustc_index::{IndexVec, bit_set::BitMatrix};
use rustc_middle::mir::{Body, CoroutineSavedLocal, Local, VarDebugInfo, VarDebugInfoContents};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, LayoutOf, PrimitiveExt, TyAndLayout};
use rustc_middle::ty::{self, CoroutineArgsExt, GenericArgsRef, Ty, TyCtxt};
use rustc_span::Symbol;
use rustc_span::def_id::DefId;

use super::model::{self, ModelInput};
use crate::llvm::model::{FrameFacts, FrameModel};
use crate::llvm::shape::Placement;
use crate::mir::lowered;
use crate::policy::Mutation;

/// Everything known about one frame.
pub struct Frame<'tcx> {
    /// The coroutine type.
    pub ty: Ty<'tcx>,
    /// The lowered body, generic.
    pub body: &'tcx Body<'tcx>,
    /// The captures, the tag, the states: what rustc would lay out if no local were saved, in the
    /// places that LLVM has found for them.
    pub base: LayoutData<FieldIdx, VariantIdx>,
    /// The model that LLVM laid out.
    pub model: FrameModel,
    /// The local of each slot; `None` for a capture.
    pub locals: Vec<Option<Local>>,
    /// LLVM's answer.
    pub facts: FrameFacts,
}

impl<'tcx> Frame<'tcx> {
    /// Computes the frame of coroutine `def` with `args`; `None` if it went the stock way.
    ///
    /// Depends on the coroutine's body, on layouts of its locals and captures, and on nothing
    /// else: the same frame in every crate, at every optimisation level.
    ///
    /// # Errors
    /// The layout error of a local or capture: in a generic context, that it is too generic.
    pub fn compute(
        tcx: TyCtxt<'tcx>,
        typing_env: ty::TypingEnv<'tcx>,
        def: DefId,
        args: GenericArgsRef<'tcx>,
    ) -> Result<Option<Frame<'tcx>>, &'tcx LayoutError<'tcx>> {
        let Some(body) = lowered::lowered_body(tcx, def, args) else { return Ok(None) };
        let cx = LayoutCx::new(tcx, typing_env);
        let ty = Ty::new_coroutine(tcx, def, args);
        let mut base = base_layout(&cx, ty, args, body)?;
        let (tag, tag_offset) = tag_of(&base);
        let input = ModelInput {
            cx: &cx,
            body,
            args,
            coroutine: ty,
            base: &base,
            index: (tag.size(&cx).bits(), tag_offset.bytes()),
        };
        let (model, captures, locals) = model::build(&input)?;
        let mut facts = model.layout().unwrap_or_else(|message| {
            tcx.dcx().span_fatal(
                tcx.def_span(def),
                format!("llvmcoro: the frame of `{}` cannot be laid out: {message}", model.name),
            )
        });
        if Mutation::OverlappedSlots.is_on(tcx.sess) {
            overlap_two(&model, &mut facts);
        }
        place_base(&mut base, &captures, &facts);
        Ok(Some(Frame { ty, body, base, model, locals, facts }))
    }

    /// Frame size in bytes.
    pub fn size(&self) -> Size {
        Size::from_bytes(self.facts.size)
    }

    /// Frame alignment.
    pub fn align(&self) -> Align {
        Align::from_bytes(self.facts.align).expect("LLVM's alignments are powers of two")
    }

    /// The tag: bits, and offset in bytes.
    pub fn tag(&self) -> (u64, u64) {
        (self.model.index.0, self.facts.index_offset)
    }

    /// The variable of the source that a local is.
    pub fn variable(&self, local: Local) -> Option<Symbol> {
        let is_it = |info: &&VarDebugInfo<'tcx>| match &info.value {
            VarDebugInfoContents::Place(place) => place.as_local() == Some(local),
            VarDebugInfoContents::Const(_) => false,
        };
        self.body.var_debug_info.iter().find(is_it).map(|info| info.name)
    }

    /// What the LLVM side needs to know.
    pub fn placement(&self) -> Placement {
        let locals: HashMap<u32, u64> = std::iter::zip(&self.locals, &self.facts.offsets)
            .filter_map(|(local, offset)| Some(((*local)?.as_u32(), (*offset)?)))
            .collect();
        Placement { index: self.tag(), locals }
    }
}

/// Puts `captures`, the first slots, and the tag to where LLVM has placed them.
fn place_base(
    base: &mut LayoutData<FieldIdx, VariantIdx>,
    captures: &[FieldIdx],
    facts: &FrameFacts,
) {
    let (Variants::Multiple { tag_field, .. }, FieldsShape::Arbitrary { offsets, in_memory_order }) =
        (&base.variants, &mut base.fields)
    else {
        unreachable!("a coroutine has states, and captures that are placed one by one")
    };
    // Zero-sized captures go to the front. Memory order puts them before the field that has bytes
    // there: rustc walks the fields by that order and expects none to begin before the last ended.
    let mut has_bytes = IndexVec::from_elem(false, offsets);
    offsets.iter_mut().for_each(|offset| *offset = Size::ZERO);
    for (field, offset) in std::iter::zip(captures, &facts.offsets) {
        offsets[*field] = Size::from_bytes(offset.expect("captures live in the frame"));
        has_bytes[*field] = true;
    }
    offsets[*tag_field] = Size::from_bytes(facts.index_offset);
    has_bytes[*tag_field] = true;
    in_memory_order.raw.sort_by_key(|field| (offsets[*field], has_bytes[*field]));
}

/// Puts a local to the place of another that is as large, for [`Mutation::OverlappedSlots`].
fn overlap_two(model: &FrameModel, facts: &mut FrameFacts) {
    let local = |slot: &usize| model.slots[*slot].proposed.is_none();
    let placed: Vec<usize> = (0..model.slots.len()).filter(local).collect();
    let fits = |one: usize, other: usize| {
        let (one_slot, other_slot) = (&model.slots[one], &model.slots[other]);
        let (one, other) = (facts.offsets[one], facts.offsets[other]);
        one.is_some()
            && other.is_some()
            && one != other
            && (one_slot.size, one_slot.align) == (other_slot.size, other_slot.align)
    };
    let pairs = placed.iter().flat_map(|one| placed.iter().map(move |other| (*one, *other)));
    if let Some((one, other)) = pairs.into_iter().find(|(one, other)| fits(*one, *other)) {
        facts.offsets[other] = facts.offsets[one];
    }
}

/// The tag and its offset in a layout that [`base_layout`] made.
pub fn tag_of(base: &LayoutData<FieldIdx, VariantIdx>) -> (Scalar, Size) {
    let Variants::Multiple { tag, tag_encoding: TagEncoding::Direct, tag_field, .. } =
        &base.variants
    else {
        unreachable!("a coroutine's layout has a direct tag")
    };
    (*tag, base.fields.offset(tag_field.index()))
}

/// Lays out the captures and the tag as rustc does, with every state empty.
fn base_layout<'tcx>(
    cx: &LayoutCx<'tcx>,
    ty: Ty<'tcx>,
    args: GenericArgsRef<'tcx>,
    body: &Body<'tcx>,
) -> Result<LayoutData<FieldIdx, VariantIdx>, &'tcx LayoutError<'tcx>> {
    let tcx = cx.calc.cx;
    let states = body.coroutine_layout_raw().expect("lowering records it").variant_fields.len();
    let captures = args
        .as_coroutine()
        .prefix_tys()
        .iter()
        .map(|ty| cx.layout_of(ty))
        .collect::<Result<IndexVec<FieldIdx, _>, _>>()?;
    let no_locals: IndexVec<CoroutineSavedLocal, TyAndLayout<'tcx>> = IndexVec::new();
    let no_fields: IndexVec<VariantIdx, IndexVec<FieldIdx, CoroutineSavedLocal>> =
        IndexVec::from_elem_n(IndexVec::new(), states);
    cx.calc
        .coroutine(&no_locals, captures, &no_fields, &BitMatrix::new(0, 0), |tag| TyAndLayout {
            ty: tag.primitive().to_ty(tcx),
            layout: tcx.mk_layout(LayoutData::scalar(cx, tag)),
        })
        // The calculator fails on sizes only: the types were laid out one by one before.
        .map_err(|_| &*tcx.arena.alloc(LayoutError::SizeOverflow(ty)))
}
