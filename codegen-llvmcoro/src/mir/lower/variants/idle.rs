//! Reads of a variant that nothing depends on.

use rustc_index::IndexVec;
use rustc_middle::mir::*;

use super::Mentions;
use crate::mir::variant_switch::{VariantSwitch, variant_read};

/// Removes the switches of `body` that go one way only, and all reads of a variant that nothing uses.
/// Such a switch may be on a drop flag, and hide that one on a variant goes one way only.
pub fn remove(body: &mut Body<'_>) {
    let mut mentions = Mentions::in_body(body);
    // A block's successors come before it, so that switches within switches are found at once.
    let blocks: Vec<_> = traversal::postorder(body).map(|(block, _)| block).collect();
    // Where each block leads to that does nothing by itself.
    let mut ends: IndexVec<BasicBlock, BasicBlock> = body.basic_blocks.indices().collect();
    for block in blocks {
        let data = &body.basic_blocks[block];
        if let Some((_, targets)) = data.terminator().kind.as_switch()
            && let Some(target) = only_end(body, targets, &ends)
        {
            if let Some(switch) = VariantSwitch::of(data) {
                mentions.0[switch.variant] -= 1;
            }
            let terminator = body.basic_blocks_mut()[block].terminator_mut();
            terminator.kind = TerminatorKind::Goto { target };
        }
        let data = &mut body.basic_blocks_mut()[block];
        data.statements.retain(|statement| {
            // An only mention is the assignment itself.
            variant_read(statement).is_none_or(|(variant, _)| mentions.0[variant] > 1)
        });
        if data.statements.is_empty()
            && let Some(target) = data.terminator().kind.as_goto()
        {
            ends[block] = ends[target];
        }
    }
}

/// Where all `targets` lead to, if that is one place.
fn only_end(
    body: &Body<'_>,
    targets: &SwitchTargets,
    ends: &IndexVec<BasicBlock, BasicBlock>,
) -> Option<BasicBlock> {
    let mut reachable = targets
        .all_targets()
        .iter()
        .map(|&target| ends[target])
        .filter(|&end| !body.basic_blocks[end].is_empty_unreachable());
    let end = reachable.next()?;
    reachable.all(|other| other == end).then_some(end)
}
