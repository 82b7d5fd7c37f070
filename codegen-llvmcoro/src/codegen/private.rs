//! What mirrors private details of rustc.

use llvm_sys::core::LLVMGetModuleContext;
use llvm_sys::prelude::LLVMModuleRef;
use rustc_codegen_llvm::ModuleLlvm;

/// The LLVM module inside a `ModuleLlvm`.
///
/// `ModuleLlvm` is three pointers, all private: the context, the module and the target machine,
/// in an order that rustc's layout algorithm chooses. An LLVM module begins with the pointer to
/// its context, so the module is the word whose first word is another one of the three.
pub fn llvm_module(module: &ModuleLlvm) -> LLVMModuleRef {
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
            return raw;
        }
    }
    panic!("ModuleLlvm does not hold an LLVM module where this plugin looks for it");
}
