//! What each statement and terminator of a lowered body does to the slots.
//!
//! Each becomes at most one access: which slots it reads, writes and borrows. The rules follow
//! MIR's semantics as rustc's own coroutine transform interprets them: a local must keep its bytes
//! while it may be read again, and from the moment its address is taken until its storage ends or,
//! other than there, it is moved out (see [`crate::frame::moved`]).

use std::collections::HashMap;

use llvmcoro_contract::marker::Marker;
use llvmcoro_contract::model::{Access, Exit, Op};
use llvmcoro_contract::{BlockId, SlotId};
use rustc_abi::BackendRepr;
use rustc_middle::mir::visit::{MutatingUseContext, NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{
    BasicBlock, Body, Local, Location, Operand, Place, PlaceElem, Rvalue, START_BLOCK, Statement,
    StatementKind, Terminator, TerminatorKind, traversal,
};
use rustc_middle::ty::layout::LayoutOf;
use typed_index_collections::TiVec;

use super::{ModelInput, Slots, guards, instantiate};
use crate::frame::moved::{Step, UnresolvedBlock};
use crate::mir::lowered::{self, SuspendTargets};

/// The blocks of the model: those of the body, then one for each return edge that defines a slot.
pub fn of_body<'tcx>(
    input: &ModelInput<'_, 'tcx>,
    slots: &Slots,
) -> TiVec<BlockId, UnresolvedBlock> {
    let body = input.body;
    let unreached = |_| UnresolvedBlock { steps: vec![], exit: Exit::Leave };
    let blocks = body.basic_blocks.iter().map(unreached).collect();
    let mut steps = Steps {
        input,
        slots,
        body,
        blocks,
        guarded: guards::ended(body, slots),
        accesses: vec![],
        exposed: vec![],
        moved: vec![],
        passed: vec![],
    };
    for (block, data) in traversal::reachable(body) {
        let mut of_block = vec![];
        if block == START_BLOCK {
            // This block only binds the coroutine's address and takes those of the slots.
            steps.define_captures(&mut of_block);
        } else {
            for (statement_index, statement) in data.statements.iter().enumerate() {
                steps.statement(statement, Location { block, statement_index }, &mut of_block);
            }
        }
        let exit = steps.terminator(block, data.terminator(), &mut of_block);
        steps.blocks[block_id(block)] = UnresolvedBlock { steps: of_block, exit };
    }
    steps.blocks
}

fn block_id(block: BasicBlock) -> BlockId {
    BlockId::from(block.index())
}

struct Steps<'a, 'tcx> {
    input: &'a ModelInput<'a, 'tcx>,
    slots: &'a Slots,
    body: &'tcx Body<'tcx>,
    blocks: TiVec<BlockId, UnresolvedBlock>,
    /// The slots that are not read again from a statement on, because of what it assigns.
    guarded: HashMap<Location, Vec<SlotId>>,
    /// The accesses of the current statement or terminator.
    accesses: Vec<(SlotId, Access)>,
    /// The slots that it makes raw pointers to.
    exposed: Vec<SlotId>,
    /// The slots that it moves out of.
    moved: Vec<SlotId>,
    /// The slots that a callee gets the address of as its own.
    passed: Vec<SlotId>,
}

