//! Frame models.
//!
//! A frame model is the coroutine as its frame sees it: slots, the order in which they are read,
//! written, borrowed and given back, and the suspension points in between. It is written as an
//! LLVM coroutine whose accesses are opaque calls, so that LLVM's analyses decide what lives
//! across a suspension and where it is placed. Everything a frame depends on is in the model, and
//! nothing else is.

use std::fmt::Write as _;

use inkwell::context::Context;
use inkwell::memory_buffer::MemoryBuffer;
use inkwell::values::InstructionOpcode;

use super::{ffi, handle};

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
    /// The offset in bytes, where it is given: a capture.
    pub fixed: Option<u64>,
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

/// A coroutine as its frame sees it. Execution starts at block 0.
#[derive(Clone, Debug)]
pub struct FrameModel {
    /// For dumps.
    pub name: String,
    /// LLVM's data layout string of the target.
    pub data_layout: String,
    /// Size of a pointer in bits.
    pub pointer_bits: u64,
    /// The suspend index: bits, and offset in bytes.
    pub index: (u64, u64),
    /// The least alignment of the frame in bytes.
    pub min_align: u64,
    /// Whether the frame may be moved while it is suspended: then no borrow lasts so long.
    pub movable: bool,
    /// All slots.
    pub slots: Vec<Slot>,
    /// All blocks.
    pub blocks: Vec<Block>,
}

/// What LLVM made of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameFacts {
    /// Bytes, a multiple of `align`.
    pub size: u64,
    /// Bytes.
    pub align: u64,
    /// The offset of each slot that is in the frame, by [`SlotId`].
    pub offsets: Vec<Option<u64>>,
}

impl FrameModel {
    /// The model as textual IR.
    pub fn to_ir(&self) -> String {
        self.write_ir().expect("writing to a string does not fail")
    }

    fn write_ir(&self) -> Result<String, std::fmt::Error> {
        let mut ir = String::new();
        let out = &mut ir;
        let (index_bits, index_offset) = self.index;
        writeln!(out, "; frame model of {}", self.name)?;
        writeln!(out, "target datalayout = \"{}\"", self.data_layout)?;
        writeln!(
            out,
            "define void @model(ptr %self, i32 %any) presplitcoroutine \"coro-poll\"=\"resume\" \"coro-index\"=\"{index_bits},{index_offset}\" \"coro-frame\"=\"pack\" \"coro-frame-min-align\"=\"{}\"{} {{",
            self.min_align,
            if self.movable { " \"coro-frame-movable\"" } else { "" },
        )?;
        writeln!(out, "entry:")?;
        let mut fixed = vec![];
        for slot in &self.slots {
            write!(out, "  %{} = alloca [{} x i8], align {}", slot.name, slot.size, slot.align)?;
            if let Some(offset) = slot.fixed {
                write!(out, ", !coro.slot !{}", fixed.len())?;
                fixed.push(format!("i64 {offset}"));
            }
            writeln!(out)?;
        }
        writeln!(
            out,
            "  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)\n  \
             %handle = call ptr @llvm.coro.begin(token %id, ptr %self)\n  \
             br label %bb0"
        )?;
        for (number, block) in self.blocks.iter().enumerate() {
            writeln!(out, "bb{number}:")?;
            for op in &block.ops {
                self.write_op(out, op)?;
            }
            match &block.exit {
                Exit::Choose(targets) => match targets.as_slice() {
                    [] => writeln!(out, "  unreachable")?,
                    [target] => writeln!(out, "  br label %bb{target}")?,
                    [first, rest @ ..] => {
                        write!(out, "  switch i32 %any, label %bb{first} [")?;
                        for (value, target) in rest.iter().enumerate() {
                            write!(out, " i32 {value}, label %bb{target}")?;
                        }
                        writeln!(out, " ]")?;
                    }
                },
                Exit::Suspend { index, resume, destroy } => {
                    writeln!(
                        out,
                        "  %status.{number} = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{}",
                        fixed.len()
                    )?;
                    fixed.push(format!("i32 {index}"));
                    writeln!(
                        out,
                        "  switch i8 %status.{number}, label %leave [ i8 0, label %bb{resume} i8 1, label %bb{destroy} ]"
                    )?;
                }
                Exit::Leave => writeln!(out, "  br label %leave")?,
            }
        }
        writeln!(
            out,
            "leave:\n  call void @llvm.coro.end(ptr %handle, i1 false, token none)\n  ret void\n}}"
        )?;
        let bits = self.pointer_bits;
        writeln!(
            out,
            "declare void @access(...)\n\
             declare token @llvm.coro.id(i32, ptr, ptr, ptr)\n\
             declare ptr @llvm.coro.begin(token, ptr)\n\
             declare i8 @llvm.coro.suspend(token, i1)\n\
             declare void @llvm.coro.end(ptr, i1, token)\n\
             declare void @llvm.lifetime.start.p0(ptr)\n\
             declare void @llvm.lifetime.end.p0(ptr)\n\
             declare void @llvm.memcpy.p0.p0.i{bits}(ptr, ptr, i{bits}, i1)"
        )?;
        for (number, node) in fixed.iter().enumerate() {
            writeln!(out, "!{number} = !{{{node}}}")?;
        }
        Ok(ir)
    }

