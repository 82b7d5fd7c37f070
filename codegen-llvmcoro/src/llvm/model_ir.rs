//! Writes a frame model as LLVM IR.
//!
//! The module is built in memory. A crate has a model for each future that it mentions, and
//! printing and parsing these took longer than everything else that is done with them.

use std::num::NonZeroU32;

use inkwell::AddressSpace;
use inkwell::attributes::{Attribute, AttributeLoc};
use inkwell::basic_block::BasicBlock;
use inkwell::builder::{Builder, BuilderError};
use inkwell::context::{Context, ContextRef};
use inkwell::module::Module;
use inkwell::targets::TargetData;
use inkwell::types::{IntType, PointerType, VoidType};
use inkwell::values::{
    BasicValue, BasicValueEnum, CallSiteValue, FunctionValue, InstructionValue, IntValue,
    PointerValue,
};
use llvmcoro_contract::layout::Tag;
use llvmcoro_contract::model::{
    Access, Bytes, Equal, Exit, FrameModel, Op, Origin, Slot, Transfer,
};
use llvmcoro_contract::{BlockId, SlotId};
use typed_index_collections::TiVec;

use super::conventions::{
    self, EQUAL_METADATA, INDEX_METADATA, PADDING_METADATA, SLOT_METADATA, SPARE_METADATA,
    TRANSFERS_METADATA,
};
use super::handle;

/// The name of the model's function.
pub const FUNCTION: &str = "model";

/// The model as textual IR.
pub fn text(model: &FrameModel) -> String {
    build(model, &Context::create(), false).print_to_string().to_string()
}

/// The model as a module. Its function starts with one alloca per slot, in order. With `explain`,
/// it asks the layout pass to list what crosses each suspension.
pub fn build<'c>(model: &FrameModel, context: &'c Context, explain: bool) -> Module<'c> {
    let module = context.create_module(&format!("frame model of {}", model.name));
    let context = module.get_context();
    module.set_data_layout(&TargetData::create(&model.data_layout).get_data_layout());
    let types = Types::new(context, model.pointer_bits);
    let ty = types.void.fn_type(&[types.pointer.into(), types.i32.into()], false);
    let function = module.add_function(FUNCTION, ty, None);
    let Tag { bits, offset } = model.tag;
    let attribute = |name, value: &str| {
        conventions::add_fn_attribute(context, function, name, value);
    };
    attribute("coro-poll", "resume");
    attribute("coro-index", &format!("{bits},{offset}"));
    attribute("coro-frame", "pack");
    attribute("coro-frame-proposed", "");
    attribute("coro-frame-min-align", &model.min_align.to_string());
    if explain {
        attribute("coro-frame-explain", "");
    }
    if model.movable {
        attribute("coro-frame-movable", "");
    }
    conventions::mark_presplit(context, function);
    add_transfers(model, context, function, types.i64);
    let numbers = |equal: &Equal| vec![equal.outer.0.into(), equal.offset, equal.inner.0.into()];
    let equal: Vec<Vec<u64>> = model.equal.iter().map(numbers).collect();
    if !equal.is_empty() {
        conventions::set_fn_metadata(context, function, EQUAL_METADATA, types.i64, &equal);
    }
    Writer::new(model, &module, function, types)
        .write()
        .expect("each step is written into a block, with values of the types that it takes");
    module
}

/// Attaches the transfers to the function as metadata.
fn add_transfers<'c>(
    model: &FrameModel,
    context: ContextRef<'c>,
    function: FunctionValue<'c>,
    ty: IntType<'c>,
) {
    let numbers = |transfer: &Transfer| {
        let Transfer { target, source, bytes } = *transfer;
        let [target, source] = [target.0.into(), source.0.into()];
        match bytes {
            None => vec![target, source],
            Some(Bytes { target_offset, source_offset, size }) => {
                vec![target, target_offset, source, source_offset, size]
            }
        }
    };
    let lists: Vec<Vec<u64>> = model.transfers.iter().map(numbers).collect();
    if !lists.is_empty() {
        conventions::set_fn_metadata(context, function, TRANSFERS_METADATA, ty, &lists);
    }
}

/// The types of a model's values.
#[derive(Clone, Copy)]
struct Types<'c> {
    void: VoidType<'c>,
    pointer: PointerType<'c>,
    i32: IntType<'c>,
    i64: IntType<'c>,
    size: IntType<'c>,
}

