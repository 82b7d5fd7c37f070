//! Moves the assignment of a constant to its first use, if that is behind a suspension.
//!
//! `let mut buffer = [0; 64]; wait().await; fill(&mut buffer).await` would keep zeros in the frame while
//! it waits, and so would `Packet { bytes: [0; 64], kind: kind().await }`. Constants that fit a register
//! are [rematerialized](crate::mir::rematerialize); this is for all others, which are made once only, as
//! before.

use rustc_data_structures::fx::FxHashMap;
use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{NonUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

use crate::mir::drops::needs_no_drop;

rustc_index::newtype_index! {
    /// A local that a constant is assigned to, in one place.
    struct Holder {}
}

/// Moves the constants of `body`, which still has its yields.
pub fn postpone<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    let holders = Holders::of(tcx, body);
    if holders.at.is_empty() {
        return;
    }
    let effects = holders.effects(body);
    let at_start = unused_at_start(body, &holders, &effects);
    let mut moves: Vec<(Location, Location)> = unused_across_yields(body, &effects, &at_start)
        .iter()
        .filter_map(|holder| {
            Some((holders.at[holder], only_first_use(body, &effects, &at_start, holder)?))
        })
        .collect();
    // From the end of each block on, so that the other locations stay what they are.
    moves.sort_by_key(|&(_, to)| std::cmp::Reverse(to));
    let blocks = body.basic_blocks_mut();
    let taken: Vec<_> = moves
        .into_iter()
        .map(|(from, to)| {
            let statement = &mut blocks[from.block].statements[from.statement_index];
            let moved = statement.clone();
            statement.make_nop(true);
            (to, moved)
        })
        .collect();
    for (to, statement) in taken {
        blocks[to.block].statements.insert(to.statement_index, statement);
    }
}

/// All holders, and where each gets its constant.
struct Holders {
    at: IndexVec<Holder, Location>,
    of_local: FxHashMap<Local, Holder>,
}

impl Holders {
    fn of<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) -> Self {
        let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
        let mut found: FxHashMap<Local, Option<Location>> = FxHashMap::default();
        for (block, data) in traversal::reachable(body) {
            for (statement_index, statement) in data.statements.iter().enumerate() {
                if let Some(local) = constant_of(statement)
                    && local.index() > body.arg_count
                    && is_large(body.local_decls[local].ty)
                {
                    let at = Location { block, statement_index };
                    found.entry(local).and_modify(|at| *at = None).or_insert(Some(at));
                }
            }
        }
        let mut holders = Holders { at: IndexVec::new(), of_local: FxHashMap::default() };
        let mut once: Vec<(Location, Local)> =
            found.into_iter().filter_map(|(local, at)| Some((at?, local))).collect();
        once.sort();
        for (at, local) in once {
            if needs_no_drop(tcx, typing_env, body.local_decls[local].ty) {
                holders.of_local.insert(local, holders.at.push(at));
            }
        }
        holders
    }

    fn effects(&self, body: &Body<'_>) -> OfBlocks {
        let of_block = |(block, data)| {
            let mut visitor = Effects { holders: self, effects: vec![] };
            visitor.visit_basic_block_data(block, data);
            visitor.effects
        };
        body.basic_blocks.iter_enumerated().map(of_block).collect()
    }
}

/// The local that `statement` assigns a constant to.
fn constant_of(statement: &Statement<'_>) -> Option<Local> {
    let StatementKind::Assign(assign) = &statement.kind else { return None };
    let (place, value) = &**assign;
    let is_constant = match value {
        Rvalue::Use(operand) | Rvalue::Repeat(operand, _) => operand.constant().is_some(),
        Rvalue::Aggregate(_, operands) => operands.iter().all(|it| it.constant().is_some()),
        _ => false,
    };
    is_constant.then(|| place.as_local()).flatten()
}

/// Whether values of the type `ty` may need more than a register.
fn is_large(ty: Ty<'_>) -> bool {
    matches!(ty.kind(), ty::Array(..) | ty::Adt(..) | ty::Tuple(..))
}

/// What a statement or terminator does to a holder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// Gives it its constant.
    Assign,
    /// Begins or ends its storage.
    Storage,
    /// Anything else.
    Use,
}

