//! A frame model as LLVM IR.
//!
//! The module is built in memory: a crate has a model for each future that it mentions, and
//! printing and parsing them took longer than everything else that is done with them.

use std::ffi::CString;

use inkwell::context::{AsContextRef, Context};
use inkwell::module::Module;
use llvm_sys::core::*;
use llvm_sys::prelude::*;
use llvmcoro_contract::layout::Tag;
use llvmcoro_contract::model::{Access, Bytes, Exit, FrameModel, Op, Origin, Slot, Transfer};
use llvmcoro_contract::{BlockId, SlotId};
use typed_index_collections::TiVec;

use super::ffi;
use super::handle::{self, Builder};

/// The name of the model's function.
pub const FUNCTION: &str = "model";

/// The model as textual IR.
pub fn text(model: &FrameModel) -> String {
    build(model, &Context::create(), false).print_to_string().to_string()
}

/// The model as a module. The first allocas of its function are the slots, in order.
pub fn build<'c>(model: &FrameModel, context: &'c Context, explain: bool) -> Module<'c> {
    let module = context.create_module(&format!("frame model of {}", model.name));
    let c = |text: &str| CString::new(text).expect("names have no nul");
    // SAFETY: the context and the module are ours alone, and everything is built in them;
    // counts are those of the arrays.
    unsafe {
        let raw = module.as_mut_ptr();
        LLVMSetDataLayout(raw, c(&model.data_layout).as_ptr());
        let types = Types::new(context.as_ctx_ref(), model.pointer_bits);
        let mut parameters = [types.pointer, types.i32];
        let ty = LLVMFunctionType(types.void, parameters.as_mut_ptr(), 2, 0);
        let function = LLVMAddFunction(raw, c(FUNCTION).as_ptr(), ty);
        let context = context.as_ctx_ref();
        let Tag { bits, offset } = model.tag;
        let attribute = |name, value: &str| {
            handle::add_fn_attribute(context, function, name, value);
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
        handle::add_enum_attribute(context, function, "presplitcoroutine");
        add_transfers(model, context, function, types.i64);
        let mut writer = Writer::new(model, raw, function, types);
        writer.write();
    }
    module
}

/// Lists the transfers in metadata of the function.
unsafe fn add_transfers(
    model: &FrameModel,
    context: LLVMContextRef,
    function: LLVMValueRef,
    ty: LLVMTypeRef,
) {
    let numbers = |transfer: &Transfer| match *transfer {
        Transfer { target, source, bytes: None } => vec![target.0.into(), source.0.into()],
        Transfer { target, source, bytes: Some(Bytes { target_offset, source_offset, size }) } => {
            vec![target.0.into(), target_offset, source.0.into(), source_offset, size]
        }
    };
    let lists: Vec<Vec<u64>> = model.transfers.iter().map(numbers).collect();
    if !lists.is_empty() {
        // SAFETY: as in `build`.
        unsafe {
            handle::set_fn_metadata(context, function, handle::TRANSFERS_METADATA, ty, &lists);
        }
    }
}
/// The types of a model's values.
#[derive(Clone, Copy)]
struct Types {
    void: LLVMTypeRef,
    pointer: LLVMTypeRef,
    i8: LLVMTypeRef,
    i32: LLVMTypeRef,
    i64: LLVMTypeRef,
    size: LLVMTypeRef,
}

impl Types {
    unsafe fn new(context: LLVMContextRef, pointer_bits: u64) -> Types {
        // SAFETY: as in `build`.
        unsafe {
            Types {
                void: LLVMVoidTypeInContext(context),
                pointer: LLVMPointerTypeInContext(context, 0),
                i8: LLVMInt8TypeInContext(context),
                i32: LLVMInt32TypeInContext(context),
                i64: LLVMInt64TypeInContext(context),
                size: LLVMIntTypeInContext(context, pointer_bits as u32),
            }
        }
    }
}

/// A function or intrinsic that a model calls.
type Callee = (LLVMValueRef, LLVMTypeRef);

