//! LLVM's pipelines, with our own passes in them.
//!
//! rustc builds the pipelines, and lets plugins of LLVM's kind add passes. This library is one of
//! them, too, so rustc is told to load it once more.

use std::sync::{Arc, LazyLock};

use rustc_codegen_ssa::back::write::{CodegenContext, ModuleConfig};
use rustc_session::Session;
use rustc_session::config::OptLevel;

use crate::llvm;

/// The file of this library, as rustc wants to be told of it.
static LIBRARY: LazyLock<Option<String>> = LazyLock::new(|| {
    // rustc joins the names of plugins by commas.
    llvm::library().filter(|library| !library.contains(','))
});

/// Warns if our passes cannot be in the pipelines.
pub fn check(sess: &Session) {
    if LIBRARY.is_none() {
        sess.dcx().warn(
            "llvmcoro: the path of the plugin is not UTF-8, or has a comma; so LLVM cannot load its \
             passes, and some coroutines stay in memory",
        );
    }
}

/// The context with our passes in its pipelines.
pub fn with_passes(context: &CodegenContext) -> CodegenContext {
    let module_config = Arc::new(config_with_passes(&context.module_config));
    CodegenContext { module_config, ..context.clone() }
}

/// The same for the configuration of one module, which rustc offers no way to copy.
pub fn config_with_passes(config: &ModuleConfig) -> ModuleConfig {
    let mut llvm_plugins = config.llvm_plugins.clone();
    if !matches!(config.opt_level, None | Some(OptLevel::No)) {
        llvm_plugins.extend(LIBRARY.clone());
    }
    ModuleConfig {
        passes: config.passes.clone(),
        opt_level: config.opt_level,
        pgo_gen: config.pgo_gen.clone(),
        pgo_use: config.pgo_use.clone(),
        pgo_sample_use: config.pgo_sample_use.clone(),
        debug_info_for_profiling: config.debug_info_for_profiling,
        instrument_coverage: config.instrument_coverage,
        sanitizer: config.sanitizer,
        sanitizer_recover: config.sanitizer_recover,
        sanitizer_dataflow_abilist: config.sanitizer_dataflow_abilist.clone(),
        sanitizer_memory_track_origins: config.sanitizer_memory_track_origins,
        emit_pre_lto_bc: config.emit_pre_lto_bc,
        emit_bc: config.emit_bc,
        emit_ir: config.emit_ir,
        emit_asm: config.emit_asm,
        emit_obj: config.emit_obj,
        emit_thin_lto_summary: config.emit_thin_lto_summary,
        verify_llvm_ir: config.verify_llvm_ir,
        lint_llvm_ir: config.lint_llvm_ir,
        no_prepopulate_passes: config.no_prepopulate_passes,
        no_builtins: config.no_builtins,
        vectorize_loop: config.vectorize_loop,
        vectorize_slp: config.vectorize_slp,
        merge_functions: config.merge_functions,
        emit_lifetime_markers: config.emit_lifetime_markers,
        llvm_plugins,
        autodiff: config.autodiff.clone(),
        offload: config.offload.clone(),
    }
}
