//! What the plugin tells its user: frames, stages, fallbacks.

use std::fmt::Write as _;
use std::hash::Hash;
use std::path::Path;

use rustc_data_structures::stable_hasher::StableHasher;
use rustc_hashes::Hash64;
use rustc_middle::mir::Body;
use rustc_middle::mir::pretty::MirWriter;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{self, TyCtxt};
use rustc_span::def_id::{LOCAL_CRATE, LocalDefId};

use crate::frame::compute::Frame;
use crate::llvm::shape::Module;
use crate::marker::Flavour;
use crate::mir::lowered;
use crate::policy::{self, Options, Route, StockReason};

/// Says that `def` goes the stock way: a note, or an error under `-llvmcoro-deny-fallback`.
pub fn fallback(tcx: TyCtxt<'_>, def: LocalDefId, reason: StockReason) {
    if matches!(reason, StockReason::Off | StockReason::CompilerShim) {
        return;
    }
    let span = tcx.def_span(def);
    let name = with_no_trimmed_paths!(tcx.def_path_str(def));
    let message = format!("llvmcoro: coroutine `{name}` goes the stock way: {reason}");
    if Options::of(tcx.sess).deny_fallback {
        tcx.dcx().span_err(span, message);
    } else {
        tcx.dcx().span_note(span, message);
    }
}

/// Writes which way each coroutine of this crate went, if it is asked for.
///
/// The body says whether it was lowered, as it says to every other crate; the policy only why not.
pub fn ways(tcx: TyCtxt<'_>) {
    let Some(dir) = Options::of(tcx.sess).report else { return };
    let source_map = tcx.sess.source_map();
    let source = tcx.sess.local_crate_source_file();
    let source = source.as_ref().and_then(|file| file.local_path()).unwrap_or(Path::new("-"));
    let source = std::path::absolute(source).unwrap_or_else(|_| source.to_owned());
    let name = tcx.crate_name(LOCAL_CRATE);
    let mut text = format!("crate\t{name}\t{}\n", source.display());
    for &def in tcx.mir_keys(()) {
        if !tcx.is_coroutine(def.to_def_id()) {
            continue;
        }
        let way = match policy::route(tcx, def) {
            Route::Lower => {
                assert!(lowered::is_lowered(tcx.optimized_mir(def)), "{def:?} was not lowered");
                "lowered".to_owned()
            }
            Route::Stock(reason) => reason.to_string(),
        };
        // The path with every disambiguator: no two coroutines share it.
        let path = tcx.def_path(def.to_def_id()).to_string_no_crate_verbose();
        let span = source_map.span_to_diagnostic_string(tcx.def_span(def));
        writeln!(text, "{way}\t{name}{path}\t{span}").expect("a string takes it");
    }
    let id = tcx.stable_crate_id(LOCAL_CRATE).as_u64();
    write(tcx, &dir, &format!("{name}-{id:016x}.tsv"), text.as_bytes());
}

/// Stage 1: the MIR as lowered.
pub fn lowered<'tcx>(tcx: TyCtxt<'tcx>, def: LocalDefId, body: &Body<'tcx>) {
    let Some(dir) = Options::of(tcx.sess).dump else { return };
    let mut text = Vec::new();
    let writer = MirWriter::new(tcx);
    let name = file_name(&with_no_trimmed_paths!(tcx.def_path_str(def)));
    for (stage, body) in [("mir", Some(body)), ("drop.mir", body.coroutine_drop())] {
        text.clear();
        if let Some(body) = body
            && let Err(error) = with_no_trimmed_paths!(writer.write_mir_fn(body, &mut text))
        {
            tcx.dcx().fatal(format!("llvmcoro: cannot print `{name}`: {error}"));
        }
        write(tcx, &dir, &format!("{name}.{stage}"), &text);
    }
}

/// Stage 2: the frame model and the IR before the split; and the frame, if it is asked for.
pub fn before_split<'tcx>(
    tcx: TyCtxt<'tcx>,
    options: &Options,
    frame: &Frame<'tcx>,
    module: &Module,
    symbol: &str,
    flavour: Flavour,
) {
    if options.print_frames && flavour == Flavour::Resume {
        println!("{}", describe(tcx, frame));
    }
    let Some(dir) = &options.dump else { return };
    let name = stage_name(tcx, frame, flavour);
    write(tcx, dir, &format!("{name}.model.ll"), frame.model.to_ir().as_bytes());
    if let Some(text) = module.print_function(symbol) {
        write(tcx, dir, &format!("{name}.before.ll"), text.as_bytes());
    }
}

/// Stage 3: the IR after the split.
pub fn after_split<'tcx>(
    tcx: TyCtxt<'tcx>,
    options: &Options,
    frame: &Frame<'tcx>,
    module: &Module,
    symbol: &str,
    flavour: Flavour,
) {
    let Some(dir) = &options.dump else { return };
    if let Some(text) = module.print_function(symbol) {
        let name = stage_name(tcx, frame, flavour);
        write(tcx, dir, &format!("{name}.after.ll"), text.as_bytes());
    }
}

/// One frame as text: a line for the frame, then one per slot in address order.
fn describe<'tcx>(tcx: TyCtxt<'tcx>, frame: &Frame<'tcx>) -> String {
    let (bits, offset) = frame.tag();
    let mut text = format!(
        "llvmcoro: frame of `{}`: size {} align {} tag {} at {offset}",
        frame.model.name,
        frame.facts.size,
        frame.facts.align,
        bits / 8,
    );
    let ty::Coroutine(def, _) = *frame.ty.kind() else { return text };
    let source_map = tcx.sess.source_map();
    let at = |span| source_map.span_to_diagnostic_string(span);
    let mut lines = vec![];
    for (number, slot) in frame.model.slots.iter().enumerate() {
        let Some(offset) = frame.facts.offsets[number].or(slot.proposed) else { continue };
        let span = match frame.locals[number] {
            Some(local) => frame.body.local_decls[local].source_info.span,
            None => tcx.def_span(def),
        };
        lines.push((offset, slot.size, &slot.name, at(span)));
    }
    lines.sort();
    for (offset, size, name, span) in lines {
        write!(text, "\n  {offset:>6} {size:>6}  {name}  {span}").expect("a string takes it");
    }
    text
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
    format!("{}.{flavour}", file_name(&name))
}

/// A file name made of `text`: what is not alphanumeric becomes `_`, and the end of a long one
/// becomes a hash.
fn file_name(text: &str) -> String {
    const LONGEST: usize = 150;
    let mut name: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if name.len() > LONGEST {
        let mut hasher = StableHasher::new();
        text.hash(&mut hasher);
        let hash: Hash64 = hasher.finish();
        name.truncate(LONGEST - 17);
        name.push_str(&format!("_{:016x}", hash.as_u64()));
    }
    name
}

fn write(tcx: TyCtxt<'_>, dir: &Path, name: &str, bytes: &[u8]) {
    let result = std::fs::create_dir_all(dir).and_then(|()| std::fs::write(dir.join(name), bytes));
    if let Err(error) = result {
        tcx.dcx().fatal(format!("llvmcoro: cannot write {}: {error}", dir.join(name).display()));
    }
}
