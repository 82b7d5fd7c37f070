//! The C interface of the patched coroutine passes (`cpp/llvmcoro.h`).

use std::ffi::{CStr, c_char, c_int, c_uint};

use llvm_sys::prelude::{LLVMModuleRef, LLVMValueRef};

unsafe extern "C" {
    fn llvmcoro_frame_layout(module: LLVMModuleRef, error: *mut *mut c_char) -> c_int;
    fn llvmcoro_split(module: LLVMModuleRef, error: *mut *mut c_char) -> c_int;
    fn llvmcoro_add_initializes(call: LLVMValueRef, argument: c_uint, size: u64);
    fn llvmcoro_finish_time_trace(path: *const c_char, error: *mut *mut c_char) -> c_int;
    fn llvmcoro_free_string(string: *mut c_char);
}

/// Lays out the frame of every function of `module` that asks for it (`"coro-frame"="pack"`).
///
/// # Errors
/// What the pass says about IR that breaks its conventions.
///
/// # Safety
/// `module` must be a valid module that no other thread uses.
pub unsafe fn frame_layout(module: LLVMModuleRef) -> Result<(), String> {
    // SAFETY: the caller vouches for `module`.
    unsafe { call(llvmcoro_frame_layout, module) }
}

/// Splits every poll-shaped presplit coroutine of `module`.
///
/// # Errors
/// What the pass refuses, with the function's name. The module is unusable then.
///
/// # Safety
/// `module` must be a valid module that no other thread uses.
pub unsafe fn split(module: LLVMModuleRef) -> Result<(), String> {
    // SAFETY: the caller vouches for `module`.
    unsafe { call(llvmcoro_split, module) }
}

/// Adds the attribute `initializes((0, size))` to an argument of `call`.
///
/// # Safety
/// `call` must be a call with so many arguments, in a module that no other thread uses.
pub unsafe fn add_initializes(call: LLVMValueRef, argument: u32, size: u64) {
    // SAFETY: the caller vouches for `call`.
    unsafe { llvmcoro_add_initializes(call, argument, size) }
}

/// Writes what LLVM's time profiler has recorded to `path`, and ends the profiler.
///
/// # Errors
/// If the file cannot be written.
///
/// # Safety
/// The profiler must have been initialized in this thread.
pub unsafe fn finish_time_trace(path: &CStr) -> Result<(), String> {
    // SAFETY: the caller vouches for the profiler; `path` ends in a nul.
    unsafe { call(llvmcoro_finish_time_trace, path.as_ptr()) }
}

unsafe fn call<T>(
    function: unsafe extern "C" fn(T, *mut *mut c_char) -> c_int,
    argument: T,
) -> Result<(), String> {
    let mut error = std::ptr::null_mut();
    // SAFETY: the caller vouches for `argument`; `error` is a valid place for the message.
    if unsafe { function(argument, &mut error) } == 0 {
        return Ok(());
    }
    if error.is_null() {
        return Err("LLVM failed without a message".into());
    }
    // SAFETY: a non-null message is a C string owned by us, freed once, after the copy.
    unsafe {
        let message = CStr::from_ptr(error).to_string_lossy().into_owned();
        llvmcoro_free_string(error);
        Err(message)
    }
}
