//! rustc's own LLVM backend with one difference: coroutines (`async`, `gen`, `async gen` and
//! `#[coroutine]`) keep their suspension points until they reach LLVM, whose coroutine passes split
//! them, and `layout_of` answers with the frame that LLVM lays out.
//!
//! The rooms. Each knows only those above it:
//!
//! * [`policy`]: the options, and how each coroutine is lowered.
//! * [`llvm`]: knows LLVM IR only. Lays out a frame model, turns markers into `llvm.coro`
//!   intrinsics and splits the coroutine.
//! * [`mir`]: turns a coroutine's MIR into a body with *markers* where it suspends.
//! * [`frame`]: turns that body into a *frame model*, which says when each local is read and
//!   written, and turns LLVM's answer into a layout.
//! * [`output`]: what the user is told.
//! * [`codegen`]: splits the coroutines of a codegen unit.
//! * [`queries`] and [`backend`]: where rustc calls the plugin.
//!
//! `docs/lowering.md` tells the whole story.

#![feature(rustc_private)]
#![warn(missing_docs)]
// `docs/rustc-internals.md` lists the exempt modules.
#![deny(unsafe_code, unsafe_op_in_unsafe_fn)]

extern crate rustc_abi;
extern crate rustc_ast;
extern crate rustc_codegen_llvm;
extern crate rustc_codegen_ssa;
extern crate rustc_data_structures;
extern crate rustc_driver;
extern crate rustc_errors;
extern crate rustc_hashes;
extern crate rustc_hir;
extern crate rustc_index;
extern crate rustc_metadata;
extern crate rustc_middle;
extern crate rustc_mir_transform;
extern crate rustc_session;
extern crate rustc_span;
extern crate rustc_target;

mod backend;
mod codegen;
mod frame;
mod llvm;
mod mir;
#[cfg(feature = "mutations")]
mod mutation;
mod output;
mod policy;
mod queries;

use rustc_codegen_ssa::traits::CodegenBackend;

/// The entry point that `-Zcodegen-backend` looks up.
#[expect(unsafe_code, reason = "the plugin is the only library that rustc looks this name up in")]
#[unsafe(no_mangle)]
pub fn __rustc_codegen_backend() -> Box<dyn CodegenBackend> {
    Box::new(backend::LlvmCoroBackend::new())
}
