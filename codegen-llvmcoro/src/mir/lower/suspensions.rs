//! The suspension points of a body.

use rustc_middle::mir::*;

/// A suspension point: a `yield` that can be reached. Their order is that of their states.
#[derive(Clone)]
pub struct SuspensionPoint<'tcx> {
    /// The block that ends in it.
    pub block: BasicBlock,
    /// Where it stands in the source.
    pub source_info: SourceInfo,
    /// What it yields.
    pub value: Operand<'tcx>,
    /// Where the body goes on when it is resumed.
    pub resume: BasicBlock,
    /// What receives the argument of the resume.
    pub resume_arg: Place<'tcx>,
    /// Where a cancelled run goes on, if there is something to do.
    pub drop: Option<BasicBlock>,
}

/// The suspension points of `body`, in the order of its blocks. `start` is the copy of block 0 that
/// the body is going to start at.
pub fn find<'tcx>(body: &Body<'tcx>, start: BasicBlock) -> Vec<SuspensionPoint<'tcx>> {
    let reachable = traversal::reachable_as_bitset(body);
    let reachable = body.basic_blocks.iter_enumerated().filter(|(at, _)| reachable.contains(*at));
    reachable
        .filter_map(|(block, data)| {
            let Terminator { source_info, kind } = data.terminator();
            let TerminatorKind::Yield { value, resume, resume_arg, drop } = kind else {
                return None;
            };
            Some(SuspensionPoint {
                block: if block == START_BLOCK { start } else { block },
                source_info: *source_info,
                value: value.clone(),
                resume: *resume,
                resume_arg: *resume_arg,
                drop: *drop,
            })
        })
        .collect()
}