impl<'c> Types<'c> {
    fn new(context: ContextRef<'c>, pointer_bits: u64) -> Types<'c> {
        let bits = u32::try_from(pointer_bits).ok().and_then(NonZeroU32::new);
        let size = bits.and_then(|bits| context.custom_width_int_type(bits).ok());
        Types {
            void: context.void_type(),
            pointer: context.ptr_type(AddressSpace::default()),
            i32: context.i32_type(),
            i64: context.i64_type(),
            size: size.expect("a pointer has as many bits as an integer may have"),
        }
    }
}

/// inkwell refuses only what a model never contains.
type Built<T> = Result<T, BuilderError>;

struct Writer<'a, 'c> {
    model: &'a FrameModel,
    module: &'a Module<'c>,
    context: ContextRef<'c>,
    types: Types<'c>,
    builder: Builder<'c>,
    /// The coroutine's address.
    frame: PointerValue<'c>,
    /// An unknown value that decides all branches.
    any: IntValue<'c>,
    slots: TiVec<SlotId, PointerValue<'c>>,
    /// The entry block, which precedes the blocks of the model.
    entry: BasicBlock<'c>,
    blocks: TiVec<BlockId, BasicBlock<'c>>,
    leave: BasicBlock<'c>,
    access: FunctionValue<'c>,
    lifetime_start: FunctionValue<'c>,
    lifetime_end: FunctionValue<'c>,
    suspend: FunctionValue<'c>,
    readonly: Attribute,
    writeonly: Attribute,
    captures_none: Attribute,
}

impl<'a, 'c> Writer<'a, 'c> {
    fn new(
        model: &'a FrameModel,
        module: &'a Module<'c>,
        function: FunctionValue<'c>,
        types: Types<'c>,
    ) -> Self {
        let context = module.get_context();
        let block = |name: &str| context.append_basic_block(function, name);
        let [BasicValueEnum::PointerValue(frame), BasicValueEnum::IntValue(any)] =
            function.get_params()[..]
        else {
            unreachable!("the function of a model takes an address and a number")
        };
        frame.set_name("self");
        any.set_name("any");
        let access_ty = types.void.fn_type(&[], true);
        let access = module.add_function("access", access_ty, None);
        let lifetime = |name| handle::intrinsic(module, name, &[types.pointer.into()]);
        Writer {
            entry: block("entry"),
            blocks: (0..model.blocks.len()).map(|n| block(&format!("bb{n}"))).collect(),
            leave: block("leave"),
            frame,
            any,
            builder: context.create_builder(),
            slots: TiVec::with_capacity(model.slots.len()),
            access,
            lifetime_start: lifetime("llvm.lifetime.start"),
            lifetime_end: lifetime("llvm.lifetime.end"),
            suspend: handle::intrinsic(module, "llvm.coro.suspend", &[]),
            readonly: conventions::enum_attribute(context, "readonly"),
            writeonly: conventions::enum_attribute(context, "writeonly"),
            // 0 is `captures(none)`.
            captures_none: conventions::enum_attribute(context, "captures"),
            model,
            module,
            context,
            types,
        }
    }

    fn write(&mut self) -> Built<()> {
        self.builder.position_at_end(self.entry);
        for slot in &self.model.slots {
            let slot = self.alloca(slot)?;
            self.slots.push(slot);
        }
        let handle = handle::coro_begin(self.module, &self.builder, self.frame);
        self.builder.build_unconditional_branch(self.blocks[BlockId(0)])?;
        for (block, data) in std::iter::zip(&self.blocks, &self.model.blocks) {
            self.builder.position_at_end(*block);
            for op in &data.ops {
                self.op(op)?;
            }
            self.exit(&data.exit)?;
        }
        self.builder.position_at_end(self.leave);
        handle::coro_end(self.module, &self.builder, handle);
        self.builder.build_return(None)?;
        Ok(())
    }

    fn alloca(&self, slot: &Slot) -> Built<PointerValue<'c>> {
        let ty = handle::byte_array(self.context, slot.size);
        let alloca = self.builder.build_alloca(ty, &slot.name)?;
        let instruction = instruction(&alloca);
        instruction.set_alignment(slot.align as u32).expect("alignments are powers of two");
        if let Origin::Capture { proposed, .. } = slot.origin {
            self.set_number(instruction, SLOT_METADATA, self.types.i64, proposed);
        }
        if !slot.padding.is_empty() {
            let kind = if slot.private { SPARE_METADATA } else { PADDING_METADATA };
            let numbers: Vec<u64> =
                slot.padding.iter().flat_map(|it| [it.offset, it.size]).collect();
            conventions::set_ints_metadata(
                self.context,
                instruction,
                kind,
                self.types.i64,
                &numbers,
            );
        }
        Ok(alloca)
    }

