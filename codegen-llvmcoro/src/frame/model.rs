//! From a lowered body to its frame model.
//!
//! Each MIR statement and terminator becomes at most one access of the model: which slots it
//! reads, writes and borrows. A slot is a local that the body's begin marker offers, or a capture.
//! The rules follow MIR's semantics as rustc's own coroutine transform reads them: a local must
//! keep its bytes while it may be read again, and from the moment its address is taken until its
//! storage ends.

use std::collections::HashMap;

use rustc_abi::{FieldIdx, LayoutData, VariantIdx};
use rustc_hir::Movability;
use rustc_middle::mir::visit::{MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{
    BasicBlock, Body, Local, Location, Operand, Place, PlaceElem, Rvalue, START_BLOCK, Statement,
    StatementKind, Terminator, TerminatorKind, VarDebugInfoContents, traversal,
};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, LayoutOf};
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{self, EarlyBinder, GenericArgsRef, Ty};

use super::moved::{self, Step, UnresolvedBlock};
use super::transfers;
use crate::llvm::model::{Access, BlockId, Exit, FrameModel, Op, Slot, SlotId};
use crate::marker::Marker;
use crate::mir::captures::upvar_tys;
use crate::mir::lowered::{self, SuspendTargets};
use crate::policy::{Mutation, Options};

/// What a model is made from.
pub struct ModelInput<'a, 'tcx> {
    /// For layouts.
    pub cx: &'a LayoutCx<'tcx>,
    /// The lowered body, generic.
    pub body: &'tcx Body<'tcx>,
    /// The arguments of this instance.
    pub args: GenericArgsRef<'tcx>,
    /// The coroutine type with these arguments.
    pub coroutine: Ty<'tcx>,
    /// The layout of captures and tag.
    pub base: &'a LayoutData<FieldIdx, VariantIdx>,
    /// The tag: bits, and offset in bytes.
    pub index: (u64, u64),
}

/// Builds the model, and tells what its slots are: first these captures, then the others of the
/// locals (`None` for a capture).
///
/// # Errors
/// The layout error of a local or capture.
pub fn build<'tcx>(
    input: &ModelInput<'_, 'tcx>,
) -> Result<(FrameModel, Vec<FieldIdx>, Vec<Option<Local>>), &'tcx LayoutError<'tcx>> {
    let ModelInput { cx, body, coroutine, base, index, .. } = *input;
    let tcx = cx.calc.cx;
    let begin = &body.basic_blocks[START_BLOCK];
    let Some((Marker::Begin { locals: offered, .. }, _)) =
        lowered::marker(&begin.terminator().kind)
    else {
        unreachable!("a lowered body starts with a begin marker")
    };
    let self_ptr = lowered::self_ptr(body);

    let mut slots = vec![];
    let mut captures = vec![];
    let mut slot_locals = vec![];
    let mut local_slots = HashMap::new();
    let mut capture_slots = HashMap::new();
    for (field, ty) in upvar_tys(coroutine).iter().enumerate() {
        let layout = cx.layout_of(ty)?;
        if layout.size.bytes() == 0 {
            continue;
        }
        let field_idx = FieldIdx::from_usize(field);
        capture_slots.insert(field_idx, slots.len());
        captures.push(field_idx);
        slots.push(Slot {
            name: format!("capture.{field}"),
            size: layout.size.bytes(),
            align: layout.align.bytes(),
            proposed: Some(base.fields.offset(field).bytes()),
        });
        slot_locals.push(None);
    }
    let names = local_names(body);
    let wrong_alignment = Mutation::WrongAlignment.is_on(tcx.sess);
    for local in offered.into_iter().map(Local::from_u32) {
        let decl = &body.local_decls[local];
        let ty = instantiate(input, decl.ty)?;
        // An error about a future that contains itself points here.
        let layout = cx.spanned_layout_of(ty, decl.source_info.span)?;
        if layout.size.bytes() == 0 {
            continue;
        }
        local_slots.insert(local, slots.len());
        let name = match names.get(&local) {
            Some(name) => format!("{}.{name}", local.as_u32()),
            None => format!("{}", local.as_u32()),
        };
        slots.push(Slot {
            name: format!("_{name}"),
            size: layout.size.bytes(),
            align: if wrong_alignment { 1 } else { layout.align.bytes() },
            proposed: None,
        });
        slot_locals.push(Some(local));
    }

    let transfers = transfers::find(input, self_ptr, &local_slots, &capture_slots);
    let mut builder = Builder {
        input,
        body,
        self_ptr,
        local_slots,
        capture_slots,
        loses_lifetime_ends: Mutation::LostLifetimeEnd.is_on(tcx.sess),
        blocks: vec![],
        accesses: vec![],
        moved: vec![],
    };
    builder.build();
    let blocks = moved::resolve(slots.len(), builder.blocks);
    let pointer_bits = tcx.data_layout.pointer_size().bits();
    let model = FrameModel {
        name: with_no_trimmed_paths!(coroutine.to_string()),
        data_layout: tcx.sess.target.data_layout.to_string(),
        pointer_bits,
        index,
        min_align: base.align.bytes(),
        explain: Options::of(tcx.sess).frames.is_some()
            || tcx.sess.opts.unstable_opts.print_type_sizes,
        movable: is_movable(input),
        slots,
        blocks,
        transfers,
    };
    Ok((model, captures, slot_locals))
}

