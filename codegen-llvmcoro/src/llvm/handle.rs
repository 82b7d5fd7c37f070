//! All unsafe code of the LLVM side.
//!
//! inkwell's values, blocks and types are this layer's handles. They are plain pointers with a
//! lifetime, so three invariants make safe code of what is built on them, here and in inkwell:
//!
//! * **Alive.** A handle `…Value<'ll>` or `BasicBlock<'ll>` points into a module that lives for
//!   `'ll`, and nothing that a handle may point to is deleted meanwhile. Handles on rustc's modules
//!   exist only inside [`Module::edit`]; [`Ir::take_out`] unlinks an instruction, and only the end
//!   of the edit deletes it. A pass that deletes instructions takes `&mut Module`, which no edit
//!   overlaps. Types and constants belong to the context, which outlives its modules.
//! * **Alone.** LLVM must not be used on one context from two threads. Neither [`Module`] nor
//!   inkwell's `Module` can be sent to another thread or shared with one, and whoever calls
//!   [`Module::from_raw`] vouches that no other thread has the context.
//! * **Of its kind.** LLVM checks kinds and types of values only in debug builds. Functions here
//!   check what they get, and inkwell's types say what the rest is.

#![expect(unsafe_code, reason = "LLVM's C API is unsafe; this module is its safe face")]

use std::cell::RefCell;
use std::collections::HashSet;
use std::ffi::{CStr, c_char, c_int, c_uint};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;

use inkwell::basic_block::BasicBlock;
use inkwell::builder::Builder;
use inkwell::context::{AsContextRef, ContextRef};
use inkwell::intrinsics::Intrinsic;
use inkwell::module::Module as IrModule;
use inkwell::types::{ArrayType, AsTypeRef, BasicTypeEnum, IntType};
use inkwell::values::{
    AnyValue, AsValueRef, BasicValue, CallSiteValue, FunctionValue, InstructionValue, IntValue,
    PointerValue,
};
use llvm_sys::core::*;
use llvm_sys::prelude::*;

// The C interface of the patched coroutine passes, `cpp/llvmcoro.h`.
unsafe extern "C" {
    fn llvmcoro_frame_layout(module: LLVMModuleRef, error: *mut *mut c_char) -> c_int;
    fn llvmcoro_split(
        module: LLVMModuleRef,
        function: *mut LLVMValueRef,
        error: *mut *mut c_char,
    ) -> c_int;
    fn llvmcoro_add_initializes(call: LLVMValueRef, argument: c_uint, size: u64);
    fn llvmcoro_append_to_compiler_used(global: LLVMValueRef);
    fn llvmcoro_finish_time_trace(path: *const c_char, error: *mut *mut c_char) -> c_int;
    fn llvmcoro_free_string(string: *mut c_char);
}

/// A module that something else owns, borrowed for `'ll`.
pub struct Module<'ll> {
    raw: LLVMModuleRef,
    borrowed: PhantomData<&'ll mut ()>,
}

/// What the split refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitError {
    /// The name of the function that cannot be split.
    pub function: String,
    /// Why not.
    pub message: String,
}

impl<'ll> Module<'ll> {
    /// Borrows a raw module.
    ///
    /// # Safety
    /// For `'ll` the module must be alive, nothing else may use it, and no other thread may use
    /// its context.
    pub unsafe fn from_raw(raw: LLVMModuleRef) -> Module<'ll> {
        Module { raw, borrowed: PhantomData }
    }

    /// Gives `edit` the module's IR. No handle leaves it.
    pub fn edit<R>(&mut self, edit: impl for<'e> FnOnce(&Ir<'e>) -> R) -> R {
        edit(&self.ir())
    }

    /// The text of the function `name`, if there is one.
    pub fn print_function(&self, name: &str) -> Option<String> {
        let function = self.ir().module().get_function(name)?;
        Some(function.print_to_string().to_string())
    }

    /// Splits every poll-shaped presplit coroutine of the module.
    ///
    /// # Errors
    /// The first function that the pass refuses. The module is of no more use then.
    pub fn split(&mut self) -> Result<(), SplitError> {
        let mut function = std::ptr::null_mut();
        let split = |error: *mut _| {
            // SAFETY: the module is alive and ours alone by the contract of `from_raw`. The pass
            // deletes instructions and blocks; no handle on one is left, since `&mut self` ends
            // every edit. Both results have a place.
            unsafe { llvmcoro_split(self.raw, &mut function, error) }
        };
        fallible(split).map_err(|message| {
            assert!(!function.is_null(), "the split says which function it refuses");
            // SAFETY: on failure the C interface sets `function` to a function of the module, and
            // the name's bytes are its `len`, valid until the function is renamed; they are copied
            // at once.
            let name = unsafe {
                let mut len = 0;
                let name = LLVMGetValueName2(function, &mut len);
                std::slice::from_raw_parts(name.cast::<u8>(), len)
            };
            SplitError { function: String::from_utf8_lossy(name).into_owned(), message }
        })
    }

    /// Makes optimizations keep the global variable `name`, to be read by nothing but what reads
    /// the object file.
    ///
    /// # Panics
    /// If there is no such variable.
    pub fn append_to_compiler_used(&mut self, name: &CStr) {
        // SAFETY: the module is alive and ours alone by the contract of `from_raw`, and the name
        // ends in a nul. What the callee deletes is the old list, and `&mut self` says that no
        // handle on it is left.
        unsafe {
            let global = LLVMGetNamedGlobal(self.raw, name.as_ptr());
            assert!(!global.is_null(), "there is no variable {name:?}");
            llvmcoro_append_to_compiler_used(global);
        }
    }

    fn ir(&self) -> Ir<'_> {
        // SAFETY: `raw` is a live module by the contract of `from_raw`. inkwell's `Module` would
        // dispose of it, so it is never dropped.
        let module = ManuallyDrop::new(unsafe { IrModule::new(self.raw) });
        Ir { module, taken_out: RefCell::default() }
    }
}

