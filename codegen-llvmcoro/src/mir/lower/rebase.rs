//! Moves a body off its arguments and return place.

use rustc_middle::mir::visit::{MutVisitor, PlaceContext};
use rustc_middle::mir::*;
use rustc_middle::ty::{Ty, TyCtxt};

use crate::mir::lowered::{RESUME_ARG, SELF_ARG};

/// What a body uses in place of its arguments and its return place.
#[derive(Clone, Copy)]
pub struct Rebased<'tcx> {
    /// The type of the coroutine.
    pub coroutine_ty: Ty<'tcx>,
    /// `&mut C` or `*mut C`: the coroutine's address.
    pub self_ptr: Local,
    /// The value that the body uses as its resume argument.
    pub resume_value: Local,
    /// The value that the body returns, before it is wrapped.
    pub returned: Local,
}

/// Makes `body` use locals of its own instead of its arguments and return place.
pub fn rebase<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) -> Rebased<'tcx> {
    let coroutine_ty = body.local_decls[SELF_ARG].ty;
    let self_ty = Ty::new_mut_ref(tcx, tcx.lifetimes.re_erased, coroutine_ty);
    let returned = body.local_decls.push(body.local_decls[RETURN_PLACE].clone());
    let resume_value = body.local_decls.push(body.local_decls[RESUME_ARG].clone());
    let self_ptr = body.local_decls.push(LocalDecl::new(self_ty, body.span));
    let self_place = tcx.mk_place_deref(self_ptr.into());
    Rebase { tcx, self_place, returned, resume_value }.visit_body(body);
    // The arguments no longer correspond to the source's.
    body.spread_arg = None;
    for info in &mut body.var_debug_info {
        info.argument_index = None;
    }
    Rebased { coroutine_ty, self_ptr, resume_value, returned }
}

struct Rebase<'tcx> {
    tcx: TyCtxt<'tcx>,
    /// The coroutine behind its address.
    self_place: Place<'tcx>,
    /// The local that replaces the return place.
    returned: Local,
    /// The local that replaces the resume argument.
    resume_value: Local,
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
