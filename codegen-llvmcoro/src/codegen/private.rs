//! What mirrors private details of rustc, and all unsafe code of the rustc side.
//!
//! Each function states what it takes for granted, and checks what can be checked: when the plugin
//! is built, or in every codegen unit. `docs/rustc-internals.md` lists the same.

#![expect(unsafe_code, reason = "rustc offers no other way to its module and to its backend")]

use llvm_sys::core::LLVMGetModuleContext;
use llvm_sys::prelude::LLVMModuleRef;
use rustc_codegen_llvm::{LlvmCodegenBackend, ModuleLlvm};

use crate::llvm::shape::Module;

/// The LLVM module inside a `ModuleLlvm`.
///
/// `ModuleLlvm` is three pointers, all private: the context, the module and the target machine,
/// in an order that rustc's layout algorithm chooses. An LLVM module begins with the pointer to
/// its context, so the module is the word whose first word is another one of the three.
pub fn llvm_module(module: &mut ModuleLlvm) -> Module<'_> {
    const {
        assert!(size_of::<ModuleLlvm>() == 3 * size_of::<usize>());
        assert!(align_of::<ModuleLlvm>() == align_of::<usize>());
    }
    // SAFETY: three initialised words, by the sizes above and because every field is a pointer.
    let words: [usize; 3] = unsafe { std::ptr::read(std::ptr::from_ref(module).cast()) };
    for candidate in words {
        // SAFETY: each word points to a live LLVM object of at least one word.
        let first = unsafe { *(candidate as *const usize) };
        if first != candidate && words.contains(&first) {
            let raw = candidate as LLVMModuleRef;
            // SAFETY: found to be the module; the question confirms it against LLVM itself.
            let context = unsafe { LLVMGetModuleContext(raw) };
            assert_eq!(context as usize, first, "ModuleLlvm is not laid out as expected");
            // SAFETY: the `ModuleLlvm` owns the module and its context. It is borrowed alone for as
            // long as the result, so nothing else uses or drops them, in this thread or another.
            return unsafe { Module::from_raw(raw) };
        }
    }
    panic!("ModuleLlvm does not hold an LLVM module where this plugin looks for it");
}

/// rustc's LLVM backend itself. Its only constructor returns it boxed, as a `dyn CodegenBackend`.
pub fn llvm_backend() -> LlvmCodegenBackend {
    const { assert!(size_of::<LlvmCodegenBackend>() == 0) };
    // SAFETY: a struct without bytes (checked above) has one value, and this one has no invariant:
    // its constructor does nothing else, and its only field is a `()`.
    unsafe { std::mem::transmute::<(), LlvmCodegenBackend>(()) }
}
