//! Splices the body of an awaited coroutine into its awaiter.

use rustc_abi::FieldIdx;
use rustc_data_structures::fx::FxHashMap;
use rustc_middle::mir::visit::{MutVisitor, PlaceContext};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, Instance, TyCtxt};

use super::awaited::{
    Phase, awaited_body, first_resume, is_dropped_marker, reachable_from, unmarked_locals,
};
use super::construction::Construction;
use super::site::Site;
use crate::mir::lowered::{self, FIRST_OWN_LOCAL, RESUME_ARG, SELF_ARG, SuspendTargets};
use crate::mir::rustc_passes::ub_checks;
use crate::mir::{inlined_scopes, recursion};

/// Splices the body of the awaited coroutine into `body`. `construction` tells where the coroutine
/// is made, if known. Does nothing if splicing is impossible or would add more than `limit` blocks.
pub fn splice<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &mut Body<'tcx>,
    site: Site<'tcx>,
    construction: Option<Construction<'tcx>>,
    limit: usize,
) {
    let awaiter = body.source.def_id();
    if recursion::contains(tcx, site.def, awaiter) {
        return;
    }
    let Some(mut awaited) = awaited_body(tcx, awaiter, site.def, site.args) else {
        return;
    };
    let Some(entry) = first_resume(&awaited) else { return };
    let blocks = reachable_from(&awaited, entry);
    let kinds = blocks.iter().map(|(block, _)| &awaited.basic_blocks[*block].terminator().kind);
    if blocks.len() - kinds.map(ub_checks::added_blocks).sum::<usize>() > limit {
        return;
    }

    // Add the awaited body's locals, scopes and debug info.
    let callsite = body.basic_blocks[site.poll].terminator().source_info;
    let captures: Vec<Local> = site
        .args
        .as_coroutine()
        .upvar_tys()
        .iter()
        .map(|ty| body.local_decls.push(LocalDecl::with_source_info(ty, callsite)))
        .collect();
    let context_in = body.local_decls.push(awaited.local_decls[RESUME_ARG].clone());
    let first_local = body.local_decls.next_index();
    let first_scope = body.source_scopes.len();
    let mut integrate = Integrate {
        tcx,
        self_ptr: lowered::self_ptr(&awaited),
        captures: captures.clone(),
        result: site.result,
        context_in,
        first_local,
        first_scope,
    };
    let instance = Instance { def: ty::InstanceKind::Item(site.def), args: site.args };
    inlined_scopes::append(body, &awaited, callsite, instance);
    let unmarked = unmarked_locals(&awaited, &blocks);
    for decl in awaited.local_decls.iter_mut().skip(FIRST_OWN_LOCAL.index()) {
        integrate.visit_source_scope(&mut decl.source_info.scope);
        body.local_decls.push(decl.clone());
    }
    for info in &mut awaited.var_debug_info {
        integrate.visit_var_debug_info(info);
        body.var_debug_info.push(info.clone());
    }
    if let (Some(consts), Some(more)) = (&mut body.required_consts, awaited.required_consts.take())
    {
        consts.extend(more);
    }
    let storage: Vec<Local> =
        unmarked.into_iter().map(|local| integrate.local(local)).chain([context_in]).collect();

    // Add the exits of the awaited body, then its blocks.
    let storage_ends = |local: &Local| Statement::new(callsite, StatementKind::StorageDead(*local));
    let mut push = |statements: Vec<Statement<'tcx>>, kind, is_cleanup| {
        let terminator = Some(Terminator { source_info: callsite, kind });
        let data = BasicBlockData::new_stmts(statements, terminator, is_cleanup);
        body.basic_blocks_mut().push(data)
    };
    let ended: Vec<_> = storage.iter().map(storage_ends).collect();
    let goto = |target| TerminatorKind::Goto { target };
    let dropped = push(ended.clone(), goto(site.drop), false);
    let mut unwind_exit = |action| match action {
        UnwindAction::Cleanup(target) => push(ended.clone(), goto(target), true),
        UnwindAction::Continue => push(ended.clone(), TerminatorKind::UnwindResume, true),
        UnwindAction::Unreachable => push(vec![], TerminatorKind::Unreachable, true),
        UnwindAction::Terminate(why) => push(vec![], TerminatorKind::UnwindTerminate(why), true),
    };
    let unwound = unwind_exit(site.unwind);
    let drop_unwound = unwind_exit(site.drop_unwind);
    let mut checked = body.basic_blocks[site.checked].clone();
    checked.statements.splice(0..0, ended);
    checked.terminator_mut().kind = goto(site.ready);
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
        let suspension = lowered::suspend_targets(&awaited, block);
        let mut data = awaited.basic_blocks[block].clone();
        data.statements.retain(|statement| !integrate.sets_state(statement));
        integrate.visit_basic_block_data(block, &mut data);
        let is_cleanup = data.is_cleanup;
        let terminator = data.terminator_mut();
        match (&mut terminator.kind, suspension) {
            (kind, Some(SuspendTargets { resume, drop })) => {
                let resume = renumbered[&(resume, Phase::Run)];
                let rebind = Rvalue::Use(Operand::Copy(site.context.into()));
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
                    resume_arg: site.context.into(),
                    drop: Some(renumbered[&(drop, Phase::Drop)]),
                };
                resumptions += 1;
            }
            (kind, _) if is_dropped_marker(kind) => *kind = goto(dropped),
            (kind @ TerminatorKind::Return, _) => *kind = goto(returned),
            (kind @ TerminatorKind::UnwindResume, _) => *kind = goto(unwound),
            (kind, _) => {
                kind.successors_mut(|target| *target = renumbered[&(*target, phase)]);
                if !is_cleanup && let Some(unwind @ UnwindAction::Continue) = kind.unwind_mut() {
                    *unwind = UnwindAction::Cleanup(unwound);
                }
            }
        }
        body.basic_blocks_mut().push(data);
    }
    body.basic_blocks_mut().extend(resume_blocks);

    // Make the awaiter enter the body where it called `poll`.
    let mut enter: Vec<_> = storage
        .iter()
        .map(|local| Statement::new(callsite, StatementKind::StorageLive(*local)))
        .collect();
    let bind = Rvalue::Use(site.context_operand.clone());
    let bind = StatementKind::Assign(Box::new((context_in.into(), bind)));
    enter.push(Statement::new(callsite, bind));
    let blocks = body.basic_blocks_mut();
    blocks[site.poll].statements.extend(enter);
    blocks[site.poll].terminator_mut().kind = goto(renumbered[&(entry, Phase::Run)]);

    // Nothing pins the awaitee any more. Where the awaiter would drop it, its body has already run
    // to its end, to an unwind, or to the drops of a suspension point.
    for at in &site.pin_statements {
        blocks[at.block].statements[at.statement_index].make_nop(false);
    }
    let TerminatorKind::Call { target: Some(target), .. } = blocks[site.pin_call].terminator().kind
    else {
        unreachable!("the pinning call was matched");
    };
    blocks[site.pin_call].terminator_mut().kind = goto(target);
    for data in blocks.iter_mut() {
        let kind = &mut data.terminator_mut().kind;
        if let TerminatorKind::Drop { place, target, .. } = *kind
            && place.as_local() == Some(site.awaitee)
        {
            *kind = goto(target);
        }
    }
    scatter(tcx, body, &site, construction, &captures);
}

