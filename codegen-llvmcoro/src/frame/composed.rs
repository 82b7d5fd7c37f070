//! Awaited coroutines whose frames are part of the awaiter's.
//!
//! While an await is under way, the frame of the awaited coroutine lies in the awaiter's, exactly
//! as it stands alone but without its tag: which of its states it is suspended in is part of the
//! awaiter's tag. So a coroutine's part is as long as its contents, and it has as many values of
//! the awaiter's tag as it has suspension points. Only if a coroutine would need too many values,
//! the awaited one keeps its tag.
//!
//! Whether an await is composed depends on the types alone. The awaiter's code is the same for all
//! of them until its functions are split.

use std::collections::HashMap;

use llvmcoro_contract::StateId;
use llvmcoro_contract::layout::{FrameLayout, Tag, TagValues};
use llvmcoro_contract::model::{FrameModel, Padding};
use llvmcoro_contract::record::Apart;
use rustc_abi::{FieldIdx, LayoutData, Size, VariantIdx};
use rustc_hashes::Hash64;
use rustc_middle::mir::{BasicBlock, Body, Local};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, LayoutOf};
use rustc_middle::ty::{self, CoroutineArgs, CoroutineArgsExt, GenericArgsRef, Ty};

use super::compute::tag_of;
use super::{equal, model};
use crate::mir::lowered::{self, MarkedAwait};
use crate::policy::{MAX_TAG_VALUES, REPEATED_AWAITS};

/// What an awaiter needs to know about a coroutine whose frame becomes part of its own.
#[derive(Clone, Copy, Debug)]
pub struct Part<'tcx> {
    /// The coroutine type.
    pub ty: Ty<'tcx>,
    /// The bytes that it takes.
    pub end: u64,
    /// The bytes that its captures take, from its beginning.
    captured: u64,
    /// The captures that it leaves as they are, a bit for each.
    pub intact: u64,
    /// The last byte of it that holds nothing whenever it is suspended.
    spare: Option<u64>,
    /// The number of states in which it may be suspended.
    pub states: u32,
    /// Its tag where it stands alone.
    tag: Tag,
    /// Why it keeps its tag; `None` if that is part of the awaiter's.
    apart: Option<Apart>,
}

impl<'tcx> Part<'tcx> {
    /// The first value of the tag of a suspended coroutine.
    pub const FIRST_STATE: u32 = CoroutineArgs::RESERVED_VARIANTS as u32;

    /// The part of a future of type `ty`; `None` if it is no lowered coroutine.
    ///
    /// # Errors
    /// The layout error of `ty`.
    fn of(
        cx: &LayoutCx<'tcx>,
        ty: Ty<'tcx>,
        span: rustc_span::Span,
    ) -> Result<Option<Part<'tcx>>, &'tcx LayoutError<'tcx>> {
        let tcx = cx.calc.cx;
        let ty::Coroutine(def, args) = *ty.kind() else { return Ok(None) };
        // An error about a future that contains itself points to the await.
        let layout = cx.spanned_layout_of(ty, span)?;
        let is_sound = |body: &&Body<'tcx>| body.tainted_by_errors.is_none();
        if lowered::lowered_body(tcx, def, args).filter(is_sound).is_none() {
            return Ok(None);
        }
        let (tag, offset) = tag_of(&layout.layout.0);
        let Some(Recorded { end, intact, spare }) = recorded_part(&layout.layout.0) else {
            return Ok(None);
        };
        let captures = 0..args.as_coroutine().upvar_tys().len();
        let end_of = |capture| layout.fields.offset(capture) + layout.field(cx, capture).size;
        let captured = captures.map(end_of).max().map_or(0, Size::bytes);
        let last = u32::try_from(tag.valid_range(cx).end).expect("a tag has at most 32 bits");
        Ok(Some(Part {
            ty,
            end,
            captured,
            intact,
            spare,
            states: (last + 1).saturating_sub(Self::FIRST_STATE),
            tag: Tag { bits: tag.size(cx).bits(), offset: offset.bytes() },
            apart: None,
        }))
    }

    /// The part of a coroutine that keeps its tag.
    fn with_tag(self, why: Apart) -> Part<'tcx> {
        let end = self.end.max(self.tag.offset + self.tag.size());
        Part { end, spare: None, apart: Some(why), ..self }
    }

    /// The offset of `capture` if the coroutine leaves it as it is.
    pub fn intact_capture(&self, cx: &LayoutCx<'tcx>, capture: FieldIdx) -> Option<u64> {
        let is_intact = self.intact.checked_shr(capture.as_u32()).unwrap_or(0) & 1 == 1;
        let offset = || Some(cx.layout_of(self.ty).ok()?.fields.offset(capture.index()).bytes());
        if is_intact { offset() } else { None }
    }

    /// The size of `capture` in bytes.
    pub fn capture_size(&self, cx: &LayoutCx<'tcx>, capture: FieldIdx) -> u64 {
        let layout = cx.layout_of(self.ty).map(|layout| layout.field(cx, capture.index()));
        layout.map_or(0, |layout| layout.size.bytes())
    }

    /// The bytes of it that have a value before it runs.
    pub fn captured(&self) -> u64 {
        if self.apart.is_none() { self.captured } else { self.end }
    }

    /// The bytes that hold nothing whenever the coroutine is suspended, as far as they are known.
    pub fn padding(&self) -> Vec<Padding> {
        self.spare.map(|offset| Padding { offset, size: 1 }).into_iter().collect()
    }

    /// The bits of the tag if it is part of the awaiter's.
    pub fn merged_tag_bits(&self) -> Option<u64> {
        self.apart.is_none().then_some(self.tag.bits)
    }

    /// Why it keeps its tag; `None` if that is part of the awaiter's.
    pub fn apart(&self) -> Option<Apart> {
        self.apart
    }
}