/// Whether a suspended coroutine of this type may be moved.
fn is_movable(input: &ModelInput<'_, '_>) -> bool {
    let ty::Coroutine(def, _) = *input.coroutine.kind() else {
        unreachable!("{} is not a coroutine", input.coroutine)
    };
    input.cx.calc.cx.coroutine_movability(def) == Movability::Movable
}

/// The type `ty` of the generic body in this instance.
///
/// # Errors
/// If it cannot be normalised.
pub fn instantiate<'tcx>(
    input: &ModelInput<'_, 'tcx>,
    ty: Ty<'tcx>,
) -> Result<Ty<'tcx>, &'tcx LayoutError<'tcx>> {
    let tcx = input.cx.calc.cx;
    let ty = EarlyBinder::bind(ty).instantiate(tcx, input.args);
    tcx.try_normalize_erasing_regions(input.cx.typing_env, ty)
        .map_err(|error| &*tcx.arena.alloc(LayoutError::NormalizationFailure(ty, error)))
}

/// Names of user variables, for dumps.
fn local_names(body: &Body<'_>) -> HashMap<Local, String> {
    let mut names = HashMap::new();
    for info in &body.var_debug_info {
        if let VarDebugInfoContents::Place(place) = info.value
            && let Some(local) = place.as_local()
        {
            let name: String = info.name.as_str().chars().filter(char::is_ascii).collect();
            let name: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
            names.entry(local).or_insert(name);
        }
    }
    names
}

struct Builder<'a, 'tcx> {
    input: &'a ModelInput<'a, 'tcx>,
    body: &'tcx Body<'tcx>,
    self_ptr: Local,
    local_slots: HashMap<Local, SlotId>,
    capture_slots: HashMap<FieldIdx, SlotId>,
    loses_lifetime_ends: bool,
    /// The first blocks are those of the body; blocks on call edges follow.
    blocks: Vec<UnresolvedBlock>,
    /// The accesses of the statement or terminator at hand.
    accesses: Vec<(SlotId, Access)>,
    /// The slots that it moves out of.
    moved: Vec<SlotId>,
}

