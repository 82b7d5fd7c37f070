//! Generates code for one codegen unit and splits its coroutines.

use std::collections::HashSet;

use rustc_codegen_llvm::{LlvmCodegenBackend, ModuleLlvm};
use rustc_codegen_ssa::ModuleCodegen;
use rustc_codegen_ssa::traits::ExtraBackendMethods;
use rustc_data_structures::fx::FxIndexMap;
use rustc_hir::lang_items::LangItem;
use rustc_middle::mir::Body;
use rustc_middle::mono::MonoItem;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{self, EarlyBinder, Instance, InstanceKind, Ty, TyCtxt, TypingEnv};
use rustc_session::config::OptLevel;
use rustc_span::{DUMMY_SP, Symbol};

use super::{agreement, debug_types, private};
use crate::frame::compute::Frame;
use crate::llvm::shape::{Module, SplitError};
use crate::mir::lowered;
use crate::output::{dump, printed};
use llvmcoro_contract::marker::Flavour;
use llvmcoro_contract::note::Note;

/// A function of the codegen unit that comes from a lowered coroutine.
struct CoroutineFn<'tcx> {
    symbol: String,
    flavour: Flavour,
    coroutine: Ty<'tcx>,
}

/// Generates `cgu_name` with rustc's LLVM backend, then splits its coroutines.
///
/// The split reads nothing (bodies, layouts of locals) that code generation hasn't read already
/// under the unit's dependency node, so incremental compilation may reuse the unit.
pub fn compile_codegen_unit(
    llvm: &LlvmCodegenBackend,
    tcx: TyCtxt<'_>,
    cgu_name: Symbol,
) -> (ModuleCodegen<ModuleLlvm>, u64) {
    let (mut module, cost) = llvm.compile_codegen_unit(tcx, cgu_name);
    let mut llvm_module = private::llvm_module(&mut module.module_llvm);
    add_note(tcx, &mut llvm_module, &agreement::note_of_rules(tcx));
    let functions = coroutine_functions(tcx, cgu_name);
    let frames = split(tcx, &mut llvm_module, &functions);
    debug_types::describe(tcx, &mut llvm_module, &frames);
    (module, cost)
}

fn coroutine_functions<'tcx>(tcx: TyCtxt<'tcx>, cgu_name: Symbol) -> Vec<CoroutineFn<'tcx>> {
    let mut functions = vec![];
    for (item, _) in tcx.codegen_unit(cgu_name).items_in_deterministic_order(tcx) {
        let MonoItem::Fn(instance) = item else { continue };
        let Some((flavour, coroutine)) = lowered_function(tcx, instance) else { continue };
        let symbol = tcx.symbol_name(instance).name.to_owned();
        functions.push(CoroutineFn { symbol, flavour, coroutine });
    }
    functions
}

fn lowered_function<'tcx>(
    tcx: TyCtxt<'tcx>,
    instance: Instance<'tcx>,
) -> Option<(Flavour, Ty<'tcx>)> {
    match instance.def {
        InstanceKind::Item(def) if tcx.is_coroutine(def) => {
            let body = tcx.instance_mir(instance.def);
            lowered::is_lowered(body)
                .then(|| (Flavour::Resume, polled_coroutine(tcx, instance, body)))
        }
        InstanceKind::DropGlue(_, Some(ty)) => {
            let ty::Coroutine(def, args) = *ty.kind() else { return None };
            lowered::lowered_body(tcx, def, args).map(|_| (Flavour::Destroy, ty))
        }
        _ => None,
    }
}

/// The coroutine type that a lowered resume function takes by `Pin<&mut _>` or `&mut _`.
fn polled_coroutine<'tcx>(
    tcx: TyCtxt<'tcx>,
    instance: Instance<'tcx>,
    body: &Body<'tcx>,
) -> Ty<'tcx> {
    let argument = body.args_iter().next().expect("a resume function takes the coroutine");
    let argument_ty = instance.instantiate_mir_and_normalize_erasing_regions(
        tcx,
        TypingEnv::fully_monomorphized(),
        EarlyBinder::bind(body.local_decls[argument].ty),
    );
    let reference = match argument_ty.kind() {
        ty::Adt(_, args) => args.type_at(0),
        _ => argument_ty,
    };
    reference.builtin_deref(true).expect("the coroutine is taken by reference")
}

