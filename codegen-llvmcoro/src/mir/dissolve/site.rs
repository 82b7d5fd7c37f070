//! Matches awaits of the desugaring's shape.

use rustc_hir::lang_items::LangItem;
use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, TyCtxt};
use rustc_span::def_id::DefId;

/// The discriminants of `Poll`.
const READY: u128 = 0;
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
pub struct Site<'tcx> {
    /// The block that ends in the call of `poll`.
    pub poll: BasicBlock,
    /// The local that holds the awaited coroutine.
    pub awaitee: Local,
    /// Where the coroutine is moved from, and the statement that moves it.
    pub source: Place<'tcx>,
    pub source_at: Location,
    /// The coroutine's definition and generic arguments.
    pub def: DefId,
    pub args: ty::GenericArgsRef<'tcx>,
    /// The context operand of the call.
    pub context_operand: Operand<'tcx>,
    /// The local that holds the awaiter's context.
    pub context: Local,
    /// The local that receives `Poll<_>`.
    pub result: Local,
    /// The block after the call, and the block that follows when the result is ready.
    pub checked: BasicBlock,
    pub ready: BasicBlock,
    /// Where `poll` unwinds to.
    pub unwind: UnwindAction,
    /// Where the await continues when the awaiter is dropped during it, and where the drop of the
    /// awaitee then unwinds to.
    pub drop: BasicBlock,
    pub drop_unwind: UnwindAction,
    /// The statements that only make the pinned reference, and the block with the call that pins
    /// it.
    pub pin_statements: Vec<Location>,
    pub pin_call: BasicBlock,
}

impl<'tcx> Site<'tcx> {
    /// The await that polls at the end of `poll`, if it has the known shape.
    pub fn find(
        tcx: TyCtxt<'tcx>,
        body: &Body<'tcx>,
        mentions: &Mentions,
        context: Local,
        poll: BasicBlock,
    ) -> Option<Site<'tcx>> {
        let (def, coroutine_args) = polled_coroutine(tcx, body, poll)?;
        let TerminatorKind::Call { args, destination, target: Some(checked), unwind, .. } =
            &body.basic_blocks[poll].terminator().kind
        else {
            return None;
        };
        let shape = Shape { tcx, body };

        // pin = Pin::new_unchecked(&mut *(&mut awaitee))
        let pinned = args[0].node.place()?.as_local()?;
        let pin_at = mentions.definition(pinned)?;
        let reborrowed = shape.pin_call_argument(pin_at)?;
        let reborrow_at = mentions.definition(reborrowed)?;
        let borrowed = shape.reborrow_base(reborrow_at)?;
        let borrow_at = mentions.definition(borrowed)?;
        let awaitee = match shape.assigned(borrow_at)? {
            Rvalue::Ref(_, BorrowKind::Mut { .. }, place) => place.as_local()?,
            _ => return None,
        };
        for temporary in [pinned, reborrowed, borrowed, awaitee] {
            // Its only use is the next link of the chain.
            if mentions.other_uses[temporary] != 1 {
                return None;
            }
        }
        let source_at = mentions.definition(awaitee)?;
        let Rvalue::Use(Operand::Move(moved)) = *shape.assigned(source_at)? else {
            return None;
        };

        // context = &mut *(move (copy task_context))
        let context_operand = args[1].node.clone();
        let reborrow_at = mentions.definition(context_operand.place()?.as_local()?)?;
        let revealed = shape.reborrow_base(reborrow_at)?;
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

