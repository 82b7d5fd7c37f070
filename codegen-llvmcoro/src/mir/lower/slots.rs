//! Finds the locals that may live in the frame.
//!
//! A lowered body is generic, so it names every local that some instance may have to keep across a
//! suspension point; the frame model decides for each instance. The choice here must never miss a
//! local, because one that is not named may end up in an SSA value.

use rustc_data_structures::fx::FxIndexMap;
use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutatingUseContext, NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{
    BasicBlock, Body, Local, Location, Place, Rvalue, Statement, StatementKind,
};

rustc_index::newtype_index! {
    /// A local that several blocks may use, unlike most locals of a large body.
    struct Shared {}
}

/// The locals that may be live across one of the blocks `suspends`, which end in a suspension
/// point.
///
/// A local may have to be kept if it is mentioned before a suspension and again after it, or if its
/// address is taken before. `StorageLive` and `StorageDead` end both. A move of the local ends the
/// former: what mentions it afterwards is a drop that its drop flag prevents. In a generic body, even
/// to offer such a local can be too much: the layout of its type may depend on this coroutine's.
pub fn candidates(body: &Body<'_>, suspends: &[BasicBlock]) -> DenseBitSet<Local> {
    let flow = Flow::new(body);
    let touched = flow.forward(Uses::TOUCHES);
    let borrowed = flow.forward(Uses::BORROWS);
    let wanted = flow.backward();

    let mut candidates = DenseBitSet::new_empty(flow.locals.len());
    for &block in suspends {
        let mut across = touched[block].clone();
        flow.transfer(block, &mut across, Uses::TOUCHES);
        across.intersect(&flow.after(block, &wanted));
        candidates.union(&across);
        let mut across = borrowed[block].clone();
        flow.transfer(block, &mut across, Uses::BORROWS);
        candidates.union(&across);
    }
    let mut locals = DenseBitSet::new_empty(body.local_decls.len());
    for shared in candidates.iter() {
        locals.insert(flow.locals[shared]);
    }
    locals
}

/// A set of locals at the start of each block.
type AtStart = IndexVec<BasicBlock, DenseBitSet<Shared>>;

/// The effects of all blocks on the locals.
struct Flow<'a, 'tcx> {
    body: &'a Body<'tcx>,
    locals: IndexVec<Shared, Local>,
    effects: IndexVec<BasicBlock, Vec<(Shared, Uses)>>,
}

impl<'a, 'tcx> Flow<'a, 'tcx> {
    fn new(body: &'a Body<'tcx>) -> Self {
        let mut effects: IndexVec<BasicBlock, Effect> = IndexVec::new();
        for (block, data) in body.basic_blocks.iter_enumerated() {
            let mut effect = Effect::default();
            effect.visit_basic_block_data(block, data);
            effects.push(effect);
        }
        // All others are mentioned only after a storage marker of the same block, and no borrow of
        // them outlives it.
        let mut locals = IndexVec::new();
        let mut shared = IndexVec::from_elem_n(None, body.local_decls.len());
        for (local, uses) in effects.iter().flat_map(|effect| &effect.0) {
            if (uses.at_start || uses.borrowed_at_end) && shared[*local].is_none() {
                shared[*local] = Some(locals.push(*local));
            }
        }
        let of_shared = |effect: Effect| {
            effect.0.into_iter().filter_map(|(local, uses)| Some((shared[local]?, uses))).collect()
        };
        Flow { body, locals, effects: effects.into_iter().map(of_shared).collect() }
    }

    fn empty_sets(&self) -> AtStart {
        let none = DenseBitSet::new_empty(self.locals.len());
        IndexVec::from_elem(none, &self.body.basic_blocks)
    }

    fn successors(&self, block: BasicBlock) -> impl Iterator<Item = BasicBlock> {
        self.body.basic_blocks[block].terminator().successors()
    }

    /// Applies `block`'s transfer function.
    fn transfer(&self, block: BasicBlock, state: &mut DenseBitSet<Shared>, change: Change) {
        for (local, uses) in &self.effects[block] {
            match change(uses) {
                Some(true) => drop(state.insert(*local)),
                Some(false) => drop(state.remove(*local)),
                None => {}
            }
        }
    }

