//! From markers to a split coroutine.
//!
//! A function with markers is an ordinary function: rustc generated it from a lowered body. Here
//! its markers become `llvm.coro` intrinsics and its slots get their places, which makes it a
//! *poll-shaped* coroutine: a function that is its own resume (or destroy) function. Then the
//! patched CoroSplit splits it. Nothing may have optimised the function before.

use llvm_sys::LLVMOpcode;
use llvm_sys::core::*;
use llvm_sys::prelude::*;
use llvmcoro_contract::LocalId;
use llvmcoro_contract::StateId;
use llvmcoro_contract::layout::{Placement, Tag};
use llvmcoro_contract::marker::{Flavour, Marker};

use super::ffi;
use super::handle::{self, Builder};

/// A module of rustc's, borrowed for the time of one transformation.
pub struct Module {
    raw: LLVMModuleRef,
    context: LLVMContextRef,
}

impl Module {
    /// Wraps a raw module.
    ///
    /// # Safety
    /// `raw` must be valid for the lifetime of the result, and no other thread may use it or its
    /// context meanwhile.
    pub unsafe fn new(raw: LLVMModuleRef) -> Module {
        // SAFETY: the caller vouches for `raw`.
        let context = unsafe { LLVMGetModuleContext(raw) };
        Module { raw, context }
    }

    /// Turns the function `name` into a presplit coroutine; `false` if the module has no such
    /// function body.
    ///
    /// # Errors
    /// A message, if the markers of the function are not what lowering makes.
    pub fn prepare(&mut self, name: &str, placement: &Placement) -> Result<bool, String> {
        // SAFETY: by the contract of `new`, here and for all private functions below.
        unsafe {
            let Some(function) = handle::function(self.raw, name) else { return Ok(false) };
            if LLVMIsDeclaration(function) != 0 {
                return Ok(false);
            }
            Shaper { module: self, function, handle: None, placement }.run()?;
            Ok(true)
        }
    }

    /// Splits everything that was prepared.
    ///
    /// # Errors
    /// What the split refuses; the module must be thrown away then.
    pub fn split(&mut self) -> Result<(), String> {
        // SAFETY: by the contract of `new`.
        unsafe { ffi::split(self.raw) }
    }

    /// The text of the function `name`.
    pub fn print_function(&self, name: &str) -> Option<String> {
        // SAFETY: by the contract of `new`.
        unsafe { handle::function(self.raw, name).map(|function| handle::print(function)) }
    }

    /// Adds a private constant that links nothing in but stands in `section` of the object file,
    /// which the linker leaves out of its output.
    pub fn add_note(&mut self, section: &str, name: &str, bytes: &[u8]) {
        let c = |text: &str| std::ffi::CString::new(text).expect("names have no nul");
        // SAFETY: by the contract of `new`; lengths are those of the buffers.
        unsafe {
            let text =
                LLVMConstStringInContext2(self.context, bytes.as_ptr().cast(), bytes.len(), 1);
            let global = LLVMAddGlobal(self.raw, LLVMTypeOf(text), c(name).as_ptr());
            LLVMSetInitializer(global, text);
            LLVMSetGlobalConstant(global, 1);
            LLVMSetLinkage(global, llvm_sys::LLVMLinkage::LLVMPrivateLinkage);
            LLVMSetAlignment(global, 1);
            LLVMSetSection(global, c(section).as_ptr());
            let exclude = handle::metadata_kind(self.context, "exclude");
            let node = LLVMMDNodeInContext2(self.context, std::ptr::null_mut(), 0);
            LLVMGlobalSetMetadata(global, exclude, node);
            // Without a use, optimisation would remove it.
            self.append_compiler_used(global);
        }
    }