    fn write_op(&self, out: &mut String, op: &Op) -> std::fmt::Result {
        match op {
            Op::Access(uses) => {
                write!(out, "  call void (...) @access(")?;
                for (position, (slot, access)) in uses.iter().enumerate() {
                    let Slot { name, size, .. } = &self.slots[*slot];
                    let comma = if position == 0 { "" } else { ", " };
                    write!(out, "{comma}ptr ")?;
                    match access {
                        Access::Read => write!(out, "readonly captures(none) ")?,
                        Access::Define => {
                            write!(out, "writeonly captures(none) initializes((0, {size})) ")?;
                        }
                        Access::Write => write!(out, "writeonly captures(none) ")?,
                        Access::ReadWrite => write!(out, "captures(none) ")?,
                        Access::Borrow => {}
                    }
                    write!(out, "%{name}")?;
                }
                writeln!(out, ")")
            }
            Op::Copy { target, source } => {
                let bits = self.pointer_bits;
                let Slot { name: target, size, .. } = &self.slots[*target];
                let source = &self.slots[*source].name;
                writeln!(
                    out,
                    "  call void @llvm.memcpy.p0.p0.i{bits}(ptr %{target}, ptr %{source}, i{bits} {size}, i1 false)"
                )
            }
            Op::StorageLive(slot) => {
                writeln!(
                    out,
                    "  call void @llvm.lifetime.start.p0(ptr %{})",
                    self.slots[*slot].name
                )
            }
            Op::StorageDead(slot) => {
                writeln!(out, "  call void @llvm.lifetime.end.p0(ptr %{})", self.slots[*slot].name)
            }
        }
    }

    /// Lets LLVM lay the frame out.
    ///
    /// # Errors
    /// LLVM's message, if the model breaks a rule of the pass.
    pub fn layout(&self) -> Result<FrameFacts, String> {
        let context = Context::create();
        let ir = self.to_ir();
        let buffer = MemoryBuffer::create_from_memory_range_copy(ir.as_bytes(), "model");
        let module = context.create_module_from_ir(buffer).map_err(|e| e.to_string())?;
        // SAFETY: the module is ours alone.
        unsafe { ffi::frame_layout(module.as_mut_ptr())? };
        let function = module.get_function("model").ok_or("the model lost its function")?;
        let number = |name: &str| -> Result<u64, String> {
            handle::fn_attribute(function, name)?
                .parse()
                .map_err(|e| format!("attribute {name} of the model: {e}"))
        };
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
            offsets,
        })
    }
}
