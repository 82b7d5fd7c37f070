//! Bytes of awaited coroutines that equal values of the awaiter.
//!
//! An argument that is passed down through many layers would be in the frame once for each of them:
//! as the awaiter's variable and as the capture of what it awaits. As long as the awaited coroutine
//! only reads its capture, the two are equal, and one place can serve both.
//!
//! Two halves make that sound. [`intact_captures`] finds the captures that a coroutine leaves as
//! they are: nothing else is ever in their bytes, and nobody writes them. [`find`] finds the
//! variables that a capture is a copy of.

use std::collections::{HashMap, HashSet};

use llvmcoro_contract::layout::FrameLayout;
use llvmcoro_contract::model::{Access, Equal, FrameModel, Op, Origin};
use llvmcoro_contract::{BlockId, CaptureId, SlotId};
use rustc_abi::FieldIdx;
use rustc_index::IndexVec;
use rustc_middle::mir::visit::{MutatingUseContext, NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{
    AggregateKind, Body, BorrowKind, Local, Location, Operand, Place, PlaceElem, Rvalue,
    StatementKind, TerminatorKind, traversal,
};
use rustc_middle::ty::{self, EarlyBinder, Ty};
use rustc_span::Spanned;

use super::model::{self, ModelInput, Slots};
use crate::mir::async_fn::is_async_fn_body;
use crate::mir::resolve::resolve;

/// The captures that the coroutine leaves as they are until it is dropped or has returned.
pub fn intact_captures(model: &FrameModel, layout: &FrameLayout) -> Vec<CaptureId> {
    let copied = copied_captures(model);
    let range = |slot: SlotId| {
        let offset = layout.offsets[slot]?;
        Some((offset, offset + model.slots[slot].size))
    };
    let is_intact = |capture: SlotId| {
        let Some((begin, end)) = range(capture) else { return false };
        let is_copy =
            |slot: SlotId| copied.get(&slot) == Some(&capture) && range(slot) == Some((begin, end));
        is_copy(capture)
            && model.slots.keys().filter(|other| *other != capture).all(|other| {
                let Some((other_begin, other_end)) = range(other) else { return true };
                // A coroutine that leaves it as it is as well.
                let keeps_it = || {
                    model.equal.iter().any(|equal| {
                        equal.outer == other
                            && other_begin + equal.offset == begin
                            && is_copy(equal.inner)
                    })
                };
                other_end <= begin || end <= other_begin || is_copy(other) || keeps_it()
            })
    };
    let captures = model.slots.iter_enumerated().filter_map(|(id, slot)| match slot.origin {
        Origin::Capture { capture, .. } => Some((id, capture)),
        Origin::Local(_) => None,
    });
    captures.filter(|(id, _)| is_intact(*id)).map(|(_, capture)| capture).collect()
}

/// The slots that never hold anything but one capture, or a copy of it, that nobody writes or has
/// the address of; with that capture.
fn copied_captures(model: &FrameModel) -> HashMap<SlotId, SlotId> {
    let is_capture = |slot: SlotId| matches!(model.slots[slot].origin, Origin::Capture { .. });
    let mut changed = HashSet::new();
    let mut source_of: HashMap<SlotId, SlotId> = HashMap::new();
    let blocks = model.blocks.iter_enumerated();
    for (block, op) in blocks.flat_map(|(id, block)| block.ops.iter().map(move |op| (id, op))) {
        match op {
            Op::Access(uses) => {
                for (slot, access) in uses {
                    // The first block only gives the captures their values.
                    if *access != Access::Read && block != BlockId(0) {
                        changed.insert(*slot);
                    }
                }
            }
            Op::Copy { target, source } => {
                let other = source_of.insert(*target, *source);
                if is_capture(*target) || other.is_some_and(|other| other != *source) {
                    changed.insert(*target);
                }
            }
            Op::StorageLive(_) | Op::StorageDead(_) => {}
        }
    }
    let capture_of = |slot: SlotId| {
        let mut at = slot;
        // Longer chains, and circles, tell nothing.
        for _ in 0..8 {
            if changed.contains(&at) {
                return None;
            }
            if is_capture(at) {
                return Some((slot, at));
            }
            at = *source_of.get(&at)?;
        }
        None
    };
    model.slots.keys().filter_map(capture_of).collect()
}

/// The slots that equal bytes of the parts among `slots`.
pub fn find(input: &ModelInput<'_, '_>, slots: &Slots) -> Vec<Equal> {
    let mut equal = vec![];
    if input.composition.awaits.iter().all(|composed| composed.part.intact == 0) {
        return equal;
    }
    let values = Values::of(input.body, input.self_ptr);
    for composed in &input.composition.awaits {
        let Some(outer) = slots.of_local(composed.at.awaitee) else { continue };
        let Some(operands) = values.made_of(composed.at.awaitee, input) else { continue };
        for (index, operand) in operands.into_iter().enumerate() {
            let capture = FieldIdx::from_usize(index);
            let Some(offset) = composed.part.intact_capture(input.cx, capture) else { continue };
            let Some(place) = operand.place() else { continue };
            for value in values.copied_from(place) {
                if let Some(inner) = slots.of_whole(&value)
                    && offset + slots.size(inner) <= slots.size(outer)
                    && slots.size(inner) == composed.part.capture_size(input.cx, capture)
                {
                    equal.push(Equal { outer, offset, inner });
                }
            }
        }
    }
    equal.sort();
    equal.dedup();
    equal
}

/// The captures of the coroutine that `call` makes, if it calls an async fn in this instance: behind
/// a type parameter, lowering could not know that.
fn made_by<'a, 'tcx>(
    call: &'a TerminatorKind<'tcx>,
    input: &ModelInput<'_, 'tcx>,
) -> Option<Vec<&'a Operand<'tcx>>> {
    let TerminatorKind::Call { func, args, destination, .. } = call else { return None };
    let tcx = input.cx.calc.cx;
    let (callee, generic_args) = func.const_fn_def()?;
    let generic_args = EarlyBinder::bind(generic_args).instantiate(tcx, input.args);
    let callee = resolve(tcx, input.cx.typing_env, callee, generic_args)?;
    let type_of = |ty| model::instantiate_type(input.cx, input.args, ty).ok();
    let made = type_of(destination.ty(input.body, tcx).ty)?;
    let ty::Coroutine(coroutine, made) = *made.kind() else { return None };
    let captures = made.as_coroutine().upvar_tys();
    let is_same = |(arg, capture): (&'a Spanned<Operand<'tcx>>, Ty<'tcx>)| {
        let capture = tcx.try_normalize_erasing_regions(input.cx.typing_env, capture).ok();
        capture.is_some() && type_of(arg.node.ty(input.body, tcx)) == capture
    };
    let puts_arguments_into_it = is_async_fn_body(tcx, coroutine)
        && callee.def_id() == tcx.parent(coroutine)
        && args.len() == captures.len()
        && std::iter::zip(args, captures).all(is_same);
    puts_arguments_into_it.then(|| args.iter().map(|arg| &arg.node).collect())
}

/// The values of those locals and captures of a body that are written once and never lent.
struct Values<'a, 'tcx> {
    body: &'a Body<'tcx>,
    self_ptr: Local,
    /// The only write of each local, if that is a statement.
    definitions: IndexVec<Local, Option<&'a Rvalue<'tcx>>>,
    /// The same if it is a call.
    calls: IndexVec<Local, Option<&'a TerminatorKind<'tcx>>>,
    /// Whether a local is written more than once, in part, or lent.
    unsteady: IndexVec<Local, bool>,
    unsteady_captures: HashSet<FieldIdx>,
    writes: IndexVec<Local, usize>,
}

impl<'a, 'tcx> Values<'a, 'tcx> {
    fn of(body: &'a Body<'tcx>, self_ptr: Local) -> Self {
        let mut values = Values {
            body,
            self_ptr,
            definitions: IndexVec::from_elem(None, &body.local_decls),
            calls: IndexVec::from_elem(None, &body.local_decls),
            unsteady: IndexVec::from_elem(false, &body.local_decls),
            unsteady_captures: HashSet::new(),
            writes: IndexVec::from_elem(0, &body.local_decls),
        };
        for (block, data) in traversal::reachable(body) {
            // The first block only binds the coroutine's address and takes those of the slots.
            if block == rustc_middle::mir::START_BLOCK {
                continue;
            }
            for statement in &data.statements {
                if let StatementKind::Assign(assign) = &statement.kind
                    && let Some(local) = assign.0.as_local()
                {
                    values.definitions[local] = Some(&assign.1);
                }
            }
            let terminator = &data.terminator().kind;
            if let TerminatorKind::Call { destination, .. } = terminator
                && let Some(local) = destination.as_local()
            {
                values.calls[local] = Some(terminator);
            }
            values.visit_basic_block_data(block, data);
        }
        for (local, writes) in values.writes.iter_enumerated() {
            values.unsteady[local] |= *writes != 1;
        }
        values
    }

    fn is_steady(&self, place: &Place<'tcx>) -> bool {
        match place.projection.as_slice() {
            [] => !self.unsteady[place.local],
            [PlaceElem::Deref, PlaceElem::Field(field, _)] if place.local == self.self_ptr => {
                !self.unsteady_captures.contains(field)
            }
            _ => false,
        }
    }

    /// The captures of the coroutine that moves bring to `local`.
    fn made_of(
        &self,
        mut local: Local,
        input: &ModelInput<'_, 'tcx>,
    ) -> Option<Vec<&'a Operand<'tcx>>> {
        // The awaited future itself is lent to its poll.
        for _ in 0..self.body.local_decls.len() {
            if self.writes[local] != 1 {
                return None;
            }
            let Some(value) = self.definitions[local] else {
                return made_by(self.calls[local]?, input);
            };
            match value {
                Rvalue::Use(Operand::Move(source)) => local = source.as_local()?,
                Rvalue::Aggregate(kind, operands) => {
                    let is_coroutine = matches!(**kind, AggregateKind::Coroutine(..));
                    return is_coroutine.then(|| operands.iter().collect());
                }
                _ => return None,
            }
        }
        None
    }

    /// The steady places that `place` was copied from, by way of steady ones, itself included.
    fn copied_from(&self, mut place: Place<'tcx>) -> Vec<Place<'tcx>> {
        let mut places = vec![];
        while self.is_steady(&place) && !places.contains(&place) {
            places.push(place);
            let Some(local) = place.as_local() else { break };
            place = match self.definitions[local] {
                Some(Rvalue::Use(Operand::Copy(source) | Operand::Move(source))) => *source,
                // A reborrow is the same address.
                Some(Rvalue::Ref(_, BorrowKind::Mut { .. } | BorrowKind::Shared, source))
                    if let [PlaceElem::Deref] = source.projection.as_slice() =>
                {
                    Place::from(source.local)
                }
                _ => break,
            };
        }
        places
    }
}

impl<'tcx> Visitor<'tcx> for Values<'_, 'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, at: Location) {
        self.super_projection(place.as_ref(), context, at);
        if !context.is_use() {
            return;
        }
        let capture = match place.projection.as_slice() {
            [PlaceElem::Deref, PlaceElem::Field(field, _), ..] if place.local == self.self_ptr => {
                Some(*field)
            }
            _ => None,
        };
        let inner = if capture.is_some() {
            &place.projection.as_slice()[2..]
        } else {
            place.projection.as_slice()
        };
        if inner.contains(&PlaceElem::Deref) {
            return;
        }
        let is_whole_write = inner.is_empty()
            && matches!(
                context,
                PlaceContext::MutatingUse(
                    MutatingUseContext::Store
                        | MutatingUseContext::Call
                        | MutatingUseContext::AsmOutput
                )
            );
        let is_read = matches!(
            context,
            PlaceContext::NonMutatingUse(
                NonMutatingUseContext::Copy
                    | NonMutatingUseContext::Move
                    | NonMutatingUseContext::Inspect
            )
        );
        match capture {
            Some(field) if !is_read => {
                self.unsteady_captures.insert(field);
            }
            Some(_) => {}
            None if is_whole_write => self.writes[place.local] += 1,
            None if !is_read => self.unsteady[place.local] = true,
            None => {}
        }
    }
}
