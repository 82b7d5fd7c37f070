//! Moving a body off its original arguments and return place.

use rustc_middle::mir::visit::{MutVisitor, PlaceContext};
use rustc_middle::mir::*;
use rustc_middle::ty::TyCtxt;

use crate::mir::lowered::{RESUME_ARG, SELF_ARG};

/// Moves the body off its original arguments and return place.
pub struct Rebase<'tcx> {
    pub tcx: TyCtxt<'tcx>,
    /// The coroutine, behind its address.
    pub self_place: Place<'tcx>,
    /// The local that takes the return place's part.
    pub returned: Local,
    /// The local that takes the resume argument's part.
    pub resume_value: Local,
}

impl<'tcx> MutVisitor<'tcx> for Rebase<'tcx> {
    fn tcx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn visit_local(&mut self, local: &mut Local, _: PlaceContext, _: Location) {
        match *local {
            RETURN_PLACE => *local = self.returned,
            RESUME_ARG => *local = self.resume_value,
            SELF_ARG => unreachable!("the coroutine itself is only used as the base of a place"),
            _ => {}
        }
    }

    fn visit_place(&mut self, place: &mut Place<'tcx>, context: PlaceContext, at: Location) {
        if place.local == SELF_ARG {
            *place = self.self_place.project_deeper(place.projection, self.tcx);
        } else {
            self.visit_local(&mut place.local, context, at);
        }
        if let Some(projection) = self.process_projection(place.projection, at) {
            place.projection = self.tcx.mk_place_elems(&projection);
        }
    }

    fn visit_terminator(&mut self, terminator: &mut Terminator<'tcx>, at: Location) {
        // `Return` reads `RETURN_PLACE` by definition.
        if !matches!(terminator.kind, TerminatorKind::Return) {
            self.super_terminator(terminator, at);
        }
    }
}
