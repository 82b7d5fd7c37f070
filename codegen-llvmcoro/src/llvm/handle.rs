//! All unsafe code of the LLVM side.
//!
//! This layer's handles are inkwell's values, blocks and types: plain pointers with a lifetime.
//! Three invariants make code that uses them safe, here and in inkwell:
//!
//! * **Alive.** A handle `…Value<'ll>` or `BasicBlock<'ll>` points into a module that lives for
//!   `'ll`, and nothing that a handle may point to is deleted meanwhile. Handles on rustc's modules
//!   exist only inside [`Module::edit`]; [`Ir::unlink`] unlinks an instruction, and the end of
//!   the edit deletes it. A pass that deletes instructions takes `&mut Module`, so it cannot
//!   overlap an edit. Types and constants belong to the context, which outlives its modules.
//! * **Alone.** No two threads may use one LLVM context at once. Neither [`Module`] nor inkwell's
//!   `Module` can be sent to or shared with another thread, and callers of [`Module::from_raw`]
//!   guarantee that no other thread has the context.
//! * **Of its kind.** LLVM checks kinds and types of values in debug builds only. Functions here
//!   check their arguments, and inkwell's types guarantee the rest.

#![expect(unsafe_code, reason = "LLVM's C API is unsafe; this module is its safe face")]

use std::cell::RefCell;
use std::collections::HashSet;
use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
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
        optimize: c_int,
        function: *mut LLVMValueRef,
        error: *mut *mut c_char,
    ) -> c_int;
    fn llvmcoro_add_initializes(call: LLVMValueRef, argument: c_uint, size: u64);
    fn llvmcoro_append_to_compiler_used(global: LLVMValueRef);
    fn llvmcoro_coroutine_types(module: LLVMModuleRef) -> *mut c_char;
    fn llvmcoro_describe_coroutines(
        module: LLVMModuleRef,
        json: *const c_char,
        error: *mut *mut c_char,
    ) -> c_int;
    fn llvmcoro_library() -> *mut c_char;
    fn llvmcoro_pass_plugin() -> PassPlugin;
    fn llvmcoro_finish_time_trace(path: *const c_char, error: *mut *mut c_char) -> c_int;
    fn llvmcoro_free_string(string: *mut c_char);
}

/// `struct llvmcoro_pass_plugin` of `cpp/llvmcoro.h`.
#[repr(C)]
pub struct PassPlugin {
    api_version: u32,
    name: *const c_char,
    version: *const c_char,
    register_passes: Option<unsafe extern "C" fn(*mut c_void)>,
    before_code_generation: Option<unsafe extern "C" fn()>,
}

/// What LLVM looks up in the libraries that `-Zllvm-plugins` names.
#[unsafe(no_mangle)]
pub extern "C" fn llvmGetPassPluginInfo() -> PassPlugin {
    // SAFETY: it takes nothing and returns constants, in a struct that `cpp/llvmcoro.h` declares the
    // same way.
    unsafe { llvmcoro_pass_plugin() }
}

/// A module that something else owns, borrowed for `'ll`.
pub struct Module<'ll> {
    raw: LLVMModuleRef,
    borrowed: PhantomData<&'ll mut ()>,
}

