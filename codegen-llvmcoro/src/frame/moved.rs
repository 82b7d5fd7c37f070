//! Values that are moved out end there.
//!
//! MIR keeps the storage of a local that is moved out of, and so does drop elaboration's
//! conditional drop of it, although a drop flag says that it never happens. In a frame the bytes
//! are better used by others. That is right as long as nobody has the address of the local; once
//! it was borrowed, the storage is kept until it ends, as rustc's own coroutine transform does.

use rustc_index::bit_set::DenseBitSet;

use llvmcoro_contract::model::{Access, Block, Exit, Op};
use llvmcoro_contract::{BlockId, SlotId};
use typed_index_collections::TiVec;

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

/// The slots that may have been borrowed after `step`.
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