struct Writer<'a> {
    model: &'a FrameModel,
    module: LLVMModuleRef,
    context: LLVMContextRef,
    types: Types,
    builder: Builder,
    /// A value that the branches depend on.
    any: LLVMValueRef,
    slots: TiVec<SlotId, LLVMValueRef>,
    /// The first is the entry, then those of the model.
    entry: LLVMBasicBlockRef,
    blocks: TiVec<BlockId, LLVMBasicBlockRef>,
    leave: LLVMBasicBlockRef,
    access: Callee,
    lifetime_start: Callee,
    lifetime_end: Callee,
    suspend: Callee,
    readonly: LLVMAttributeRef,
    writeonly: LLVMAttributeRef,
    captures_none: LLVMAttributeRef,
}

impl<'a> Writer<'a> {
    unsafe fn new(
        model: &'a FrameModel,
        module: LLVMModuleRef,
        function: LLVMValueRef,
        types: Types,
    ) -> Self {
        // SAFETY: as in `build`.
        unsafe {
            let context = LLVMGetModuleContext(module);
            let block = |name: &str| {
                let name = CString::new(name).expect("names have no nul");
                LLVMAppendBasicBlockInContext(context, function, name.as_ptr())
            };
            LLVMSetValueName2(LLVMGetParam(function, 0), c"self".as_ptr(), 4);
            LLVMSetValueName2(LLVMGetParam(function, 1), c"any".as_ptr(), 3);
            let attribute =
                |name| LLVMCreateEnumAttribute(context, handle::enum_attribute(name), 0);
            let access_ty = LLVMFunctionType(types.void, std::ptr::null_mut(), 0, 1);
            let access = LLVMAddFunction(module, c"access".as_ptr(), access_ty);
            let lifetime = |name| handle::intrinsic(module, name, &mut [types.pointer]);
            Writer {
                entry: block("entry"),
                blocks: (0..model.blocks.len()).map(|n| block(&format!("bb{n}"))).collect(),
                leave: block("leave"),
                any: LLVMGetParam(function, 1),
                builder: Builder::new(context),
                slots: TiVec::with_capacity(model.slots.len()),
                access: (access, access_ty),
                lifetime_start: lifetime("llvm.lifetime.start"),
                lifetime_end: lifetime("llvm.lifetime.end"),
                suspend: handle::intrinsic(module, "llvm.coro.suspend", &mut []),
                readonly: attribute("readonly"),
                writeonly: attribute("writeonly"),
                // 0 is `captures(none)`.
                captures_none: attribute("captures"),
                model,
                module,
                context,
                types,
            }
        }
    }

    unsafe fn write(&mut self) {
        // SAFETY: as in `build`.
        unsafe {
            let function = LLVMGetBasicBlockParent(self.entry);
            LLVMPositionBuilderAtEnd(self.builder.raw(), self.entry);
            for slot in &self.model.slots {
                let slot = self.alloca(slot);
                self.slots.push(slot);
            }
            let handle = handle::coro_begin(self.module, &self.builder, LLVMGetParam(function, 0));
            LLVMBuildBr(self.builder.raw(), self.blocks[BlockId(0)]);
            for (block, data) in std::iter::zip(&self.blocks, &self.model.blocks) {
                LLVMPositionBuilderAtEnd(self.builder.raw(), *block);
                for op in &data.ops {
                    self.op(op);
                }
                self.exit(&data.exit);
            }
            LLVMPositionBuilderAtEnd(self.builder.raw(), self.leave);
            handle::coro_end(self.module, &self.builder, handle);
            LLVMBuildRetVoid(self.builder.raw());
        }
    }

    unsafe fn alloca(&self, slot: &Slot) -> LLVMValueRef {
        let name = CString::new(&*slot.name).expect("names have no nul");
        // SAFETY: as in `build`.
        unsafe {
            let ty = LLVMArrayType2(self.types.i8, slot.size);
            let alloca = LLVMBuildAlloca(self.builder.raw(), ty, name.as_ptr());
            LLVMSetAlignment(alloca, slot.align as u32);
            if let Origin::Capture { proposed, .. } = slot.origin {
                let i64_ty = self.types.i64;
                handle::set_int_metadata(
                    self.context,
                    alloca,
                    handle::SLOT_METADATA,
                    i64_ty,
                    proposed,
                );
            }
            alloca
        }
    }

