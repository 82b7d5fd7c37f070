//! How each coroutine is lowered.

use std::fmt;

use rustc_hir::{CoroutineKind, Movability};
use rustc_middle::ty::TyCtxt;
use rustc_span::def_id::LocalDefId;

use super::Options;
use super::target;

/// How a coroutine is lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Through LLVM's coroutine passes.
    Lower,
    /// By rustc's own state transform.
    Stock(StockReason),
}

/// Why a coroutine goes the stock way; `docs/fallbacks.md` lists these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockReason {
    /// `-llvmcoro-off`.
    Off,
    /// The plugin doesn't support the target.
    Target,
    /// A movable `#[coroutine]` in a crate with the unstable feature `coroutine_clone`. A clone
    /// copies the saved locals one by one, as typed fields, which a frame doesn't have.
    Clone,
    /// The crate uses the unstable feature `async_drop`.
    AsyncDrop,
    /// `async_drop_in_place` in core: a placeholder whose body the compiler generates, per type,
    /// when `async_drop` is used. There is nothing to lower, so nothing is lost and no note is due.
    CompilerShim,
}

impl fmt::Display for StockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StockReason::Off => write!(f, "`-llvmcoro-off` is set"),
            StockReason::Target => write!(f, "the target is not supported"),
            StockReason::Clone => write!(f, "`coroutine_clone` is not supported"),
            StockReason::AsyncDrop => write!(f, "`async_drop` is not supported"),
            StockReason::CompilerShim => write!(f, "the compiler makes its body"),
        }
    }
}

/// Decides from facts that need no MIR, because attribute queries call this too.
///
/// `def` is a coroutine of this crate. For another crate's coroutine that crate decided, and the
/// body tells how (`mir::lowered`).
pub fn route(tcx: TyCtxt<'_>, def: LocalDefId) -> Route {
    if Options::of(tcx.sess).off {
        return Route::Stock(StockReason::Off);
    }
    if target::unsupported(tcx.sess).is_some() {
        return Route::Stock(StockReason::Target);
    }
    if tcx.is_async_drop_in_place_coroutine(def.to_def_id()) {
        return Route::Stock(StockReason::CompilerShim);
    }
    if tcx.features().async_drop() {
        return Route::Stock(StockReason::AsyncDrop);
    }
    match tcx.coroutine_kind(def.to_def_id()) {
        Some(CoroutineKind::Coroutine(Movability::Movable)) if tcx.features().coroutine_clone() => {
            Route::Stock(StockReason::Clone)
        }
        Some(_) => Route::Lower,
        None => unreachable!("{def:?} is not a coroutine"),
    }
}
