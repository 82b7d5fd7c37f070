//! Which locals may live in the frame.
//!
//! A lowered body is generic, so it names every local that some instance of it could have to keep
//! across a suspension point. The frame model decides for each instance (`model`). This choice
//! must only never miss one: a local that is not named can stay in an SSA value.

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::{BasicBlock, Body, Local, Location, Place, Statement, StatementKind};

/// Locals that may be live across one of the suspending blocks `suspends`.
///
/// A local may have to be kept if it was mentioned on a way to a suspension and may be mentioned
/// after it, or if its address was taken on the way; `StorageLive` and `StorageDead` end both.
pub fn candidates(body: &Body<'_>, suspends: &[BasicBlock]) -> DenseBitSet<Local> {
    let count = body.local_decls.len();
    let mut effects = Vec::with_capacity(body.basic_blocks.len());
    for (block, data) in body.basic_blocks.iter_enumerated() {
        let mut effect = Effect::new(count);
        for (statement_index, statement) in data.statements.iter().enumerate() {
            effect.visit_statement(statement, Location { block, statement_index });
        }
        effect.visit_terminator(data.terminator(), body.terminator_loc(block));
        effects.push(effect);
    }

    // Forward: mentioned (or borrowed) since the storage began, at each block's end.
    let order: Vec<BasicBlock> = body.basic_blocks.reverse_postorder().to_vec();
    let mut touched_in = vec![DenseBitSet::new_empty(count); body.basic_blocks.len()];
    let mut borrowed_in = touched_in.clone();
    let out = |effect: &Effect, input: &DenseBitSet<Local>, end: &DenseBitSet<Local>| {
        let mut state = input.clone();
        state.subtract(&effect.ended);
        state.union(end);
        state
    };
    loop {
        let mut changed = false;
        for &block in &order {
            let effect = &effects[block.index()];
            let touched = out(effect, &touched_in[block.index()], &effect.touched_at_end);
            let borrowed = out(effect, &borrowed_in[block.index()], &effect.borrowed_at_end);
            for next in body.basic_blocks[block].terminator().successors() {
                changed |= touched_in[next.index()].union(&touched);
                changed |= borrowed_in[next.index()].union(&borrowed);
            }
        }
        if !changed {
            break;
        }
    }

    // Backward: mentioned before the storage ends, at each block's start.
    let mut wanted_in: Vec<DenseBitSet<Local>> =
        vec![DenseBitSet::new_empty(count); body.basic_blocks.len()];
    loop {
        let mut changed = false;
        for &block in order.iter().rev() {
            let effect = &effects[block.index()];
            let mut wanted = DenseBitSet::new_empty(count);
            for next in body.basic_blocks[block].terminator().successors() {
                wanted.union(&wanted_in[next.index()]);
            }
            wanted.subtract(&effect.ended);
            wanted.union(&effect.touched_at_start);
            changed |= wanted_in[block.index()].union(&wanted);
        }
        if !changed {
            break;
        }
    }

    let mut candidates = DenseBitSet::new_empty(count);
    for &block in suspends {
        let effect = &effects[block.index()];
        let mut across = out(effect, &touched_in[block.index()], &effect.touched_at_end);
        let mut wanted = DenseBitSet::new_empty(count);
        for next in body.basic_blocks[block].terminator().successors() {
            wanted.union(&wanted_in[next.index()]);
        }
        across.intersect(&wanted);
        candidates.union(&across);
        candidates.union(&out(effect, &borrowed_in[block.index()], &effect.borrowed_at_end));
    }
    candidates
}

/// What one block does to the storage of the locals.
struct Effect {
    /// Storage begins or ends somewhere in the block.
    ended: DenseBitSet<Local>,
    /// Mentioned before any storage marker of the local.
    touched_at_start: DenseBitSet<Local>,
    /// Mentioned after the last storage marker of the local.
    touched_at_end: DenseBitSet<Local>,
    /// Address taken after the last storage marker of the local.
    borrowed_at_end: DenseBitSet<Local>,
}

impl Effect {
    fn new(count: usize) -> Effect {
        Effect {
            ended: DenseBitSet::new_empty(count),
            touched_at_start: DenseBitSet::new_empty(count),
            touched_at_end: DenseBitSet::new_empty(count),
            borrowed_at_end: DenseBitSet::new_empty(count),
        }
    }
}

impl<'tcx> Visitor<'tcx> for Effect {
    fn visit_statement(&mut self, statement: &Statement<'tcx>, location: Location) {
        match statement.kind {
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                self.ended.insert(local);
                self.touched_at_end.remove(local);
                self.borrowed_at_end.remove(local);
            }
            _ => self.super_statement(statement, location),
        }
    }

    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, location: Location) {
        self.visit_local(place.local, context, location);
        self.super_projection(place.as_ref(), context, location);
        let address_taken = context.may_observe_address() || context.is_drop();
        if address_taken && !place.is_indirect() {
            self.borrowed_at_end.insert(place.local);
        }
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        if !context.is_use() {
            return;
        }
        if !self.ended.contains(local) {
            self.touched_at_start.insert(local);
        }
        self.touched_at_end.insert(local);
    }
}
