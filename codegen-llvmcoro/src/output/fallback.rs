//! Coroutines that go the stock way.

use rustc_middle::ty::TyCtxt;
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_span::def_id::LocalDefId;

use crate::policy::{Options, StockReason};

/// Reports that `def` goes the stock way: a note, or an error under `-llvmcoro-deny-fallback`.
pub fn note(tcx: TyCtxt<'_>, def: LocalDefId, reason: StockReason) {
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
