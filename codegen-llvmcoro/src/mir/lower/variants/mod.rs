//! Removes reads of an enum's variant that decide nothing.
//!
//! Drop elaboration drops an enum that was moved out of by its variant, at the end of its scope. Where
//! the variant is known by then, or there is nothing to drop in any, that read would only keep all
//! of the enum in the frame, as in `f()?.await` and `if let Ok(x) = f() { g(x).await }`.

mod decided;
mod enums;
mod guards;
mod idle;

use rustc_index::IndexVec;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::TyCtxt;

/// Removes the reads of a variant from `body` that an earlier switch decides, or that nothing
/// depends on. `self_ptr` is the coroutine's address.
pub fn remove_reads<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, self_ptr: Local) {
    decided::thread(tcx, body, self_ptr);
    idle::remove(body);
    guards::insert(tcx, body, self_ptr);
}

/// How often each local is mentioned, storage aside.
struct Mentions(IndexVec<Local, u32>);

impl Mentions {
    fn in_body(body: &Body<'_>) -> Self {
        let mut mentions = Mentions(IndexVec::from_elem(0, &body.local_decls));
        mentions.visit_body(body);
        mentions
    }
}

impl<'tcx> Visitor<'tcx> for Mentions {
    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        if !context.is_storage_marker() {
            self.0[local] += 1;
        }
    }
}
