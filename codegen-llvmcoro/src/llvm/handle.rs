//! Small wrappers over LLVM's C API, for what inkwell has no words for.
//!
//! Values are plain `LLVMValueRef`s here. Every function is `unsafe` for one reason: its
//! references must be alive and belong to one context that no other thread uses.

use std::ffi::{CString, c_uint};

use inkwell::attributes::AttributeLoc;
use inkwell::context::{AsContextRef, Context};
use inkwell::values::{AsValueRef, FunctionValue, InstructionValue};
use llvm_sys::LLVMAttributeFunctionIndex;
use llvm_sys::core::*;
use llvm_sys::prelude::*;

/// The metadata that gives an alloca its place in the frame: `!{i64 offset}`.
pub const SLOT_METADATA: &str = "coro.slot";
/// The metadata that gives a suspension point its index: `!{i32 index}`.
pub const INDEX_METADATA: &str = "coro.suspend.index";

/// The metadata of a function that lists what may be copied between its slots.
pub const TRANSFERS_METADATA: &str = "coro.frame.transfers";

/// The value of string attribute `name` of `function`.
pub fn fn_attribute<'a>(function: FunctionValue<'a>, name: &str) -> Result<String, String> {
    let attribute = function
        .get_string_attribute(AttributeLoc::Function, name)
        .ok_or_else(|| format!("the layout pass set no {name}"))?;
    Ok(attribute.get_string_value().to_string_lossy().into_owned())
}

/// The frame offset that the layout pass gave an alloca, in bytes.
pub fn slot_offset(context: &Context, alloca: InstructionValue<'_>) -> Option<u64> {
    int_metadata(context, alloca, SLOT_METADATA)?.first().copied()
}

/// The integers of the metadata `name` of an instruction.
pub fn int_metadata(
    context: &Context,
    instruction: InstructionValue<'_>,
    name: &str,
) -> Option<Vec<u64>> {
    // SAFETY: `instruction` keeps its module alive, and the module and `context` are the caller's;
    // there is room for as many operands as the node has.
    unsafe {
        let kind = metadata_kind(context.as_ctx_ref(), name);
        let node = LLVMGetMetadata(instruction.as_value_ref(), kind);
        if node.is_null() {
            return None;
        }
        let mut operands = vec![std::ptr::null_mut(); LLVMGetMDNodeNumOperands(node) as usize];
        LLVMGetMDNodeOperands(node, operands.as_mut_ptr());
        Some(operands.into_iter().map(|operand| LLVMConstIntGetZExtValue(operand)).collect())
    }
}

/// The number of the metadata kind `name`.
pub unsafe fn metadata_kind(context: LLVMContextRef, name: &str) -> c_uint {
    // SAFETY: as in the module's description; the length is that of the name.
    unsafe { LLVMGetMDKindIDInContext(context, name.as_ptr().cast(), name.len() as c_uint) }
}

/// Attaches `!{iN value}` as metadata `name`.
pub unsafe fn set_int_metadata(
    context: LLVMContextRef,
    instruction: LLVMValueRef,
    name: &str,
    ty: LLVMTypeRef,
    value: u64,
) {
    // SAFETY: as in the module's description; one operand is passed, and one is counted.
    unsafe {
        let mut operand = LLVMValueAsMetadata(LLVMConstInt(ty, value, 0));
        let node = LLVMMDNodeInContext2(context, &mut operand, 1);
        let node = LLVMMetadataAsValue(context, node);
        LLVMSetMetadata(instruction, metadata_kind(context, name), node);
    }
}

/// Attaches a node of nodes of integers of type `ty` to `function`, as metadata `name`.
pub unsafe fn set_fn_metadata(
    context: LLVMContextRef,
    function: LLVMValueRef,
    name: &str,
    ty: LLVMTypeRef,
    lists: &[Vec<u64>],
) {
    // SAFETY: as in the module's description; counts are those of the vectors.
    unsafe {
        let node = |operands: &mut Vec<LLVMMetadataRef>| {
            LLVMMDNodeInContext2(context, operands.as_mut_ptr(), operands.len())
        };
        let number = |number: &u64| LLVMValueAsMetadata(LLVMConstInt(ty, *number, 0));
        let list = |list: &Vec<u64>| node(&mut list.iter().map(number).collect());
        let all = node(&mut lists.iter().map(list).collect());
        LLVMGlobalSetMetadata(function, metadata_kind(context, name), all);
    }
}

