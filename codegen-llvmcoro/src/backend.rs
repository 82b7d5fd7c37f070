//! The backend: a wrapper around rustc's LLVM backend with one more step per codegen unit.
//!
//! rustc drives code generation through the traits `ExtraBackendMethods` and `WriteBackendMethods`,
//! which are generic over the backend. The wrapper forwards everything to `LlvmCodegenBackend`.
//! [`ExtraBackendMethods::compile_codegen_unit`] does more: it splits the coroutines of the
//! freshly generated module, before anything is optimised. Where modules are optimised, a pass of our
//! own takes part.

use std::any::Any;
use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_ast::expand::allocator::AllocatorMethod;
use rustc_codegen_llvm::LlvmCodegenBackend;
use rustc_codegen_ssa::back::lto::{SerializedModule, ThinModule, ThinShared};
use rustc_codegen_ssa::back::write::{
    CodegenContext, FatLtoInput, ModuleConfig, OngoingCodegen, SharedEmitter,
    TargetMachineFactoryFn, ThinLtoInput,
};
use rustc_codegen_ssa::traits::{
    CodegenBackend, ExtraBackendMethods, ModuleBufferMethods, WriteBackendMethods,
};
use rustc_codegen_ssa::{CompiledModule, CompiledModules, CrateInfo, ModuleCodegen, TargetConfig};
use rustc_data_structures::fx::FxIndexMap;
use rustc_data_structures::profiling::SelfProfilerRef;
use rustc_errors::DiagCtxtHandle;
use rustc_metadata::EncodedMetadata;
use rustc_middle::dep_graph::{WorkProduct, WorkProductId};
use rustc_middle::ty::TyCtxt;
use rustc_middle::util::Providers;
use rustc_session::Session;
use rustc_session::config::{CrateType, OptLevel, OutputFilenames, PrintRequest};
use rustc_span::Symbol;

use crate::output::report;
use crate::{codegen, llvm, policy, queries};

/// The backend that `__rustc_codegen_backend` returns.
pub struct LlvmCoroBackend {
    llvm: Box<dyn CodegenBackend>,
}

impl LlvmCoroBackend {
    /// Wraps a fresh `LlvmCodegenBackend`.
    pub fn new() -> Self {
        Self { llvm: LlvmCodegenBackend::new() }
    }
}

impl CodegenBackend for LlvmCoroBackend {
    fn name(&self) -> &'static str {
        // rustc checks for this name in some decisions (debug info, `-C linker-plugin-lto`).
        self.llvm.name()
    }

    fn init(&self, sess: &Session) {
        policy::check_toolchain(sess);
        policy::check_options(sess);
        self.llvm.init(sess);
        policy::check_target(sess);
        #[cfg(feature = "mutations")]
        crate::mutation::check(sess);
    }

    fn print(&self, req: &PrintRequest, out: &mut String, sess: &Session) {
        self.llvm.print(req, out, sess);
    }

    fn target_config(&self, sess: &Session) -> TargetConfig {
        self.llvm.target_config(sess)
    }

    fn supported_crate_types(&self, sess: &Session) -> Vec<CrateType> {
        self.llvm.supported_crate_types(sess)
    }

    fn print_passes(&self) {
        self.llvm.print_passes();
    }

    fn print_version(&self) {
        self.llvm.print_version();
    }

    fn replaced_intrinsics(&self) -> Vec<Symbol> {
        self.llvm.replaced_intrinsics()
    }

    fn thin_lto_supported(&self) -> bool {
        self.llvm.thin_lto_supported()
    }

    fn has_zstd(&self) -> bool {
        self.llvm.has_zstd()
    }

    fn metadata_loader(&self) -> Box<rustc_metadata::creader::MetadataLoaderDyn> {
        self.llvm.metadata_loader()
    }

    fn provide(&self, providers: &mut Providers) {
        self.llvm.provide(providers);
        queries::provide(providers);
    }

    fn target_cpu(&self, sess: &Session) -> String {
        self.llvm.target_cpu(sess)
    }

    fn codegen_crate<'tcx>(&self, tcx: TyCtxt<'tcx>, crate_info: &CrateInfo) -> Box<dyn Any> {
        report::write(tcx);
        codegen::pipeline::check(tcx.sess);
        let write = WriteBackend(codegen::private::llvm_backend());
        Box::new(rustc_codegen_ssa::base::codegen_crate(write, tcx, crate_info))
    }

    fn join_codegen(
        &self,
        ongoing_codegen: Box<dyn Any>,
        sess: &Session,
        outputs: &OutputFilenames,
    ) -> (CompiledModules, FxIndexMap<WorkProductId, WorkProduct>) {
        let joined = ongoing_codegen
            .downcast::<OngoingCodegen<WriteBackend>>()
            .expect("join_codegen takes what codegen_crate returned")
            .join(sess);
        if sess.opts.unstable_opts.llvm_time_trace {
            finish_time_trace(sess, outputs);
        }
        joined
    }

    fn print_pass_timings(&self) {
        self.llvm.print_pass_timings();
    }

    fn print_statistics(&self) {
        self.llvm.print_statistics();
    }

    fn link(
        &self,
        sess: &Session,
        compiled_modules: CompiledModules,
        crate_info: CrateInfo,
        metadata: EncodedMetadata,
        outputs: &OutputFilenames,
    ) {
        codegen::agreement::check(sess, &compiled_modules, &crate_info);
        self.llvm.link(sess, compiled_modules, crate_info, metadata, outputs);
    }
}

