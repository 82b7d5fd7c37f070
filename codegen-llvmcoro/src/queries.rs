//! The query overrides.
//!
//! Each override answers for the whole compilation: everyone who asks about a lowered coroutine
//! gets this MIR and this layout.

use std::sync::OnceLock;

use rustc_data_structures::steal::Steal;
use rustc_middle::middle::codegen_fn_attrs::CodegenFnAttrs;
use rustc_middle::middle::exported_symbols::{ExportedSymbol, SymbolExportInfo};
use rustc_middle::mir::{Body, MirPhase, RuntimePhase};
use rustc_middle::query::LocalCrate;
use rustc_middle::ty::layout::{LayoutError, TyAndLayout};
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{self, InstanceKind, PseudoCanonicalInput, SymbolName, Ty, TyCtxt};
use rustc_middle::util::Providers;
use rustc_session::config::MirStripDebugInfo;
use rustc_span::def_id::{LOCAL_CRATE, LocalDefId};

use llvmcoro_contract::layout::nested_symbol;

use crate::frame::{cycles, layout};
use crate::mir::async_fn::is_async_fn_body;
use crate::mir::rustc_passes::{const_eval_select, force_inline, mentioned, ub_checks};
use crate::mir::{lower, lowered, not_inlined};
#[cfg(feature = "mutations")]
use crate::mutation;
use crate::output::{dump, fallback, frames};
use crate::policy::{self, Route};

type MirProvider = for<'tcx> fn(TyCtxt<'tcx>, LocalDefId) -> &'tcx Steal<Body<'tcx>>;
type OptimizedMirProvider = for<'tcx> fn(TyCtxt<'tcx>, LocalDefId) -> &'tcx Body<'tcx>;
type AttributesProvider = for<'tcx> fn(TyCtxt<'tcx>, LocalDefId) -> CodegenFnAttrs;
type HookProvider = for<'tcx> fn(TyCtxt<'tcx>);
type ShimProvider = for<'tcx> fn(TyCtxt<'tcx>, InstanceKind<'tcx>) -> Body<'tcx>;
type ExportedSymbolsProvider =
    for<'tcx> fn(TyCtxt<'tcx>, LocalCrate) -> &'tcx [(ExportedSymbol<'tcx>, SymbolExportInfo)];
type LayoutProvider = for<'tcx> fn(
    TyCtxt<'tcx>,
    PseudoCanonicalInput<'tcx, Ty<'tcx>>,
) -> Result<TyAndLayout<'tcx>, &'tcx LayoutError<'tcx>>;

/// rustc's own providers.
struct Stock {
    mir: MirProvider,
    optimized_mir: OptimizedMirProvider,
    attributes: AttributesProvider,
    shim: ShimProvider,
    layout: LayoutProvider,
    exported_symbols: ExportedSymbolsProvider,
    save_dep_graph: HookProvider,
}

static STOCK: OnceLock<Stock> = OnceLock::new();

fn stock() -> &'static Stock {
    STOCK.get().expect("queries run after `provide`")
}

/// Installs the overrides.
pub fn provide(providers: &mut Providers) {
    let queries = &mut providers.queries;
    // rustc calls this once per session; a second session of the process has the same providers.
    STOCK.get_or_init(|| Stock {
        mir: queries.mir_drops_elaborated_and_const_checked,
        optimized_mir: queries.optimized_mir,
        attributes: queries.codegen_fn_attrs,
        shim: queries.mir_shims,
        layout: queries.layout_of,
        exported_symbols: queries.exported_non_generic_symbols,
        save_dep_graph: providers.hooks.save_dep_graph,
    });
    providers.hooks.save_dep_graph = save_dep_graph;
    queries.mir_drops_elaborated_and_const_checked = mir_drops_elaborated_and_const_checked;
    queries.optimized_mir = optimized_mir;
    queries.codegen_fn_attrs = codegen_fn_attrs;
    queries.mir_shims = mir_shims;
    queries.layout_of = layout_of;
    queries.exported_non_generic_symbols = exported_non_generic_symbols;
}

fn is_lowered(tcx: TyCtxt<'_>, def: LocalDefId) -> bool {
    tcx.is_coroutine(def.to_def_id()) && policy::route(tcx, def) == Route::Lower
}

/// Replaces rustc's state machine by the lowered body.
fn mir_drops_elaborated_and_const_checked<'tcx>(
    tcx: TyCtxt<'tcx>,
    def: LocalDefId,
) -> &'tcx Steal<Body<'tcx>> {
    if !tcx.is_coroutine(def.to_def_id()) {
        return (stock().mir)(tcx, def);
    }
    if let Route::Stock(reason) = policy::route(tcx, def) {
        fallback::note(tcx, def, reason);
        return (stock().mir)(tcx, def);
    }
    tcx.ensure_done().mir_coroutine_witnesses(def);
    let mut body = tcx.mir_promoted(def).0.borrow().clone();
    // rustc does borrow checking, lints and well-formedness, and records the states.
    let state_machine = (stock().mir)(tcx, def);
    if state_machine.borrow().tainted_by_errors.is_some() {
        return state_machine;
    }
    let state_machine = state_machine.steal();
    // Without the coroutine info, the passes leave the suspension points alone.
    let yield_ty = body.yield_ty().expect("a coroutine yields");
    body.coroutine = None;
    #[cfg(feature = "mutations")]
    let source_locals = body.local_decls.len();
    let instance = body.source.instance;
    if tcx.sess.opts.unstable_opts.validate_mir {
        // Between passes, rustc's validator would find suspension points outside a coroutine. It
        // skips bodies with this instance, and no pass looks at the instance.
        body.source.instance = InstanceKind::Virtual(def.to_def_id(), 0);
    }
    rustc_mir_transform::run_analysis_to_runtime_passes(tcx, &mut body);
    body.source.instance = instance;
    // What rustc's later passes do besides optimising (docs/rustc-internals.md lists them all).
    const_eval_select::select_run_time(tcx, &mut body);
    ub_checks::insert(tcx, &mut body);
    force_inline::inline(tcx, &mut body);
    #[cfg(feature = "mutations")]
    mutation::mir::before_lowering(tcx, &mut body, source_locals);
    let switched_enums = cycles::switched_enums(tcx, &body);
    let mut lowered = lower::lower(tcx, body, yield_ty, &state_machine);
    lowered.mentioned_items = Some(switched_enums);
    #[cfg(feature = "mutations")]
    mutation::mir::after_lowering(tcx, &mut lowered);
    dump::lowered(tcx, def, &lowered);
    tcx.alloc_steal_mir(lowered)
}