/// A module's IR during one [`Module::edit`].
pub struct Ir<'ll> {
    module: ManuallyDrop<IrModule<'ll>>,
    /// Instructions that stand in no block any more, in the order in which they were taken out.
    taken_out: RefCell<Vec<InstructionValue<'ll>>>,
}

impl<'ll> Ir<'ll> {
    /// The module as inkwell sees it.
    pub fn module(&self) -> &IrModule<'ll> {
        &self.module
    }

    /// Takes an instruction out of its block. Handles on it stay valid: it is deleted when the edit
    /// ends.
    pub fn take_out(&self, instruction: InstructionValue<'ll>) {
        if instruction.get_parent().is_some() {
            instruction.remove_from_basic_block();
            self.taken_out.borrow_mut().push(instruction);
        }
    }
}

impl Drop for Ir<'_> {
    fn drop(&mut self) {
        let mut seen = HashSet::new();
        for instruction in self.taken_out.take() {
            // One that was put in again belongs to its block, and may be in the list twice.
            if !seen.insert(instruction) || instruction.get_parent().is_some() {
                continue;
            }
            let raw = instruction.as_value_ref();
            // SAFETY: no handle outlives the edit that ends here, and each instruction comes here
            // once, so it is alive now and not looked at afterwards. LLVM wants what it deletes to
            // stand in no block, which is checked above, and to have no uses: those that are left
            // become `poison`.
            unsafe {
                if !LLVMGetFirstUse(raw).is_null() {
                    LLVMReplaceAllUsesWith(raw, LLVMGetPoison(LLVMTypeOf(raw)));
                }
                LLVMDeleteInstruction(raw);
            }
        }
    }
}

/// Lays out the frame of every function of `module` that asks for it (`"coro-frame"="pack"`).
///
/// # Errors
/// What the pass says about IR that breaks its conventions.
pub fn lay_out_frames(module: &IrModule<'_>) -> Result<(), String> {
    fallible(|error| {
        // SAFETY: inkwell's `Module` is alive and cannot be shared between threads. The pass
        // changes attributes and metadata only, so that every handle stays valid.
        unsafe { llvmcoro_frame_layout(module.as_mut_ptr(), error) }
    })
}

/// Writes what LLVM's time profiler has recorded in this thread to `path`, and ends the profiler.
///
/// # Errors
/// If the file cannot be written, or the profiler does not run in this thread.
pub fn finish_time_trace(path: &CStr) -> Result<(), String> {
    // SAFETY: `path` ends in a nul and lives until the call returns; the callee itself checks that
    // this thread has a profiler.
    fallible(|error| unsafe { llvmcoro_finish_time_trace(path.as_ptr(), error) })
}

/// Calls a function of the C interface with a place for its message.
fn fallible(call: impl FnOnce(*mut *mut c_char) -> c_int) -> Result<(), String> {
    let mut error = std::ptr::null_mut();
    if call(&mut error) == 0 {
        return Ok(());
    }
    if error.is_null() {
        return Err("LLVM failed without a message".into());
    }
    // SAFETY: a function of the interface that fails sets its `error` to a C string that its caller
    // owns. It is copied, then freed, and `error` is not used again.
    unsafe {
        let message = CStr::from_ptr(error).to_string_lossy().into_owned();
        llvmcoro_free_string(error);
        Err(message)
    }
}