/// Why the split refused a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitError {
    /// The name of the function that cannot be split.
    pub function: String,
    /// The reason.
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

    /// Gives `edit` access to the module's IR. No handle can escape.
    pub fn edit<R>(&mut self, edit: impl for<'e> FnOnce(&Ir<'e>) -> R) -> R {
        edit(&self.ir())
    }

    /// The text of the function `name`, if it exists.
    pub fn print_function(&self, name: &str) -> Option<String> {
        let function = self.ir().module().get_function(name)?;
        Some(function.print_to_string().to_string())
    }

    /// Splits every poll-shaped presplit coroutine of the module, to be optimized if `optimize`.
    ///
    /// # Errors
    /// The first function that the pass refuses. The module must not be used afterwards.
    pub fn split(&mut self, optimize: bool) -> Result<(), SplitError> {
        let mut function = std::ptr::null_mut();
        let split = |error: *mut _| {
            // SAFETY: by the contract of `from_raw`, the module is alive and nothing else uses it.
            // The pass deletes instructions and blocks, but `&mut self` ends every edit, so no
            // handle on them is left. Both out-pointers are valid.
            unsafe { llvmcoro_split(self.raw, optimize.into(), &mut function, error) }
        };
        fallible(split).map_err(|message| {
            assert!(!function.is_null(), "the split says which function it refuses");
            // SAFETY: on failure the C interface sets `function` to a function of the module. Its
            // name has `len` bytes, which stay valid until the function is renamed; they are copied
            // at once.
            let name = unsafe {
                let mut len = 0;
                let name = LLVMGetValueName2(function, &mut len);
                std::slice::from_raw_parts(name.cast::<u8>(), len)
            };
            SplitError { function: String::from_utf8_lossy(name).into_owned(), message }
        })
    }

    /// Makes optimisations keep the global variable `name`, although only readers of the object
    /// file use it.
    ///
    /// # Panics
    /// If there is no such variable.
    pub fn append_to_compiler_used(&mut self, name: &CStr) {
        // SAFETY: by the contract of `from_raw`, the module is alive and ours alone, and the name
        // ends in a nul. The callee deletes the old list, and `&mut self` guarantees that no handle
        // on it is left.
        unsafe {
            let global = LLVMGetNamedGlobal(self.raw, name.as_ptr());
            assert!(!global.is_null(), "there is no variable {name:?}");
            llvmcoro_append_to_compiler_used(global);
        }
    }

    /// The coroutine types in the module's debug information, as lines of `cpp/llvmcoro.h`.
    pub fn coroutine_types(&self) -> String {
        // SAFETY: by the contract of `from_raw`, the module is alive. The callee only reads it, and
        // returns a C string that the caller owns.
        unsafe { owned_string(llvmcoro_coroutine_types(self.raw)) }
    }

    /// Describes coroutine types in the module's debug information. `json` is a list of them.
    ///
    /// # Errors
    /// If `json` is something else.
    pub fn describe_coroutines(&mut self, json: &CStr) -> Result<(), String> {
        fallible(|error| {
            // SAFETY: by the contract of `from_raw`, the module is alive and ours alone, and `json`
            // ends in a nul. The callee changes debug information, on which there are no handles.
            unsafe { llvmcoro_describe_coroutines(self.raw, json.as_ptr(), error) }
        })
    }

    fn ir(&self) -> Ir<'_> {
        // SAFETY: `raw` is a live module by the contract of `from_raw`. Dropping inkwell's `Module`
        // would dispose of it, so it is never dropped.
        let module = ManuallyDrop::new(unsafe { IrModule::new(self.raw) });
        Ir { module, unlinked: RefCell::default() }
    }
}

/// A module's IR during one [`Module::edit`].
pub struct Ir<'ll> {
    module: ManuallyDrop<IrModule<'ll>>,
    /// Instructions removed from their blocks, in the order of removal.
    unlinked: RefCell<Vec<InstructionValue<'ll>>>,
}

impl<'ll> Ir<'ll> {
    /// The module as inkwell sees it.
    pub fn module(&self) -> &IrModule<'ll> {
        &self.module
    }

    /// Removes an instruction from its block. Handles on it stay valid until the edit ends and
    /// deletes it.
    pub fn unlink(&self, instruction: InstructionValue<'ll>) {
        if instruction.get_parent().is_some() {
            instruction.remove_from_basic_block();
            self.unlinked.borrow_mut().push(instruction);
        }
    }
}

