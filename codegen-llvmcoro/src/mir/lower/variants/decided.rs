//! Reads of a variant that an earlier switch decides.
//!
//! After the arms of a `match` have joined, the variant is not known any more. So the way from an
//! arm to the next switch on the same variant gets blocks of its own, if only the storage of other
//! locals ends there: no code is copied. A drop of all of the enum is a switch on its variant, too.

use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::*;
use rustc_middle::ty::{self, TyCtxt, TypingEnv};

use super::enums::{self, Enum};
use crate::mir::captures::Base;
use crate::mir::drops::needs_no_drop;
use crate::mir::variant_switch::VariantSwitch;

/// A switch that goes away may be all that hides another, of the scrutinee around it. That many in
/// one another are found.
const ROUNDS: usize = 4;

/// How many blocks that do nothing but end storage are copied for one arm.
const MAX_BLOCKS: usize = 16;

/// Lets each part of `body` in which an enum's variant is known go past switches on it, and past
/// drops of it that do nothing then.
pub fn thread<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, self_ptr: Local) {
    for _ in 0..ROUNDS {
        let reachable = &traversal::reachable_as_bitset(body);
        let detours: Vec<_> = enums::find(body, reachable, self_ptr)
            .iter()
            .flat_map(|of| Ways { tcx, body, reachable, of }.detours())
            .collect();
        if detours.is_empty() {
            break;
        }
        for detour in detours {
            detour.take(body);
        }
    }
}

/// Another way from one block to the end of others.
struct Detour<'tcx> {
    from: BasicBlock,
    /// Where the way was through; `None` if `from` itself depends on the variant.
    through: Option<BasicBlock>,
    /// What was to be done on the way.
    statements: Vec<Statement<'tcx>>,
    to: BasicBlock,
}

impl<'tcx> Detour<'tcx> {
    fn take(self, body: &mut Body<'tcx>) {
        let Detour { from, through, statements, to } = self;
        let Some(through) = through else {
            let kind = TerminatorKind::Goto { target: to };
            body.basic_blocks_mut()[from].terminator_mut().kind = kind;
            return;
        };
        let mut target = to;
        if !statements.is_empty() {
            let source_info = body.basic_blocks[through].terminator().source_info;
            let terminator = Terminator { source_info, kind: TerminatorKind::Goto { target: to } };
            let data = BasicBlockData::new_stmts(statements, Some(terminator), false);
            target = body.basic_blocks_mut().push(data);
        }
        body.basic_blocks_mut()[from].terminator_mut().successors_mut(|next| {
            if *next == through {
                *next = target;
            }
        });
    }
}

/// The ways through a body, as far as they depend on one enum.
struct Ways<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    reachable: &'a DenseBitSet<BasicBlock>,
    of: &'a Enum<'tcx>,
}

/// An edge of the graph of blocks.
type Edge = (BasicBlock, BasicBlock);

