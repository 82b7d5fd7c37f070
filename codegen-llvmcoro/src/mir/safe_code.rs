//! Coroutines that are written without `unsafe`.

use std::ops::ControlFlow;

use rustc_hir::def_id::{DefId, LocalDefId};
use rustc_hir::intravisit::{self, Visitor};
use rustc_hir::{Block, BlockCheckMode, Safety, UnsafeSource};
use rustc_middle::hir::nested_filter::OnlyBodies;
use rustc_middle::ty::TyCtxt;

/// Whether the source of the coroutine `def` of this crate has no `unsafe` code, closures and
/// coroutines in it included. What another crate's macro expands to counts as little as what its
/// functions do.
pub fn is_written_safely(tcx: TyCtxt<'_>, def: DefId) -> bool {
    let Some(coroutine) = with_source(tcx, def) else { return false };
    let function = tcx.typeck_root_def_id(def);
    let in_unsafe_fn = tcx.def_kind(function).is_fn_like()
        && tcx.fn_sig(function).skip_binder().safety() == Safety::Unsafe;
    !in_unsafe_fn && UnsafeBlocks { tcx }.visit_body(tcx.hir_body_owned_by(coroutine)).is_continue()
}

/// The definition with the source of `def`, which may be an async closure's second body.
fn with_source(tcx: TyCtxt<'_>, def: DefId) -> Option<LocalDefId> {
    let def = if tcx.is_synthetic_mir(def) { tcx.parent(def) } else { def };
    def.as_local()
}

/// Ends at the first `unsafe` block.
struct UnsafeBlocks<'tcx> {
    tcx: TyCtxt<'tcx>,
}

impl<'tcx> Visitor<'tcx> for UnsafeBlocks<'tcx> {
    type NestedFilter = OnlyBodies;
    type Result = ControlFlow<()>;

    fn maybe_tcx(&mut self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn visit_block(&mut self, block: &'tcx Block<'tcx>) -> ControlFlow<()> {
        let by_hand = block.rules == BlockCheckMode::UnsafeBlock(UnsafeSource::UserProvided);
        if by_hand && !block.span.in_external_macro(self.tcx.sess.source_map()) {
            return ControlFlow::Break(());
        }
        intravisit::walk_block(self, block)
    }
}
