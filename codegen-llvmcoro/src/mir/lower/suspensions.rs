//! The suspension points of a body.

use rustc_middle::mir::*;

/// A suspension point: a reachable `yield`. They are in the order of their states.
#[derive(Clone)]
pub struct SuspensionPoint<'tcx> {
    /// The block that ends in the `yield`.
    pub block: BasicBlock,
    /// Where it is in the source.
    pub source_info: SourceInfo,
    /// The value that it yields.
    pub value: Operand<'tcx>,
    /// Where the body continues when it is resumed.
    pub resume: BasicBlock,
    /// The place that receives the resume argument.
    pub resume_arg: Place<'tcx>,
    /// Where the body continues when it is dropped, if there is anything to do.
    pub drop: Option<BasicBlock>,
}

/// The suspension points of `body`, in block order. `start` is the copy of block 0 that the lowered
/// body will start at.
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
