//! Everything that mirrors private details of rustc, and all unsafe code of the rustc side.
//!
//! Each function states its assumptions and checks what can be checked, when the plugin is built or
//! in every codegen unit. `docs/rustc-internals.md` lists them too.

#![expect(unsafe_code, reason = "rustc offers no other way to its module and to its backend")]

use std::hash::Hash;

use llvm_sys::core::LLVMGetModuleContext;
use llvm_sys::prelude::LLVMModuleRef;
use rustc_codegen_llvm::{LlvmCodegenBackend, ModuleLlvm};
use rustc_data_structures::fingerprint::Fingerprint;
use rustc_data_structures::stable_hasher::{HashStable, StableHasher};
use rustc_middle::ty::{Ty, TyCtxt};

use crate::llvm::shape::Module;

/// The LLVM module inside a `ModuleLlvm`.
///
/// `ModuleLlvm` is three private pointers, to the context, the module and the target machine, in an
/// order that rustc's layout algorithm chooses. An LLVM module starts with the pointer to its
/// context, so the module is the word that points to a copy of another of the three.
pub fn llvm_module(module: &mut ModuleLlvm) -> Module<'_> {
    const {
        assert!(size_of::<ModuleLlvm>() == 3 * size_of::<usize>());
        assert!(align_of::<ModuleLlvm>() == align_of::<usize>());
    }
    // SAFETY: these are three initialised words: the sizes above match, and every field is a
    // pointer.
    let words: [usize; 3] = unsafe { std::ptr::read(std::ptr::from_ref(module).cast()) };
    for candidate in words {
        // SAFETY: each word points to a live LLVM object of at least one word.
        let first = unsafe { *(candidate as *const usize) };
        if first != candidate && words.contains(&first) {
            let raw = candidate as LLVMModuleRef;
            // SAFETY: the words identify it as the module, and the assertion below confirms that
            // with LLVM.
            let context = unsafe { LLVMGetModuleContext(raw) };
            assert_eq!(context as usize, first, "ModuleLlvm is not laid out as expected");
            // SAFETY: the `ModuleLlvm` owns the module and its context. The result borrows it
            // exclusively, so nothing else uses or drops them meanwhile, in this thread or another.
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

/// The identifier of a type in debug information, if its node has one. `ty` is normalized, and its
/// regions are erased.
///
/// rustc's LLVM backend hashes its enum `UniqueTypeId`, whose first variant holds a type, and a
/// struct without bytes. Where an identifier is not found, nothing is described; a test finds that.
pub fn debug_type_id<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> String {
    enum UniqueTypeId<'tcx> {
        Ty(Ty<'tcx>),
    }
    let id = UniqueTypeId::Ty(ty);
    let mut hasher = StableHasher::new();
    std::mem::discriminant(&id).hash(&mut hasher);
    let UniqueTypeId::Ty(ty) = id;
    tcx.with_stable_hashing_context(|mut hcx| {
        hcx.while_hashing_spans(false, |hcx| ty.hash_stable(hcx, &mut hasher));
    });
    hasher.finish::<Fingerprint>().to_hex()
}