        let result = destination.as_local()?;
        let (ready, pending) = shape.poll_outcomes(*checked, result)?;
        let (resume, resume_arg, drop) = shape.pending_yield(pending, result)?;
        let chain = [pinned, reborrowed, borrowed, revealed, hidden];
        let own: Vec<Local> =
            chain.into_iter().chain(context_operand.place()?.as_local()).collect();
        shape.loops_back(resume, poll, &own, context, resume_arg)?;
        // If the awaitee is not dropped, nothing in it can unwind then.
        let drop_unwind =
            shape.awaitee_drop(awaitee, drop).map_or(UnwindAction::Unreachable, |drop| drop.1);
        Some(Site {
            poll,
            awaitee,
            source: moved,
            source_at,
            def,
            args: coroutine_args,
            context_operand,
            context,
            result,
            checked: *checked,
            ready,
            unwind: *unwind,
            drop,
            drop_unwind,
            pin_statements: vec![mentions.definition(reborrowed)?, borrow_at],
            pin_call: pin_at.block,
        })
    }
}

/// The coroutine that `block` polls at its end: its definition and generic arguments.
pub fn polled_coroutine<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    block: BasicBlock,
) -> Option<(DefId, ty::GenericArgsRef<'tcx>)> {
    let TerminatorKind::Call { func, .. } = &body.basic_blocks[block].terminator().kind else {
        return None;
    };
    let (callee, generic_args) = func.const_fn_def()?;
    if !tcx.is_lang_item(callee, LangItem::FuturePoll) {
        return None;
    }
    match *generic_args.type_at(0).kind() {
        ty::Coroutine(def, args) => Some((def, args)),
        _ => None,
    }
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

    /// The targets of the check of `result`: ready, pending.
    fn poll_outcomes(
        &self,
        checked: BasicBlock,
        result: Local,
    ) -> Option<(BasicBlock, BasicBlock)> {
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
        let targets = (targets.target_for_value(READY), targets.target_for_value(PENDING));
        reads_result.then_some(targets)
    }

    /// The yield that idle blocks lead to from `block` when `result` is pending: its resume target,
    /// resume argument and drop target.
    fn pending_yield(
        &self,
        mut block: BasicBlock,
        result: Local,
    ) -> Option<(BasicBlock, Local, BasicBlock)> {
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
                TerminatorKind::Yield { resume, resume_arg, drop, .. } => {
                    return Some((*resume, resume_arg.as_local()?, (*drop)?));
                }
                _ => return None,
            }
        }
        None
    }

    /// Checks that a resumed await returns to `poll`, and on the way only rebinds the context and
    /// recomputes the temporaries `own` of the call.
    fn loops_back(
        &self,
        mut block: BasicBlock,
        poll: BasicBlock,
        own: &[Local],
        context: Local,
        resume_arg: Local,
    ) -> Option<()> {
        let mut rebound = resume_arg == context;
        for _ in 0..self.body.basic_blocks.len() {
            let data = &self.body.basic_blocks[block];
            for statement in &data.statements {
                if self.is_idle(statement) {
                    continue;
                }
                let StatementKind::Assign(assign) = &statement.kind else { return None };
                let target = assign.0.as_local()?;
                if target == context {
                    let Rvalue::Use(value) = &assign.1 else { return None };
                    if value.place()?.as_local()? != resume_arg {
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

    /// The drop of `awaitee` that idle blocks lead to from `block`: its target and unwind action.
    fn awaitee_drop(
        &self,
        awaitee: Local,
        block: BasicBlock,
    ) -> Option<(BasicBlock, UnwindAction)> {
        match self.body.basic_blocks[self.skip_idle(block)].terminator().kind {
            TerminatorKind::Drop { place, target, unwind, .. }
                if place.as_local() == Some(awaitee) =>
            {
                Some((target, unwind))
            }
            _ => None,
        }
    }

    /// Skips idle blocks from `block` on, up to the first with a statement or terminator that
    /// matters.
    fn skip_idle(&self, mut block: BasicBlock) -> BasicBlock {
        for _ in 0..self.body.basic_blocks.len() {
            let data = &self.body.basic_blocks[block];
            let idle = data.statements.iter().all(|statement| self.is_idle(statement));
            match data.terminator().kind {
                TerminatorKind::Goto { target } if idle => block = target,
                _ => break,
            }
        }
        block
    }
}