/// Replaces the awaitee by one local per capture.
///
/// The awaitee is as large as the whole future, but only its captures are left, each with a
/// lifetime of its own.
fn scatter<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &mut Body<'tcx>,
    site: &Site<'tcx>,
    construction: Option<Construction<'tcx>>,
    captures: &[Local],
) {
    let taken_apart = |source: Place<'tcx>| {
        let tys = site.args.as_coroutine().upvar_tys().iter();
        let field = |(field, ty)| tcx.mk_place_field(source, FieldIdx::from_usize(field), ty);
        tys.enumerate().map(field).map(Operand::Move).collect()
    };
    let Construction { at, operands, moves, through } = construction.unwrap_or(Construction {
        at: site.source_at,
        operands: taken_apart(site.source),
        moves: vec![],
        through: vec![],
    });
    let begin = captures.iter().map(|capture| StatementKind::StorageLive(*capture));
    let assign = std::iter::zip(captures, operands).map(|(capture, value)| {
        StatementKind::Assign(Box::new((Place::from(*capture), Rvalue::Use(value))))
    });
    let begin_and_assign: Vec<StatementKind<'tcx>> = begin.chain(assign).collect();
    for (block, data) in body.basic_blocks_mut().iter_enumerated_mut() {
        let count = data.statements.len();
        let mut statements = Vec::with_capacity(count);
        for (statement_index, statement) in data.statements.drain(..).enumerate() {
            let here = Location { block, statement_index };
            let info = statement.source_info;
            let mut push = |kind| statements.push(Statement::new(info, kind));
            match statement.kind {
                _ if here == at => begin_and_assign.iter().cloned().for_each(push),
                _ if here == site.source_at || moves.contains(&here) => {}
                StatementKind::StorageLive(local) if local == site.awaitee => {}
                StatementKind::StorageDead(local) if local == site.awaitee => {
                    captures.iter().for_each(|local| push(StatementKind::StorageDead(*local)));
                }
                StatementKind::StorageLive(local) | StatementKind::StorageDead(local)
                    if through.contains(&local) => {}
                _ => statements.push(statement),
            }
        }
        // The call that made the coroutine is gone, and its arguments are assigned instead.
        if at.block == block && at.statement_index == count {
            let terminator = data.terminator_mut();
            let TerminatorKind::Call { target: Some(target), .. } = terminator.kind else {
                unreachable!("the construction is a statement or a call that returns")
            };
            terminator.kind = TerminatorKind::Goto { target };
            let info = terminator.source_info;
            statements
                .extend(begin_and_assign.iter().map(|kind| Statement::new(info, kind.clone())));
        }
        data.statements = statements;
    }
    body.var_debug_info.retain(|info| match info.value {
        VarDebugInfoContents::Place(place) => {
            place.local != site.awaitee && !through.contains(&place.local)
        }
        VarDebugInfoContents::Const(_) => true,
    });
}

