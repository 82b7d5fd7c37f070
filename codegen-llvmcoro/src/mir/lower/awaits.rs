//! Matches awaits of the desugaring's shape.
//!
//! The frame of an awaited coroutine can be part of the awaiter's if nobody but the await uses the
//! coroutine. So the shape is matched as a whole.

use rustc_hir::lang_items::LangItem;
use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, Ty, TyCtxt};

/// The discriminant of `Poll::Pending`.
const PENDING: u128 = 1;

/// How the locals of a body are written and used.
pub struct Mentions {
    /// Whole writes, by local.
    definitions: IndexVec<Local, Definitions>,
    /// The number of uses that are neither whole writes, drops nor storage markers.
    other_uses: IndexVec<Local, usize>,
    dropped: DenseBitSet<Local>,
}

#[derive(Clone, Copy)]
enum Definitions {
    None,
    One(Location),
    Many,
}

impl Mentions {
    /// Collects the mentions in the reachable part of `body`.
    pub fn of(body: &Body<'_>) -> Mentions {
        let mut mentions = Mentions {
            definitions: IndexVec::from_elem(Definitions::None, &body.local_decls),
            other_uses: IndexVec::from_elem(0, &body.local_decls),
            dropped: DenseBitSet::new_empty(body.local_decls.len()),
        };
        for (block, data) in traversal::reachable(body) {
            mentions.visit_basic_block_data(block, data);
        }
        mentions
    }

    /// The only whole write of `local`; `None` if there is none or more than one.
    pub fn definition(&self, local: Local) -> Option<Location> {
        match self.definitions[local] {
            Definitions::One(at) => Some(at),
            Definitions::None | Definitions::Many => None,
        }
    }

    /// Whether `local`, which is moved once, has no other use.
    pub fn is_only_moved_on(&self, local: Local) -> bool {
        self.other_uses[local] == 1 && !self.dropped.contains(local)
    }
}

impl<'tcx> Visitor<'tcx> for Mentions {
    fn visit_local(&mut self, local: Local, context: PlaceContext, at: Location) {
        match context {
            PlaceContext::MutatingUse(
                MutatingUseContext::Store | MutatingUseContext::Call | MutatingUseContext::Yield,
            ) => {
                let definitions = &mut self.definitions[local];
                *definitions = match definitions {
                    Definitions::None => Definitions::One(at),
                    _ => Definitions::Many,
                };
            }
            PlaceContext::MutatingUse(MutatingUseContext::Drop) => {
                self.dropped.insert(local);
            }
            PlaceContext::NonUse(_) => {}
            _ => self.other_uses[local] += 1,
        }
    }
}

/// An await of the desugaring's shape.
///
/// ```text
/// loop:   pin, context = …
///         poll(pin, context) ─┬─► ready ─► drop(awaitee)
///                             │
/// yield ◄───── pending ◄──────┘
///   └─ dropped ─► drop(awaitee) ─► …
/// ```
#[derive(Clone, Copy)]
pub struct Await {
    /// The block that ends in the call of `poll`.
    pub poll: BasicBlock,
    /// The local that holds the awaited future, and nothing else.
    pub awaitee: Local,
    /// The block that yields while the future is pending.
    pub pending: BasicBlock,
}

/// The awaits of `body`.
///
/// The context of `body` is already revealed; the local `context` holds the current `&mut
/// Context<'_>`. Only the exact shape that rustc's desugaring produces is found.
pub fn find<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, context: Local) -> Vec<Await> {
    let polls: Vec<_> = traversal::reachable(body)
        .map(|(block, _)| block)
        .filter(|block| polls(tcx, body, *block))
        .collect();
    if polls.is_empty() {
        return vec![];
    }
    let mentions = Mentions::of(body);
    polls.into_iter().filter_map(|poll| find_at(tcx, body, &mentions, context, poll)).collect()
}