    unsafe fn append_compiler_used(&mut self, global: LLVMValueRef) {
        // SAFETY: by the contract of `new`.
        unsafe {
            let name = c"llvm.compiler.used";
            let old = LLVMGetNamedGlobal(self.raw, name.as_ptr());
            let mut elements = vec![];
            if !old.is_null() {
                let initializer = LLVMGetInitializer(old);
                let count = LLVMGetNumOperands(initializer);
                elements.extend((0..count as u32).map(|i| LLVMGetOperand(initializer, i)));
                LLVMDeleteGlobal(old);
            }
            elements.push(global);
            let pointer = LLVMPointerTypeInContext(self.context, 0);
            let array = LLVMConstArray2(pointer, elements.as_mut_ptr(), elements.len() as u64);
            let used = LLVMAddGlobal(self.raw, LLVMTypeOf(array), name.as_ptr());
            LLVMSetInitializer(used, array);
            LLVMSetLinkage(used, llvm_sys::LLVMLinkage::LLVMAppendingLinkage);
            LLVMSetSection(used, c"llvm.metadata".as_ptr());
        }
    }
}

/// The transformation of one function.
struct Shaper<'a> {
    module: &'a Module,
    function: LLVMValueRef,
    /// What `coro.begin` returned.
    handle: Option<LLVMValueRef>,
    placement: &'a Placement,
}

impl Shaper<'_> {
    unsafe fn run(&mut self) -> Result<(), String> {
        // SAFETY: by the contract of `Module::new`.
        unsafe {
            let context = self.module.context;
            let builder = Builder::new(context);
            let mut suspends = vec![];
            let mut returns = vec![];
            for block in handle::blocks(self.function) {
                for instruction in handle::instructions(block) {
                    if LLVMGetInstructionOpcode(instruction) == LLVMOpcode::LLVMRet {
                        returns.push(instruction);
                        continue;
                    }
                    let Some(text) = handle::inline_asm(instruction) else { continue };
                    match Marker::parse(&text) {
                        Some(Marker::Begin { flavour, locals, .. }) => {
                            self.begin(&builder, instruction, flavour, &locals)?;
                        }
                        Some(Marker::Suspend { state }) => suspends.push((instruction, state)),
                        // Falls into `unreachable`: no call of this function comes here.
                        Some(Marker::Dropped) => LLVMInstructionEraseFromParent(instruction),
                        None => {}
                    }
                }
            }
            let handle = self.handle.ok_or("the function has no begin marker")?;
            for (call, state) in suspends {
                self.suspend(&builder, call, state)?;
            }
            for instruction in returns {
                LLVMPositionBuilderBefore(builder.raw(), instruction);
                handle::coro_end(self.module.raw, &builder, handle);
            }
            Ok(())
        }
    }

    unsafe fn begin(
        &mut self,
        builder: &Builder,
        call: LLVMValueRef,
        flavour: Flavour,
        locals: &[LocalId],
    ) -> Result<(), String> {
        // SAFETY: by the contract of `Module::new`; argument counts match the arrays.
        unsafe {
            let Module { raw, context } = *self.module;
            if LLVMGetNumArgOperands(call) as usize != locals.len() + 1 {
                return Err("the begin marker does not have the operands that it names".into());
            }
            let frame = LLVMGetOperand(call, 0);
            if LLVMIsAArgument(frame).is_null() {
                return Err("the coroutine's address is not an argument of the function".into());
            }
            let i64_ty = LLVMInt64TypeInContext(context);
            for (position, local) in locals.iter().enumerate() {
                let Some(&offset) = self.placement.locals.get(local) else { continue };
                let slot = LLVMGetOperand(call, position as u32 + 1);
                if LLVMIsAAllocaInst(slot).is_null() {
                    return Err(format!("local _{local} has a slot but no memory of its own"));
                }
                handle::set_int_metadata(context, slot, handle::SLOT_METADATA, i64_ty, offset);
            }
            let placed = self.placement.locals.keys().filter(|local| !locals.contains(local));
            if let Some(local) = placed.min() {
                return Err(format!("local _{local} has a slot but the body does not offer it"));
            }

            LLVMPositionBuilderBefore(builder.raw(), call);
            self.handle = Some(handle::coro_begin(raw, builder, frame));
            let i32_ty = LLVMInt32TypeInContext(context);
            // The ramp is never called; its dispatch must only not fold.
            let which = LLVMBuildFreeze(builder.raw(), LLVMGetPoison(i32_ty), c"which".as_ptr());
            forward_result(call, which);
            LLVMInstructionEraseFromParent(call);

            let Tag { bits, offset } = self.placement.tag;
            let flavour = match flavour {
                Flavour::Resume => "resume",
                Flavour::Destroy => "destroy",
            };
            handle::add_fn_attribute(context, self.function, "coro-poll", flavour);
            let index = format!("{bits},{offset}");
            handle::add_fn_attribute(context, self.function, "coro-index", &index);
            handle::add_enum_attribute(context, self.function, "presplitcoroutine");
            Ok(())
        }
    }

    unsafe fn suspend(
        &mut self,
        builder: &Builder,
        call: LLVMValueRef,
        state: StateId,
    ) -> Result<(), String> {
        // SAFETY: by the contract of `Module::new`; argument counts match the arrays.
        unsafe {
            let Module { raw, context } = *self.module;
            LLVMPositionBuilderBefore(builder.raw(), call);
            let (suspend, suspend_ty) = handle::intrinsic(raw, "llvm.coro.suspend", &mut []);
            let mut args = [handle::token_none(context), handle::const_bool(context, false)];
            let status = LLVMBuildCall2(
                builder.raw(),
                suspend_ty,
                suspend,
                args.as_mut_ptr(),
                2,
                c"".as_ptr(),
            );
            let i32_ty = LLVMInt32TypeInContext(context);
            handle::set_int_metadata(
                context,
                status,
                handle::INDEX_METADATA,
                i32_ty,
                state.0.into(),
            );
            let wide = LLVMBuildZExt(builder.raw(), status, i32_ty, c"".as_ptr());
            forward_result(call, wide);
            LLVMInstructionEraseFromParent(call);
            for user in handle::users(wide) {
                if LLVMGetInstructionOpcode(user) == LLVMOpcode::LLVMSwitch {
                    narrow_switch(builder, user, status);
                }
            }
            if LLVMGetFirstUse(wide).is_null() {
                LLVMInstructionEraseFromParent(wide);
            }
            Ok(())
        }
    }
}