impl<'tcx> Steps<'_, 'tcx> {
    /// Defines the captures, which have values from the start.
    fn define_captures(&self, steps: &mut Vec<Step>) {
        let mut captures: Vec<SlotId> = self.slots.captures().map(|(_, slot)| slot).collect();
        captures.sort();
        let define = |slot| Step::Op(Op::Access(vec![(slot, Access::Define)]));
        steps.extend(captures.into_iter().map(define));
    }

    fn statement(&mut self, statement: &Statement<'tcx>, at: Location, steps: &mut Vec<Step>) {
        match &statement.kind {
            StatementKind::StorageLive(local) => {
                steps.extend(
                    self.slots.of_local(*local).map(|slot| Step::Op(Op::StorageLive(slot))),
                );
            }
            StatementKind::StorageDead(local) => {
                steps.extend(
                    self.slots.of_local(*local).map(|slot| Step::Op(Op::StorageDead(slot))),
                );
            }
            StatementKind::Assign(assign) => {
                let (target, value) = &**assign;
                if let Rvalue::Use(Operand::Copy(source) | Operand::Move(source)) = value
                    && let (Some(target), Some(source)) =
                        (self.slots.of_whole(target), self.slots.of_whole(source))
                {
                    // Only some of a composed coroutine is copied.
                    if self.slots.size(target) != self.slots.size(source) {
                        let uses = vec![(target, Access::Define), (source, Access::Read)];
                        steps.push(Step::Op(Op::Access(uses)));
                        steps.push(Step::Moved(source));
                    } else if target != source {
                        steps.push(Step::Op(Op::Copy { target, source }));
                        if let Rvalue::Use(Operand::Move(_)) = value {
                            steps.push(Step::Moved(source));
                        }
                    }
                    return;
                }
                if self.is_loaded_first(target, value) {
                    self.visit_rvalue(value, at);
                    self.flush(steps);
                    let written = PlaceContext::MutatingUse(MutatingUseContext::Store);
                    self.visit_place(target, written, at);
                } else {
                    self.visit_statement(statement, at);
                }
                self.flush(steps);
                let ended = self.guarded.get(&at).into_iter().flatten();
                steps.extend(ended.map(|slot| Step::Moved(*slot)));
            }
            _ => {
                self.visit_statement(statement, at);
                self.flush(steps);
            }
        }
    }

    fn terminator(
        &mut self,
        block: BasicBlock,
        terminator: &Terminator<'tcx>,
        steps: &mut Vec<Step>,
    ) -> Exit {
        let at = self.body.terminator_loc(block);
        if let Some((marker, _)) = lowered::marker(&terminator.kind) {
            return self.marker_exit(&marker, block);
        }
        match &terminator.kind {
            TerminatorKind::Call { destination, target: Some(target), .. } => {
                self.visit_terminator(terminator, at);
                self.flush(steps);
                // The call writes its destination before it returns, so the destination must not
                // overlap the arguments; but it holds a value only on the return edge.
                let mut successors: Vec<BlockId> = vec![];
                for next in terminator.successors() {
                    if next == *target
                        && let Some(slot) = self.slots.of_whole(destination)
                    {
                        let define = Op::Access(vec![(slot, Access::Define)]);
                        let edge = UnresolvedBlock {
                            steps: vec![Step::Op(define)],
                            exit: Exit::Choose(vec![block_id(next)]),
                        };
                        successors.push(self.blocks.push_and_get_key(edge));
                    } else {
                        successors.push(block_id(next));
                    }
                }
                Exit::Choose(successors)
            }
            TerminatorKind::Return
            | TerminatorKind::UnwindResume
            | TerminatorKind::UnwindTerminate(_)
            | TerminatorKind::Unreachable
            | TerminatorKind::CoroutineDrop => {
                self.visit_terminator(terminator, at);
                self.flush(steps);
                Exit::Leave
            }
            _ => {
                if !self.is_noop_drop(block, &terminator.kind) {
                    self.visit_terminator(terminator, at);
                    self.flush(steps);
                }
                let mut successors: Vec<BlockId> = vec![];
                for next in terminator.successors() {
                    let next = self.ends_await(block, next).unwrap_or(block_id(next));
                    if !successors.contains(&next) {
                        successors.push(next);
                    }
                }
                if successors.is_empty() { Exit::Leave } else { Exit::Choose(successors) }
            }
        }
    }

    /// Whether `value`, which is written to `target`, is in a slot as well, and is in registers before
    /// it is written.
    fn is_loaded_first(&self, target: &Place<'tcx>, value: &Rvalue<'tcx>) -> bool {
        let Rvalue::Use(operand) = value else { return false };
        // The layout of another value may depend on this frame.
        let is_slot = |place: Place<'tcx>| self.slots.of_place(&place).is_some();
        if !is_slot(*target) || !operand.place().is_some_and(is_slot) {
            return false;
        }
        operand.place().is_some_and(|place| !self.is_in_memory(&place))
    }

    /// Whether the value of `place` is handled by its address.
    fn is_in_memory(&self, place: &Place<'tcx>) -> bool {
        let ty = place.ty(self.body, self.input.cx.calc.cx).ty;
        let layout = instantiate(self.input, ty).and_then(|ty| self.input.cx.layout_of(ty));
        layout.map_or(true, |layout| matches!(layout.backend_repr, BackendRepr::Memory { .. }))
    }

    /// Where the body goes from `block` to `next` because composed coroutines are ready: a block
    /// that ends their storage first.
    fn ends_await(&mut self, block: BasicBlock, next: BasicBlock) -> Option<BlockId> {
        let awaits = self.input.composition.awaits.iter();
        let ready = awaits.filter(|composed| composed.at.ready == (block, next));
        let slots = ready.filter_map(|composed| self.slots.of_local(composed.at.awaitee));
        let steps: Vec<_> = slots.map(|slot| Step::Op(Op::StorageDead(slot))).collect();
        if steps.is_empty() {
            return None;
        }
        let exit = Exit::Choose(vec![block_id(next)]);
        Some(self.blocks.push_and_get_key(UnresolvedBlock { steps, exit }))
    }

    /// Whether the terminator of `block` drops a value that has no drop glue in this instance, or
    /// nothing to drop any more.
    fn is_noop_drop(&self, block: BasicBlock, kind: &TerminatorKind<'tcx>) -> bool {
        let TerminatorKind::Drop { place, .. } = kind else { return false };
        if place.as_local().is_some_and(|it| self.input.composition.is_dead_drop(it, block)) {
            return true;
        }
        let tcx = self.input.cx.calc.cx;
        let ty = place.ty(&self.input.body.local_decls, tcx).ty;
        instantiate(self.input, ty).is_ok_and(|ty| !ty.needs_drop(tcx, self.input.cx.typing_env))
    }

    fn marker_exit(&self, marker: &Marker, block: BasicBlock) -> Exit {
        match *marker {
            Marker::Begin { .. }
            | Marker::Await { .. }
            | Marker::Leaf { .. }
            | Marker::Enter { .. } => {
                let terminator = self.body.basic_blocks[block].terminator();
                Exit::Choose(terminator.successors().map(block_id).collect())
            }
            Marker::Suspend { state } if self.input.composition.is_unreachable(state) => {
                Exit::Choose(vec![])
            }
            Marker::Suspend { state } => {
                let targets = lowered::suspend_targets(self.body, block);
                let SuspendTargets { resume, drop } = targets.expect("a suspend marker ends it");
                Exit::Suspend { state, resume: block_id(resume), drop: block_id(drop) }
            }
            Marker::Dropped => Exit::Leave,
        }
    }

    /// Turns the collected accesses into one step with one access per slot.
    fn flush(&mut self, steps: &mut Vec<Step>) {
        if self.accesses.is_empty() {
            return;
        }
        let mut accesses = std::mem::take(&mut self.accesses);
        accesses.sort();
        let mut merged: Vec<(SlotId, Access)> = vec![];
        for (slot, access) in accesses {
            match merged.last_mut() {
                Some((last, so_far)) if *last == slot => *so_far = so_far.and(access),
                _ => merged.push((slot, access)),
            }
        }
        // A slot that the same step writes stays alive.
        let only_read = |slot: &SlotId| merged.contains(&(*slot, Access::Read));
        let moved = std::mem::take(&mut self.moved);
        let moved: Vec<SlotId> = moved.into_iter().filter(only_read).collect();
        for slot in self.passed.drain(..) {
            for (_, access) in merged.iter_mut().filter(|(accessed, _)| *accessed == slot) {
                *access = access.and(Access::Write);
            }
        }
        steps.push(Step::Op(Op::Access(merged)));
        steps.extend(self.exposed.drain(..).map(Step::Exposed));
        steps.extend(moved.into_iter().map(Step::Moved));
    }
}