/// The await that polls at the end of `poll`, if it has the known shape.
fn find_at<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    mentions: &Mentions,
    context: Local,
    poll: BasicBlock,
) -> Option<Await> {
    let TerminatorKind::Call { args, destination, target: Some(checked), .. } =
        &body.basic_blocks[poll].terminator().kind
    else {
        return None;
    };
    let shape = Shape { tcx, body };

    // pin = Pin::new_unchecked(&mut *(&mut awaitee))
    let pinned = args[0].node.place()?.as_local()?;
    let pin_at = mentions.definition(pinned)?;
    let reborrowed = shape.pin_call_argument(pin_at)?;
    let borrowed = shape.reborrow_base(mentions.definition(reborrowed)?)?;
    let awaitee = match shape.assigned(mentions.definition(borrowed)?)? {
        Rvalue::Ref(_, BorrowKind::Mut { .. }, place) => place.as_local()?,
        _ => return None,
    };
    for temporary in [pinned, reborrowed, borrowed, awaitee] {
        // Its only use is the next link of the chain.
        if mentions.other_uses[temporary] != 1 {
            return None;
        }
    }
    let begins = mentions.definition(awaitee)?;
    let Rvalue::Use(Operand::Move(_)) = *shape.assigned(begins)? else { return None };

    // context = &mut *(move (copy task_context))
    let context_operand = args[1].node.place()?.as_local()?;
    let revealed = shape.reborrow_base(mentions.definition(context_operand)?)?;
    let Rvalue::Use(hidden) = shape.assigned(mentions.definition(revealed)?)? else {
        return None;
    };
    let hidden = hidden.place()?.as_local()?;
    let Rvalue::Use(source) = shape.assigned(mentions.definition(hidden)?)? else {
        return None;
    };
    if source.place()?.as_local()? != context {
        return None;
    }

    let pending = shape.pending(*checked, destination.as_local()?)?;
    let pending = shape.pending_yield(pending, destination.as_local()?)?;
    let own = [pinned, reborrowed, borrowed, revealed, hidden, context_operand];
    // Nothing else happens before the first poll, or between two.
    shape.leads_to(begins.successor_within_block(), poll, &own, None)?;
    let resumed = Location { block: pending.resume, statement_index: 0 };
    let rebinding = Rebinding { context, resume_arg: pending.resume_arg };
    shape.leads_to(resumed, poll, &own, Some(rebinding))?;
    Some(Await { poll, awaitee, pending: pending.block })
}

/// Whether a future of type `ty` may be a lowered coroutine.
pub fn may_be_coroutine(ty: Ty<'_>) -> bool {
    matches!(ty.kind(), ty::Coroutine(..) | ty::Param(_) | ty::Alias(..))
}

/// Whether a future of type `ty` is a struct of numbers, pointers and more of these, with nothing to drop.
pub fn is_plain<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> bool {
    let ty::Adt(adt, args) = *ty.kind() else { return false };
    // Nothing is asked of a field's type, whose answer could need the coroutine's frame.
    let is_plain_field = |field: Ty<'tcx>| match field.kind() {
        ty::Ref(..) | ty::RawPtr(..) | ty::FnPtr(..) => true,
        ty::Adt(..) => is_plain(tcx, field),
        _ => field.is_primitive(),
    };
    adt.is_struct()
        && !adt.has_dtor(tcx)
        && adt.all_fields().all(|field| is_plain_field(field.ty(tcx, args)))
}

/// Whether the end of `block` polls a future.
fn polls<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>, block: BasicBlock) -> bool {
    let TerminatorKind::Call { func, .. } = &body.basic_blocks[block].terminator().kind else {
        return false;
    };
    func.const_fn_def().is_some_and(|(callee, _)| tcx.is_lang_item(callee, LangItem::FuturePoll))
}

/// The yield of an await.
struct Pending {
    block: BasicBlock,
    resume: BasicBlock,
    resume_arg: Local,
}

/// The local that a resumed await must bind again, and what to.
#[derive(Clone, Copy)]
struct Rebinding {
    context: Local,
    resume_arg: Local,
}

/// Matchers for the desugaring's shapes. Each returns `None` for any other shape.
struct Shape<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
}

impl<'a, 'tcx> Shape<'a, 'tcx> {
    /// The value of the assignment at `at`.
    fn assigned(&self, at: Location) -> Option<&'a Rvalue<'tcx>> {
        match &self.body.basic_blocks[at.block].statements.get(at.statement_index)?.kind {
            StatementKind::Assign(assign) => Some(&assign.1),
            _ => None,
        }
    }

    /// `x` of the assignment `_ = &mut *x`.
    fn reborrow_base(&self, at: Location) -> Option<Local> {
        match self.assigned(at)? {
            Rvalue::Ref(_, BorrowKind::Mut { .. }, place)
                if place.projection.as_slice() == [PlaceElem::Deref] =>
            {
                Some(place.local)
            }
            _ => None,
        }
    }

