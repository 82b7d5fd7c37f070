//! Which way a coroutine goes.

use std::fmt;

use rustc_hir::{CoroutineKind, Movability};
use rustc_middle::ty::TyCtxt;
use rustc_span::def_id::LocalDefId;

use super::Options;
use super::toolchain;

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
    /// The target is not one that the plugin supports.
    Target,
    /// A movable `#[coroutine]` in a crate with the unstable feature `coroutine_clone`: cloning
    /// it copies its saved locals one by one, as typed fields, which a frame has not.
    Clone,
    /// The crate uses the unstable feature `async_drop`.
    AsyncDrop,
    /// `async_drop_in_place` in core: a placeholder whose body the compiler makes, per type, when
    /// `async_drop` is used. There is nothing in it to lower, so nothing is lost and no note made.
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

/// Decides from facts that need no MIR, because attribute queries ask this too.
///
/// `def` is a coroutine of this crate. A coroutine of another crate went the way its own crate
/// chose: its body says which (`mir::lowered`).
pub fn route(tcx: TyCtxt<'_>, def: LocalDefId) -> Route {
    if Options::of(tcx.sess).off {
        return Route::Stock(StockReason::Off);
    }
    if !toolchain::is_supported_target(tcx.sess) {
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
