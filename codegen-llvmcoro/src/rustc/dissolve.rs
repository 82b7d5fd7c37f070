//! Awaits of known coroutines, dissolved into the awaiter.
//!
//! `f().await` polls a coroutine in a loop. If the type of that coroutine is known where the
//! awaiter is lowered, its body takes the place of the call of `poll`: its suspension points
//! become the awaiter's own, its locals become locals of the awaiter (with slots that overlap
//! whatever is not alive at the same time), and resuming a chain of awaits is one switch.
//!
//! ```text
//! loop:   pin, context = …                      loop:   context = …
//!         poll(pin, context) ─┬─► ready                 body ──────────────► ready
//!                             │                          ├─ suspend ─► (resumed) ─► body
//! yield ◄───── pending ◄──────┘                          └─ unwinds ─► the unwind path of poll
//!   └─ dropped ─► drop(awaitee) ─► …                     suspend ─► (dropped) ─► drops of the
//!                                                                  body ─► what follows the drop
//! ```
//!
//! Only the exact shape that rustc's desugaring makes is dissolved; anything else stays an
//! ordinary await. The decision depends on MIR alone, so that it is the same at every
//! optimisation level.

use std::collections::BTreeSet;

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::lang_items::LangItem;
use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutVisitor, MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, EarlyBinder, Instance, Ty, TyCtxt, TypingEnv};
use rustc_span::def_id::DefId;

use super::lowered;
use crate::marker::Marker;

/// A coroutine whose lowered body has more blocks than this stays a future of its own.
const MAX_AWAITEE_BLOCKS: usize = 400;
/// An awaiter that has grown to more blocks than this takes no further body in.
const MAX_AWAITER_BLOCKS: usize = 4000;

/// Dissolves every await of `body` that can be.
///
/// `body` is a coroutine body whose context is revealed; `context` is the local that holds its
/// current `&mut Context<'_>`.
pub fn dissolve<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, context: Local) {
    let mut refused = DenseBitSet::new_empty(0);
    loop {
        let mentions = Mentions::of(body);
        let site = body.basic_blocks.indices().find_map(|block| {
            let known = block.index() < refused.domain_size() && refused.contains(block);
            if known { None } else { Site::find(tcx, body, &mentions, context, block) }
        });
        let Some(site) = site else { return };
        let block = site.poll;
        if !site.dissolve(tcx, body) {
            let mut grown = DenseBitSet::new_empty(body.basic_blocks.len());
            for block in refused.iter() {
                grown.insert(block);
            }
            grown.insert(block);
            refused = grown;
        }
    }
}

/// Where each local is written and how it is used.
struct Mentions {
    /// Whole writes, by local: `None` if there is none or more than one.
    definitions: IndexVec<Local, Definitions>,
    /// Uses that are neither whole writes nor drops nor storage markers.
    other_uses: IndexVec<Local, usize>,
}

#[derive(Clone, Copy)]
enum Definitions {
    None,
    One(Location),
    Many,
}

impl Mentions {
    fn of(body: &Body<'_>) -> Mentions {
        let mut mentions = Mentions {
            definitions: IndexVec::from_elem(Definitions::None, &body.local_decls),
            other_uses: IndexVec::from_elem(0, &body.local_decls),
        };
        for (block, data) in traversal::reachable(body) {
            mentions.visit_basic_block_data(block, data);
        }
        mentions
    }

    fn definition(&self, local: Local) -> Option<Location> {
        match self.definitions[local] {
            Definitions::One(at) => Some(at),
            Definitions::None | Definitions::Many => None,
        }
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
            PlaceContext::MutatingUse(MutatingUseContext::Drop) | PlaceContext::NonUse(_) => {}
            _ => self.other_uses[local] += 1,
        }
    }
}