/// `[len x i8]`; inkwell counts elements with 32 bits.
pub fn byte_array<'ll>(context: ContextRef<'ll>, len: u64) -> ArrayType<'ll> {
    // SAFETY: the context lives for `'ll`, and so does the type, which it owns; an integer type may
    // be the element of an array of any length.
    unsafe {
        let byte = LLVMInt8TypeInContext(context.as_ctx_ref());
        ArrayType::new(LLVMArrayType2(byte, len))
    }
}

/// Adds the attribute `initializes((0, size))` to an argument of `call`, counted from 0.
///
/// # Panics
/// If the call has no such argument.
pub fn add_initializes(call: CallSiteValue<'_>, argument: u32, size: u64) {
    assert!(argument < call.count_arguments(), "a call has no argument {argument}");
    // SAFETY: a `CallSiteValue` is a live call, and it has the argument.
    unsafe { llvmcoro_add_initializes(call.as_value_ref(), argument, size) }
}

/// Builds `freeze ty poison`.
pub fn freeze_poison<'ll>(
    builder: &Builder<'ll>,
    ty: IntType<'ll>,
    name: &CStr,
) -> InstructionValue<'ll> {
    check_position(builder);
    // SAFETY: the builder stands in a live block, the type is alive, and `freeze` takes values of
    // any integer type. Its result is an instruction, for the builder folds no `freeze`.
    unsafe {
        let poison = LLVMGetPoison(ty.as_type_ref());
        InstructionValue::new(LLVMBuildFreeze(builder.as_mut_ptr(), poison, name.as_ptr()))
    }
}

/// The declaration of the intrinsic `name` in `module`. `overloaded` are the types that its full
/// name ends in.
///
/// # Panics
/// If LLVM has no such intrinsic.
pub fn intrinsic<'ll>(
    module: &IrModule<'ll>,
    name: &str,
    overloaded: &[BasicTypeEnum<'ll>],
) -> FunctionValue<'ll> {
    Intrinsic::find(name)
        .and_then(|intrinsic| intrinsic.get_declaration(module, overloaded))
        .unwrap_or_else(|| panic!("this LLVM has no intrinsic `{name}`"))
}

/// Calls `llvm.coro.id` and `llvm.coro.begin` for a coroutine at `frame`; returns the coroutine's
/// handle.
pub fn coro_begin<'ll>(
    module: &IrModule<'ll>,
    builder: &Builder<'ll>,
    frame: PointerValue<'ll>,
) -> PointerValue<'ll> {
    let null = Operand::of(frame.get_type().const_null());
    let zero = Operand::of(module.get_context().i32_type().const_zero());
    let id = intrinsic(module, "llvm.coro.id", &[]);
    let id = build_call(builder, id, &[zero, null, null, null], c"");
    let begin = intrinsic(module, "llvm.coro.begin", &[]);
    let handle = build_call(builder, begin, &[id, Operand::of(frame)], c"coro");
    // SAFETY: the call was just built, and `llvm.coro.begin` returns a pointer.
    unsafe { PointerValue::new(handle.raw) }
}

/// Calls `suspend`, the declaration of `llvm.coro.suspend`; returns the status, an `i8`.
///
/// # Panics
/// If `suspend` is another function.
pub fn coro_suspend<'ll>(builder: &Builder<'ll>, suspend: FunctionValue<'ll>) -> IntValue<'ll> {
    assert_eq!(suspend.get_name(), c"llvm.coro.suspend");
    let context = suspend.get_type().get_context();
    let is_final = Operand::of(context.bool_type().const_zero());
    let status = build_call(builder, suspend, &[Operand::token_none(context), is_final], c"");
    // SAFETY: the call was just built, and `llvm.coro.suspend` returns an `i8`.
    unsafe { IntValue::new(status.raw) }
}

/// Calls `llvm.coro.end` for the handle that [`coro_begin`] returned.
pub fn coro_end<'ll>(module: &IrModule<'ll>, builder: &Builder<'ll>, handle: PointerValue<'ll>) {
    let context = module.get_context();
    let end = intrinsic(module, "llvm.coro.end", &[]);
    let unwind = Operand::of(context.bool_type().const_zero());
    let results = Operand::token_none(context);
    build_call(builder, end, &[Operand::of(handle), unwind, results], c"");
}

/// A value of any type. inkwell has no words for tokens, which therefore stay in this module.
#[derive(Clone, Copy)]
struct Operand<'ll> {
    raw: LLVMValueRef,
    alive: PhantomData<&'ll ()>,
}

