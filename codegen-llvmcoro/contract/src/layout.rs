//! A laid-out frame.

use std::collections::BTreeMap;

use typed_index_collections::TiVec;

use crate::ids::{LocalId, SlotId, StateId};
use crate::model::{FrameModel, Slot};

/// The bits that hold the state's number: rustc's discriminant, LLVM's suspend index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Size in bits.
    pub bits: u64,
    /// Offset in bytes.
    pub offset: u64,
}

impl Tag {
    /// Size in bytes.
    pub fn size(self) -> u64 {
        self.bits / 8
    }
}

/// The frame that LLVM laid out for a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameLayout {
    /// Size in bytes, a multiple of `align`.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// The tag at its final offset.
    pub tag: Tag,
    /// Whether the tag has bytes of slots, which hold nothing else while the coroutine is suspended.
    pub shares_tag: bool,
    /// The last byte of the slots that holds nothing whenever the coroutine is suspended.
    pub spare: Option<u64>,
    /// The bytes that the frame takes within another frame, which keeps the tag elsewhere.
    pub end: u64,
    /// The offset of each slot in bytes; `None` if the slot crosses no suspension.
    pub offsets: TiVec<SlotId, Option<u64>>,
    /// The crossings of each reachable suspension; empty unless requested.
    pub crossings: Vec<Crossing>,
}

/// The slots that cross one suspension, by reason. A slot may be in several lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The state while suspended.
    pub state: StateId,
    /// Slots that may be read after a resume.
    pub resumed: Vec<SlotId>,
    /// Slots that may be read after a drop.
    pub dropped: Vec<SlotId>,
    /// Slots whose addresses may have escaped.
    pub borrowed: Vec<SlotId>,
}

impl Crossing {
    /// All slots that cross, each once.
    pub fn kept(&self) -> Vec<SlotId> {
        let mut kept = [&self.resumed[..], &self.dropped, &self.borrowed].concat();
        kept.sort();
        kept.dedup();
        kept
    }
}

/// A slot and its offset in the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedSlot<'a> {
    /// Its number in the model.
    pub id: SlotId,
    /// The slot.
    pub slot: &'a Slot,
    /// Its offset in bytes.
    pub offset: u64,
}

impl FrameLayout {
    /// The slots of `model` that are in this frame, in the model's order.
    pub fn placed<'a>(&'a self, model: &'a FrameModel) -> impl Iterator<Item = PlacedSlot<'a>> {
        self.offsets.iter_enumerated().filter_map(|(id, offset)| {
            Some(PlacedSlot { id, slot: &model.slots[id], offset: (*offset)? })
        })
    }

    /// Where each local that lives in the frame is, in bytes.
    pub fn locals(&self, model: &FrameModel) -> BTreeMap<LocalId, u64> {
        let of_local = |placed: PlacedSlot<'_>| Some((placed.slot.origin.local()?, placed.offset));
        self.placed(model).filter_map(of_local).collect()
    }
}

/// What a coroutine's code needs to know about its frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The tag.
    pub tag: Tag,
    /// Whether the tag has bytes of slots.
    pub shares_tag: bool,
    /// Each local that lives in the frame, with its offset in bytes.
    pub locals: BTreeMap<LocalId, u64>,
    /// The awaited coroutines whose frames are part of this one, by the local that holds them.
    pub composed: BTreeMap<LocalId, Composed>,
    /// The tag's values in each state.
    pub states: BTreeMap<StateId, TagValues>,
}

/// The values of the tag in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagValues {
    /// The first value.
    pub first: u32,
    /// How many values there are: one, or one for each state in which an awaited coroutine may be
    /// suspended, if any.
    pub count: u32,
    /// The local that holds the awaited coroutine.
    pub awaitee: Option<LocalId>,
}

/// An awaited coroutine whose frame is part of the awaiter's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// The bytes that its captures take there, from its beginning, and its tag if that is not part of the
    /// awaiter's: nothing else of it has a value before it runs.
    pub captured: u64,
    /// The bits of its tag, if that is part of the awaiter's tag.
    pub tag_bits: Option<u64>,
    /// The tag's first value while it is suspended.
    pub first: u32,
    /// The symbol of its resume function.
    pub poll: String,
    /// The symbol of its drop glue.
    pub drop_glue: String,
}

/// The symbol of the function that runs a coroutine in its awaiter's frame, where `symbol` runs it
/// in a frame of its own.
///
/// Demanglers leave out such a suffix, which LLVM's own passes use too, so both functions have the
/// same name in backtraces.
pub fn nested_symbol(symbol: &str) -> String {
    format!("{symbol}.llvm.0")
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
    fn a_nested_function_has_the_name_of_its_coroutine_for_people() {
        // `rustc-demangle` strips this suffix if only digits and capital letters up to F follow.
        assert_eq!(nested_symbol("_RNCNvC1a1f0B3_"), "_RNCNvC1a1f0B3_.llvm.0");
    }

    #[test]
    fn a_tag_has_whole_bytes() {
        assert_eq!(Tag { bits: 16, offset: 3 }.size(), 2);
    }
}