    /// `x` of the call `Pin::new_unchecked(x)`.
    fn pin_call_argument(&self, at: Location) -> Option<Local> {
        if at != self.body.terminator_loc(at.block) {
            return None;
        }
        match &self.body.basic_blocks[at.block].terminator().kind {
            TerminatorKind::Call { func, args, target: Some(_), .. } => {
                let (callee, _) = func.const_fn_def()?;
                let pins = self.tcx.is_lang_item(callee, LangItem::PinNewUnchecked);
                if pins { args[0].node.place()?.as_local() } else { None }
            }
            _ => None,
        }
    }

    /// Where the check of `result` goes if it is pending.
    fn pending(&self, checked: BasicBlock, result: Local) -> Option<BasicBlock> {
        let data = &self.body.basic_blocks[checked];
        let TerminatorKind::SwitchInt { discr, targets } = &data.terminator().kind else {
            return None;
        };
        let discr = discr.place()?.as_local()?;
        let reads_result = data.statements.iter().any(|statement| match &statement.kind {
            StatementKind::Assign(assign) => {
                assign.0.as_local() == Some(discr)
                    && matches!(assign.1, Rvalue::Discriminant(place) if place.as_local() == Some(result))
            }
            _ => false,
        });
        reads_result.then(|| targets.target_for_value(PENDING))
    }

    /// The yield that idle blocks lead to from `block` when `result` is pending.
    fn pending_yield(&self, mut block: BasicBlock, result: Local) -> Option<Pending> {
        for _ in 0..self.body.basic_blocks.len() {
            let data = &self.body.basic_blocks[block];
            let mut discriminant = None;
            for statement in &data.statements {
                if let StatementKind::Assign(assign) = &statement.kind
                    && matches!(assign.1, Rvalue::Discriminant(place) if place.as_local() == Some(result))
                {
                    discriminant = Some(assign.0.as_local()?);
                } else if !self.is_idle(statement) {
                    return None;
                }
            }
            match &data.terminator().kind {
                TerminatorKind::Goto { target } => block = *target,
                // Drop elaboration's check whether the result has anything to drop; a pending one
                // has nothing.
                TerminatorKind::SwitchInt { discr, targets }
                    if discriminant.is_some()
                        && discr.place().and_then(|place| place.as_local()) == discriminant =>
                {
                    block = targets.target_for_value(PENDING);
                }
                TerminatorKind::Yield { resume, resume_arg, .. } => {
                    return Some(Pending {
                        block,
                        resume: *resume,
                        resume_arg: resume_arg.as_local()?,
                    });
                }
                _ => return None,
            }
        }
        None
    }

    /// Checks that the body gets from `at` to the end of `poll`, and on the way only rebinds the
    /// context, if it has to, and computes the temporaries `own` of the call.
    fn leads_to(
        &self,
        at: Location,
        poll: BasicBlock,
        own: &[Local],
        rebinding: Option<Rebinding>,
    ) -> Option<()> {
        let Location { mut block, statement_index: mut begin } = at;
        let mut rebound = rebinding.is_none_or(|it| it.resume_arg == it.context);
        for _ in 0..self.body.basic_blocks.len() {
            let data = &self.body.basic_blocks[block];
            for statement in &data.statements[begin..] {
                if self.is_idle(statement) {
                    continue;
                }
                let StatementKind::Assign(assign) = &statement.kind else { return None };
                let target = assign.0.as_local()?;
                if let Some(it) = rebinding.filter(|it| it.context == target) {
                    let Rvalue::Use(value) = &assign.1 else { return None };
                    if value.place()?.as_local()? != it.resume_arg {
                        return None;
                    }
                    rebound = true;
                } else if !own.contains(&target) {
                    return None;
                }
            }
            if block == poll {
                return rebound.then_some(());
            }
            begin = 0;
            block = match &data.terminator().kind {
                TerminatorKind::Goto { target } => *target,
                TerminatorKind::Call { destination, target: Some(target), .. }
                    if own.contains(&destination.as_local()?) =>
                {
                    self.pin_call_argument(self.body.terminator_loc(block))?;
                    *target
                }
                _ => return None,
            };
        }
        None
    }

    /// Whether a statement has no effect that matters: storage markers and unit values.
    fn is_idle(&self, statement: &Statement<'tcx>) -> bool {
        match &statement.kind {
            StatementKind::StorageLive(_) | StatementKind::StorageDead(_) | StatementKind::Nop => {
                true
            }
            StatementKind::Assign(assign) => {
                assign.0.as_local().is_some_and(|local| self.body.local_decls[local].ty.is_unit())
                    && matches!(assign.1, Rvalue::Use(Operand::Constant(_)) | Rvalue::Aggregate(..))
            }
            _ => false,
        }
    }
}
