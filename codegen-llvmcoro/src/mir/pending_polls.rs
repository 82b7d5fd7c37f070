//! What a suspended coroutine waits for: the poll whose result was pending.

use std::collections::HashMap;

use llvmcoro_contract::StateId;
use llvmcoro_contract::marker::Marker;
use rustc_hir::lang_items::LangItem;
use rustc_middle::mir::{BasicBlock, BasicBlockData, Body, Local, Rvalue, StatementKind};
use rustc_middle::mir::{TerminatorKind, traversal};
use rustc_middle::ty::{Ty, TyCtxt};

use super::lowered;

/// The discriminant of `Poll::Pending`.
const PENDING: u128 = 1;

/// The types of the futures that a lowered body awaits, by the state while they are pending. The types
/// are generic. A suspension that follows no poll, such as a `yield`, is not among them.
pub fn find<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> HashMap<StateId, Ty<'tcx>> {
    let polls = traversal::reachable(body).filter_map(|(_, data)| {
        let TerminatorKind::Call { func, destination, target: Some(checked), .. } =
            &data.terminator().kind
        else {
            return None;
        };
        let (callee, args) = func.const_fn_def()?;
        if !tcx.is_lang_item(callee, LangItem::FuturePoll) {
            return None;
        }
        let state = pending_state(body, *checked, destination.as_local()?)?;
        Some((state, args.type_at(0)))
    });
    polls.collect()
}

/// The state that the body is suspended in from `block` on if `result` is pending, and nothing is
/// called before.
fn pending_state(body: &Body<'_>, mut block: BasicBlock, result: Local) -> Option<StateId> {
    for _ in 0..body.basic_blocks.len() {
        let data = &body.basic_blocks[block];
        let kind = &data.terminator().kind;
        if let Some((Marker::Suspend { state }, _)) = lowered::marker(kind) {
            return Some(state);
        }
        block = match kind {
            TerminatorKind::Goto { target } => *target,
            TerminatorKind::SwitchInt { discr, targets }
                if discr.place()?.as_local() == discriminant_of(data, result) =>
            {
                targets.target_for_value(PENDING)
            }
            _ => return None,
        };
    }
    None
}

/// The local that gets the discriminant of `result` in a block.
fn discriminant_of(data: &BasicBlockData<'_>, result: Local) -> Option<Local> {
    data.statements.iter().find_map(|statement| match &statement.kind {
        StatementKind::Assign(assign) => match assign.1 {
            Rvalue::Discriminant(of) if of.as_local() == Some(result) => assign.0.as_local(),
            _ => None,
        },
        _ => None,
    })
}
