//! Values that are moved out end there.
//!
//! MIR keeps the storage of a local that is moved out of, and so does drop elaboration's
//! conditional drop of it, although a drop flag says that it never happens. In a frame the bytes
//! are better used by others. That is right as long as nobody has the address of the local; once
//! it was borrowed, the storage is kept until it ends, as rustc's own coroutine transform does.

use rustc_index::bit_set::DenseBitSet;

use crate::llvm::model::{Access, Block, Exit, Op, SlotId};

/// A step of a block before moves are resolved.
pub enum Step {
    /// As it is.
    Op(Op),
    /// The value in the slot was moved out.
    Moved(SlotId),
}

/// A block whose moves are not resolved yet.
pub struct UnresolvedBlock {
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The end.
    pub exit: Exit,
}

/// Turns each move out of a slot that cannot have been borrowed into the end of its contents,
/// and forgets the others.
pub fn resolve(slots: usize, blocks: Vec<UnresolvedBlock>) -> Vec<Block> {
    let mut borrowed = vec![DenseBitSet::new_empty(slots); blocks.len()];
    let mut reached = vec![false; blocks.len()];
    let mut work = vec![0];
    reached[0] = true;
    while let Some(block) = work.pop() {
        let mut state = borrowed[block].clone();
        for step in &blocks[block].steps {
            apply(&mut state, step);
        }
        for next in successors(&blocks[block].exit) {
            let changed = borrowed[next].union(&state);
            if changed || !reached[next] {
                reached[next] = true;
                work.push(next);
            }
        }
    }

    std::iter::zip(blocks, borrowed)
        .map(|(block, mut state)| {
            let mut ops = Vec::with_capacity(block.steps.len());
            for step in block.steps {
                apply(&mut state, &step);
                match step {
                    Step::Op(op) => ops.push(op),
                    Step::Moved(slot) if !state.contains(slot) => ops.push(Op::StorageDead(slot)),
                    Step::Moved(_) => {}
                }
            }
            Block { ops, exit: block.exit }
        })
        .collect()
}

/// The slots that may have been borrowed after `step`.
fn apply(borrowed: &mut DenseBitSet<SlotId>, step: &Step) {
    match step {
        Step::Op(Op::Access(uses)) => {
            for (slot, access) in uses {
                if *access == Access::Borrow {
                    borrowed.insert(*slot);
                }
            }
        }
        Step::Op(Op::StorageLive(slot) | Op::StorageDead(slot)) => {
            borrowed.remove(*slot);
        }
        Step::Op(Op::Copy { .. }) | Step::Moved(_) => {}
    }
}

fn successors(exit: &Exit) -> Vec<usize> {
    match exit {
        Exit::Choose(targets) => targets.clone(),
        Exit::Suspend { resume, destroy, .. } => vec![*resume, *destroy],
        Exit::Leave => vec![],
    }
}