impl Drop for Ir<'_> {
    fn drop(&mut self) {
        let mut seen = HashSet::new();
        for instruction in self.unlinked.take() {
            // A reinserted instruction belongs to its block. It may also be in the list twice.
            if !seen.insert(instruction) || instruction.get_parent().is_some() {
                continue;
            }
            let raw = instruction.as_value_ref();
            // SAFETY: no handle outlives the edit that ends here, and the loop sees each
            // instruction once, so it is alive now and unused afterwards. LLVM requires that it is
            // in no block, which is checked above, and has no uses: `poison` replaces those left.
            unsafe {
                if !LLVMGetFirstUse(raw).is_null() {
                    LLVMReplaceAllUsesWith(raw, LLVMGetPoison(LLVMTypeOf(raw)));
                }
                LLVMDeleteInstruction(raw);
            }
        }
    }
}

/// Lays out the frame of every function of `module` that requests it (`"coro-frame"="pack"`).
///
/// # Errors
/// The pass's message about IR that breaks its conventions.
pub fn lay_out_frames(module: &IrModule<'_>) -> Result<(), String> {
    fallible(|error| {
        // SAFETY: inkwell's `Module` is alive and cannot be shared between threads. The pass
        // changes attributes and metadata only, so every handle stays valid.
        unsafe { llvmcoro_frame_layout(module.as_mut_ptr(), error) }
    })
}

/// Writes what LLVM's time profiler has recorded in this thread to `path` and ends the profiler.
///
/// # Errors
/// If the file cannot be written or this thread has no profiler.
pub fn finish_time_trace(path: &CStr) -> Result<(), String> {
    // SAFETY: `path` ends in a nul and lives until the call returns; the callee itself checks that
    // this thread has a profiler.
    fallible(|error| unsafe { llvmcoro_finish_time_trace(path.as_ptr(), error) })
}

/// The file that this library is in, if its name is known and UTF-8.
pub fn library() -> Option<String> {
    // SAFETY: it returns null, or a C string that the caller owns and that is not used again.
    unsafe {
        let name = llvmcoro_library();
        (!name.is_null()).then(|| owned_string(name)).filter(|name| !name.contains('\u{FFFD}'))
    }
}

/// Calls a function of the C interface and turns its message into an error.
fn fallible(call: impl FnOnce(*mut *mut c_char) -> c_int) -> Result<(), String> {
    let mut error = std::ptr::null_mut();
    if call(&mut error) == 0 {
        return Ok(());
    }
    if error.is_null() {
        return Err("LLVM failed without a message".into());
    }
    // SAFETY: when a function of the interface fails, it sets `error` to a C string that the caller
    // owns, and `error` is not used again.
    Err(unsafe { owned_string(error) })
}

/// Copies and frees a string that a function of the C interface returned.
///
/// # Safety
/// It must be a C string that the caller owns, and not be used afterwards.
unsafe fn owned_string(string: *mut c_char) -> String {
    // SAFETY: by the contract, the string ends in a nul, and nobody else uses or frees it.
    unsafe {
        let copy = CStr::from_ptr(string).to_string_lossy().into_owned();
        llvmcoro_free_string(string);
        copy
    }
}

/// `[len x i8]`. inkwell's own array types have 32-bit lengths.
pub fn byte_array<'ll>(context: ContextRef<'ll>, len: u64) -> ArrayType<'ll> {
    // SAFETY: the context lives for `'ll`, and so does the type that it owns; arrays of integers
    // may have any length.
    unsafe {
        let byte = LLVMInt8TypeInContext(context.as_ctx_ref());
        ArrayType::new(LLVMArrayType2(byte, len))
    }
}

/// Adds the attribute `initializes((0, size))`, in bytes, to an argument of `call`, counted from 0.
///
/// # Panics
/// If the call has no such argument.
pub fn add_initializes(call: CallSiteValue<'_>, argument: u32, size: u64) {
    assert!(argument < call.count_arguments(), "a call has no argument {argument}");
    // SAFETY: a `CallSiteValue` is a live call, and the assertion ensures that it has the argument.
    unsafe { llvmcoro_add_initializes(call.as_value_ref(), argument, size) }
}

