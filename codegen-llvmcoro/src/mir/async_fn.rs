//! Async functions and their bodies.

use rustc_hir::{CoroutineDesugaring, CoroutineKind, CoroutineSource};
use rustc_middle::ty::TyCtxt;
use rustc_span::def_id::DefId;

/// Is `coroutine` what an `async fn` returns? That puts its arguments into it, in order, and does
/// nothing else.
pub fn is_async_fn_body(tcx: TyCtxt<'_>, coroutine: DefId) -> bool {
    matches!(
        tcx.coroutine_kind(coroutine),
        Some(CoroutineKind::Desugared(CoroutineDesugaring::Async, CoroutineSource::Fn))
    )
}
