//! Where everything lies in a frame.

use std::collections::BTreeMap;

use typed_index_collections::TiVec;

use crate::ids::{LocalId, SlotId, StateId};
use crate::model::{FrameModel, Slot};

/// The bits that tell the state: rustc's discriminant, LLVM's suspend index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// How many bits it has.
    pub bits: u64,
    /// Where it is, in bytes.
    pub offset: u64,
}

impl Tag {
    /// Size in bytes.
    pub fn size(self) -> u64 {
        self.bits / 8
    }
}

/// A frame, laid out: what LLVM made of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameLayout {
    /// Bytes, a multiple of `align`.
    pub size: u64,
    /// Bytes.
    pub align: u64,
    /// The tag in its final place.
    pub tag: Tag,
    /// The offset of each slot in bytes; `None` if it crosses no suspension and needs no place.
    pub offsets: TiVec<SlotId, Option<u64>>,
    /// What crosses each suspension that can be reached, if that was asked for.
    pub crossings: Vec<Crossing>,
}

/// What has to be kept across one suspension, and why. A slot may be in several lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The state while suspended.
    pub state: StateId,
    /// May be read after it is resumed.
    pub resumed: Vec<SlotId>,
    /// May be read after it is dropped.
    pub dropped: Vec<SlotId>,
    /// Its address may be in other hands.
    pub borrowed: Vec<SlotId>,
}

impl Crossing {
    /// Everything that is kept, each slot once.
    pub fn kept(&self) -> Vec<SlotId> {
        let mut kept = [&self.resumed[..], &self.dropped, &self.borrowed].concat();
        kept.sort();
        kept.dedup();
        kept
    }
}

/// A slot in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedSlot<'a> {
    /// Its number in the model.
    pub id: SlotId,
    /// What it is.
    pub slot: &'a Slot,
    /// Where it lies, in bytes.
    pub offset: u64,
}

impl FrameLayout {
    /// The slots of `model` that are in this frame, in the model's order.
    pub fn placed<'a>(&'a self, model: &'a FrameModel) -> impl Iterator<Item = PlacedSlot<'a>> {
        self.offsets.iter_enumerated().filter_map(|(id, offset)| {
            Some(PlacedSlot { id, slot: &model.slots[id], offset: (*offset)? })
        })
    }

    /// What the code of a coroutine needs to know of its frame.
    pub fn placement(&self, model: &FrameModel) -> Placement {
        let of_local = |placed: PlacedSlot<'_>| Some((placed.slot.origin.local()?, placed.offset));
        Placement { tag: self.tag, locals: self.placed(model).filter_map(of_local).collect() }
    }
}

/// Where the code of one coroutine finds everything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The tag.
    pub tag: Tag,
    /// Each local that lives in the frame, with its offset in bytes.
    pub locals: BTreeMap<LocalId, u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_crosses_for_several_reasons_is_kept_once() {
        let slots = |slots: &[u32]| slots.iter().map(|slot| SlotId(*slot)).collect::<Vec<_>>();
        let crossing = Crossing {
            state: StateId(3),
            resumed: slots(&[4, 1]),
            dropped: slots(&[1]),
            borrowed: slots(&[2, 4]),
        };
        assert_eq!(crossing.kept(), slots(&[1, 2, 4]));
    }

    #[test]
    fn a_tag_has_whole_bytes() {
        assert_eq!(Tag { bits: 16, offset: 3 }.size(), 2);
    }
}