/// Splits `functions` and returns the symbols and frames of those that resume a coroutine.
fn split<'tcx>(
    tcx: TyCtxt<'tcx>,
    module: &mut Module<'_>,
    functions: &[CoroutineFn<'tcx>],
) -> Vec<(String, Frame<'tcx>)> {
    if functions.is_empty() {
        return vec![];
    }
    let mut resumed = FxIndexMap::default();
    let mut frames: FxIndexMap<Ty<'tcx>, Frame<'tcx>> = FxIndexMap::default();
    let mut awaited = HashSet::new();
    let mut prepared = vec![];
    for function in functions {
        let frame = &*frames
            .entry(function.coroutine)
            .or_insert_with(|| emitted_frame(tcx, function.coroutine));
        let placement = frame.placement(|coroutine| symbols(tcx, coroutine));
        match module.prepare(&function.symbol, &placement) {
            Ok(true) => {
                let composed = placement.composed.into_values();
                for composed in composed.filter(|composed| composed.tag_bits.is_some()) {
                    awaited.extend([composed.poll, composed.drop_glue]);
                }
                prepared.push(function.symbol.clone());
            }
            // Collected, but this unit only declares it.
            Ok(false) => continue,
            Err(message) => refuse(tcx, function.coroutine, &message),
        }
        if function.flavour == Flavour::Resume {
            resumed.insert(function.coroutine, function.symbol.clone());
            printed::print(tcx, frame);
        }
        dump::before_split(tcx, frame, module, &function.symbol, function.flavour);
    }
    module.nest(&prepared, &awaited);
    let optimize = tcx.sess.opts.optimize != OptLevel::No;
    if let Err(SplitError { function, message }) = module.split(optimize) {
        match functions.iter().find(|candidate| candidate.symbol == function) {
            Some(function) => refuse(tcx, function.coroutine, &message),
            None => unreachable!("`{function}` was not prepared, but split: {message}"),
        }
    }
    for function in functions {
        let frame = &frames[&function.coroutine];
        dump::after_split(tcx, frame, module, &function.symbol, function.flavour);
    }
    for frame in frames.values() {
        add_note(tcx, module, &agreement::note_of_frame(tcx, frame));
    }
    let frame_of = |(ty, symbol)| Some((symbol, frames.swap_remove(&ty)?));
    resumed.into_iter().filter_map(frame_of).collect()
}

/// The symbols of the resume function and of the drop glue of `coroutine`, an async one.
fn symbols<'tcx>(tcx: TyCtxt<'tcx>, coroutine: Ty<'tcx>) -> (String, String) {
    let poll = tcx.require_lang_item(LangItem::FuturePoll, DUMMY_SP);
    let poll = Instance::expect_resolve(
        tcx,
        TypingEnv::fully_monomorphized(),
        poll,
        tcx.mk_args(&[coroutine.into()]),
        DUMMY_SP,
    );
    let drop_glue = Instance::resolve_drop_in_place(tcx, coroutine);
    let symbol = |instance| tcx.symbol_name(instance).name.to_owned();
    (symbol(poll), symbol(drop_glue))
}

fn add_note(tcx: TyCtxt<'_>, module: &mut Module<'_>, note: &Note) {
    if let Some(section) = agreement::section(tcx.sess) {
        module.add_note(&section.name, section.excluded, "llvmcoro.note", &note.encode());
    }
}

/// The frame to generate code for, checked against the reserved one.
fn emitted_frame<'tcx>(tcx: TyCtxt<'tcx>, coroutine: Ty<'tcx>) -> Frame<'tcx> {
    let typing_env = TypingEnv::fully_monomorphized();
    let ty::Coroutine(def, args) = *coroutine.kind() else {
        unreachable!("{coroutine} is not a coroutine")
    };
    // Debuggers want to know what crosses a suspension.
    let explain = debug_types::are_described(tcx);
    let frame = match Frame::compute(tcx, typing_env, def, args, explain) {
        Ok(Some(frame)) => frame,
        Ok(None) => unreachable!("{coroutine} was lowered"),
        Err(error) => refuse(tcx, coroutine, &format!("{error:?}")),
    };
    let reserved = tcx
        .layout_of(typing_env.as_query_input(coroutine))
        .unwrap_or_else(|error| refuse(tcx, coroutine, &format!("{error:?}")));
    if frame.size() > reserved.size || frame.align() > reserved.align.abi {
        refuse(
            tcx,
            coroutine,
            &format!(
                "its frame takes {} bytes aligned to {}, but {} bytes aligned to {} are reserved",
                frame.size().bytes(),
                frame.align().bytes(),
                reserved.size.bytes(),
                reserved.align.bytes(),
            ),
        );
    }
    frame
}

/// Ends the compilation, because no correct code can be generated for `coroutine`.
fn refuse<'tcx>(tcx: TyCtxt<'tcx>, coroutine: Ty<'tcx>, message: &str) -> ! {
    let span = match *coroutine.kind() {
        ty::Coroutine(def, _) => tcx.def_span(def),
        _ => rustc_span::DUMMY_SP,
    };
    let name = with_no_trimmed_paths!(coroutine.to_string());
    tcx.dcx().span_fatal(span, format!("llvmcoro: `{name}` cannot be generated: {message}"))
}