    fn op(&self, op: &Op) -> Built<()> {
        match op {
            Op::Access(uses) => {
                let args: Vec<_> = uses.iter().map(|(slot, _)| self.slots[*slot].into()).collect();
                let call = self.builder.build_call(self.access, &args, "")?;
                for (argument, (slot, access)) in (0..).zip(uses) {
                    self.describe(call, argument, *slot, *access);
                }
            }
            Op::Copy { target, source } => {
                let size = self.types.size.const_int(self.model.slots[*target].size, false);
                let pointer = self.types.pointer.into();
                // `build_memcpy` would need alignments.
                let memcpy = [pointer, pointer, self.types.size.into()];
                let memcpy = handle::intrinsic(self.module, "llvm.memcpy", &memcpy);
                let (target, source) = (self.slots[*target], self.slots[*source]);
                let is_volatile = self.context.bool_type().const_zero();
                let args = [target.into(), source.into(), size.into(), is_volatile.into()];
                self.builder.build_call(memcpy, &args, "")?;
            }
            Op::StorageLive(slot) => {
                self.builder.build_call(self.lifetime_start, &[self.slots[*slot].into()], "")?;
            }
            Op::StorageDead(slot) => {
                self.builder.build_call(self.lifetime_end, &[self.slots[*slot].into()], "")?;
            }
        }
        Ok(())
    }

    /// Adds the attributes of one argument of an access.
    fn describe(&self, call: CallSiteValue<'c>, argument: u32, slot: SlotId, access: Access) {
        let attributes: &[_] = match access {
            Access::Read => &[self.readonly, self.captures_none],
            Access::Define | Access::Write => &[self.writeonly, self.captures_none],
            Access::ReadWrite => &[self.captures_none],
            Access::Borrow => &[],
        };
        for attribute in attributes {
            call.add_attribute(AttributeLoc::Param(argument), *attribute);
        }
        if access == Access::Define {
            handle::add_initializes(call, argument, self.model.slots[slot].size);
        }
    }

    fn exit(&self, exit: &Exit) -> Built<()> {
        match exit {
            Exit::Choose(targets) => match targets.as_slice() {
                [] => {
                    self.builder.build_unreachable()?;
                }
                [target] => {
                    self.builder.build_unconditional_branch(self.blocks[*target])?;
                }
                [first, rest @ ..] => {
                    let targets: Vec<_> = rest.iter().map(|target| self.blocks[*target]).collect();
                    self.switch(self.any, self.blocks[*first], &targets)?;
                }
            },
            Exit::Suspend { state, resume, drop } => {
                let status = handle::coro_suspend(&self.builder, self.suspend);
                let state = state.0.into();
                self.set_number(instruction(&status), INDEX_METADATA, self.types.i32, state);
                let targets = [self.blocks[*resume], self.blocks[*drop]];
                self.switch(status, self.leave, &targets)?;
            }
            Exit::Leave => {
                self.builder.build_unconditional_branch(self.leave)?;
            }
        }
        Ok(())
    }

    /// A switch that goes to `targets` by number.
    fn switch(
        &self,
        value: IntValue<'c>,
        default: BasicBlock<'c>,
        targets: &[BasicBlock<'c>],
    ) -> Built<()> {
        let ty = value.get_type();
        let case =
            |(number, target): (u64, &BasicBlock<'c>)| (ty.const_int(number, false), *target);
        let cases: Vec<_> = (0..).zip(targets).map(case).collect();
        self.builder.build_switch(value, default, &cases)?;
        Ok(())
    }

    fn set_number(
        &self,
        instruction: InstructionValue<'c>,
        name: &str,
        ty: IntType<'c>,
        number: u64,
    ) {
        conventions::set_int_metadata(self.context, instruction, name, ty, number);
    }
}

/// The instruction that computes `value`.
fn instruction<'c>(value: &impl BasicValue<'c>) -> InstructionValue<'c> {
    value.as_instruction_value().expect("LLVM folds neither allocas nor calls")
}