/// Returns the lowered body as it is.
///
/// rustc's MIR passes would make the frame depend on the crate's optimisation level. Even without
/// optimisation they remove the storage markers that determine the frame. So none of them runs;
/// `mentioned` records what they would record for the collector.
fn optimized_mir<'tcx>(tcx: TyCtxt<'tcx>, def: LocalDefId) -> &'tcx Body<'tcx> {
    if !is_lowered(tcx, def) {
        return (stock().optimized_mir)(tcx, def);
    }
    let mut body = tcx.mir_drops_elaborated_and_const_checked(def).steal();
    if body.tainted_by_errors.is_none() {
        cycles::in_optimized_mir(tcx, &body);
        body.phase = MirPhase::Runtime(RuntimePhase::Optimized);
        body.mentioned_items = Some(mentioned::mentioned_items(tcx, &body));
        if tcx.sess.opts.unstable_opts.mir_strip_debuginfo == MirStripDebugInfo::AllLocals {
            body.var_debug_info.clear();
        }
    }
    tcx.arena.alloc(body)
}

/// Marks a lowered coroutine so that the MIR inliner leaves it alone, and has the `#[inline]` of an
/// async fn apply to its body, too.
fn codegen_fn_attrs(tcx: TyCtxt<'_>, def: LocalDefId) -> CodegenFnAttrs {
    let mut attrs = (stock().attributes)(tcx, def);
    if is_lowered(tcx, def) {
        not_inlined::mark(&mut attrs);
        if is_async_fn_body(tcx, def.to_def_id()) {
            attrs.inline = tcx.codegen_fn_attrs(tcx.local_parent(def)).inline;
        }
    }
    attrs
}

/// Refuses to clone a lowered coroutine: the clone would copy the captures only. It takes a crate
/// with `coroutine_clone` that uses a coroutine of a crate without it.
fn mir_shims<'tcx>(tcx: TyCtxt<'tcx>, kind: InstanceKind<'tcx>) -> Body<'tcx> {
    if let InstanceKind::CloneShim(_, ty) = kind
        && let ty::Coroutine(def, args) = *ty.kind()
        && lowered::lowered_body(tcx, def, args).is_some()
    {
        let name = with_no_trimmed_paths!(ty.to_string());
        tcx.dcx().span_fatal(
            tcx.def_span(def),
            format!(
                "llvmcoro: `{name}` cannot be cloned: its crate was compiled without \
                 `coroutine_clone`"
            ),
        );
    }
    (stock().shim)(tcx, kind)
}

/// Answers with the frame that LLVM lays out.
fn layout_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    key: PseudoCanonicalInput<'tcx, Ty<'tcx>>,
) -> Result<TyAndLayout<'tcx>, &'tcx LayoutError<'tcx>> {
    layout::layout_of(tcx, key).unwrap_or_else(|| (stock().layout)(tcx, key))
}

/// Exports the nested functions of those coroutines whose ordinary functions are exported.
///
/// Those of generic ones are in this list, too: rustc reads the other one by instance, and a nested
/// function has none.
fn exported_non_generic_symbols<'tcx>(
    tcx: TyCtxt<'tcx>,
    krate: LocalCrate,
) -> &'tcx [(ExportedSymbol<'tcx>, SymbolExportInfo)] {
    let stock = (stock().exported_symbols)(tcx, krate);
    let generic = tcx.exported_generic_symbols(LOCAL_CRATE);
    let nested = stock.iter().chain(generic).filter_map(|(symbol, info)| {
        let is_lowered = match *symbol {
            ExportedSymbol::NonGeneric(def) | ExportedSymbol::Generic(def, _) => {
                tcx.is_coroutine(def) && lowered::is_lowered(tcx.optimized_mir(def))
            }
            ExportedSymbol::DropGlue(ty) => match *ty.kind() {
                ty::Coroutine(def, args) => lowered::lowered_body(tcx, def, args).is_some(),
                _ => false,
            },
            _ => false,
        };
        is_lowered.then(|| {
            let nested = nested_symbol(symbol.symbol_name_for_local_instance(tcx).name);
            (ExportedSymbol::NoDefId(SymbolName::new(tcx, &nested)), *info)
        })
    });
    tcx.arena.alloc_from_iter(stock.iter().copied().chain(nested.collect::<Vec<_>>()))
}

/// The last step of every kind of build, after all queries have run.
fn save_dep_graph(tcx: TyCtxt<'_>) {
    frames::write(tcx);
    (stock().save_dep_graph)(tcx);
}
