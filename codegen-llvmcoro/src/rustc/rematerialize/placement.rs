//! Where values are computed again.

use std::collections::BTreeMap;

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{BasicBlock, Body, TerminatorKind};

use super::liveness::Liveness;
use super::tracked::HolderId;
use super::values::{AtStart, Held, ValueId, Values};

/// A value is computed at once if its uses are spread over more blocks than this.
const MAX_BLOCKS: usize = 64;

/// A value, and what is to hold it.
type Renewed = (HolderId, ValueId);

/// A suspension point.
pub struct Suspension {
    pub block: BasicBlock,
    pub resume: WayOn,
    pub drop: Option<WayOn>,
}

impl Suspension {
    fn ways(&self) -> impl Iterator<Item = &WayOn> {
        [&self.resume].into_iter().chain(&self.drop)
    }

    /// Whether `holder` is computed again wherever it is needed after this suspension.
    fn renews(&self, holder: HolderId) -> bool {
        self.ways().all(|way| {
            !way.alive.contains(holder) || way.renewed.iter().any(|(renewed, _)| *renewed == holder)
        })
    }
}

/// A way on from a suspension point.
pub struct WayOn {
    target: BasicBlock,
    alive: DenseBitSet<HolderId>,
    /// What need not be kept.
    renewed: Vec<Renewed>,
}

impl WayOn {
    /// The way to `target`, on which `held` goes.
    pub fn new(
        target: BasicBlock,
        held: &Held,
        values: &Values<'_, '_>,
        liveness: &Liveness,
    ) -> Self {
        let alive = liveness.at_start(target).clone();
        let renewed = alive
            .iter()
            .map(|holder| (holder, held[holder]))
            .filter(|(_, value)| values.is_computable(*value, &alive))
            .collect();
        WayOn { target, alive, renewed }
    }
}

/// What is computed where.
#[derive(Default)]
pub struct Insertions {
    /// At the starts of blocks.
    pub at_starts: BTreeMap<BasicBlock, Vec<Renewed>>,
    /// Between a suspension and a target.
    pub on_ways: BTreeMap<(BasicBlock, BasicBlock), Vec<Renewed>>,
}

/// What the search for places looks at.
pub struct Placement<'a, 'tcx> {
    pub body: &'a Body<'tcx>,
    pub liveness: &'a Liveness,
    pub values: &'a Values<'a, 'tcx>,
    pub at_start: &'a AtStart,
    /// What is computed at once, not late.
    pub at_once: DenseBitSet<HolderId>,
}

impl Placement<'_, '_> {
    /// Finds places for all that the suspensions renew.
    pub fn place(&self, suspensions: Vec<Suspension>) -> Insertions {
        let by_block: BTreeMap<BasicBlock, &Suspension> =
            suspensions.iter().map(|suspension| (suspension.block, suspension)).collect();
        let mut insertions = Insertions::default();
        for suspension in &suspensions {
            for way in suspension.ways() {
                for &renewed in &way.renewed {
                    match self.latest(&by_block, way.target, renewed) {
                        Some(blocks) => {
                            for block in blocks {
                                let there = insertions.at_starts.entry(block).or_default();
                                if !there.contains(&renewed) {
                                    there.push(renewed);
                                }
                            }
                        }
                        None => {
                            let way = (suspension.block, way.target);
                            insertions.on_ways.entry(way).or_default().push(renewed);
                        }
                    }
                }
            }
        }
        insertions
    }

    /// The latest blocks on the ways from `target` at whose starts the value can be computed in
    /// time. `None`: it belongs on the way to `target`.
    fn latest(
        &self,
        suspensions: &BTreeMap<BasicBlock, &Suspension>,
        target: BasicBlock,
        renewed: Renewed,
    ) -> Option<Vec<BasicBlock>> {
        let (holder, _) = renewed;
        if self.at_once.contains(holder) || !self.is_possible_at(target, renewed) {
            return None;
        }
        let mut blocks = vec![];
        let mut seen = vec![];
        let mut work = vec![target];
        while let Some(block) = work.pop() {
            if seen.contains(&block) {
                continue;
            }
            if seen.len() == MAX_BLOCKS {
                return Some(vec![target]);
            }
            seen.push(block);
            let terminator = self.body.basic_blocks[block].terminator();
            let needed: Vec<BasicBlock> = terminator
                .successors()
                .filter(|next| self.liveness.at_start(*next).contains(holder))
                .collect();
            if self.liveness.is_read(block, holder) {
                blocks.push(block);
            } else if let TerminatorKind::Yield { .. } = terminator.kind {
                // What the next suspension renews in its turn is not needed before.
                if !suspensions[&block].renews(holder) {
                    blocks.push(block);
                }
            } else if needed.iter().all(|next| self.is_possible_at(*next, renewed)) {
                work.extend(needed);
            } else {
                blocks.push(block);
            }
        }
        Some(blocks)
    }

    /// Whether all is there at the start of `block` that the value is computed from.
    fn is_possible_at(&self, block: BasicBlock, (holder, value): Renewed) -> bool {
        self.at_start.holds(block, holder, value)
            && self.values.is_computable(value, self.liveness.at_start(block))
    }
}
