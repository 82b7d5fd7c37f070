//! Computes which values are read again.

use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::*;

use super::tracked::{HolderId, Tracked};

/// The holders that are read before they are written, by the block they are read from.
pub struct Liveness {
    at_start: IndexVec<BasicBlock, DenseBitSet<HolderId>>,
}

impl Liveness {
    pub fn new<'tcx>(body: &Body<'tcx>, tracked: &Tracked<'tcx>) -> Self {
        let none = DenseBitSet::new_empty(tracked.len());
        let mut effects = IndexVec::with_capacity(body.basic_blocks.len());
        for (block, data) in body.basic_blocks.iter_enumerated() {
            let mut effect = Effect { tracked, read: none.clone(), written: none.clone() };
            effect.visit_basic_block_data(block, data);
            effects.push(effect);
        }
        let mut at_start: IndexVec<BasicBlock, _> =
            effects.iter().map(|effect| effect.read.clone()).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (block, data) in traversal::postorder(body) {
                let mut alive = none.clone();
                for next in data.terminator().successors() {
                    alive.union(&at_start[next]);
                }
                alive.subtract(&effects[block].written);
                changed |= at_start[block].union(&alive);
            }
        }
        Liveness { at_start }
    }

    pub fn at_start(&self, block: BasicBlock) -> &DenseBitSet<HolderId> {
        &self.at_start[block]
    }
}

/// What a block reads before writing it, and what it writes.
struct Effect<'a, 'tcx> {
    tracked: &'a Tracked<'tcx>,
    read: DenseBitSet<HolderId>,
    written: DenseBitSet<HolderId>,
}

impl Effect<'_, '_> {
    fn reads(&mut self, holder: HolderId) {
        if !self.written.contains(holder) {
            self.read.insert(holder);
        }
    }
}

impl<'tcx> Visitor<'tcx> for Effect<'_, 'tcx> {
    fn visit_statement(&mut self, statement: &Statement<'tcx>, at: Location) {
        match &statement.kind {
            StatementKind::Assign(assign) => {
                let (target, value) = &**assign;
                self.visit_rvalue(value, at);
                match self.tracked.whole(target) {
                    Some(holder) => _ = self.written.insert(holder),
                    None => self.read_base(target),
                }
            }
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                if let Some(holder) = self.tracked.of_local(*local) {
                    self.written.insert(holder);
                }
            }
            _ => self.super_statement(statement, at),
        }
    }

    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        // A terminator writes a holder on one of its outgoing edges only. Dropping a plain value
        // does nothing.
        let is_written = context.is_mutating_use() && self.tracked.whole(place).is_some();
        if context.is_use() && !is_written {
            self.read_base(place);
        }
    }
}

impl<'tcx> Effect<'_, 'tcx> {
    /// Records the reads that reaching the place needs.
    fn read_base(&mut self, place: &Place<'tcx>) {
        if let Some((holder, _)) = self.tracked.base(place) {
            self.reads(holder);
        }
        for element in place.projection {
            if let PlaceElem::Index(local) = element
                && let Some(holder) = self.tracked.of_local(local)
            {
                self.reads(holder);
            }
        }
    }
}