struct Effects<'a> {
    holders: &'a Holders,
    effects: Vec<(usize, Holder, Effect)>,
}

impl<'tcx> Visitor<'tcx> for Effects<'_> {
    fn visit_local(&mut self, local: Local, context: PlaceContext, at: Location) {
        let Some(&holder) = self.holders.of_local.get(&local) else { return };
        let effect = match context {
            PlaceContext::NonUse(NonUseContext::StorageLive | NonUseContext::StorageDead) => {
                Effect::Storage
            }
            _ if self.holders.at[holder] == at => Effect::Assign,
            _ => Effect::Use,
        };
        self.effects.push((at.statement_index, holder, effect));
    }
}

/// What each block does to the holders, in order, by the index of the statement.
type OfBlocks = IndexVec<BasicBlock, Vec<(usize, Holder, Effect)>>;

/// Holders whose constant is not used yet on any path to each block, and was assigned on all.
type AtStart = IndexVec<BasicBlock, DenseBitSet<Holder>>;

fn unused_at_start(body: &Body<'_>, holders: &Holders, effects: &OfBlocks) -> AtStart {
    let all = DenseBitSet::new_filled(holders.at.len());
    let mut at_start = IndexVec::from_elem(all, &body.basic_blocks);
    at_start[START_BLOCK].clear();
    let mut changed = true;
    while changed {
        changed = false;
        for &block in body.basic_blocks.reverse_postorder() {
            let unused = unused_at_end(effects, &at_start, block);
            for next in body.basic_blocks[block].terminator().successors() {
                changed |= at_start[next].intersect(&unused);
            }
        }
    }
    at_start
}

fn unused_at_end(effects: &OfBlocks, at_start: &AtStart, block: BasicBlock) -> DenseBitSet<Holder> {
    let mut unused = at_start[block].clone();
    for &(_, holder, effect) in &effects[block] {
        if effect == Effect::Assign {
            unused.insert(holder);
        } else {
            unused.remove(holder);
        }
    }
    unused
}

/// The holders whose constant is not used yet at some suspension.
fn unused_across_yields(
    body: &Body<'_>,
    effects: &OfBlocks,
    at_start: &AtStart,
) -> DenseBitSet<Holder> {
    let mut across = DenseBitSet::new_empty(at_start[START_BLOCK].domain_size());
    for (block, data) in traversal::reachable(body) {
        if let TerminatorKind::Yield { .. } = data.terminator().kind {
            across.union(&unused_at_end(effects, at_start, block));
        }
    }
    across
}

/// The place that is the first to use what `holder` was assigned, if there is one only.
fn only_first_use(
    body: &Body<'_>,
    effects: &OfBlocks,
    at_start: &AtStart,
    holder: Holder,
) -> Option<Location> {
    let mut first = None;
    for (block, data) in traversal::reachable(body) {
        let mut unused = at_start[block].contains(holder);
        for &(statement_index, _, effect) in effects[block].iter().filter(|it| it.1 == holder) {
            if effect == Effect::Use && unused {
                let at = Location { block, statement_index };
                if first.replace(at).is_some() {
                    return None;
                }
            }
            unused = effect == Effect::Assign;
        }
        // It was used on another path to the next block.
        let meets_used = |next: BasicBlock| {
            !at_start[next].contains(holder) && may_use(body, effects, next, holder)
        };
        if unused && data.terminator().successors().any(meets_used) {
            return None;
        }
    }
    first
}

/// Whether `holder` may be used from `start` on before its storage begins or ends.
fn may_use(body: &Body<'_>, effects: &OfBlocks, start: BasicBlock, holder: Holder) -> bool {
    let mut seen = DenseBitSet::new_empty(body.basic_blocks.len());
    let mut work = vec![start];
    while let Some(block) = work.pop() {
        if !seen.insert(block) {
            continue;
        }
        match effects[block].iter().find(|it| it.1 == holder) {
            Some((_, _, Effect::Use)) => return true,
            Some(_) => {}
            None => work.extend(body.basic_blocks[block].terminator().successors()),
        }
    }
    false
}