    /// The locals for which something has begun, and not ended, on some path to each block.
    fn forward(&self, change: Change) -> AtStart {
        let mut at_start = self.empty_sets();
        let mut pending = DenseBitSet::new_filled(self.body.basic_blocks.len());
        loop {
            let mut settled = true;
            for &block in self.body.basic_blocks.reverse_postorder() {
                if !pending.remove(block) {
                    continue;
                }
                settled = false;
                let mut state = at_start[block].clone();
                self.transfer(block, &mut state, change);
                for next in self.successors(block) {
                    if at_start[next].union(&state) {
                        pending.insert(next);
                    }
                }
            }
            if settled {
                return at_start;
            }
        }
    }

    /// The locals that are mentioned on some path from each block, before their storage ends.
    fn backward(&self) -> AtStart {
        let mut at_start = self.empty_sets();
        let mut pending = DenseBitSet::new_filled(self.body.basic_blocks.len());
        let predecessors = self.body.basic_blocks.predecessors();
        loop {
            let mut settled = true;
            for &block in self.body.basic_blocks.reverse_postorder().iter().rev() {
                if !pending.remove(block) {
                    continue;
                }
                settled = false;
                let mut state = self.after(block, &at_start);
                for (local, uses) in &self.effects[block] {
                    if uses.at_start {
                        state.insert(*local);
                    } else if uses.storage {
                        state.remove(*local);
                    }
                }
                if at_start[block].union(&state) {
                    for &before in &predecessors[block] {
                        pending.insert(before);
                    }
                }
            }
            if settled {
                return at_start;
            }
        }
    }

    /// The union over the successors of `block`.
    fn after(&self, block: BasicBlock, at_start: &AtStart) -> DenseBitSet<Shared> {
        let mut state = DenseBitSet::new_empty(self.locals.len());
        for next in self.successors(block) {
            state.union(&at_start[next]);
        }
        state
    }
}

/// The effect of one block on one local.
#[derive(Clone, Copy, Default)]
struct Uses {
    /// Its storage begins or ends in the block.
    storage: bool,
    /// It is mentioned before any storage marker.
    at_start: bool,
    /// It is mentioned after the last storage marker, and after it was moved.
    at_end: bool,
    /// It is moved, and not mentioned afterwards.
    moved: bool,
    /// Its address is taken after the last storage marker.
    borrowed_at_end: bool,
}

/// What a block does to something about a local: whether it begins or ends it, if any of both.
type Change = fn(&Uses) -> Option<bool>;

impl Uses {
    /// Whether the local has something in it that was mentioned.
    const TOUCHES: Change =
        |uses| if uses.at_end { Some(true) } else { (uses.storage || uses.moved).then_some(false) };
    /// Whether somebody may have the local's address.
    const BORROWS: Change =
        |uses| if uses.borrowed_at_end { Some(true) } else { uses.storage.then_some(false) };
}

/// The effect of one block on the locals that it mentions.
#[derive(Default)]
struct Effect(FxIndexMap<Local, Uses>);

impl<'tcx> Visitor<'tcx> for Effect {
    fn visit_statement(&mut self, statement: &Statement<'tcx>, location: Location) {
        match statement.kind {
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                let uses = self.0.entry(local).or_default();
                *uses = Uses { storage: true, at_start: uses.at_start, ..Uses::default() };
            }
            _ => self.super_statement(statement, location),
        }
    }

    fn visit_assign(&mut self, place: &Place<'tcx>, rvalue: &Rvalue<'tcx>, location: Location) {
        // In the order in which it is done.
        self.visit_rvalue(rvalue, location);
        self.visit_place(place, PlaceContext::MutatingUse(MutatingUseContext::Store), location);
    }

    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, location: Location) {
        self.visit_local(place.local, context, location);
        self.super_projection(place.as_ref(), context, location);
        let address_taken = context.may_observe_address() || context.is_drop();
        if address_taken && !place.is_indirect() {
            self.0.entry(place.local).or_default().borrowed_at_end = true;
        }
        if context == PlaceContext::NonMutatingUse(NonMutatingUseContext::Move)
            && place.projection.is_empty()
        {
            let uses = self.0.entry(place.local).or_default();
            (uses.at_end, uses.moved) = (false, true);
        }
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        if !context.is_use() {
            return;
        }
        let uses = self.0.entry(local).or_default();
        uses.at_start |= !uses.storage;
        (uses.at_end, uses.moved) = (true, false);
    }
}