/// Adds the string attribute `name="value"` to `function`.
pub unsafe fn add_fn_attribute(
    context: LLVMContextRef,
    function: LLVMValueRef,
    name: &str,
    value: &str,
) {
    // SAFETY: as in the module's description; the lengths are those of the strings.
    unsafe {
        let attribute = LLVMCreateStringAttribute(
            context,
            name.as_ptr().cast(),
            name.len() as c_uint,
            value.as_ptr().cast(),
            value.len() as c_uint,
        );
        LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex, attribute);
    }
}

/// The kind of the enum attribute `name`.
pub unsafe fn enum_attribute(name: &str) -> c_uint {
    // SAFETY: the length is that of the name.
    let kind = unsafe { LLVMGetEnumAttributeKindForName(name.as_ptr().cast(), name.len()) };
    assert_ne!(kind, 0, "this LLVM has no attribute `{name}`");
    kind
}

/// Adds the enum attribute `name` to `function`.
pub unsafe fn add_enum_attribute(context: LLVMContextRef, function: LLVMValueRef, name: &str) {
    // SAFETY: as in the module's description.
    unsafe {
        let attribute = LLVMCreateEnumAttribute(context, enum_attribute(name), 0);
        LLVMAddAttributeAtIndex(function, LLVMAttributeFunctionIndex, attribute);
    }
}

/// The declaration of the intrinsic `name` in `module`, with its type. `overloaded` are the types
/// that its name would end in.
pub unsafe fn intrinsic(
    module: LLVMModuleRef,
    name: &str,
    overloaded: &mut [LLVMTypeRef],
) -> (LLVMValueRef, LLVMTypeRef) {
    // SAFETY: as in the module's description; the counts are those of the slices.
    unsafe {
        let id = LLVMLookupIntrinsicID(name.as_ptr().cast(), name.len());
        assert_ne!(id, 0, "this LLVM has no intrinsic `{name}`");
        let context = LLVMGetModuleContext(module);
        let (types, count) = (overloaded.as_mut_ptr(), overloaded.len());
        let ty = LLVMIntrinsicGetType(context, id, types, count);
        (LLVMGetIntrinsicDeclaration(module, id, types, count), ty)
    }
}

/// Calls `llvm.coro.id` and `llvm.coro.begin` for a coroutine at `frame`; returns the handle.
pub unsafe fn coro_begin(
    module: LLVMModuleRef,
    builder: &Builder,
    frame: LLVMValueRef,
) -> LLVMValueRef {
    // SAFETY: as in the module's description; the counts are those of the arrays.
    unsafe {
        let context = LLVMGetModuleContext(module);
        let null = LLVMConstPointerNull(LLVMPointerTypeInContext(context, 0));
        let zero = LLVMConstInt(LLVMInt32TypeInContext(context), 0, 0);
        let (id, id_ty) = intrinsic(module, "llvm.coro.id", &mut []);
        let mut args = [zero, null, null, null];
        let id = LLVMBuildCall2(builder.0, id_ty, id, args.as_mut_ptr(), 4, c"".as_ptr());
        let (begin, begin_ty) = intrinsic(module, "llvm.coro.begin", &mut []);
        let mut args = [id, frame];
        LLVMBuildCall2(builder.0, begin_ty, begin, args.as_mut_ptr(), 2, c"coro".as_ptr())
    }
}

/// Calls `llvm.coro.end` for what `coro_begin` returned.
pub unsafe fn coro_end(module: LLVMModuleRef, builder: &Builder, handle: LLVMValueRef) {
    // SAFETY: as in the module's description; the count is that of the array.
    unsafe {
        let context = LLVMGetModuleContext(module);
        let (end, end_ty) = intrinsic(module, "llvm.coro.end", &mut []);
        let mut args = [handle, const_bool(context, false), token_none(context)];
        LLVMBuildCall2(builder.0, end_ty, end, args.as_mut_ptr(), 3, c"".as_ptr());
    }
}