fn unit_operand<'tcx>(tcx: TyCtxt<'tcx>, span: rustc_span::Span) -> Operand<'tcx> {
    let const_ = Const::zero_sized(tcx.types.unit);
    Operand::Constant(Box::new(ConstOperand { span, user_ty: None, const_ }))
}

/// Renames what the awaited body mentions to what it is in the awaiter.
struct Integrate<'tcx> {
    tcx: TyCtxt<'tcx>,
    /// The local that holds the awaited coroutine's address in its own body.
    self_ptr: Local,
    /// The locals that now hold the awaited coroutine's captures.
    captures: Vec<Local>,
    result: Local,
    context_in: Local,
    first_local: Local,
    first_scope: usize,
}

impl<'tcx> Integrate<'tcx> {
    fn local(&self, local: Local) -> Local {
        match local {
            RETURN_PLACE => self.result,
            SELF_ARG => unreachable!("the awaited coroutine is reached through its address only"),
            RESUME_ARG => self.context_in,
            own => self.first_local + (own.index() - FIRST_OWN_LOCAL.index()),
        }
    }

    /// Whether a statement of the awaited body records its state, which no longer exists.
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
        // `(*self_ptr).field` is a capture.
        if place.local == self.self_ptr
            && let [PlaceElem::Deref, PlaceElem::Field(field, _), rest @ ..] =
                place.projection.as_slice()
        {
            *place = Place {
                local: self.captures[field.index()],
                projection: self.tcx.mk_place_elems(rest),
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
            // The caller replaces it; `Return` would mention the return place.
            TerminatorKind::Return => self.visit_source_info(&mut terminator.source_info),
            _ => self.super_terminator(terminator, at),
        }
    }

    fn visit_source_scope(&mut self, scope: &mut SourceScope) {
        *scope = SourceScope::from_usize(scope.index() + self.first_scope);
    }
}