/// Writes the file of `-Zllvm-time-trace` under the name that rustc gives it.
fn finish_time_trace(sess: &Session, outputs: &OutputFilenames) {
    let path = outputs.with_extension("llvm_timings.json");
    let name = CString::new(path.as_os_str().as_bytes()).expect("a path has no nul");
    // rustc starts the profiler in the thread that calls `init` and `join_codegen`.
    if let Err(message) = llvm::finish_time_trace(&name) {
        sess.dcx().fatal(format!("llvmcoro: cannot write {}: {message}", path.display()));
    }
}

/// The part that `rustc_codegen_ssa` clones into its worker threads.
#[derive(Clone)]
struct WriteBackend(LlvmCodegenBackend);

impl ExtraBackendMethods for WriteBackend {
    fn codegen_allocator<'tcx>(
        &self,
        tcx: TyCtxt<'tcx>,
        module_name: &str,
        methods: &[AllocatorMethod],
    ) -> Self::Module {
        self.0.codegen_allocator(tcx, module_name, methods)
    }

    fn compile_codegen_unit(
        &self,
        tcx: TyCtxt<'_>,
        cgu_name: Symbol,
    ) -> (ModuleCodegen<Self::Module>, u64) {
        let (module, cost) = codegen::emit::compile_codegen_unit(&self.0, tcx, cgu_name);
        (module, cost)
    }

    fn supports_parallel(&self) -> bool {
        self.0.supports_parallel()
    }
}

impl WriteBackendMethods for WriteBackend {
    type Module = <LlvmCodegenBackend as WriteBackendMethods>::Module;
    type TargetMachine = <LlvmCodegenBackend as WriteBackendMethods>::TargetMachine;
    type ModuleBuffer = ModuleBuffer;
    type ThinData = ThinData;

    fn thread_profiler() -> Box<dyn Any> {
        LlvmCodegenBackend::thread_profiler()
    }

    fn target_machine_factory(
        &self,
        sess: &Session,
        opt_level: OptLevel,
        target_features: &[String],
    ) -> TargetMachineFactoryFn<Self> {
        self.0.target_machine_factory(sess, opt_level, target_features)
    }

    fn optimize_and_codegen_fat_lto(
        cgcx: &CodegenContext,
        prof: &SelfProfilerRef,
        shared_emitter: &SharedEmitter,
        tm_factory: TargetMachineFactoryFn<Self>,
        exported_symbols_for_lto: &[String],
        each_linked_rlib_for_lto: &[PathBuf],
        modules: Vec<FatLtoInput<Self>>,
    ) -> CompiledModule {
        let modules = modules
            .into_iter()
            .map(|module| match module {
                FatLtoInput::Serialized { name, buffer } => {
                    FatLtoInput::Serialized { name, buffer: to_llvm_buffer(buffer) }
                }
                FatLtoInput::InMemory(module) => FatLtoInput::InMemory(module),
            })
            .collect();
        LlvmCodegenBackend::optimize_and_codegen_fat_lto(
            &codegen::pipeline::with_passes(cgcx),
            prof,
            shared_emitter,
            tm_factory,
            exported_symbols_for_lto,
            each_linked_rlib_for_lto,
            modules,
        )
    }

    fn run_thin_lto(
        cgcx: &CodegenContext,
        prof: &SelfProfilerRef,
        dcx: DiagCtxtHandle<'_>,
        exported_symbols_for_lto: &[String],
        each_linked_rlib_for_lto: &[PathBuf],
        modules: Vec<ThinLtoInput<Self>>,
    ) -> (Vec<ThinModule<Self>>, Vec<WorkProduct>) {
        let modules = modules
            .into_iter()
            .map(|module| match module {
                ThinLtoInput::Red { name, buffer } => {
                    ThinLtoInput::Red { name, buffer: to_llvm_buffer(buffer) }
                }
                ThinLtoInput::Green { wp, buffer } => {
                    ThinLtoInput::Green { wp, buffer: to_llvm_buffer(buffer) }
                }
            })
            .collect();
        let (modules, products) = LlvmCodegenBackend::run_thin_lto(
            cgcx,
            prof,
            dcx,
            exported_symbols_for_lto,
            each_linked_rlib_for_lto,
            modules,
        );
        (from_llvm_thin_modules(modules), products)
    }

