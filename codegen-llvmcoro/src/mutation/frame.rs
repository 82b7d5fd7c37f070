//! Mistakes in frames.

use llvmcoro_contract::SlotId;
use llvmcoro_contract::layout::FrameLayout;
use llvmcoro_contract::model::{Access, FrameModel, Op};
use rustc_abi::Scalar;
use rustc_session::Session;

use super::Mutation::*;
use super::chosen;

/// Makes mistakes in a model.
pub fn in_model(sess: &Session, mut model: FrameModel) -> FrameModel {
    match chosen(sess) {
        Some(LostLifetimeEnd) => {
            for block in model.blocks.iter_mut() {
                block.ops.retain(|op| !matches!(op, Op::StorageDead(_)));
            }
        }
        Some(WrongAlignment) => {
            let locals = model.slots.iter_mut().filter(|slot| slot.origin.local().is_some());
            locals.for_each(|slot| slot.align = 1);
        }
        Some(SharedArgument) => {
            let ops = model.blocks.iter_mut().flat_map(|block| &mut block.ops);
            let uses = ops.filter_map(|op| match op {
                Op::Access(uses) => Some(uses),
                _ => None,
            });
            for (_, access) in uses.flatten() {
                if *access == Access::ReadWrite {
                    *access = Access::Read;
                }
            }
        }
        _ => {}
    }
    model
}

/// Makes mistakes in a frame.
pub fn in_layout(sess: &Session, model: &FrameModel, mut layout: FrameLayout) -> FrameLayout {
    if chosen(sess) == Some(OverlappedSlots) {
        overlap_two(model, &mut layout);
    }
    layout
}

/// Makes mistakes in the tag that offers a niche: frees the number of the last state.
pub fn in_niche(sess: &Session, mut tag: Scalar) -> Scalar {
    if chosen(sess) == Some(StateInNiche)
        && let Scalar::Initialized { valid_range, .. } = &mut tag
    {
        valid_range.end -= 1;
    }
    tag
}

/// Moves a local onto another one of the same size and alignment.
fn overlap_two(model: &FrameModel, layout: &mut FrameLayout) {
    let placed = layout.placed(model).filter(|placed| placed.slot.origin.local().is_some());
    let placed: Vec<(SlotId, u64, (u64, u64))> = placed
        .map(|placed| (placed.id, placed.offset, (placed.slot.size, placed.slot.align)))
        .collect();
    let pairs = placed.iter().flat_map(|one| placed.iter().map(move |other| (one, other)));
    let mut alike = pairs.filter(|(one, other)| one.1 != other.1 && one.2 == other.2);
    if let Some(((_, offset, _), (other, ..))) = alike.next() {
        layout.offsets[*other] = Some(*offset);
    }
}