impl<'a, 'tcx> Ways<'a, 'tcx> {
    fn detours(&self) -> Vec<Detour<'tcx>> {
        let mut decisions: FxIndexMap<u128, Vec<Edge>> = FxIndexMap::default();
        for &switch in &self.of.switches {
            let targets = self.targets(switch);
            for (value, target) in targets.iter() {
                if targets.all_targets().iter().filter(|&&other| other == target).count() == 1 {
                    decisions.entry(value).or_default().push((switch, target));
                }
            }
        }
        decisions.iter().flat_map(|(&value, edges)| self.detours_of(value, edges)).collect()
    }

    /// The detours where the variant is `value`, as it is at all `decisions`.
    fn detours_of(&self, value: u128, decisions: &[Edge]) -> Vec<Detour<'tcx>> {
        let known = self.known(decisions);
        let is_known: FxHashSet<_> = known.iter().copied().collect();
        let mut detours = vec![];
        for &block in &known {
            if let Some((_, to)) = self.decided_end(block, value) {
                detours.push(Detour { from: block, through: None, statements: vec![], to });
            }
        }
        let leaving = known
            .iter()
            .filter(|&&block| !self.changes_in(block) && !self.of.switches.contains(&block))
            .flat_map(|&block| {
                self.body.basic_blocks[block].terminator().successors().map(move |to| (block, to))
            })
            .chain(decisions.iter().copied())
            // Cleanup must nest: all ways out of what one of its entries leads to have one end.
            .filter(|(_, to)| !is_known.contains(to) && !self.body.basic_blocks[*to].is_cleanup);
        let mut seen = FxHashSet::default();
        for (from, through) in leaving {
            if seen.insert((from, through))
                && let Some((statements, to)) = self.past_use(through, value)
            {
                detours.push(Detour { from, through: Some(through), statements, to });
            }
        }
        detours
    }

    /// The blocks that only what comes from one of `decisions` leads to, with the variant unchanged,
    /// in an order that is the same each time.
    fn known(&self, decisions: &[Edge]) -> Vec<BasicBlock> {
        let blocks = &self.body.basic_blocks;
        let dominators = blocks.dominators();
        let mut reached = vec![];
        let mut known = FxHashSet::default();
        for &(switch, arm) in decisions {
            let mut work = vec![];
            if self.predecessors(arm).eq([switch]) {
                work.push(arm);
            }
            while let Some(block) = work.pop() {
                if dominators.dominates(arm, block) && known.insert(block) {
                    reached.push(block);
                    if !self.changes_in(block) {
                        work.extend(blocks[block].terminator().successors());
                    }
                }
            }
        }
        // Another way to a block may change the variant.
        let mut doubtful = reached.clone();
        while let Some(block) = doubtful.pop() {
            let decided = self.predecessors(block).all(|from| {
                decisions.contains(&(from, block))
                    || known.contains(&from) && !self.changes_in(from)
            });
            if !decided && known.remove(&block) {
                doubtful.extend(blocks[block].terminator().successors());
            }
        }
        reached.retain(|block| known.contains(block));
        reached
    }

    fn predecessors(&self, block: BasicBlock) -> impl Iterator<Item = BasicBlock> {
        let predecessors = self.body.basic_blocks.predecessors()[block].iter();
        predecessors.copied().filter(|from| self.reachable.contains(*from))
    }

    /// What is done from the start of `block` to an end that depends on the variant, and where that
    /// leads if it is `value`, if nothing else is on the way than the storage of other locals.
    fn past_use(
        &self,
        mut block: BasicBlock,
        value: u128,
    ) -> Option<(Vec<Statement<'tcx>>, BasicBlock)> {
        let mut statements: Vec<Statement<'tcx>> = vec![];
        for _ in 0..MAX_BLOCKS {
            let data = &self.body.basic_blocks[block];
            let end = self.decided_end(block, value);
            let on_the_way = end.map_or(&data.statements[..], |(before, _)| before);
            if !on_the_way.iter().all(|statement| self.is_storage_of_others(statement)) {
                return None;
            }
            statements.extend_from_slice(on_the_way);
            if let Some((_, to)) = end {
                return Some((statements, to));
            }
            block = data.terminator().kind.as_goto()?;
        }
        None
    }

    /// Where `block` leads if its end depends on the variant and that is `value`, and the statements
    /// before.
    fn decided_end(
        &self,
        block: BasicBlock,
        value: u128,
    ) -> Option<(&'a [Statement<'tcx>], BasicBlock)> {
        let data = &self.body.basic_blocks[block];
        if self.of.switches.contains(&block) {
            let switch = VariantSwitch::of(data)?;
            return Some((switch.before, switch.targets.target_for_value(value)));
        }
        let TerminatorKind::Drop { target, .. } = data.terminator().kind else { return None };
        let is_use = self.of.drops.contains(&block);
        (is_use && self.drops_nothing(value)).then_some((&data.statements[..], target))
    }

    /// Whether the enum drops nothing if its variant is `value`.
    fn drops_nothing(&self, value: u128) -> bool {
        let Ways { tcx, body, of, .. } = *self;
        let ty::Adt(adt, args) = *of.place.ty(body, tcx).ty.kind() else { return false };
        let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
        let fields_need_no_drop = |variant| {
            let mut fields = adt.variant(variant).fields.iter();
            fields.all(|field| needs_no_drop(tcx, typing_env, field.ty(tcx, args)))
        };
        adt.is_enum()
            && !adt.has_dtor(tcx)
            && adt.discriminants(tcx).any(|(variant, discriminant)| {
                discriminant.val == value && fields_need_no_drop(variant)
            })
    }

    fn is_storage_of_others(&self, statement: &Statement<'tcx>) -> bool {
        match statement.kind {
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                self.of.base() != Base::Local(local)
            }
            StatementKind::Nop => true,
            _ => false,
        }
    }

    fn targets(&self, switch: BasicBlock) -> &'a SwitchTargets {
        let terminator = self.body.basic_blocks[switch].terminator();
        terminator.kind.as_switch().expect("the block ends in a switch").1
    }

    fn changes_in(&self, block: BasicBlock) -> bool {
        self.of.changes_in(block, &self.body.basic_blocks[block])
    }
}
