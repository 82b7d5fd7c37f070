//! Frame models.
//!
//! A frame model is the coroutine as its frame sees it: its slots, the order in which they are
//! read, written, borrowed and freed, and the suspension points in between. The model holds
//! everything that a frame depends on, and nothing else.

use typed_index_collections::TiVec;

use crate::ids::{BlockId, CaptureId, LocalId, SlotId, StateId};
use crate::layout::Tag;

/// A coroutine as its frame sees it. Execution starts at block 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameModel {
    /// The name in dumps and messages.
    pub name: String,
    /// The target's LLVM data layout string.
    pub data_layout: String,
    /// Pointer size in bits.
    pub pointer_bits: u64,
    /// The tag where rustc would put it.
    pub tag: Tag,
    /// The frame's minimum alignment in bytes.
    pub min_align: u64,
    /// Whether the frame may move while suspended. If so, no borrow outlives a suspension.
    pub movable: bool,
    /// All slots.
    pub slots: TiVec<SlotId, Slot>,
    /// All blocks.
    pub blocks: TiVec<BlockId, Block>,
    /// Bytes that equal other slots.
    pub equal: Vec<Equal>,
    /// What may be copied besides the ops. It only guides the choice among frames of one size.
    pub transfers: Vec<Transfer>,
}

/// One value that may have to live in the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The name in dumps; letters, digits, `_` and `.` only.
    pub name: String,
    /// What the slot holds.
    pub origin: Origin,
    /// Size in bytes, at least 1.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// The bytes that hold nothing while the coroutine is suspended, in order.
    pub padding: Vec<Padding>,
    /// Whether nobody but the coroutine writes the slot while that is suspended, even if its address
    /// was lent.
    pub private: bool,
}

/// Bytes of a slot that hold nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Padding {
    /// Where they begin, in bytes.
    pub offset: u64,
    /// How many there are.
    pub size: u64,
}

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A capture. It is in the frame from the start, whatever the body does.
    Capture {
        /// Which capture.
        capture: CaptureId,
        /// The offset in bytes that rustc would choose.
        proposed: u64,
    },
    /// A local of the lowered body.
    Local(LocalId),
}

impl Origin {
    /// The local, unless it is a capture.
    pub fn local(self) -> Option<LocalId> {
        match self {
            Origin::Local(local) => Some(local),
            Origin::Capture { .. } => None,
        }
    }
}

/// Bytes of one slot that equal another slot whenever both are required. They may lie at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Equal {
    /// The slot that contains the bytes.
    pub outer: SlotId,
    /// Where they begin in it.
    pub offset: u64,
    /// The slot that they equal.
    pub inner: SlotId,
}

/// A basic block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The steps, in order.
    pub ops: Vec<Op>,
    /// How the block ends.
    pub exit: Exit,
}

/// One step of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Uses several slots at once; they must not share bytes.
    Access(Vec<(SlotId, Access)>),
    /// Copies all of `source` to all of `target`.
    Copy {
        /// The slot that is written.
        target: SlotId,
        /// The slot that is read.
        source: SlotId,
    },
    /// From here on the contents are undefined.
    StorageLive(SlotId),
    /// From here on the contents are dead.
    StorageDead(SlotId),
}

/// How an instruction uses a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Reads some of it.
    Read,
    /// Writes all of it.
    Define,
    /// Writes some of it.
    Write,
    /// Reads and writes it.
    ReadWrite,
    /// Lets its address escape.
    Borrow,
}

impl Access {
    /// The access that does what both do.
    pub fn and(self, other: Access) -> Access {
        use Access::*;
        match (self, other) {
            (Borrow, _) | (_, Borrow) => Borrow,
            (Read, Read) => Read,
            (Define, Define) => Define,
            (Define | Write, Define | Write) => Write,
            _ => ReadWrite,
        }
    }
}

/// How a block ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Branches to one of these blocks.
    Choose(Vec<BlockId>),
    /// Suspends.
    Suspend {
        /// The state while suspended.
        state: StateId,
        /// Where a resumed coroutine continues.
        resume: BlockId,
        /// Where a dropped coroutine continues.
        drop: BlockId,
    },
    /// Returns for good.
    Leave,
}

