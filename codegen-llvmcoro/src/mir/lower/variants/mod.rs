//! Removes reads of an enum's variant that decide nothing.
//!
//! Drop elaboration drops an enum that was moved out of by its variant, at the end of its scope. Where
//! the variant is known by then, or there is nothing to drop in any, that read would only keep all
//! of the enum in the frame, as in `f()?.await` and `if let Ok(x) = f() { g(x).await }`.

mod decided;
mod enums;
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
}

/// A block that ends in a switch on the variant that it just read.
struct VariantSwitch<'a, 'tcx> {
    /// The place with the enum.
    place: Place<'tcx>,
    /// The local that the variant is read into.
    variant: Local,
    targets: &'a SwitchTargets,
    /// What the block does before.
    before: &'a [Statement<'tcx>],
}

impl<'a, 'tcx> VariantSwitch<'a, 'tcx> {
    fn of(data: &'a BasicBlockData<'tcx>) -> Option<Self> {
        let (switched, targets) = data.terminator().kind.as_switch()?;
        let (last, before) = data.statements.split_last()?;
        let (variant, place) = variant_read(last)?;
        let switched = switched.place()?.as_local()?;
        (switched == variant).then_some(VariantSwitch { place, variant, targets, before })
    }
}

/// The local that `statement` reads the variant of an enum into, and the enum's place.
fn variant_read<'tcx>(statement: &Statement<'tcx>) -> Option<(Local, Place<'tcx>)> {
    let (place, Rvalue::Discriminant(of)) = statement.kind.as_assign()? else { return None };
    Some((place.as_local()?, *of))
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
