//! Frame models.
//!
//! A frame model is the coroutine as its frame sees it: slots, the order in which they are read,
//! written, borrowed and given back, and the suspension points in between. It is written as an
//! LLVM coroutine whose accesses are opaque calls, so that LLVM's analyses decide what lives
//! across a suspension and where it is placed. Everything a frame depends on is in the model, and
//! nothing else is.

use inkwell::context::Context;
use inkwell::values::{FunctionValue, InstructionOpcode};

use super::{ffi, handle, model_ir};

/// Index into [`FrameModel::slots`].
pub type SlotId = usize;
/// Index into [`FrameModel::blocks`].
pub type BlockId = usize;

/// One value that may have to live in the frame.
#[derive(Clone, Debug)]
pub struct Slot {
    /// A name for dumps; letters, digits, `_` and `.` only.
    pub name: String,
    /// Size in bytes, at least 1.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// The offset in bytes that is proposed for a capture.
    pub proposed: Option<u64>,
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
    /// Reads and writes.
    ReadWrite,
    /// Lets its address out.
    Borrow,
}

/// One step of a block.
#[derive(Clone, Debug)]
pub enum Op {
    /// Uses slots, all at once: they must not share bytes.
    Access(Vec<(SlotId, Access)>),
    /// Copies all of `source` to all of `target`.
    Copy {
        /// Written.
        target: SlotId,
        /// Read.
        source: SlotId,
    },
    /// The contents are undefined from here.
    StorageLive(SlotId),
    /// The contents are dead from here.
    StorageDead(SlotId),
}

/// How a block ends.
#[derive(Clone, Debug)]
pub enum Exit {
    /// Goes to one of these blocks.
    Choose(Vec<BlockId>),
    /// Suspends.
    Suspend {
        /// The suspend index.
        index: u32,
        /// Where a resumed coroutine goes on.
        resume: BlockId,
        /// Where a dropped coroutine goes on.
        destroy: BlockId,
    },
    /// Leaves the coroutine for good.
    Leave,
}

/// A basic block.
#[derive(Clone, Debug)]
pub struct Block {
    /// The steps in order.
    pub ops: Vec<Op>,
    /// The end.
    pub exit: Exit,
}

/// Bytes that may be copied from one slot to another by way of other memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Transfer {
    /// Written.
    pub target: SlotId,
    /// Read.
    pub source: SlotId,
    /// The offsets of the bytes in target and source, and how many there are; `None` if any byte
    /// of the source may become any byte of the target.
    pub bytes: Option<(u64, u64, u64)>,
}

/// A coroutine as its frame sees it. Execution starts at block 0.
#[derive(Clone, Debug)]
pub struct FrameModel {
    /// For dumps.
    pub name: String,
    /// LLVM's data layout string of the target.
    pub data_layout: String,
    /// Size of a pointer in bits.
    pub pointer_bits: u64,
    /// The suspend index: bits, and the proposed offset in bytes.
    pub index: (u64, u64),
    /// The least alignment of the frame in bytes.
    pub min_align: u64,
    /// Whether the facts are to tell what crosses each suspension.
    pub explain: bool,
    /// Whether the frame may be moved while it is suspended: then no borrow lasts so long.
    pub movable: bool,
    /// All slots.
    pub slots: Vec<Slot>,
    /// All blocks.
    pub blocks: Vec<Block>,
    /// What may be copied beside the ops. No frame is wrong without it.
    pub transfers: Vec<Transfer>,
}

/// What has to be kept across one suspension, and why. A slot may be in several lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The suspend index.
    pub index: u32,
    /// May be read after it is resumed.
    pub resumed: Vec<SlotId>,
    /// May be read after it is dropped.
    pub dropped: Vec<SlotId>,
    /// Its address may be in other hands.
    pub borrowed: Vec<SlotId>,
}

/// What LLVM made of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameFacts {
    /// Bytes, a multiple of `align`.
    pub size: u64,
    /// Bytes.
    pub align: u64,
    /// Where the suspend index is, in bytes.
    pub index_offset: u64,
    /// The offset of each slot that is in the frame, by [`SlotId`].
    pub offsets: Vec<Option<u64>>,
    /// What crosses each suspension that can be reached, if the model asks for it.
    pub crossings: Vec<Crossing>,
}

impl FrameModel {
    /// Lets LLVM lay the frame out.
    ///
    /// # Errors
    /// LLVM's message, if the model breaks a rule of the pass.
    pub fn layout(&self) -> Result<FrameFacts, String> {
        let context = Context::create();
        let module = self.build(&context);
        // SAFETY: the module is ours alone.
        unsafe { ffi::frame_layout(module.as_mut_ptr())? };
        let function =
            module.get_function(model_ir::FUNCTION).ok_or("the model lost its function")?;
        let parse = |name: &str, text: &str| -> Result<u64, String> {
            text.parse().map_err(|e| format!("attribute {name} of the model: {e}"))
        };
        let number = |name: &str| parse(name, &handle::fn_attribute(function, name)?);
        let index = handle::fn_attribute(function, "coro-index")?;
        let (_, index_offset) = index.split_once(',').ok_or("the model lost its index")?;
        let entry = function.get_first_basic_block().ok_or("the model lost its body")?;
        let mut offsets = vec![];
        for instruction in entry.get_instructions() {
            if instruction.get_opcode() == InstructionOpcode::Alloca {
                offsets.push(handle::slot_offset(&context, instruction));
            }
        }
        if offsets.len() != self.slots.len() {
            return Err("the model lost a slot".into());
        }
        Ok(FrameFacts {
            size: number("coro-frame-size")?,
            align: number("coro-frame-align")?,
            index_offset: parse("coro-index", index_offset)?,
            offsets,
            crossings: if self.explain { crossings(&context, function)? } else { vec![] },
        })
    }
}

/// What the layout pass said of each suspension.
fn crossings(context: &Context, function: FunctionValue<'_>) -> Result<Vec<Crossing>, String> {
    let mut crossings = vec![];
    for instruction in function.get_basic_blocks().iter().flat_map(|b| b.get_instructions()) {
        let numbers = |name| handle::int_metadata(context, instruction, name);
        let (Some(index), Some(resumed)) =
            (numbers(handle::INDEX_METADATA), numbers("coro.suspend.resumed"))
        else {
            continue;
        };
        let slots = |numbers: Option<Vec<u64>>| -> Result<Vec<SlotId>, String> {
            let numbers = numbers.ok_or("the layout pass left a suspension half explained")?;
            Ok(numbers.into_iter().map(|number| number as SlotId).collect())
        };
        crossings.push(Crossing {
            index: index.first().copied().ok_or("a suspension has no index")? as u32,
            resumed: slots(Some(resumed))?,
            dropped: slots(numbers("coro.suspend.dropped"))?,
            borrowed: slots(numbers("coro.suspend.borrowed"))?,
        });
    }
    crossings.sort_by_key(|crossing| crossing.index);
    Ok(crossings)
}
