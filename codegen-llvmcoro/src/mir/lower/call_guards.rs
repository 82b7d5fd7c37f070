//! Splits critical edges out of calls.
//!
//! In LLVM, a call that can unwind ends its block, so rustc stores the call's result in the block
//! that the call returns to. No other block may branch there. rustc splits such edges in the last
//! of its MIR passes, which lowered bodies skip; this mirrors the rule of
//! `add_call_guards::CriticalCallEdges`.

use rustc_middle::mir::{
    BasicBlock, BasicBlockData, Body, InlineAsmOperand, Terminator, TerminatorKind, UnwindAction,
};

/// Puts an empty block on each critical edge out of a call, or out of an assembly block with
/// outputs.
pub fn split_critical_edges(body: &mut Body<'_>) {
    let mut predecessors = vec![0_usize; body.basic_blocks.len()];
    // The caller enters block 0 as well.
    predecessors[0] = 1;
    for data in body.basic_blocks.iter() {
        for next in data.terminator().successors() {
            predecessors[next.index()] += 1;
        }
    }

    let blocks = body.basic_blocks_mut();
    let first_guard = blocks.len();
    let mut guards = vec![];
    for data in blocks.iter_mut() {
        let is_cleanup = data.is_cleanup;
        let terminator = data.terminator_mut();
        let source_info = terminator.source_info;
        let targets: Vec<&mut BasicBlock> = match &mut terminator.kind {
            TerminatorKind::Call { target: Some(target), unwind, .. } if is_invoke(*unwind) => {
                vec![target]
            }
            TerminatorKind::InlineAsm { operands, targets, unwind, .. }
                if operands.iter().any(is_output)
                    && (is_invoke(*unwind) || operands.iter().any(is_label)) =>
            {
                targets.iter_mut().collect()
            }
            _ => continue,
        };
        for target in targets {
            if predecessors[target.index()] > 1 {
                let kind = TerminatorKind::Goto { target: *target };
                let terminator = Terminator { source_info, kind };
                *target = BasicBlock::from_usize(first_guard + guards.len());
                guards.push(BasicBlockData::new(Some(terminator), is_cleanup));
            }
        }
    }
    blocks.extend(guards);
}

/// Whether the call becomes an LLVM `invoke`.
fn is_invoke(unwind: UnwindAction) -> bool {
    matches!(unwind, UnwindAction::Cleanup(_) | UnwindAction::Terminate(_))
}

fn is_output(operand: &InlineAsmOperand<'_>) -> bool {
    matches!(operand, InlineAsmOperand::Out { .. } | InlineAsmOperand::InOut { .. })
}

fn is_label(operand: &InlineAsmOperand<'_>) -> bool {
    matches!(operand, InlineAsmOperand::Label { .. })
}
