//! What `-llvmcoro-dump` writes: the stages of each coroutine.
//!
//! As with rustc's own dumps, each stage is written as soon as it exists, so that it can be read
//! when a later one fails.

use llvmcoro_contract::layout::nested_symbol;
use llvmcoro_contract::marker::Flavour;
use rustc_middle::mir::Body;
use rustc_middle::mir::pretty::MirWriter;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{self, TyCtxt};
use rustc_span::def_id::LocalDefId;

use super::files;
use crate::frame::compute::Frame;
use crate::llvm::model_ir;
use crate::llvm::shape::Module;
use crate::mir::lowered;
use crate::policy::Options;

/// Stage 1: the lowered MIR.
pub fn lowered<'tcx>(tcx: TyCtxt<'tcx>, def: LocalDefId, body: &Body<'tcx>) {
    let Some(dir) = &Options::of(tcx.sess).dump else { return };
    let mut text = Vec::new();
    let writer = MirWriter::new(tcx);
    let name = files::name(&with_no_trimmed_paths!(tcx.def_path_str(def)));
    for (stage, body) in [("mir", Some(body)), ("drop.mir", body.coroutine_drop())] {
        text.clear();
        if let Some(body) = body
            && let Err(error) = with_no_trimmed_paths!(writer.write_mir_fn(body, &mut text))
        {
            tcx.dcx().fatal(format!("llvmcoro: cannot print `{name}`: {error}"));
        }
        files::write(tcx, dir, &format!("{name}.{stage}"), &text);
    }
}

/// Stage 2: the frame model and the IR before the split.
pub fn before_split<'tcx>(
    tcx: TyCtxt<'tcx>,
    frame: &Frame<'tcx>,
    module: &Module<'_>,
    symbol: &str,
    flavour: Flavour,
) {
    let Some(dir) = &Options::of(tcx.sess).dump else { return };
    let name = stage_name(tcx, frame, flavour);
    files::write(tcx, dir, &format!("{name}.model.ll"), model_ir::text(&frame.model).as_bytes());
    if let Some(text) = module.print_function(symbol) {
        files::write(tcx, dir, &format!("{name}.before.ll"), text.as_bytes());
    }
}

/// Stage 3: the IR after the split. Where the coroutine may also be a part of another frame, these
/// are two functions: the ordinary one, if it is still there, and the nested one.
pub fn after_split<'tcx>(
    tcx: TyCtxt<'tcx>,
    frame: &Frame<'tcx>,
    module: &Module<'_>,
    symbol: &str,
    flavour: Flavour,
) {
    let Some(dir) = &Options::of(tcx.sess).dump else { return };
    let functions = [symbol.to_owned(), nested_symbol(symbol)];
    let functions = functions.iter().filter_map(|symbol| module.print_function(symbol));
    let text = functions.collect::<Vec<_>>().join("\n");
    if !text.is_empty() {
        let name = stage_name(tcx, frame, flavour);
        files::write(tcx, dir, &format!("{name}.after.ll"), text.as_bytes());
    }
}

fn stage_name<'tcx>(tcx: TyCtxt<'tcx>, frame: &Frame<'tcx>, flavour: Flavour) -> String {
    let mut name = frame.model.name.clone();
    // The two bodies of an async closure print alike.
    if let ty::Coroutine(def, args) = *frame.ty.kind()
        && lowered::body_def(tcx, def, args) != def
    {
        name.push_str(" by move");
    }
    let flavour = match flavour {
        Flavour::Resume => "poll",
        Flavour::Destroy => "drop",
    };
    format!("{}.{flavour}", files::name(&name))
}