impl<'tcx> Visitor<'tcx> for Steps<'_, 'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, at: Location) {
        self.super_projection(place.as_ref(), context, at);
        if !context.is_use() {
            return;
        }
        let Some((slot, projection)) = self.slots.of_place(place) else { return };
        let access = if projection.contains(&PlaceElem::Deref) {
            // What the pointer points to lies elsewhere.
            Access::Read
        } else {
            let whole = projection.is_empty();
            match context {
                PlaceContext::MutatingUse(MutatingUseContext::Call) => Access::Write,
                PlaceContext::MutatingUse(MutatingUseContext::Store) => {
                    if whole {
                        Access::Define
                    } else {
                        Access::Write
                    }
                }
                PlaceContext::MutatingUse(
                    MutatingUseContext::SetDiscriminant | MutatingUseContext::AsmOutput,
                ) => Access::Write,
                // Drop glue gets the address, and a `Drop` impl may do anything with it.
                _ if context.may_observe_address() || context.is_drop() => Access::Borrow,
                PlaceContext::NonMutatingUse(_) => Access::Read,
                _ => Access::Borrow,
            }
        };
        if access == Access::Borrow && !is_reference(context) {
            self.exposed.push(slot);
        }
        self.accesses.push((slot, access));
    }

    fn visit_operand(&mut self, operand: &Operand<'tcx>, at: Location) {
        self.super_operand(operand, at);
        if let Operand::Move(place) = operand
            && let Some(slot) = self.slots.of_whole(place)
        {
            self.moved.push(slot);
        }
    }

    fn visit_terminator(&mut self, terminator: &Terminator<'tcx>, at: Location) {
        self.super_terminator(terminator, at);
        if let TerminatorKind::Call { args, .. } = &terminator.kind {
            let passed = args.iter().filter_map(|argument| {
                let Operand::Move(place) = &argument.node else { return None };
                let (slot, within) = self.slots.of_place(place)?;
                let is_slot = !within.contains(&PlaceElem::Deref) && self.is_in_memory(place);
                is_slot.then_some(slot)
            });
            self.passed = passed.collect();
        }
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        // Index operands and the return place.
        if context.is_use()
            && let Some(slot) = self.slots.of_local(local)
        {
            self.accesses.push((slot, Access::Read));
        }
    }
}

/// Whether an address that is taken in this way is a reference. Drop glue gets one.
fn is_reference(context: PlaceContext) -> bool {
    context.is_drop()
        || matches!(
            context,
            PlaceContext::MutatingUse(MutatingUseContext::Borrow)
                | PlaceContext::NonMutatingUse(
                    NonMutatingUseContext::SharedBorrow | NonMutatingUseContext::FakeBorrow
                )
        )
}
