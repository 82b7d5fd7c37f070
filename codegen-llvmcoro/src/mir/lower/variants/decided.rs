//! Reads of a variant that an earlier switch decides.
//!
//! After the arms of a `match` have joined, the variant is not known any more. So the way from an
//! arm to the next switch on the same variant gets blocks of its own, if only the storage of other
//! locals ends there: no code is copied. A drop of all of the enum is a switch on its variant, too.

use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

use super::{Mentions, VariantSwitch};

/// A switch that goes away may be all that hides another, of the scrutinee around it. That many in
/// one another are found.
const ROUNDS: usize = 4;

/// How many blocks that do nothing but end storage are copied for one arm.
const MAX_BLOCKS: usize = 16;

/// Lets each part of `body` in which an enum's variant is known go past switches on it, and past
/// drops of it that do nothing then.
pub fn thread<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    for _ in 0..ROUNDS {
        let reachable = traversal::reachable_as_bitset(body);
        let detours: Vec<_> = enums(body, &reachable)
            .iter()
            .flat_map(|(&local, uses)| {
                Enum { tcx, body, reachable: &reachable, local, uses }.detours()
            })
            .collect();
        if detours.is_empty() {
            break;
        }
        for detour in detours {
            detour.take(body);
        }
    }
}

/// The blocks whose ends depend on the variant of one local.
#[derive(Default)]
struct Uses {
    switches: Vec<BasicBlock>,
    drops: Vec<BasicBlock>,
}

/// The locals that are enums, that two blocks or more depend on, and that have no address.
fn enums(body: &Body<'_>, reachable: &DenseBitSet<BasicBlock>) -> FxIndexMap<Local, Uses> {
    let mentions = Mentions::in_body(body);
    let mut enums: FxIndexMap<Local, Uses> = FxIndexMap::default();
    for block in reachable.iter() {
        let Some(switch) = VariantSwitch::of(&body.basic_blocks[block]) else { continue };
        // Its own read and its own switch.
        if mentions.0[switch.variant] == 2
            && let Some(local) = switch.place.as_local()
        {
            enums.entry(local).or_default().switches.push(block);
        }
    }
    for block in reachable.iter() {
        if let TerminatorKind::Drop { place, async_fut: None, .. } =
            body.basic_blocks[block].terminator().kind
            && let Some(local) = place.as_local()
            && let Some(uses) = enums.get_mut(&local)
        {
            uses.drops.push(block);
        }
    }
    enums.retain(|_, uses| uses.switches.len() + uses.drops.len() > 1);
    if !enums.is_empty() {
        let mut borrowed = Borrowed(DenseBitSet::new_empty(body.local_decls.len()));
        borrowed.visit_body(body);
        enums.retain(|&local, _| !borrowed.0.contains(local));
    }
    enums
}

/// The locals whose address somebody may have.
struct Borrowed(DenseBitSet<Local>);

impl<'tcx> Visitor<'tcx> for Borrowed {
    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        if context.is_borrow() || context.is_address_of() {
            self.0.insert(local);
        }
    }

    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, location: Location) {
        // What is behind a pointer is not in the local.
        if !place.is_indirect() {
            self.visit_local(place.local, context, location);
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
            let BasicBlockData { is_cleanup, .. } = body.basic_blocks[through];
            let source_info = body.basic_blocks[through].terminator().source_info;
            let terminator = Terminator { source_info, kind: TerminatorKind::Goto { target: to } };
            let data = BasicBlockData::new_stmts(statements, Some(terminator), is_cleanup);
            target = body.basic_blocks_mut().push(data);
        }
        body.basic_blocks_mut()[from].terminator_mut().successors_mut(|next| {
            if *next == through {
                *next = target;
            }
        });
    }
}

/// A local that is an enum without an address.
struct Enum<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    body: &'a Body<'tcx>,
    reachable: &'a DenseBitSet<BasicBlock>,
    local: Local,
    uses: &'a Uses,
}

/// An edge of the graph of blocks.
type Edge = (BasicBlock, BasicBlock);

impl<'a, 'tcx> Enum<'a, 'tcx> {
    fn detours(&self) -> Vec<Detour<'tcx>> {
        let mut decisions: FxIndexMap<u128, Vec<Edge>> = FxIndexMap::default();
        for &switch in &self.uses.switches {
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
        let mut detours = vec![];
        for &block in &known {
            if let Some((_, to)) = self.decided_end(block, value) {
                detours.push(Detour { from: block, through: None, statements: vec![], to });
            }
        }
        let leaving = known
            .iter()
            .filter(|&&block| !self.changes_in(block) && !self.uses.switches.contains(&block))
            .flat_map(|&block| {
                self.body.basic_blocks[block].terminator().successors().map(move |to| (block, to))
            })
            .chain(decisions.iter().copied())
            .filter(|(_, to)| !known.contains(to));
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
        if self.uses.switches.contains(&block) {
            let switch = VariantSwitch::of(data)?;
            return Some((switch.before, switch.targets.target_for_value(value)));
        }
        let TerminatorKind::Drop { target, .. } = data.terminator().kind else { return None };
        let is_use = self.uses.drops.contains(&block);
        (is_use && self.drops_nothing(value)).then_some((&data.statements[..], target))
    }

    /// Whether the enum drops nothing if its variant is `value`.
    fn drops_nothing(&self, value: u128) -> bool {
        let Enum { tcx, body, local, .. } = *self;
        let ty::Adt(adt, args) = *body.local_decls[local].ty.kind() else { return false };
        let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
        let needs_no_drop = |ty: Ty<'tcx>| {
            tcx.try_normalize_erasing_regions(typing_env, ty)
                .is_ok_and(|ty| !ty.needs_drop(tcx, typing_env))
        };
        adt.is_enum()
            && !adt.has_dtor(tcx)
            && adt.discriminants(tcx).any(|(variant, discriminant)| {
                discriminant.val == value
                    && adt.variant(variant).fields.iter().all(|f| needs_no_drop(f.ty(tcx, args)))
            })
    }

    fn is_storage_of_others(&self, statement: &Statement<'tcx>) -> bool {
        match statement.kind {
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                local != self.local
            }
            StatementKind::Nop => true,
            _ => false,
        }
    }

    fn targets(&self, switch: BasicBlock) -> &'a SwitchTargets {
        let terminator = self.body.basic_blocks[switch].terminator();
        terminator.kind.as_switch().expect("the block ends in a switch").1
    }

    /// Whether the local has another value, or none, after `block`.
    fn changes_in(&self, block: BasicBlock) -> bool {
        let mut changes = Changes { local: self.local, found: false };
        changes.visit_basic_block_data(block, &self.body.basic_blocks[block]);
        changes.found
    }
}

/// Looks for what may change a local's variant, or end its contents.
struct Changes {
    local: Local,
    found: bool,
}

impl<'tcx> Visitor<'tcx> for Changes {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, location: Location) {
        let in_part = !place.projection.is_empty();
        match context {
            // What is left of an enum still tells its variant.
            PlaceContext::NonMutatingUse(NonMutatingUseContext::Move) if in_part => {}
            PlaceContext::NonMutatingUse(
                NonMutatingUseContext::Copy
                | NonMutatingUseContext::Inspect
                | NonMutatingUseContext::PlaceMention,
            ) => {}
            _ if place.is_indirect() => {}
            _ => self.visit_local(place.local, context, location),
        }
    }

    fn visit_local(&mut self, local: Local, _: PlaceContext, _: Location) {
        self.found |= local == self.local;
    }
}