impl<'ll> Operand<'ll> {
    fn of(value: impl BasicValue<'ll>) -> Operand<'ll> {
        Operand { raw: value.as_value_ref(), alive: PhantomData }
    }

    /// `token none`.
    fn token_none(context: ContextRef<'ll>) -> Operand<'ll> {
        // SAFETY: the context lives for `'ll`, and so do the types and constants that it owns. The
        // null value of the token type is `none`.
        let raw = unsafe { LLVMConstNull(LLVMTokenTypeInContext(context.as_ctx_ref())) };
        Operand { raw, alive: PhantomData }
    }
}

/// Calls `callee`, which takes just the types of `operands`.
fn build_call<'ll>(
    builder: &Builder<'ll>,
    callee: FunctionValue<'ll>,
    operands: &[Operand<'ll>],
    name: &CStr,
) -> Operand<'ll> {
    check_position(builder);
    let ty = callee.get_type().as_type_ref();
    let mut raw: Vec<LLVMValueRef> = operands.iter().map(|operand| operand.raw).collect();
    // SAFETY: callee and operands are alive for `'ll`. The buffer for the types has as many places
    // as there are parameters, the counts are those of the vectors, and the operands are checked to
    // be what the callee takes. The name ends in a nul and is copied.
    unsafe {
        let mut parameters = vec![std::ptr::null_mut(); LLVMCountParamTypes(ty) as usize];
        LLVMGetParamTypes(ty, parameters.as_mut_ptr());
        let types = raw.iter().map(|value| LLVMTypeOf(*value));
        assert!(types.eq(parameters), "operands of other types than {callee:?} takes");
        let (operands, count) = (raw.as_mut_ptr(), raw.len() as c_uint);
        let callee = callee.as_value_ref();
        let raw = LLVMBuildCall2(builder.as_mut_ptr(), ty, callee, operands, count, name.as_ptr());
        Operand { raw, alive: PhantomData }
    }
}

/// inkwell's own `build_…` functions return an error instead, but do not say where a builder
/// stands.
fn check_position(builder: &Builder<'_>) {
    assert!(builder.get_insert_block().is_some(), "the builder stands in no block");
}

/// The instructions that use `value`, in the order of LLVM's list. Those that were taken out do not
/// count.
pub fn users<'ll>(value: &impl AnyValue<'ll>) -> Vec<InstructionValue<'ll>> {
    let mut users = vec![];
    // SAFETY: the value is alive, and with it its list of uses, which nothing changes during the
    // walk. A user is a live value; it becomes an `InstructionValue` only if it is an instruction.
    unsafe {
        let mut next = LLVMGetFirstUse(value.as_value_ref());
        while !next.is_null() {
            let user = LLVMGetUser(next);
            if !LLVMIsAInstruction(user).is_null() {
                users.push(InstructionValue::new(user));
            }
            next = LLVMGetNextUse(next);
        }
    }
    users.retain(|user| user.get_parent().is_some());
    users
}

/// The assembly text, if `instruction` calls inline assembly.
pub fn inline_asm(instruction: InstructionValue<'_>) -> Option<String> {
    let raw = instruction.as_value_ref();
    // SAFETY: the instruction is alive. Only calls are asked for what they call, and only inline
    // assembly for its text: `len` bytes that the assembly owns, copied before anything else is
    // done to it.
    unsafe {
        if LLVMIsACallInst(raw).is_null() {
            return None;
        }
        let callee = LLVMGetCalledValue(raw);
        if LLVMIsAInlineAsm(callee).is_null() {
            return None;
        }
        let mut len = 0;
        let text = LLVMGetInlineAsmAsmString(callee, &mut len);
        let text = std::slice::from_raw_parts(text.cast::<u8>(), len);
        Some(String::from_utf8_lossy(text).into_owned())
    }
}

/// Where a `switch` goes.
pub struct Switch<'ll> {
    /// If the value is none of the cases'.
    pub default: BasicBlock<'ll>,
    /// Values and where they lead, in order.
    pub cases: Vec<(u64, BasicBlock<'ll>)>,
}

impl<'ll> Switch<'ll> {
    /// Reads `instruction`, if it is a `switch` whose cases have at most 64 bits.
    pub fn of(instruction: InstructionValue<'ll>) -> Option<Switch<'ll>> {
        let raw = instruction.as_value_ref();
        // SAFETY: the instruction is alive and known to be a `switch`. Its successor 0 is the
        // default, the others are the cases, and `case` is one of them. Each case's value is a
        // constant integer.
        unsafe {
            if LLVMIsASwitchInst(raw).is_null() {
                return None;
            }
            let default = BasicBlock::new(LLVMGetSwitchDefaultDest(raw))?;
            let case = |case| {
                let value = IntValue::new(LLVMGetSwitchCaseValue(raw, case));
                let target = BasicBlock::new(LLVMGetSuccessor(raw, case))?;
                Some((value.get_zero_extended_constant()?, target))
            };
            let cases = (1..LLVMGetNumSuccessors(raw)).map(case).collect::<Option<_>>()?;
            Some(Switch { default, cases })
        }
    }
}