    unsafe fn op(&self, op: &Op) {
        // SAFETY: as in `build`.
        unsafe {
            match op {
                Op::Access(uses) => {
                    let args: Vec<_> = uses.iter().map(|(slot, _)| self.slots[*slot]).collect();
                    let call = self.call(self.access, args);
                    for (argument, (slot, access)) in (0..).zip(uses) {
                        self.describe(call, argument, *slot, *access);
                    }
                }
                Op::Copy { target, source } => {
                    let size = self.model.slots[*target].size;
                    let size = LLVMConstInt(self.types.size, size, 0);
                    let (target, source) = (self.slots[*target], self.slots[*source]);
                    LLVMBuildMemCpy(self.builder.raw(), target, 0, source, 0, size);
                }
                Op::StorageLive(slot) => {
                    self.call(self.lifetime_start, vec![self.slots[*slot]]);
                }
                Op::StorageDead(slot) => {
                    self.call(self.lifetime_end, vec![self.slots[*slot]]);
                }
            }
        }
    }

    /// The attributes of one argument of an access.
    unsafe fn describe(&self, call: LLVMValueRef, argument: u32, slot: SlotId, access: Access) {
        let attributes: &[_] = match access {
            Access::Read => &[self.readonly, self.captures_none],
            Access::Define | Access::Write => &[self.writeonly, self.captures_none],
            Access::ReadWrite => &[self.captures_none],
            Access::Borrow => &[],
        };
        // SAFETY: as in `build`; attributes of arguments count from 1.
        unsafe {
            for attribute in attributes {
                LLVMAddCallSiteAttribute(call, argument + 1, *attribute);
            }
            if access == Access::Define {
                ffi::add_initializes(call, argument, self.model.slots[slot].size);
            }
        }
    }

    unsafe fn exit(&self, exit: &Exit) {
        // SAFETY: as in `build`.
        unsafe {
            match exit {
                Exit::Choose(targets) => match targets.as_slice() {
                    [] => {
                        LLVMBuildUnreachable(self.builder.raw());
                    }
                    [target] => {
                        LLVMBuildBr(self.builder.raw(), self.blocks[*target]);
                    }
                    [first, rest @ ..] => {
                        let targets: Vec<_> =
                            rest.iter().map(|target| self.blocks[*target]).collect();
                        self.switch(self.any, self.types.i32, self.blocks[*first], &targets);
                    }
                },
                Exit::Suspend { state, resume, drop } => {
                    let status = self.call(
                        self.suspend,
                        vec![
                            handle::token_none(self.context),
                            handle::const_bool(self.context, false),
                        ],
                    );
                    let i32_ty = self.types.i32;
                    let index = state.0.into();
                    handle::set_int_metadata(
                        self.context,
                        status,
                        handle::INDEX_METADATA,
                        i32_ty,
                        index,
                    );
                    let targets = [self.blocks[*resume], self.blocks[*drop]];
                    self.switch(status, self.types.i8, self.leave, &targets);
                }
                Exit::Leave => {
                    LLVMBuildBr(self.builder.raw(), self.leave);
                }
            }
        }
    }

    /// A switch that goes to `targets` by number.
    unsafe fn switch(
        &self,
        value: LLVMValueRef,
        ty: LLVMTypeRef,
        default: LLVMBasicBlockRef,
        targets: &[LLVMBasicBlockRef],
    ) {
        // SAFETY: as in `build`.
        unsafe {
            let switch = LLVMBuildSwitch(self.builder.raw(), value, default, targets.len() as u32);
            for (number, target) in (0..).zip(targets) {
                LLVMAddCase(switch, LLVMConstInt(ty, number, 0), *target);
            }
        }
    }

    unsafe fn call(&self, (callee, ty): Callee, mut args: Vec<LLVMValueRef>) -> LLVMValueRef {
        // SAFETY: as in `build`.
        unsafe {
            let count = args.len() as u32;
            LLVMBuildCall2(self.builder.raw(), ty, callee, args.as_mut_ptr(), count, c"".as_ptr())
        }
    }
}