/// `token none`.
pub unsafe fn token_none(context: LLVMContextRef) -> LLVMValueRef {
    // SAFETY: as in the module's description.
    unsafe { LLVMConstNull(LLVMTokenTypeInContext(context)) }
}

/// `i1 value`.
pub unsafe fn const_bool(context: LLVMContextRef, value: bool) -> LLVMValueRef {
    // SAFETY: as in the module's description.
    unsafe { LLVMConstInt(LLVMInt1TypeInContext(context), value.into(), 0) }
}

/// An instruction builder that frees itself.
pub struct Builder(LLVMBuilderRef);

impl Builder {
    /// A builder for the functions of `context`.
    pub unsafe fn new(context: LLVMContextRef) -> Builder {
        // SAFETY: as in the module's description.
        unsafe { Builder(LLVMCreateBuilderInContext(context)) }
    }

    /// For the C API.
    pub fn raw(&self) -> LLVMBuilderRef {
        self.0
    }
}

impl Drop for Builder {
    fn drop(&mut self) {
        // SAFETY: created by `LLVMCreateBuilderInContext`, disposed of once.
        unsafe { LLVMDisposeBuilder(self.0) };
    }
}

/// The function `name` of `module`, if there is one.
pub unsafe fn function(module: LLVMModuleRef, name: &str) -> Option<LLVMValueRef> {
    let name = CString::new(name).ok()?;
    // SAFETY: as in the module's description; `name` ends in a nul.
    let function = unsafe { LLVMGetNamedFunction(module, name.as_ptr()) };
    (!function.is_null()).then_some(function)
}

/// The blocks of `function`.
pub unsafe fn blocks(function: LLVMValueRef) -> Vec<LLVMBasicBlockRef> {
    // SAFETY: as in the module's description.
    unsafe {
        let mut blocks = vec![];
        let mut block = LLVMGetFirstBasicBlock(function);
        while !block.is_null() {
            blocks.push(block);
            block = LLVMGetNextBasicBlock(block);
        }
        blocks
    }
}

/// The instructions of `block`.
pub unsafe fn instructions(block: LLVMBasicBlockRef) -> Vec<LLVMValueRef> {
    // SAFETY: as in the module's description.
    unsafe {
        let mut instructions = vec![];
        let mut instruction = LLVMGetFirstInstruction(block);
        while !instruction.is_null() {
            instructions.push(instruction);
            instruction = LLVMGetNextInstruction(instruction);
        }
        instructions
    }
}

/// The instructions that use `value`.
pub unsafe fn users(value: LLVMValueRef) -> Vec<LLVMValueRef> {
    // SAFETY: as in the module's description.
    unsafe {
        let mut users = vec![];
        let mut next = LLVMGetFirstUse(value);
        while !next.is_null() {
            users.push(LLVMGetUser(next));
            next = LLVMGetNextUse(next);
        }
        users
    }
}

/// The assembly text, if `instruction` calls inline assembly.
pub unsafe fn inline_asm(instruction: LLVMValueRef) -> Option<String> {
    // SAFETY: as in the module's description; the text is copied before anything changes.
    unsafe {
        if LLVMIsACallInst(instruction).is_null() {
            return None;
        }
        let callee = LLVMGetCalledValue(instruction);
        if LLVMIsAInlineAsm(callee).is_null() {
            return None;
        }
        let mut len = 0;
        let text = LLVMGetInlineAsmAsmString(callee, &mut len);
        let text = std::slice::from_raw_parts(text.cast::<u8>(), len);
        Some(String::from_utf8_lossy(text).into_owned())
    }
}

/// The text of a value, for messages.
pub unsafe fn print(value: LLVMValueRef) -> String {
    // SAFETY: as in the module's description; the string is freed after the copy.
    unsafe {
        let text = LLVMPrintValueToString(value);
        let copy = std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned();
        LLVMDisposeMessage(text);
        copy
    }
}