impl Exit {
    /// The blocks that may follow.
    pub fn successors(&self) -> Vec<BlockId> {
        match self {
            Exit::Choose(targets) => targets.clone(),
            Exit::Suspend { resume, drop, .. } => vec![*resume, *drop],
            Exit::Leave => vec![],
        }
    }
}

/// Bytes that may be copied from one slot to another by way of other memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transfer {
    /// The slot that is written.
    pub target: SlotId,
    /// The slot that is read.
    pub source: SlotId,
    /// Which bytes; `None` if any byte of the source may end up anywhere in the target.
    pub bytes: Option<Bytes>,
}

/// The bytes of a transfer; their order stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes {
    /// Offset in the target, in bytes.
    pub target_offset: u64,
    /// Offset in the source, in bytes.
    pub source_offset: u64,
    /// Number of bytes.
    pub size: u64,
}

impl FrameModel {
    /// Checks what the types cannot express: every id names something, captures come first and in
    /// order, no local has two slots, and sizes and alignments are valid.
    ///
    /// # Errors
    /// The first broken rule, in words.
    pub fn check(&self) -> Result<(), String> {
        self.check_slots()?;
        let slot = |slot: SlotId| {
            self.slots.get(slot).map(|_| ()).ok_or(format!("there is no slot {slot}"))
        };
        for (id, block) in self.blocks.iter_enumerated() {
            for op in &block.ops {
                match op {
                    Op::Access(uses) => uses.iter().try_for_each(|(used, _)| slot(*used))?,
                    Op::Copy { target, source } => {
                        [*target, *source].into_iter().try_for_each(slot)?
                    }
                    Op::StorageLive(used) | Op::StorageDead(used) => slot(*used)?,
                }
            }
            for next in block.exit.successors() {
                if self.blocks.get(next).is_none() {
                    return Err(format!("block {id} goes to block {next}, which is not there"));
                }
            }
        }
        self.equal.iter().try_for_each(|equal| self.check_equal(equal))?;
        self.transfers.iter().try_for_each(|transfer| self.check_transfer(transfer))
    }

    fn check_equal(&self, equal: &Equal) -> Result<(), String> {
        let Equal { outer, offset, inner } = *equal;
        let fits = match (self.slots.get(outer), self.slots.get(inner)) {
            (Some(outer), Some(inner)) => offset + inner.size <= outer.size,
            _ => false,
        };
        fits.then_some(()).ok_or(format!("slot {inner} equals bytes that slot {outer} lacks"))
    }