/// An await of the desugaring's shape.
struct Site<'tcx> {
    /// The block that ends in the call of `poll`.
    poll: BasicBlock,
    /// What is awaited.
    awaitee: Local,
    def: DefId,
    args: ty::GenericArgsRef<'tcx>,
    /// The context operand of the call.
    context_operand: Operand<'tcx>,
    /// The local that holds the awaiter's context.
    context: Local,
    /// Receives `Poll<_>`.
    result: Local,
    /// The block after the call, and where it goes when the result is ready.
    checked: BasicBlock,
    ready: BasicBlock,
    /// Where an unwind out of `poll` goes.
    unwind: UnwindAction,
    /// Where the await goes when the awaiter is dropped meanwhile, and where an unwind out of the
    /// drop of the awaitee goes then.
    drop: BasicBlock,
    drop_unwind: UnwindAction,
    /// Statements that only make the pinned reference, and the call that pins it.
    pin_statements: Vec<Location>,
    pin_call: BasicBlock,
}

impl<'tcx> Site<'tcx> {
    fn find(
        tcx: TyCtxt<'tcx>,
        body: &Body<'tcx>,
        mentions: &Mentions,
        context: Local,
        poll: BasicBlock,
    ) -> Option<Site<'tcx>> {
        let TerminatorKind::Call {
            func,
            args,
            destination,
            target: Some(checked),
            unwind,
            ..
        } = &body.basic_blocks[poll].terminator().kind
        else {
            return None;
        };
        let (callee, generic_args) = func.const_fn_def()?;
        if !tcx.is_lang_item(callee, LangItem::FuturePoll) {
            return None;
        }
        let ty::Coroutine(def, coroutine_args) = *generic_args.type_at(0).kind() else {
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
            // Used once: by the next link of the chain.
            if mentions.other_uses[temporary] != 1 {
                return None;
            }
        }
        mentions.definition(awaitee)?;

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
        let (resume, resume_arg, drop) = shape.pending_yield(pending)?;
        let chain = [pinned, reborrowed, borrowed, revealed, hidden];
        let own: Vec<Local> =
            chain.into_iter().chain(context_operand.place()?.as_local()).collect();
        shape.loops_back(resume, poll, &own, context, resume_arg)?;
        // Without a drop of the awaitee there is nothing in it that could unwind then.
        let drop_unwind =
            shape.awaitee_drop(awaitee, drop).map_or(UnwindAction::Unreachable, |drop| drop.1);
        Some(Site {
            poll,
            awaitee,
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

    /// Takes the body of the awaited coroutine in. `false` if it does not let itself be taken.
    fn dissolve(self, tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) -> bool {
        let awaiter = body.source.def_id();
        if body.basic_blocks.len() > MAX_AWAITER_BLOCKS || contains(tcx, self.def, awaiter) {
            return false;
        }
        let Some(mut awaited) = awaited_body(tcx, awaiter, self.def, self.args) else {
            return false;
        };
        let Some(entry) = first_resume(&awaited) else { return false };
        let blocks = reachable_from(&awaited, entry);
        if blocks.len() > MAX_AWAITEE_BLOCKS {
            return false;
        }

        // Locals, scopes and debug info of the awaited body.
        let callsite = body.basic_blocks[self.poll].terminator().source_info;
        let context_in = body.local_decls.push(awaited.local_decls[CONTEXT_ARG].clone());
        let first_local = body.local_decls.len();
        let first_scope = body.source_scopes.len();
        let mut integrate = Integrate {
            tcx,
            self_ptr: lowered::self_ptr(&awaited),
            awaitee: self.awaitee,
            result: self.result,
            context_in,
            first_local,
            first_scope,
        };
        let instance = Instance { def: ty::InstanceKind::Item(self.def), args: self.args };
        append_scopes(body, &awaited, callsite, instance, first_scope);
        let unmarked = unmarked_locals(&awaited, &blocks);
        for decl in awaited.local_decls.iter_mut().skip(FIRST_OWN_LOCAL) {
            integrate.visit_source_scope(&mut decl.source_info.scope);
            body.local_decls.push(decl.clone());
        }
        for info in &mut awaited.var_debug_info {
            integrate.visit_var_debug_info(info);
            body.var_debug_info.push(info.clone());
        }
        if let (Some(consts), Some(more)) =
            (&mut body.required_consts, awaited.required_consts.take())
        {
            consts.extend(more);
        }
        let storage: Vec<Local> = unmarked
            .into_iter()
            .map(|local| integrate.local(local))
            .chain([context_in])
            .collect();

        // Ways out of the awaited body, and its blocks.
        let storage_ends = |local: &Local| {
            Statement::new(callsite, StatementKind::StorageDead(*local))
        };
        let mut push = |statements: Vec<Statement<'tcx>>, kind, is_cleanup| {
            let terminator = Some(Terminator { source_info: callsite, kind });
            let data = BasicBlockData::new_stmts(statements, terminator, is_cleanup);
            body.basic_blocks_mut().push(data)
        };
        let ended: Vec<_> = storage.iter().map(storage_ends).collect();
        let goto = |target| TerminatorKind::Goto { target };
        let dropped = push(ended.clone(), goto(self.drop), false);
        let mut unwind_exit = |action| match action {
            UnwindAction::Cleanup(target) => push(ended.clone(), goto(target), true),
            UnwindAction::Continue => push(ended.clone(), TerminatorKind::UnwindResume, true),
            UnwindAction::Unreachable => push(vec![], TerminatorKind::Unreachable, true),
            UnwindAction::Terminate(why) => {
                push(vec![], TerminatorKind::UnwindTerminate(why), true)
            }
        };
        let unwound = unwind_exit(self.unwind);
        let drop_unwound = unwind_exit(self.drop_unwind);
        let mut checked = body.basic_blocks[self.checked].clone();
        checked.statements.splice(0..0, ended);
        checked.terminator_mut().kind = goto(self.ready);
        let returned = body.basic_blocks_mut().push(checked);

        let first_block = body.basic_blocks.len();
        let renumbered: FxHashMap<(BasicBlock, Phase), BasicBlock> = blocks
            .iter()
            .enumerate()
            .map(|(position, key)| (*key, BasicBlock::from_usize(first_block + position)))
            .collect();
        let mut resumptions = body.basic_blocks.len() + blocks.len();
        let mut resume_blocks = vec![];
        for &(block, phase) in &blocks {
            let unwound = match phase {
                Phase::Run => unwound,
                Phase::Drop => drop_unwound,
            };
            let suspension = suspend_targets(&awaited, block);
            let mut data = awaited.basic_blocks[block].clone();
            data.statements.retain(|statement| !integrate.sets_state(statement));
            integrate.visit_basic_block_data(block, &mut data);
            let is_cleanup = data.is_cleanup;
            let terminator = data.terminator_mut();
            match &mut terminator.kind {
                kind if suspension.is_some() => {
                    let (resume, drop) = suspension.expect("checked by the guard");
                    let resume = renumbered[&(resume, Phase::Run)];
                    let rebind = Rvalue::Use(Operand::Copy(self.context.into()));
                    let rebind = StatementKind::Assign(Box::new((context_in.into(), rebind)));
                    let source_info = terminator.source_info;
                    resume_blocks.push(BasicBlockData::new_stmts(
                        vec![Statement::new(source_info, rebind)],
                        Some(Terminator { source_info, kind: goto(resume) }),
                        false,
                    ));
                    *kind = TerminatorKind::Yield {
                        value: unit_operand(tcx, source_info.span),
                        resume: BasicBlock::from_usize(resumptions),
                        resume_arg: self.context.into(),
                        drop: Some(renumbered[&(drop, Phase::Drop)]),
                    };
                    resumptions += 1;
                }
                kind if is_dropped_marker(kind) => *kind = goto(dropped),
                kind @ TerminatorKind::Return => *kind = goto(returned),
                kind @ TerminatorKind::UnwindResume => *kind = goto(unwound),
                kind => {
                    kind.successors_mut(|target| *target = renumbered[&(*target, phase)]);
                    if !is_cleanup
                        && let Some(unwind @ UnwindAction::Continue) = kind.unwind_mut()
                    {
                        *unwind = UnwindAction::Cleanup(unwound);
                    }
                }
            }
            body.basic_blocks_mut().push(data);
        }
        body.basic_blocks_mut().extend(resume_blocks);

        // The awaiter enters the body where it called `poll`.
        let mut enter: Vec<_> = storage
            .iter()
            .map(|local| Statement::new(callsite, StatementKind::StorageLive(*local)))
            .collect();
        let bind = Rvalue::Use(self.context_operand.clone());
        let bind = StatementKind::Assign(Box::new((context_in.into(), bind)));
        enter.push(Statement::new(callsite, bind));
        let blocks = body.basic_blocks_mut();
        blocks[self.poll].statements.extend(enter);
        blocks[self.poll].terminator_mut().kind = goto(renumbered[&(entry, Phase::Run)]);

        // Nothing pins the awaitee any more, and by the time it would be dropped its body has
        // run: to its end, to an unwind, or to the drops of a suspension.
        for at in &self.pin_statements {
            blocks[at.block].statements[at.statement_index].make_nop(false);
        }
        let TerminatorKind::Call { target: Some(target), .. } =
            blocks[self.pin_call].terminator().kind
        else {
            unreachable!("the pinning call was matched");
        };
        blocks[self.pin_call].terminator_mut().kind = goto(target);
        for data in blocks.iter_mut() {
            let kind = &mut data.terminator_mut().kind;
            if let TerminatorKind::Drop { place, target, .. } = *kind
                && place.as_local() == Some(self.awaitee)
            {
                *kind = goto(target);
            }
        }
        true
    }
}

/// Readers of the desugaring's shapes. Each returns `None` for any other shape.
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

