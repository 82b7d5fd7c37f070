//! Ends the contents of slots that are moved out of.
//!
//! MIR keeps the storage of a moved-out local. So does drop elaboration's conditional drop of it,
//! even though the drop flag rules that drop out. A frame has better use for these bytes. Reusing
//! them is sound as long as nobody may use an address of the local any more. A reference is not
//! used after the move, which the borrow checker shows, and no safe function may use what it made
//! of a reference for longer than that. A raw pointer may be used until the storage ends, and so
//! may a reference if the coroutine has `unsafe` code, which can make a raw pointer of it.

use rustc_index::bit_set::DenseBitSet;

use llvmcoro_contract::model::{Access, Block, Exit, Op};
use llvmcoro_contract::{BlockId, SlotId};
use typed_index_collections::TiVec;

/// A step of a block before moves are resolved.
pub enum Step {
    /// An op of the model.
    Op(Op),
    /// An address of the slot was taken that may be used until the slot's storage ends.
    Exposed(SlotId),
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

/// Turns each move out of a slot that cannot be exposed into the end of its contents, and discards
/// the other moves. `references_expose` tells whether a reference to a slot exposes it.
pub fn resolve(
    slots: usize,
    blocks: TiVec<BlockId, UnresolvedBlock>,
    references_expose: bool,
) -> TiVec<BlockId, Block> {
    const START: BlockId = BlockId(0);
    let nothing = DenseBitSet::new_empty(slots);
    let mut exposed: TiVec<BlockId, _> = vec![nothing; blocks.len()].into();
    let mut reached: TiVec<BlockId, bool> = vec![false; blocks.len()].into();
    let mut work = vec![START];
    reached[START] = true;
    while let Some(block) = work.pop() {
        let mut state = exposed[block].clone();
        for step in &blocks[block].steps {
            apply(&mut state, step, references_expose);
        }
        for next in blocks[block].exit.successors() {
            let changed = exposed[next].union(&state);
            if changed || !reached[next] {
                reached[next] = true;
                work.push(next);
            }
        }
    }

    std::iter::zip(blocks, exposed)
        .map(|(block, mut state)| {
            let mut ops = Vec::with_capacity(block.steps.len());
            for step in block.steps {
                apply(&mut state, &step, references_expose);
                match step {
                    Step::Op(op) => ops.push(op),
                    Step::Moved(slot) if !state.contains(slot.index()) => {
                        ops.push(Op::StorageDead(slot))
                    }
                    Step::Moved(_) | Step::Exposed(_) => {}
                }
            }
            Block { ops, exit: block.exit }
        })
        .collect()
}

/// Updates the slots that may be exposed by `step`.
fn apply(exposed: &mut DenseBitSet<usize>, step: &Step, references_expose: bool) {
    match step {
        Step::Exposed(slot) => {
            exposed.insert(slot.index());
        }
        Step::Op(Op::Access(uses)) => {
            for (slot, access) in uses {
                if references_expose && *access == Access::Borrow {
                    exposed.insert(slot.index());
                }
            }
        }
        Step::Op(Op::StorageLive(slot) | Op::StorageDead(slot)) => {
            exposed.remove(slot.index());
        }
        Step::Op(Op::Copy { .. }) | Step::Moved(_) => {}
    }
}