    fn check_slots(&self) -> Result<(), String> {
        let mut captures = 0;
        let mut locals = vec![];
        for (id, Slot { name, origin, size, align, padding, .. }) in self.slots.iter_enumerated() {
            if *size == 0 || !align.is_power_of_two() {
                return Err(format!("slot {name} has {size} bytes aligned to {align}"));
            }
            if padding.last().is_some_and(|it| it.offset + it.size > *size) {
                return Err(format!("slot {name} has padding behind its end"));
            }
            match origin {
                Origin::Capture { capture, .. } => {
                    if id.index() > captures || capture.index() < captures {
                        return Err(format!("slot {name}: captures come first, and in order"));
                    }
                    captures = id.index() + 1;
                }
                Origin::Local(local) => locals.push(*local),
            }
        }
        locals.sort();
        match locals.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("local {} has two slots", pair[0])),
            None => Ok(()),
        }
    }

    fn check_transfer(&self, transfer: &Transfer) -> Result<(), String> {
        let Transfer { target, source, bytes } = *transfer;
        let slots = (self.slots.get(target), self.slots.get(source));
        let (Some(to), Some(from)) = slots else {
            return Err(format!("a transfer from slot {source} to slot {target}: not both exist"));
        };
        let fits = bytes.is_none_or(|Bytes { target_offset, source_offset, size }| {
            target_offset + size <= to.size && source_offset + size <= from.size
        });
        fits.then_some(())
            .ok_or(format!("a transfer from slot {source} to slot {target} is outside"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> FrameModel {
        let capture = |capture| Origin::Capture { capture: CaptureId(capture), proposed: 0 };
        let slot = |origin| Slot {
            name: "s".to_owned(),
            origin,
            size: 4,
            align: 4,
            padding: vec![],
            private: false,
        };
        let suspend = Exit::Suspend { state: StateId(3), resume: BlockId(1), drop: BlockId(1) };
        FrameModel {
            name: "f".to_owned(),
            data_layout: "e".to_owned(),
            pointer_bits: 32,
            tag: Tag { bits: 8, offset: 4 },
            min_align: 4,
            movable: false,
            slots: vec![slot(capture(0)), slot(capture(2)), slot(Origin::Local(LocalId(7)))].into(),
            blocks: vec![
                Block { ops: vec![Op::Access(vec![(SlotId(0), Access::Read)])], exit: suspend },
                Block { ops: vec![], exit: Exit::Leave },
            ]
            .into(),
            equal: vec![],
            transfers: vec![],
        }
    }

    fn refused(change: impl FnOnce(&mut FrameModel)) -> String {
        let mut model = model();
        change(&mut model);
        model.check().expect_err("the change breaks a rule")
    }

    #[test]
    fn a_whole_model_passes() {
        assert_eq!(model().check(), Ok(()));
    }

    #[test]
    fn equal_bytes_are_in_their_slot() {
        let equal = |offset| Equal { outer: SlotId(2), offset, inner: SlotId(0) };
        let mut whole = model();
        whole.equal.push(equal(0));
        assert_eq!(whole.check(), Ok(()));
        assert_eq!(refused(|m| m.equal.push(equal(1))), "slot 0 equals bytes that slot 2 lacks");
    }

    #[test]
    fn ids_name_something() {
        let missing = Op::StorageDead(SlotId(3));
        assert_eq!(refused(|m| m.blocks[BlockId(1)].ops.push(missing)), "there is no slot 3");
        let exit = Exit::Choose(vec![BlockId(2)]);
        assert_eq!(
            refused(|m| m.blocks[BlockId(1)].exit = exit),
            "block 1 goes to block 2, which is not there"
        );
    }

    #[test]
    fn captures_come_first_and_in_order() {
        let expected = "slot s: captures come first, and in order";
        assert_eq!(refused(|m| m.slots.raw.swap(0, 2)), expected);
        assert_eq!(refused(|m| m.slots.raw.swap(0, 1)), expected);
    }

    #[test]
    fn a_local_has_one_slot() {
        let twice = |m: &mut FrameModel| m.slots.push(m.slots[SlotId(2)].clone());
        assert_eq!(refused(twice), "local 7 has two slots");
    }

    #[test]
    fn a_slot_has_bytes_and_an_alignment() {
        assert_eq!(refused(|m| m.slots[SlotId(2)].size = 0), "slot s has 0 bytes aligned to 4");
        assert_eq!(refused(|m| m.slots[SlotId(2)].align = 3), "slot s has 4 bytes aligned to 3");
    }

    #[test]
    fn padding_is_in_its_slot() {
        let pad = |size| vec![Padding { offset: 3, size }];
        let mut whole = model();
        whole.slots[SlotId(2)].padding = pad(1);
        assert_eq!(whole.check(), Ok(()));
        let behind = |m: &mut FrameModel| m.slots[SlotId(2)].padding = pad(2);
        assert_eq!(refused(behind), "slot s has padding behind its end");
    }

    #[test]
    fn transfers_stay_inside_their_slots() {
        let bytes = |size| Some(Bytes { target_offset: 2, source_offset: 0, size });
        let transfer = |size| Transfer { target: SlotId(2), source: SlotId(0), bytes: bytes(size) };
        let mut inside = model();
        inside.transfers.push(transfer(2));
        assert_eq!(inside.check(), Ok(()));
        assert_eq!(
            refused(|m| m.transfers.push(transfer(3))),
            "a transfer from slot 0 to slot 2 is outside"
        );
    }

    #[test]
    fn merged_accesses_do_what_both_do() {
        use Access::*;
        let all = [Read, Define, Write, ReadWrite, Borrow];
        for a in all {
            assert_eq!(a.and(a), a);
            for b in all {
                assert_eq!(a.and(b), b.and(a));
                let reads = |access| matches!(access, Read | ReadWrite | Borrow);
                assert_eq!(reads(a.and(b)), reads(a) || reads(b));
            }
        }
    }
}