impl<'tcx> Builder<'_, 'tcx> {
    fn build(&mut self) {
        let body = self.body;
        // Filled in any order; call edges are appended.
        let placeholder = || UnresolvedBlock { steps: vec![], exit: Exit::Leave };
        self.blocks = body.basic_blocks.iter().map(|_| placeholder()).collect();
        for (block, data) in traversal::reachable(body) {
            let mut steps = vec![];
            if block == START_BLOCK {
                // Binding the address and taking those of the slots is bookkeeping. The captures
                // are there from the start.
                let captures = self.capture_slots.values();
                let mut captures: Vec<_> = captures.map(|slot| (*slot, Access::Define)).collect();
                captures.sort();
                steps.extend(
                    captures.into_iter().map(|capture| Step::Op(Op::Access(vec![capture]))),
                );
            } else {
                for (statement_index, statement) in data.statements.iter().enumerate() {
                    self.statement(statement, Location { block, statement_index }, &mut steps);
                }
            }
            let exit = self.terminator(block, data.terminator(), &mut steps);
            self.blocks[block.index()] = UnresolvedBlock { steps, exit };
        }
    }

    fn statement(&mut self, statement: &Statement<'tcx>, at: Location, steps: &mut Vec<Step>) {
        match &statement.kind {
            StatementKind::StorageLive(local) => {
                let slot = self.local_slots.get(local);
                steps.extend(slot.map(|slot| Step::Op(Op::StorageLive(*slot))));
            }
            StatementKind::StorageDead(_) if self.loses_lifetime_ends => {}
            StatementKind::StorageDead(local) => {
                let slot = self.local_slots.get(local);
                steps.extend(slot.map(|slot| Step::Op(Op::StorageDead(*slot))));
            }
            StatementKind::Assign(assign) => {
                let (target, value) = &**assign;
                if let Rvalue::Use(Operand::Copy(source) | Operand::Move(source)) = value
                    && let (Some(target), Some(source)) =
                        (self.whole_slot(target), self.whole_slot(source))
                {
                    if target != source {
                        steps.push(Step::Op(Op::Copy { target, source }));
                        if let Rvalue::Use(Operand::Move(_)) = value {
                            steps.push(Step::Moved(source));
                        }
                    }
                    return;
                }
                self.visit_statement(statement, at);
                self.flush(steps);
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
                // The call writes its destination before it returns (it must not overlap the
                // arguments), but the destination holds a value only on the return edge.
                let mut successors: Vec<BlockId> = vec![];
                for next in terminator.successors() {
                    if next == *target
                        && let Some(slot) = self.whole_slot(destination)
                    {
                        let define = Op::Access(vec![(slot, Access::Define)]);
                        let edge = UnresolvedBlock {
                            steps: vec![Step::Op(define)],
                            exit: Exit::Choose(vec![next.index()]),
                        };
                        self.blocks.push(edge);
                        successors.push(self.blocks.len() - 1);
                    } else {
                        successors.push(next.index());
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
                if !self.is_noop_drop(&terminator.kind) {
                    self.visit_terminator(terminator, at);
                    self.flush(steps);
                }
                let mut successors: Vec<BlockId> = vec![];
                for next in terminator.successors() {
                    if !successors.contains(&next.index()) {
                        successors.push(next.index());
                    }
                }
                if successors.is_empty() { Exit::Leave } else { Exit::Choose(successors) }
            }
        }
    }

    /// Whether the terminator drops a value that has no drop glue in this instance.
    fn is_noop_drop(&self, kind: &TerminatorKind<'tcx>) -> bool {
        let TerminatorKind::Drop { place, .. } = kind else { return false };
        let tcx = self.input.cx.calc.cx;
        let ty = place.ty(&self.input.body.local_decls, tcx).ty;
        instantiate(self.input, ty).is_ok_and(|ty| !ty.needs_drop(tcx, self.input.cx.typing_env))
    }

    fn marker_exit(&self, marker: &Marker, block: BasicBlock) -> Exit {
        match *marker {
            Marker::Begin { .. } => {
                let terminator = self.body.basic_blocks[block].terminator();
                Exit::Choose(terminator.successors().map(BasicBlock::index).collect())
            }
            Marker::Suspend { index } => {
                let targets = lowered::suspend_targets(self.body, block);
                let SuspendTargets { resume, drop } = targets.expect("a suspend marker ends it");
                Exit::Suspend { index, resume: resume.index(), destroy: drop.index() }
            }
            Marker::Dropped => Exit::Leave,
        }
    }

    /// Turns the collected accesses into one step, one access per slot.
    fn flush(&mut self, steps: &mut Vec<Step>) {
        if self.accesses.is_empty() {
            return;
        }
        let mut accesses = std::mem::take(&mut self.accesses);
        accesses.sort();
        let mut merged: Vec<(SlotId, Access)> = vec![];
        for (slot, access) in accesses {
            match merged.last_mut() {
                Some((last, so_far)) if *last == slot => *so_far = merge(*so_far, access),
                _ => merged.push((slot, access)),
            }
        }
        // What the same step writes again lives on.
        let only_read = |slot: &SlotId| merged.contains(&(*slot, Access::Read));
        let moved = std::mem::take(&mut self.moved);
        let moved: Vec<SlotId> = moved.into_iter().filter(only_read).collect();
        steps.push(Step::Op(Op::Access(merged)));
        steps.extend(moved.into_iter().map(Step::Moved));
    }

    /// The slot that `place` is all of.
    fn whole_slot(&self, place: &Place<'tcx>) -> Option<SlotId> {
        match self.slot(place) {
            Some((slot, [])) => Some(slot),
            _ => None,
        }
    }

    /// The slot that `place` lies in, and its projection there.
    fn slot(&self, place: &Place<'tcx>) -> Option<(SlotId, &'tcx [PlaceElem<'tcx>])> {
        if place.local == self.self_ptr {
            return match place.projection.as_slice() {
                [PlaceElem::Deref, PlaceElem::Field(field, _), rest @ ..] => {
                    Some((*self.capture_slots.get(field)?, rest))
                }
                _ => None,
            };
        }
        Some((*self.local_slots.get(&place.local)?, place.projection.as_slice()))
    }
}

/// The access that does what `a` and `b` do.
fn merge(a: Access, b: Access) -> Access {
    use Access::*;
    match (a, b) {
        (Borrow, _) | (_, Borrow) => Borrow,
        (Read, Read) => Read,
        (Define, Define) => Define,
        (Define | Write, Define | Write) => Write,
        _ => ReadWrite,
    }
}

impl<'tcx> Visitor<'tcx> for Builder<'_, 'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, at: Location) {
        self.super_projection(place.as_ref(), context, at);
        if !context.is_use() {
            return;
        }
        let Some((slot, projection)) = self.slot(place) else { return };
        let access = if projection.contains(&PlaceElem::Deref) {
            // What is behind the pointer is elsewhere.
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
                // Drop glue gets the address; what a `Drop` impl does with it is its own affair.
                _ if context.may_observe_address() || context.is_drop() => Access::Borrow,
                PlaceContext::NonMutatingUse(_) => Access::Read,
                _ => Access::Borrow,
            }
        };
        self.accesses.push((slot, access));
    }

    fn visit_operand(&mut self, operand: &Operand<'tcx>, at: Location) {
        self.super_operand(operand, at);
        if let Operand::Move(place) = operand
            && let Some(slot) = self.whole_slot(place)
        {
            self.moved.push(slot);
        }
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        // Index operands, and the return place.
        if context.is_use()
            && let Some(&slot) = self.local_slots.get(&local)
        {
            self.accesses.push((slot, Access::Read));
        }
    }
}