    /// Where the check of `result` goes: ready, pending.
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
        // `Poll::Ready` is variant 0, `Poll::Pending` variant 1.
        reads_result.then(|| (targets.target_for_value(0), targets.target_for_value(1)))
    }

    /// The yield that `block` leads to without doing anything: resume, argument, drop.
    fn pending_yield(&self, mut block: BasicBlock) -> Option<(BasicBlock, Local, BasicBlock)> {
        for _ in 0..self.body.basic_blocks.len() {
            let data = &self.body.basic_blocks[block];
            if !data.statements.iter().all(|statement| self.is_idle(statement)) {
                return None;
            }
            match data.terminator().kind {
                TerminatorKind::Goto { target } => block = target,
                TerminatorKind::Yield { resume, resume_arg, drop, .. } => {
                    return Some((resume, resume_arg.as_local()?, drop?));
                }
                _ => return None,
            }
        }
        None
    }

    /// Checks that a resumed await comes back to `poll` with nothing done but the context
    /// rebound and the temporaries `own` of the call made again.
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

    /// Whether a statement computes nothing that matters: storage, or a unit value.
    fn is_idle(&self, statement: &Statement<'tcx>) -> bool {
        match &statement.kind {
            StatementKind::StorageLive(_) | StatementKind::StorageDead(_) | StatementKind::Nop => {
                true
            }
            StatementKind::Assign(assign) => {
                assign.0.as_local().is_some_and(|local| {
                    self.body.local_decls[local].ty.is_unit()
                }) && matches!(assign.1, Rvalue::Use(Operand::Constant(_)) | Rvalue::Aggregate(..))
            }
            _ => false,
        }
    }

    /// The drop of `awaitee` that `block` leads to without doing anything: its target and unwind.
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

    /// The first block from `block` on that does something: its terminator, or statements.
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

