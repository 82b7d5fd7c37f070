//! Ends the contents of slots that are moved out of.
//!
//! MIR keeps the storage of a moved-out local. So does drop elaboration's conditional drop of it,
//! even though the drop flag rules that drop out. A frame has better use for these bytes. Reusing
//! them is sound as long as nobody has the local's address. A local that was borrowed keeps them
//! until its storage ends, as in rustc's own coroutine transform.

use rustc_index::bit_set::DenseBitSet;

use llvmcoro_contract::model::{Access, Block, Exit, Op};
use llvmcoro_contract::{BlockId, SlotId};
use typed_index_collections::TiVec;

/// A step of a block before moves are resolved.
pub enum Step {
    /// An op of the model.
    Op(Op),
    /// The value in the slot was moved out.
    Moved(SlotId),
}

/// A block whose moves are not resolved yet.
pub struct UnresolvedBlock {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// How the block ends.
    pub exit: Exit,
}

/// Turns each move out of a slot that cannot have been borrowed into the end of its contents, and
/// discards the other moves.
pub fn resolve(slots: usize, blocks: TiVec<BlockId, UnresolvedBlock>) -> TiVec<BlockId, Block> {
    const START: BlockId = BlockId(0);
    let nothing = DenseBitSet::new_empty(slots);
    let mut borrowed: TiVec<BlockId, _> = vec![nothing; blocks.len()].into();
    let mut reached: TiVec<BlockId, bool> = vec![false; blocks.len()].into();
    let mut work = vec![START];
    reached[START] = true;
    while let Some(block) = work.pop() {
        let mut state = borrowed[block].clone();
        for step in &blocks[block].steps {
            apply(&mut state, step);
        }
        for next in blocks[block].exit.successors() {
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
                    Step::Moved(slot) if !state.contains(slot.index()) => {
                        ops.push(Op::StorageDead(slot))
                    }
                    Step::Moved(_) => {}
                }
            }
            Block { ops, exit: block.exit }
        })
        .collect()
}

/// Updates the slots that may have been borrowed by `step`.
fn apply(borrowed: &mut DenseBitSet<usize>, step: &Step) {
    match step {
        Step::Op(Op::Access(uses)) => {
            for (slot, access) in uses {
                if *access == Access::Borrow {
                    borrowed.insert(slot.index());
                }
            }
        }
        Step::Op(Op::StorageLive(slot) | Op::StorageDead(slot)) => {
            borrowed.remove(slot.index());
        }
        Step::Op(Op::Copy { .. }) | Step::Moved(_) => {}
    }
}
