//! Leaves that certainly hold the same value, one being a copy of the other: their bytes count once.

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{
    BasicBlock, BasicBlockData, Body, BorrowKind, Mutability, Operand, RawPtrKind, Rvalue,
    START_BLOCK, StatementKind,
};
use rustc_middle::ty::{TyCtxt, TypingEnv};

use crate::flow::{Effects, Set, edges};
use crate::leaves::Leaves;

/// The copies of a body, and which of them hold where.
pub struct Copies {
    /// Destination and source.
    pairs: Vec<(usize, usize)>,
    /// Before each block, the pairs that are equal on every way there.
    equal: Vec<Option<DenseBitSet<usize>>>,
    unwinds: bool,
}

impl Copies {
    pub fn new<'tcx>(
        tcx: TyCtxt<'tcx>,
        leaves: &Leaves<'tcx>,
        body: &Body<'tcx>,
        unwinds: bool,
    ) -> Self {
        let changed = changed_behind_the_back(tcx, leaves, body);
        let mut pairs = vec![];
        for data in body.basic_blocks.iter() {
            for statement in &data.statements {
                pairs.extend(
                    copied(leaves, &statement.kind)
                        .filter(|(to, from)| !changed.contains(*to) && !changed.contains(*from)),
                );
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut copies = Copies { pairs, equal: vec![None; body.basic_blocks.len()], unwinds };
        copies.run(leaves, body);
        copies
    }

    fn run<'tcx>(&mut self, leaves: &Leaves<'tcx>, body: &Body<'tcx>) {
        self.equal[START_BLOCK.as_usize()] = Some(DenseBitSet::new_empty(self.pairs.len()));
        let mut queue = vec![START_BLOCK];
        while let Some(number) = queue.pop() {
            let data = &body.basic_blocks[number];
            let mut equal = self.equal[number.as_usize()].clone().expect("it was reached");
            self.run_block(leaves, data, &mut equal);
            for edge in edges(data, self.unwinds) {
                let mut after = equal.clone();
                for place in &edge.writes {
                    let target = leaves.target(*place);
                    if !target.behind {
                        target.leaves.for_each(|leaf| self.kill(&mut after, leaf));
                    }
                }
                let changed = match &mut self.equal[edge.target.as_usize()] {
                    Some(known) => known.intersect(&after),
                    unknown => {
                        *unknown = Some(after);
                        true
                    }
                };
                if changed {
                    queue.push(edge.target);
                }
            }
        }
    }

    fn run_block<'tcx>(
        &self,
        leaves: &Leaves<'tcx>,
        data: &BasicBlockData<'tcx>,
        equal: &mut DenseBitSet<usize>,
    ) {
        for statement in &data.statements {
            let effects = Effects::of_statement(leaves, statement);
            for &leaf in effects.defs.iter().chain(&effects.parts).chain(&effects.storage) {
                self.kill(equal, leaf);
            }
            for pair in copied(leaves, &statement.kind) {
                if let Ok(number) = self.pairs.binary_search(&pair) {
                    equal.insert(number);
                }
            }
        }
    }

    fn kill(&self, equal: &mut DenseBitSet<usize>, leaf: usize) {
        for (number, (to, from)) in self.pairs.iter().enumerate() {
            if *to == leaf || *from == leaf {
                equal.remove(number);
            }
        }
    }

    /// One leaf of `kept` for each value, at the end of `block`.
    pub fn values<'tcx>(
        &self,
        leaves: &Leaves<'tcx>,
        body: &Body<'tcx>,
        block: BasicBlock,
        kept: &Set,
    ) -> Vec<usize> {
        let mut equal = self.equal[block.as_usize()].clone().expect("it was reached");
        self.run_block(leaves, &body.basic_blocks[block], &mut equal);
        let mut parent: Vec<usize> = (0..leaves.all.len()).collect();
        fn root(parent: &[usize], mut leaf: usize) -> usize {
            while parent[leaf] != leaf {
                leaf = parent[leaf];
            }
            leaf
        }
        for number in equal.iter() {
            let (to, from) = self.pairs[number];
            let (to, from) = (root(&parent, to), root(&parent, from));
            parent[to] = from;
        }
        let mut seen = Set::new_empty(leaves.all.len());
        kept.iter().filter(|leaf| seen.insert(root(&parent, *leaf))).collect()
    }
}

/// The pairs of leaves that a statement makes equal.
fn copied<'tcx>(
    leaves: &Leaves<'tcx>,
    kind: &StatementKind<'tcx>,
) -> impl Iterator<Item = (usize, usize)> {
    let mut pair = None;
    if let StatementKind::Assign(assign) = kind
        && let Rvalue::Use(Operand::Copy(from)) = assign.1
    {
        let (to, from) = (leaves.target(assign.0), leaves.target(from));
        if to.whole && from.whole && to.leaves.len() == from.leaves.len() {
            pair = Some((to.leaves, from.leaves));
        }
    }
    pair.into_iter().flat_map(|(to, from)| to.zip(from))
}

/// The leaves that are somewhere borrowed in a way by which they can be changed.
fn changed_behind_the_back<'tcx>(
    tcx: TyCtxt<'tcx>,
    leaves: &Leaves<'tcx>,
    body: &Body<'tcx>,
) -> Set {
    let mut changed = Set::new_empty(leaves.all.len());
    for data in body.basic_blocks.iter() {
        for statement in &data.statements {
            let StatementKind::Assign(assign) = &statement.kind else { continue };
            let shared = match &assign.1 {
                Rvalue::Ref(_, kind, _) => {
                    matches!(kind, BorrowKind::Shared | BorrowKind::Fake(_))
                }
                Rvalue::RawPtr(kind, _) => {
                    matches!(kind, RawPtrKind::Const | RawPtrKind::FakeForPtrMetadata)
                        && kind.to_mutbl_lossy() == Mutability::Not
                }
                _ => continue,
            };
            for leaf in Effects::of_statement(leaves, statement).borrows {
                let frozen = leaves.all[leaf].ty.is_freeze(tcx, TypingEnv::fully_monomorphized());
                if !shared || !frozen {
                    changed.insert(leaf);
                }
            }
        }
    }
    changed
}
