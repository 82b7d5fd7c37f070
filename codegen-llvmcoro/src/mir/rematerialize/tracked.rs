//! The locals and captures whose values are tracked.

use rustc_abi::FieldIdx;
use rustc_index::IndexVec;
use rustc_middle::mir::visit::{MutatingUseContext, NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{List, Ty, TyCtxt};

use crate::mir::captures::{Base, base, upvar_tys};

rustc_index::newtype_index! {
    /// One of the [`Tracked`] holders.
    pub struct HolderId {}
}

/// A local or capture that holds one plain value and is only read and written as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    Local(Local),
    Capture(FieldIdx),
}

/// All holders of a body.
///
/// A plain value is a scalar or a pointer. Nobody has the address of a holder, so only assignments
/// change what it holds.
pub struct Tracked<'tcx> {
    holders: IndexVec<HolderId, (Holder, Ty<'tcx>)>,
    of_local: IndexVec<Local, Option<HolderId>>,
    of_capture: IndexVec<FieldIdx, Option<HolderId>>,
    captures: &'tcx List<Ty<'tcx>>,
    self_ptr: Local,
}

impl<'tcx> Tracked<'tcx> {
    pub fn new(body: &Body<'tcx>, self_ptr: Local) -> Self {
        let captures = match body.local_decls[self_ptr].ty.builtin_deref(true) {
            Some(coroutine) => upvar_tys(coroutine),
            None => unreachable!("the address of the coroutine is a pointer"),
        };
        let mut uses = Uses {
            self_ptr,
            locals: IndexVec::from_fn_n(|_| true, body.local_decls.len()),
            captures: IndexVec::from_fn_n(|_| true, captures.len()),
        };
        uses.visit_body(body);

        let mut tracked = Tracked {
            holders: IndexVec::new(),
            of_local: IndexVec::from_elem_n(None, body.local_decls.len()),
            of_capture: IndexVec::from_elem_n(None, captures.len()),
            captures,
            self_ptr,
        };
        // The body's own arguments have other values after a suspension.
        for (local, decl) in body.local_decls.iter_enumerated().skip(body.arg_count + 1) {
            if local != self_ptr && uses.locals[local] && is_plain(decl.ty) {
                let id = tracked.holders.push((Holder::Local(local), decl.ty));
                tracked.of_local[local] = Some(id);
            }
        }
        for (index, ty) in captures.iter().enumerate() {
            let field = FieldIdx::from_usize(index);
            if uses.captures[field] && is_plain(ty) {
                let id = tracked.holders.push((Holder::Capture(field), ty));
                tracked.of_capture[field] = Some(id);
            }
        }
        tracked
    }

    pub fn iter(&self) -> impl Iterator<Item = (HolderId, Ty<'tcx>)> {
        self.holders.iter_enumerated().map(|(id, (_, ty))| (id, *ty))
    }

    pub fn len(&self) -> usize {
        self.holders.len()
    }

    pub fn holder(&self, id: HolderId) -> Holder {
        self.holders[id].0
    }

    /// The place of a capture.
    pub fn capture(&self, tcx: TyCtxt<'tcx>, field: FieldIdx) -> Place<'tcx> {
        let coroutine = tcx.mk_place_deref(self.self_ptr.into());
        tcx.mk_place_field(coroutine, field, self.captures[field.index()])
    }

    pub fn of_local(&self, local: Local) -> Option<HolderId> {
        // Nothing tracks locals that were added later.
        self.of_local.get(local).copied().flatten()
    }

    /// The holder at the base of `place`, and the projection from its value.
    pub fn base<'p>(&self, place: &'p Place<'tcx>) -> Option<(HolderId, &'p [PlaceElem<'tcx>])> {
        match base(place, self.self_ptr) {
            (Base::Local(local), rest) => Some((self.of_local(local)?, rest)),
            (Base::Capture(field), rest) => Some((self.of_capture[field]?, rest)),
            (Base::Coroutine, _) => None,
        }
    }

    /// The holder that `place` covers completely.
    pub fn whole(&self, place: &Place<'tcx>) -> Option<HolderId> {
        match self.base(place) {
            Some((holder, [])) => Some(holder),
            _ => None,
        }
    }

    /// The variable that `place` lies in or is reached from, and the projection from it.
    pub fn variable<'p>(&self, place: &'p Place<'tcx>) -> (Base, &'p [PlaceElem<'tcx>]) {
        base(place, self.self_ptr)
    }
}

fn is_plain(ty: Ty<'_>) -> bool {
    ty.is_bool()
        || ty.is_char()
        || ty.is_integral()
        || ty.is_floating_point()
        || ty.is_ref()
        || ty.is_raw_ptr()
        || ty.is_fn_ptr()
}

/// Finds the locals and captures with uses that are not of the whole value.
struct Uses {
    self_ptr: Local,
    locals: IndexVec<Local, bool>,
    captures: IndexVec<FieldIdx, bool>,
}

impl<'tcx> Visitor<'tcx> for Uses {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        use PlaceContext::{MutatingUse, NonMutatingUse};
        let (base, rest) = base(place, self.self_ptr);
        let is_fine = match rest {
            // What the pointer points to lies elsewhere.
            [PlaceElem::Deref, ..] => true,
            [] => matches!(
                context,
                NonMutatingUse(
                    NonMutatingUseContext::Copy
                        | NonMutatingUseContext::Move
                        | NonMutatingUseContext::Inspect
                ) | MutatingUse(
                    MutatingUseContext::Store
                        | MutatingUseContext::Call
                        | MutatingUseContext::Yield
                        | MutatingUseContext::AsmOutput
                        // Dropping a plain value does nothing.
                        | MutatingUseContext::Drop
                )
            ),
            _ => false,
        };
        if !context.is_use() {
            return;
        }
        match base {
            Base::Local(local) => self.locals[local] &= is_fine,
            // A capture has its value from the start.
            Base::Capture(field) => {
                let is_written = context.is_mutating_use() && rest.is_empty() && !context.is_drop();
                self.captures[field] &= is_fine && !is_written;
            }
            Base::Coroutine => self.captures.iter_mut().for_each(|capture| *capture = false),
        }
    }
}