/// Replaces the result of a marker by `value`, also where it goes through the memory of the MIR
/// local that receives it.
unsafe fn forward_result(call: LLVMValueRef, value: LLVMValueRef) {
    // SAFETY: by the contract of `Module::new`.
    unsafe {
        LLVMReplaceAllUsesWith(call, value);
        for store in handle::users(value) {
            if LLVMGetInstructionOpcode(store) != LLVMOpcode::LLVMStore {
                continue;
            }
            // The local has one writer, this marker, and its readers follow.
            let memory = LLVMGetOperand(store, 1);
            LLVMInstructionEraseFromParent(store);
            for load in handle::users(memory) {
                if LLVMGetInstructionOpcode(load) == LLVMOpcode::LLVMLoad {
                    LLVMReplaceAllUsesWith(load, value);
                    LLVMInstructionEraseFromParent(load);
                }
            }
        }
    }
}

/// Replaces `switch i32 (zext status)` by a switch on the status itself, so that the split can
/// thread the known statuses through it.
unsafe fn narrow_switch(builder: &Builder, switch: LLVMValueRef, status: LLVMValueRef) {
    // SAFETY: by the contract of `Module::new`; successor 0 of a switch is its default.
    unsafe {
        LLVMPositionBuilderBefore(builder.raw(), switch);
        let cases = LLVMGetNumSuccessors(switch) - 1;
        let default = LLVMGetSwitchDefaultDest(switch);
        let narrow = LLVMBuildSwitch(builder.raw(), status, default, cases);
        for case in 1..=cases {
            let value = LLVMConstIntGetZExtValue(LLVMGetSwitchCaseValue(switch, case));
            let target = LLVMGetSuccessor(switch, case);
            let value = LLVMConstInt(LLVMTypeOf(status), value, 0);
            LLVMAddCase(narrow, value, target);
        }
        LLVMInstructionEraseFromParent(switch);
    }
}