/// Builds `freeze ty poison`.
pub fn freeze_poison<'ll>(
    builder: &Builder<'ll>,
    ty: IntType<'ll>,
    name: &CStr,
) -> InstructionValue<'ll> {
    check_position(builder);
    // SAFETY: the builder is at a live block, the type is alive, and `freeze` takes any integer
    // type. The builder folds no `freeze`, so the result is an instruction.
    unsafe {
        let poison = LLVMGetPoison(ty.as_type_ref());
        InstructionValue::new(LLVMBuildFreeze(builder.as_mut_ptr(), poison, name.as_ptr()))
    }
}

/// Declares the intrinsic `name` in `module`. `overloaded` are the types at the end of its full
/// name.
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

/// Calls `llvm.coro.id` and `llvm.coro.begin` for a coroutine at `frame`, and returns the
/// coroutine's handle.
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
    // SAFETY: this call was just built, and `llvm.coro.begin` returns a pointer.
    unsafe { PointerValue::new(handle.raw) }
}

/// Calls `suspend`, the declaration of `llvm.coro.suspend`, and returns the status, an `i8`.
///
/// # Panics
/// If `suspend` is another function.
pub fn coro_suspend<'ll>(builder: &Builder<'ll>, suspend: FunctionValue<'ll>) -> IntValue<'ll> {
    assert_eq!(suspend.get_name(), c"llvm.coro.suspend");
    let context = suspend.get_type().get_context();
    let is_final = Operand::of(context.bool_type().const_zero());
    let status = build_call(builder, suspend, &[Operand::token_none(context), is_final], c"");
    // SAFETY: this call was just built, and `llvm.coro.suspend` returns an `i8`.
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

/// A value of any type. inkwell cannot express tokens, so they stay inside this module.
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
        // SAFETY: the context lives for `'ll`, and so do its types and constants. The null value of
        // the token type is `none`.
        let raw = unsafe { LLVMConstNull(LLVMTokenTypeInContext(context.as_ctx_ref())) };
        Operand { raw, alive: PhantomData }
    }
}

/// Calls `callee`, whose parameter types must be those of `operands`.
fn build_call<'ll>(
    builder: &Builder<'ll>,
    callee: FunctionValue<'ll>,
    operands: &[Operand<'ll>],
    name: &CStr,
) -> Operand<'ll> {
    check_position(builder);
    let ty = callee.get_type().as_type_ref();
    let mut raw: Vec<LLVMValueRef> = operands.iter().map(|operand| operand.raw).collect();
    // SAFETY: callee and operands are alive for `'ll`. The buffer for the types has one element per
    // parameter, the counts are the vectors' lengths, and the assertion compares the operands'
    // types with the parameters'. The name ends in a nul and is copied.
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

/// inkwell's own `build_…` functions return an error instead, but don't reveal a builder's
/// position.
fn check_position(builder: &Builder<'_>) {
    assert!(builder.get_insert_block().is_some(), "the builder stands in no block");
}

/// The instructions that use `value`, in the order of LLVM's list, without those that were taken
/// out.
pub fn users<'ll>(value: &impl AnyValue<'ll>) -> Vec<InstructionValue<'ll>> {
    let mut users = vec![];
    // SAFETY: the value is alive, and so is its list of uses, which nothing changes during the
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
    // SAFETY: the instruction is alive. Only calls are asked for their callee, and only inline
    // assembly for its text: `len` bytes that the assembly owns, copied before anything else
    // happens to it.
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

/// The targets of a `switch`.
pub struct Switch<'ll> {
    /// The target if no case matches.
    pub default: BasicBlock<'ll>,
    /// The cases' values and targets, in order.
    pub cases: Vec<(u64, BasicBlock<'ll>)>,
}

impl<'ll> Switch<'ll> {
    /// Reads `instruction` if it is a `switch` whose cases have at most 64 bits.
    pub fn of(instruction: InstructionValue<'ll>) -> Option<Switch<'ll>> {
        let raw = instruction.as_value_ref();
        // SAFETY: the instruction is alive and known to be a `switch`. Successor 0 is the default,
        // the others are the cases, and `case` is one of these. Each case's value is a constant
        // integer.
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
