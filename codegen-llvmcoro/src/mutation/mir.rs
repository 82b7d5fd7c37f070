//! Mistakes in bodies.

use llvmcoro_contract::StateId;
use llvmcoro_contract::marker::Marker;
use rustc_index::IndexVec;
use rustc_middle::mir::*;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, TyCtxt};

use super::Mutation::*;
use super::chosen;
use crate::mir::lowered::{self, RESUME_ARG};

/// Makes mistakes in a body that is about to be lowered. `source_locals` is the number of locals
/// before drop elaboration.
pub fn before_lowering<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, source_locals: usize) {
    match chosen(tcx.sess) {
        Some(LostDropFlag) => lose_drop_flags(body, source_locals),
        Some(LostUbCheck) => remove_ub_checks(body),
        Some(PreviousResumeArgument) => hand_in_previous_argument(body),
        _ => {}
    }
}

/// Makes mistakes in a lowered body.
pub fn after_lowering<'tcx>(tcx: TyCtxt<'tcx>, poll: &mut Body<'tcx>) {
    let info = poll.coroutine.as_mut().expect("a lowered body has it");
    let glue = info.coroutine_drop.as_mut().expect("a lowered body has drop glue");
    match chosen(tcx.sess) {
        Some(SwappedSuspendIndices) => swap_states(glue),
        Some(CaptureDroppedTwice) => drop_a_capture_twice(glue),
        Some(DestructorSkippedOnEarlyDrop) => skip_a_destructor(glue),
        Some(NoPoisoning) => leave_state(poll, CoroutineArgs::POISONED),
        Some(StaleTag) => leave_state(poll, CoroutineArgs::RETURNED),
        _ => {}
    }
}

/// Makes moves keep their drop flags.
///
/// Drop elaboration appends the flags to the source's locals. It also clears them in block 0,
/// before any move; those assignments stay.
fn lose_drop_flags(body: &mut Body<'_>, source_locals: usize) {
    let types: IndexVec<Local, _> = body.local_decls.iter().map(|local| local.ty).collect();
    let is_flag = |local: Local| local.index() >= source_locals && types[local].is_bool();
    for (block, data) in body.basic_blocks_mut().iter_enumerated_mut() {
        data.statements.retain(|statement| {
            let StatementKind::Assign(assign) = &statement.kind else { return true };
            let (place, Rvalue::Use(Operand::Constant(value))) = &**assign else { return true };
            let clears =
                place.as_local().is_some_and(is_flag) && value.const_.try_to_bool() == Some(false);
            !clears || block == START_BLOCK
        });
    }
}

/// Replaces the checks by jumps to their success targets.
fn remove_ub_checks(body: &mut Body<'_>) {
    for data in body.basic_blocks_mut() {
        let kind = &mut data.terminator_mut().kind;
        if let TerminatorKind::Assert { msg, target, .. } = kind
            && matches!(
                **msg,
                AssertKind::MisalignedPointerDereference { .. }
                    | AssertKind::NullPointerDereference
                    | AssertKind::InvalidEnumConstruction(_)
            )
        {
            *kind = TerminatorKind::Goto { target: *target };
        }
    }
}

/// Hands each resume the argument of the previous one.
fn hand_in_previous_argument<'tcx>(body: &mut Body<'tcx>) {
    if body.arg_count < RESUME_ARG.index() {
        return;
    }
    let argument = LocalDecl::new(body.local_decls[RESUME_ARG].ty, body.span);
    let previous = body.local_decls.push(argument.clone());
    let current = body.local_decls.push(argument);
    let info = SourceInfo::outermost(body.span);
    let copy = |to: Place<'tcx>, from: Place<'tcx>| {
        let assign = StatementKind::Assign(Box::new((to, Rvalue::Use(Operand::Copy(from)))));
        Statement::new(info, assign)
    };
    let blocks = body.basic_blocks_mut();
    for block in blocks.indices() {
        let TerminatorKind::Yield { resume, resume_arg, .. } = blocks[block].terminator().kind
        else {
            continue;
        };
        let exchange = vec![
            copy(current.into(), resume_arg),
            copy(resume_arg, previous.into()),
            copy(previous.into(), current.into()),
        ];
        let goto = Terminator { source_info: info, kind: TerminatorKind::Goto { target: resume } };
        let exchanged = blocks.push(BasicBlockData::new_stmts(exchange, Some(goto), false));
        if let TerminatorKind::Yield { resume, .. } = &mut blocks[block].terminator_mut().kind {
            *resume = exchanged;
        }
    }
    blocks[START_BLOCK].statements.insert(0, copy(previous.into(), RESUME_ARG.into()));
}