/// The resume argument of a lowered body.
const CONTEXT_ARG: Local = Local::from_u32(2);
/// The first local of a lowered body that is neither the return place nor an argument.
const FIRST_OWN_LOCAL: usize = 3;

/// The lowered body of `def`, with `args`, in the terms of the awaiter.
fn awaited_body<'tcx>(
    tcx: TyCtxt<'tcx>,
    awaiter: DefId,
    def: DefId,
    args: ty::GenericArgsRef<'tcx>,
) -> Option<Body<'tcx>> {
    // The coroutines of async closures have two bodies; they stay futures of their own.
    if !args.as_coroutine().kind_ty().is_unit() {
        return None;
    }
    let lowered = lowered::lowered_body(tcx, def, args)?;
    if lowered.tainted_by_errors.is_some() {
        return None;
    }
    let mut generic = lowered.clone();
    generic.coroutine = None;
    let instance = Instance { def: ty::InstanceKind::Item(def), args };
    instance
        .try_instantiate_mir_and_normalize_erasing_regions(
            tcx,
            TypingEnv::post_analysis(tcx, awaiter),
            EarlyBinder::bind(generic),
        )
        .ok()
}

/// Whether a future of `coroutine` would contain itself through `target`, which is an error that
/// rustc reports when it lays out either; asking for the body would end in a query cycle first.
fn contains<'tcx>(tcx: TyCtxt<'tcx>, coroutine: DefId, target: DefId) -> bool {
    let mut seen = vec![];
    let mut work = vec![coroutine];
    while let Some(def) = work.pop() {
        if def == target {
            return true;
        }
        if seen.contains(&def) || !def.is_local() {
            continue;
        }
        seen.push(def);
        let Some(witnesses) = tcx.mir_coroutine_witnesses(def) else { continue };
        for saved in &witnesses.field_tys {
            for part in saved.ty.walk() {
                if let ty::GenericArgKind::Type(ty) = part.kind() {
                    let ty: Ty<'tcx> = ty;
                    match *ty.kind() {
                        ty::Coroutine(inner, _) => work.push(inner),
                        ty::Alias(ty::AliasTy { kind: ty::Opaque { def_id }, .. }) => {
                            let hidden = tcx.type_of(def_id).skip_binder();
                            if let ty::Coroutine(inner, _) = *hidden.kind() {
                                work.push(inner);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    false
}

/// The block where a lowered body begins when it is resumed for the first time.
fn first_resume(body: &Body<'_>) -> Option<BasicBlock> {
    body.basic_blocks.indices().find_map(|block| {
        match lowered::marker(&body.basic_blocks[block].terminator().kind) {
            Some((Marker::Suspend { index: 0 }, _)) => Some(suspend_targets(body, block)?.0),
            _ => None,
        }
    })
}

/// Where the suspension at the end of `block` goes: resumed, dropped.
fn suspend_targets(body: &Body<'_>, block: BasicBlock) -> Option<(BasicBlock, BasicBlock)> {
    let terminator = body.basic_blocks[block].terminator();
    let Some((Marker::Suspend { .. }, _)) = lowered::marker(&terminator.kind) else {
        return None;
    };
    Some(lowered::suspend_targets(body, terminator))
}

fn is_dropped_marker(kind: &TerminatorKind<'_>) -> bool {
    matches!(lowered::marker(kind), Some((Marker::Dropped, _)))
}

/// Why a block of the awaited body runs. Blocks of the unwind path serve both purposes in a body
/// of their own; taken into an awaiter, they end in different places.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Phase {
    /// The coroutine was polled.
    Run,
    /// The coroutine is dropped at a suspension point.
    Drop,
}

/// The blocks of a lowered body that run from `entry` on, in order.
fn reachable_from(body: &Body<'_>, entry: BasicBlock) -> Vec<(BasicBlock, Phase)> {
    let mut seen = BTreeSet::new();
    let mut work = vec![(entry, Phase::Run)];
    while let Some((block, phase)) = work.pop() {
        if !seen.insert((block, phase)) {
            continue;
        }
        let kind = &body.basic_blocks[block].terminator().kind;
        if let Some((resume, drop)) = suspend_targets(body, block) {
            work.extend([(resume, Phase::Run), (drop, Phase::Drop)]);
        } else if !is_dropped_marker(kind) {
            work.extend(kind.successors().map(|next| (next, phase)));
        }
    }
    seen.into_iter().collect()
}

/// The body's own locals without storage markers in `blocks`: in a body of its own their storage
/// lasts for one run, and it must not last longer here.
fn unmarked_locals(body: &Body<'_>, blocks: &[(BasicBlock, Phase)]) -> Vec<Local> {
    let mut marked = DenseBitSet::new_empty(body.local_decls.len());
    for &(block, _) in blocks {
        for statement in &body.basic_blocks[block].statements {
            if let StatementKind::StorageLive(local) | StatementKind::StorageDead(local) =
                statement.kind
            {
                marked.insert(local);
            }
        }
    }
    body.local_decls
        .indices()
        .skip(FIRST_OWN_LOCAL)
        .filter(|local| !marked.contains(*local))
        .collect()
}

/// Appends the scopes of `awaited`, as inlined at `callsite`.
fn append_scopes<'tcx>(
    body: &mut Body<'tcx>,
    awaited: &Body<'tcx>,
    callsite: SourceInfo,
    instance: Instance<'tcx>,
    first_scope: usize,
) {
    let shift = |scope: SourceScope| SourceScope::from_usize(scope.index() + first_scope);
    let around = body.source_scopes[callsite.scope].clone();
    for scope in &awaited.source_scopes {
        let mut scope = scope.clone();
        match scope.parent_scope {
            None => {
                scope.parent_scope = Some(callsite.scope);
                scope.inlined_parent_scope = if around.inlined.is_some() {
                    Some(callsite.scope)
                } else {
                    around.inlined_parent_scope
                };
                scope.inlined = Some((instance, callsite.span));
            }
            Some(parent) => {
                scope.parent_scope = Some(shift(parent));
                scope.inlined_parent_scope =
                    Some(shift(scope.inlined_parent_scope.unwrap_or(OUTERMOST_SOURCE_SCOPE)));
            }
        }
        body.source_scopes.push(scope);
    }
}

fn unit_operand<'tcx>(tcx: TyCtxt<'tcx>, span: rustc_span::Span) -> Operand<'tcx> {
    let const_ = Const::zero_sized(tcx.types.unit);
    Operand::Constant(Box::new(ConstOperand { span, user_ty: None, const_ }))
}

/// Renames what an awaited body mentions to what the awaiter knows it as.
struct Integrate<'tcx> {
    tcx: TyCtxt<'tcx>,
    /// The local that holds the awaited coroutine's address in its own body.
    self_ptr: Local,
    awaitee: Local,
    result: Local,
    context_in: Local,
    first_local: usize,
    first_scope: usize,
}

impl<'tcx> Integrate<'tcx> {
    fn local(&self, local: Local) -> Local {
        match local.index() {
            0 => self.result,
            1 => unreachable!("the awaited coroutine is reached through its address only"),
            2 => self.context_in,
            own => Local::from_usize(self.first_local + own - FIRST_OWN_LOCAL),
        }
    }

    /// Whether a statement of the awaited body records its state, which exists no more.
    fn sets_state(&self, statement: &Statement<'tcx>) -> bool {
        matches!(&statement.kind, StatementKind::SetDiscriminant { place, .. }
            if place.local == self.self_ptr)
    }
}

impl<'tcx> MutVisitor<'tcx> for Integrate<'tcx> {
    fn tcx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn visit_local(&mut self, local: &mut Local, _: PlaceContext, _: Location) {
        *local = self.local(*local);
    }

    fn visit_place(&mut self, place: &mut Place<'tcx>, context: PlaceContext, at: Location) {
        if place.local == self.self_ptr && place.projection.first() == Some(&PlaceElem::Deref) {
            // `(*self_ptr).field` is a field of the awaitee.
            let projection = &place.projection[1..];
            *place = Place {
                local: self.awaitee,
                projection: self.tcx.mk_place_elems(projection),
            };
        } else {
            self.visit_local(&mut place.local, context, at);
        }
        if let Some(projection) = self.process_projection(place.projection, at) {
            place.projection = self.tcx.mk_place_elems(&projection);
        }
    }

    fn visit_terminator(&mut self, terminator: &mut Terminator<'tcx>, at: Location) {
        match terminator.kind {
            // Replaced by the caller; `Return` would mention the return place.
            TerminatorKind::Return => self.visit_source_info(&mut terminator.source_info),
            _ => self.super_terminator(terminator, at),
        }
    }

    fn visit_source_scope(&mut self, scope: &mut SourceScope) {
        *scope = SourceScope::from_usize(scope.index() + self.first_scope);
    }
}
