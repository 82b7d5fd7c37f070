//! Reads of a variant that nothing depends on.

use rustc_index::IndexVec;
use rustc_middle::mir::*;

use super::{Mentions, VariantSwitch, variant_read};

/// Removes the switches of `body` on a variant that go one way only, and all reads of a variant
/// that nothing uses.
pub fn remove(body: &mut Body<'_>) {
    let mut mentions = Mentions::in_body(body);
    // A block's successors come before it, so that switches within switches are found at once.
    let blocks: Vec<_> = traversal::postorder(body).map(|(block, _)| block).collect();
    // Where each block leads to that does nothing by itself.
    let mut ends: IndexVec<BasicBlock, BasicBlock> = body.basic_blocks.indices().collect();
    for block in blocks {
        if let Some(switch) = VariantSwitch::of(&body.basic_blocks[block])
            && let Some(target) = only_end(body, switch.targets, &ends)
        {
            mentions.0[switch.variant] -= 1;
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