/// Removes the markers that enter `state`.
fn leave_state(poll: &mut Body<'_>, state: usize) {
    for data in poll.basic_blocks_mut() {
        let terminator = data.terminator_mut();
        let enters = matches!(lowered::marker(&terminator.kind),
            Some((Marker::Enter { state: entered }, _)) if entered == StateId::from(state));
        if enters {
            let target = terminator.successors().next().expect("markers fall through");
            terminator.kind = TerminatorKind::Goto { target };
        }
    }
}

/// The block that suspends in `state`.
fn suspension(body: &Body<'_>, state: usize) -> Option<BasicBlock> {
    body.basic_blocks.indices().find(|block| {
        let marker = lowered::marker(&body.basic_blocks[*block].terminator().kind);
        matches!(marker, Some((Marker::Suspend { state: found }, _)) if found == StateId::from(state))
    })
}

/// Swaps the numbers of the first two suspension points.
fn swap_states(glue: &mut Body<'_>) {
    let first = CoroutineArgs::RESERVED_VARIANTS;
    let [Some(one), Some(other)] = [first, first + 1].map(|state| suspension(glue, state)) else {
        return;
    };
    let template = |block: BasicBlock| match glue.basic_blocks[block].terminator().kind {
        TerminatorKind::InlineAsm { template, .. } => template,
        _ => unreachable!("a suspension is a marker"),
    };
    let swapped = [(one, template(other)), (other, template(one))];
    for (block, swapped) in swapped {
        let kind = &mut glue.basic_blocks_mut()[block].terminator_mut().kind;
        if let TerminatorKind::InlineAsm { template, .. } = kind {
            *template = swapped;
        }
    }
}

/// The first block that drops something when a coroutine is dropped in `state`.
fn first_drop(glue: &Body<'_>, state: usize) -> Option<BasicBlock> {
    let start = lowered::suspend_targets(glue, suspension(glue, state)?)?.drop;
    let mut seen = vec![];
    let mut work = vec![start];
    while let Some(block) = work.pop() {
        let kind = &glue.basic_blocks[block].terminator().kind;
        if matches!(kind, TerminatorKind::Drop { .. }) {
            return Some(block);
        }
        if !seen.contains(&block) {
            seen.push(block);
            work.extend(kind.successors());
        }
    }
    None
}

fn drop_a_capture_twice(glue: &mut Body<'_>) {
    let Some(block) = first_drop(glue, CoroutineArgs::UNRESUMED) else { return };
    let blocks = glue.basic_blocks_mut();
    let again = BasicBlockData::new(blocks[block].terminator.clone(), blocks[block].is_cleanup);
    let again = blocks.push(again);
    if let TerminatorKind::Drop { target, .. } = &mut blocks[block].terminator_mut().kind {
        *target = again;
    }
}

/// Removes the first drop after the first suspension point that has one.
fn skip_a_destructor(glue: &mut Body<'_>) {
    let states = CoroutineArgs::RESERVED_VARIANTS..;
    let drops = states.map_while(|state| suspension(glue, state).map(|_| state));
    let Some(block) = drops.filter_map(|state| first_drop(glue, state)).next() else { return };
    let kind = &mut glue.basic_blocks_mut()[block].terminator_mut().kind;
    if let TerminatorKind::Drop { target, .. } = *kind {
        *kind = TerminatorKind::Goto { target };
    }
}