    fn optimize(
        cgcx: &CodegenContext,
        prof: &SelfProfilerRef,
        shared_emitter: &SharedEmitter,
        module: &mut ModuleCodegen<Self::Module>,
        config: &ModuleConfig,
    ) {
        let config = codegen::pipeline::config_with_passes(config);
        LlvmCodegenBackend::optimize(cgcx, prof, shared_emitter, module, &config);
    }

    fn optimize_and_codegen_thin(
        cgcx: &CodegenContext,
        prof: &SelfProfilerRef,
        shared_emitter: &SharedEmitter,
        tm_factory: TargetMachineFactoryFn<Self>,
        thin: ThinModule<Self>,
    ) -> CompiledModule {
        let cgcx = codegen::pipeline::with_passes(cgcx);
        let thin = to_llvm_thin_module(thin);
        LlvmCodegenBackend::optimize_and_codegen_thin(&cgcx, prof, shared_emitter, tm_factory, thin)
    }

    fn codegen(
        cgcx: &CodegenContext,
        prof: &SelfProfilerRef,
        shared_emitter: &SharedEmitter,
        module: ModuleCodegen<Self::Module>,
        config: &ModuleConfig,
    ) -> CompiledModule {
        LlvmCodegenBackend::codegen(cgcx, prof, shared_emitter, module, config)
    }

    fn serialize_module(module: Self::Module, is_thin: bool) -> Self::ModuleBuffer {
        ModuleBuffer::Own(LlvmCodegenBackend::serialize_module(module, is_thin))
    }
}

type LlvmBuffer = <LlvmCodegenBackend as WriteBackendMethods>::ModuleBuffer;

/// The LLVM backend's data about the modules of thin LTO.
struct ThinData(Arc<ThinShared<LlvmCodegenBackend>>);

/// A serialized module.
enum ModuleBuffer {
    Own(LlvmBuffer),
    /// One of the modules that thin LTO shares.
    Shared {
        thin: Arc<ThinShared<LlvmCodegenBackend>>,
        idx: usize,
    },
}

impl ModuleBufferMethods for ModuleBuffer {
    fn data(&self) -> &[u8] {
        match self {
            ModuleBuffer::Own(buffer) => buffer.data(),
            ModuleBuffer::Shared { thin, idx } => thin.modules[*idx].data(),
        }
    }
}

fn to_llvm_buffer(buffer: SerializedModule<ModuleBuffer>) -> SerializedModule<LlvmBuffer> {
    match buffer {
        SerializedModule::Local(ModuleBuffer::Own(buffer)) => SerializedModule::Local(buffer),
        SerializedModule::Local(ModuleBuffer::Shared { .. }) => {
            unreachable!("thin LTO hands its modules on to code generation only")
        }
        SerializedModule::FromRlib(bytes) => SerializedModule::FromRlib(bytes),
        SerializedModule::FromUncompressedFile(map) => SerializedModule::FromUncompressedFile(map),
    }
}

/// Wraps the LLVM backend's modules of one thin LTO. Each wrapper needs its name and size, because
/// `rustc_codegen_ssa` asks for them.
fn from_llvm_thin_modules(
    modules: Vec<ThinModule<LlvmCodegenBackend>>,
) -> Vec<ThinModule<WriteBackend>> {
    let Some(first) = modules.first() else { return vec![] };
    let thin = &first.shared;
    let shared = |idx| ModuleBuffer::Shared { thin: thin.clone(), idx };
    let shared = Arc::new(ThinShared {
        data: ThinData(thin.clone()),
        modules: (0..thin.modules.len()).map(shared).map(SerializedModule::Local).collect(),
        module_names: thin.module_names.clone(),
    });
    let module = |module: &ThinModule<LlvmCodegenBackend>| {
        assert!(Arc::ptr_eq(&module.shared, thin), "one thin LTO shares its modules");
        ThinModule { shared: shared.clone(), idx: module.idx }
    };
    modules.iter().map(module).collect()
}

fn to_llvm_thin_module(module: ThinModule<WriteBackend>) -> ThinModule<LlvmCodegenBackend> {
    ThinModule { shared: module.shared.data.0.clone(), idx: module.idx }
}