/// The bits of a layout's seed that hold the end of its frame; then come those that hold where the
/// spare byte is, and one for each intact capture.
const END_BITS: u32 = 32;
const SPARE_BITS: u32 = 16;

/// The seed of a frame that is too large to be a part of another one.
const NO_PART: u64 = u64::MAX;

/// Records the end of a frame, its intact captures and its spare byte in its layout.
///
/// rustc uses the seed to shuffle fields of structs only. A query that reads these must be run again
/// if they change, so the layout has to contain them.
pub fn record_part(
    layout: &mut LayoutData<FieldIdx, VariantIdx>,
    model: &FrameModel,
    frame: &FrameLayout,
) {
    let mut seed = NO_PART;
    if frame.end >> END_BITS == 0 {
        seed = frame.end;
        // Counted from the end, and 0 if there is none.
        let spare = frame.spare.map_or(0, |byte| frame.end - byte);
        if spare >> SPARE_BITS == 0 {
            seed |= spare << END_BITS;
        }
        for capture in equal::intact_captures(model, frame) {
            let bit = capture.0 + END_BITS + SPARE_BITS;
            // The last bit stays free, so that no other seed is `NO_PART`.
            if bit < u64::BITS - 1 {
                seed |= 1 << bit;
            }
        }
    }
    layout.randomization_seed = Hash64::new(seed);
}

/// What [`record_part`] recorded.
struct Recorded {
    end: u64,
    intact: u64,
    spare: Option<u64>,
}

/// What [`record_part`] recorded; `None` if the frame is too large to be a part.
fn recorded_part(layout: &LayoutData<FieldIdx, VariantIdx>) -> Option<Recorded> {
    let seed = layout.randomization_seed.as_u64();
    if seed == NO_PART {
        return None;
    }
    let bits = |from: u32, count: u32| seed >> from & ((1 << count) - 1);
    let end = bits(0, END_BITS);
    let spare = bits(END_BITS, SPARE_BITS);
    Some(Recorded {
        end,
        intact: seed >> (END_BITS + SPARE_BITS),
        spare: (spare != 0).then(|| end - spare),
    })
}

/// An await whose future is part of the awaiter's frame.
#[derive(Clone, Copy)]
pub struct ComposedAwait<'tcx> {
    /// Where it is in the awaiter's body.
    pub at: MarkedAwait,
    /// The awaited coroutine.
    pub part: Part<'tcx>,
}

/// The composed awaits of one coroutine type, and the tag's values in its states.
pub struct Composition<'tcx> {
    /// The composed awaits.
    pub awaits: Vec<ComposedAwait<'tcx>>,
    /// The tag's values, by state.
    pub states: Vec<TagValues>,
}

impl<'tcx> Composition<'tcx> {
    /// Finds out which awaits of `body`, instantiated with `args`, are composed.
    ///
    /// # Errors
    /// The layout error of an awaited future.
    pub fn find(
        cx: &LayoutCx<'tcx>,
        body: &'tcx Body<'tcx>,
        args: GenericArgsRef<'tcx>,
    ) -> Result<Composition<'tcx>, &'tcx LayoutError<'tcx>> {
        let states = body.coroutine_layout_raw().expect("lowering records it").variant_fields.len();
        let mut parts = vec![];
        for at in lowered::marked_awaits(body) {
            let decl = &body.local_decls[at.awaitee];
            let ty = model::instantiate_type(cx, args, decl.ty)?;
            if let Some(part) = Part::of(cx, ty, decl.source_info.span)? {
                parts.push((at, part));
            }
        }
        let mut sites: HashMap<Ty<'tcx>, usize> = HashMap::new();
        for (_, part) in &parts {
            *sites.entry(part.ty).or_default() += 1;
        }
        let mut counts = vec![(1, None); states];
        let mut total = states as u32;
        let mut awaits = vec![];
        for (at, part) in parts {
            let is_repeated = part.states > 1 && sites[&part.ty] >= REPEATED_AWAITS;
            let sum = total - 1 + part.states;
            if is_repeated || sum > MAX_TAG_VALUES {
                let why = if is_repeated { Apart::Repeated } else { Apart::TooManyStates };
                awaits.push(ComposedAwait { at, part: part.with_tag(why) });
                continue;
            }
            total = sum;
            counts[at.state.index()] = (part.states, Some(at.awaitee));
            awaits.push(ComposedAwait { at, part });
        }
        let mut first = 0;
        let states = counts
            .into_iter()
            .map(|(count, awaitee)| {
                let awaitee = awaitee.map(|local: Local| local.index().into());
                let values = TagValues { first, count, awaitee };
                first += count;
                values
            })
            .collect();
        Ok(Composition { awaits, states })
    }

    /// The part that `local` holds.
    pub fn part(&self, local: Local) -> Option<&ComposedAwait<'tcx>> {
        self.awaits.iter().find(|composed| composed.at.awaitee == local)
    }

    /// Whether a drop of `local` at the end of `block` does nothing, because the future that it
    /// held has returned or panicked.
    pub fn is_dead_drop(&self, local: Local, block: BasicBlock) -> bool {
        self.part(local).is_some_and(|composed| composed.at.drop != Some(block))
    }

    /// Whether the coroutine is never suspended in `state`, because what it awaits there never is.
    pub fn is_unreachable(&self, state: StateId) -> bool {
        self.states[state.index()].count == 0
    }

    /// The number of values of the tag.
    pub fn tag_values(&self) -> u32 {
        self.states.last().map_or(0, |values| values.first + values.count)
    }
}
