//! Guards of the reads of a variant at the end of a scope.
//!
//! After `if let Some(x) = m { f(x).await }` there is nothing in `m` to drop. But something before
//! it may have unwound, and cleanup is shared: it asks for the variant, and then for the drop flag
//! of what the variant holds. So all of `m` would be kept for that read. A guard is a drop flag for
//! the whole enum, which is asked first: while it is false, there is nothing to drop in any variant
//! that the enum may have, so its variant need not be there to be read.

use rustc_data_structures::fx::FxHashMap;
use rustc_index::IndexVec;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::TyCtxt;
use rustc_span::Span;

use super::enums::{self, Enum};
use crate::mir::captures::{Base, base};
use crate::mir::variant_switch::VariantSwitch;

/// How many blocks in a row that do nothing are skipped.
const MAX_BLOCKS: usize = 16;

/// Has `body` ask a guard before it drops an enum by its variant, if the guard is known at each
/// suspension, and false at one.
pub fn insert<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>, self_ptr: Local) {
    let reachable = &traversal::reachable_as_bitset(body);
    let enums = enums::find(body, reachable, self_ptr);
    if enums.is_empty() {
        return;
    }
    let uses = Uses::in_body(body, self_ptr);
    let guards: Vec<_> =
        enums.iter().filter_map(|of| Guard::of(body, reachable, &uses, of)).collect();
    let locals: Vec<_> = guards.iter().map(|_| new_flag(tcx, body)).collect();
    let mut assignments: Vec<_> = std::iter::zip(&guards, &locals)
        .flat_map(|(guard, local)| guard.changes.iter().map(|change| (*change, *local)))
        .collect();
    // From the end of each block, so that indices stay right.
    assignments.sort_by_key(|((block, index, _), _)| (*block, std::cmp::Reverse(*index)));
    for ((block, index, value), local) in assignments {
        let assign = assign(tcx, body.span, local, value);
        body.basic_blocks_mut()[block].statements.insert(index, assign);
    }
    for (guard, local) in std::iter::zip(guards, locals) {
        for end in guard.ends {
            end.ask(body, local);
        }
    }
}

fn new_flag<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) -> Local {
    body.local_decls.push(LocalDecl::new(tcx.types.bool, body.span))
}

fn assign<'tcx>(tcx: TyCtxt<'tcx>, span: Span, local: Local, value: bool) -> Statement<'tcx> {
    let const_ = Const::from_bool(tcx, value);
    let value =
        Rvalue::Use(Operand::Constant(Box::new(ConstOperand { span, user_ty: None, const_ })));
    let assign = StatementKind::Assign(Box::new((local.into(), value)));
    Statement::new(SourceInfo::outermost(span), assign)
}

/// A part of an enum that a scope's end may drop.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Part {
    /// The variant's value; `None` for all that the switch does not name.
    value: Option<u128>,
    /// The drop flag; without one, the part is always dropped.
    flag: Option<Local>,
}

/// An end of a scope that drops an enum by its variant.
struct ScopeEnd {
    /// Ends in a switch on the variant.
    switch: BasicBlock,
    parts: Vec<Part>,
    /// Where it leads to, whatever was dropped.
    next: BasicBlock,
}

impl ScopeEnd {
    /// The one that begins with the switch at the end of `switch`.
    fn at<'tcx>(
        body: &Body<'tcx>,
        switch: BasicBlock,
        self_ptr: Local,
        of: &Enum<'tcx>,
    ) -> Option<ScopeEnd> {
        let targets = VariantSwitch::of(&body.basic_blocks[switch])?.targets;
        let arms = targets.iter().map(|(value, target)| (Some(value), target));
        let mut parts = vec![];
        let mut next = None;
        for (value, target) in arms.chain([(None, targets.otherwise())]) {
            if body.basic_blocks[target].is_empty_unreachable() {
                continue;
            }
            let (flags, end) = drops(body, target, self_ptr, of);
            parts.extend(flags.into_iter().map(|flag| Part { value, flag }));
            if *next.get_or_insert(end) != end {
                return None;
            }
        }
        let is_flagged = parts.iter().any(|part| part.flag.is_some());
        let next = next.filter(|_| is_flagged && parts.len() <= 64)?;
        Some(ScopeEnd { switch, parts, next })
    }

    /// Has it ask `guard` first.
    fn ask(self, body: &mut Body<'_>, guard: Local) {
        let blocks = body.basic_blocks_mut();
        let data = &mut blocks[self.switch];
        let read = data.statements.pop().expect("the variant is read");
        let is_cleanup = data.is_cleanup;
        let switch = data.terminator.take().expect("the variant is switched on");
        let source_info = switch.source_info;
        let whole = BasicBlockData::new_stmts(vec![read], Some(switch), is_cleanup);
        let whole = blocks.push(whole);
        let targets = SwitchTargets::static_if(0, self.next, whole);
        let kind = TerminatorKind::SwitchInt { discr: Operand::Copy(guard.into()), targets };
        blocks[self.switch].terminator = Some(Terminator { source_info, kind });
    }
}

/// The flags of the parts of an enum that are dropped from `block` on, and what comes then.
fn drops<'tcx>(
    body: &Body<'tcx>,
    mut block: BasicBlock,
    self_ptr: Local,
    of: &Enum<'tcx>,
) -> (Vec<Option<Local>>, BasicBlock) {
    let drop_of_part = |block: BasicBlock| {
        let data = &body.basic_blocks[block];
        let TerminatorKind::Drop { place, target, async_fut: None, .. } = data.terminator().kind
        else {
            return None;
        };
        let ((of_base, of_rest), (base, rest)) =
            (base(&of.place, self_ptr), base(&place, self_ptr));
        let is_part = base == of_base && rest.len() > of_rest.len() && rest.starts_with(of_rest);
        (is_part && data.statements.is_empty()).then(|| end_of_gotos(body, target))
    };
    let mut flags = vec![];
    for _ in 0..MAX_BLOCKS {
        block = end_of_gotos(body, block);
        let data = &body.basic_blocks[block];
        if let Some(next) = drop_of_part(block) {
            flags.push(None);
            block = next;
        } else if data.statements.is_empty()
            && let Some((flag, next, dropping)) = flag_test(body, data)
            && drop_of_part(dropping) == Some(end_of_gotos(body, next))
        {
            flags.push(Some(flag));
            block = next;
        } else {
            break;
        }
    }
    (flags, block)
}

/// The flag that the end of a block tests, and where it leads to if that is false and true.
fn flag_test(
    body: &Body<'_>,
    data: &BasicBlockData<'_>,
) -> Option<(Local, BasicBlock, BasicBlock)> {
    let (flag, targets) = data.terminator().kind.as_switch()?;
    let (value, if_false) = targets.iter().next()?;
    let flag = flag.place()?.as_local()?;
    let is_flag = body.local_decls[flag].ty.is_bool();
    let is_test = is_flag && value == 0 && targets.all_targets().len() == 2;
    is_test.then(|| (flag, if_false, targets.otherwise()))
}

/// Where `block` leads to that does more than that.
fn end_of_gotos(body: &Body<'_>, mut block: BasicBlock) -> BasicBlock {
    for _ in 0..MAX_BLOCKS {
        let data = &body.basic_blocks[block];
        match data.terminator().kind.as_goto() {
            Some(next) if data.statements.is_empty() => block = next,
            _ => break,
        }
    }
    block
}

/// The blocks that mention each variable.
struct Uses {
    /// The coroutine's address.
    self_ptr: Local,
    of: FxHashMap<Base, Vec<BasicBlock>>,
}

impl Uses {
    fn in_body(body: &Body<'_>, self_ptr: Local) -> Self {
        let mut uses = Uses { self_ptr, of: FxHashMap::default() };
        uses.visit_body(body);
        uses
    }
}

impl<'tcx> Visitor<'tcx> for Uses {
    fn visit_place(&mut self, place: &Place<'tcx>, _: PlaceContext, at: Location) {
        let blocks = self.of.entry(base(place, self.self_ptr).0).or_default();
        if blocks.last() != Some(&at.block) {
            blocks.push(at.block);
        }
    }
}

/// A guard to add.
struct Guard {
    ends: Vec<ScopeEnd>,
    /// Where it is assigned which value, before the statement of that index.
    changes: Vec<(BasicBlock, usize, bool)>,
}

impl Guard {
    fn of<'tcx>(
        body: &Body<'tcx>,
        reachable: &DenseBitSet<BasicBlock>,
        uses: &Uses,
        of: &Enum<'tcx>,
    ) -> Option<Guard> {
        let ends = of.switches.iter().filter_map(|&at| ScopeEnd::at(body, at, uses.self_ptr, of));
        let mut ends: Vec<ScopeEnd> = ends.collect();
        let parts = ends.first()?.parts.clone();
        ends.retain(|end| end.parts == parts);
        let flags = parts.iter().filter_map(|part| part.flag).map(Base::Local);
        let mut used = DenseBitSet::new_empty(body.basic_blocks.len());
        for base in flags.chain([of.base()]) {
            for block in uses.of.get(&base).into_iter().flatten() {
                used.insert(*block);
            }
        }
        let droppable = Droppable { body, reachable, of, parts: &parts, used };
        let mut changes = droppable.changes(&droppable.at_starts());
        changes.push((START_BLOCK, 0, true));
        let asked = ways_to(body, ends.iter().map(|end| end.switch));
        changes.retain(|(block, ..)| asked.contains(*block));
        is_useful(body, reachable, &changes).then_some(Guard { ends, changes })
    }
}

/// Finds which parts of an enum there may be to drop, as sets of bits.
struct Droppable<'a, 'tcx> {
    body: &'a Body<'tcx>,
    reachable: &'a DenseBitSet<BasicBlock>,
    of: &'a Enum<'tcx>,
    parts: &'a [Part],
    /// The blocks that mention the enum or one of the flags. Most do not.
    used: DenseBitSet<BasicBlock>,
}

impl<'tcx> Droppable<'_, 'tcx> {
    fn all(&self) -> u64 {
        u64::MAX >> (64 - self.parts.len())
    }

    /// What there may be at the start of each reachable block.
    fn at_starts(&self) -> IndexVec<BasicBlock, u64> {
        let blocks = &self.body.basic_blocks;
        let mut at = IndexVec::from_elem_n(0, blocks.len());
        let mut seen = DenseBitSet::new_empty(blocks.len());
        at[START_BLOCK] = self.all();
        seen.insert(START_BLOCK);
        let mut work = vec![START_BLOCK];
        while let Some(block) = work.pop() {
            let end = self.at_end(block, at[block]);
            for next in blocks[block].terminator().successors() {
                let there = at[next] | self.on_edge(block, next, end);
                if there != at[next] || seen.insert(next) {
                    at[next] = there;
                    work.push(next);
                }
            }
        }
        at
    }

    /// What there may be after a statement.
    fn after(&self, statement: &Statement<'tcx>, before: u64) -> u64 {
        if matches!(statement.kind, StatementKind::StorageLive(_) | StatementKind::StorageDead(_)) {
            return before;
        }
        if self.of.changes_by(statement) {
            return self.all();
        }
        let StatementKind::Assign(assign) = &statement.kind else { return before };
        let Some(flag) = assign.0.as_local() else { return before };
        let is_false = constant(&assign.1) == Some(false);
        let mut after = before;
        for (part, of) in self.parts.iter().enumerate() {
            if of.flag == Some(flag) {
                after = if is_false { after & !(1 << part) } else { after | 1 << part };
            }
        }
        after
    }

    /// What there may be at the end of `block`.
    fn at_end(&self, block: BasicBlock, start: u64) -> u64 {
        if !self.used.contains(block) {
            return start;
        }
        let statements = &self.body.basic_blocks[block].statements;
        statements.iter().fold(start, |before, statement| self.after(statement, before))
    }

    /// What there may be on the way from the end of `block`, where there may be `end`, to `next`.
    fn on_edge(&self, block: BasicBlock, next: BasicBlock, end: u64) -> u64 {
        if !self.used.contains(block) {
            return end;
        }
        let data = &self.body.basic_blocks[block];
        if self.of.switches.contains(&block)
            && let Some(VariantSwitch { targets, .. }) = VariantSwitch::of(data)
        {
            let leads_to_next = |part: &Part| match part.value {
                Some(value) => targets.target_for_value(value) == next,
                None => targets.all_targets().contains(&next),
            };
            let parts = self.parts.iter().enumerate();
            let others = parts.filter(|(_, part)| !leads_to_next(part));
            return others.fold(end, |end, (part, _)| end & !(1 << part));
        }
        if self.of.changes_at_end(data.terminator()) { self.all() } else { end }
    }

    /// Where a guard has to change so that there is nothing to drop while it is false.
    fn changes(&self, at: &IndexVec<BasicBlock, u64>) -> Vec<(BasicBlock, usize, bool)> {
        let blocks = &self.body.basic_blocks;
        let mut changes = vec![];
        for block in self.reachable.iter() {
            let predecessors = blocks.predecessors()[block].iter();
            let mut before = predecessors.filter(|from| self.reachable.contains(**from));
            let is_empty = at[block] == 0;
            let differs = |from: &BasicBlock| {
                let end = self.at_end(*from, at[*from]);
                (end == 0) != is_empty && (is_empty || self.on_edge(*from, block, end) != 0)
            };
            if before.any(differs) {
                changes.push((block, 0, !is_empty));
            }
            if !self.used.contains(block) {
                continue;
            }
            let mut now = at[block];
            for (index, statement) in blocks[block].statements.iter().enumerate() {
                let after = self.after(statement, now);
                if (now == 0) != (after == 0) {
                    changes.push((block, index + 1, after != 0));
                }
                now = after;
            }
        }
        changes
    }
}

/// The blocks that may lead to one of `ends`, and these.
fn ways_to(body: &Body<'_>, ends: impl Iterator<Item = BasicBlock>) -> DenseBitSet<BasicBlock> {
    let mut found = DenseBitSet::new_empty(body.basic_blocks.len());
    let mut work: Vec<BasicBlock> = ends.collect();
    while let Some(block) = work.pop() {
        if found.insert(block) {
            work.extend(&body.basic_blocks.predecessors()[block]);
        }
    }
    found
}

/// The constant of type `bool` that a value is.
fn constant(value: &Rvalue<'_>) -> Option<bool> {
    let Rvalue::Use(Operand::Constant(constant)) = value else { return None };
    if constant.ty().is_bool() { constant.const_.try_to_bool() } else { None }
}

/// Whether a guard that changes like this is known at each suspension, and false at one.
fn is_useful(
    body: &Body<'_>,
    reachable: &DenseBitSet<BasicBlock>,
    changes: &[(BasicBlock, usize, bool)],
) -> bool {
    let last_change = |block| {
        let of_block = changes.iter().filter(|(of, ..)| *of == block);
        of_block.max_by_key(|(_, index, _)| *index).map(|(.., value)| *value)
    };
    // Whether it may be false, and true, at the start of each block.
    let mut at = IndexVec::from_elem_n([false; 2], body.basic_blocks.len());
    at[START_BLOCK] = [false, true];
    let at_end = |at: &IndexVec<_, [bool; 2]>, block| match last_change(block) {
        Some(value) => [!value, value],
        None => at[block],
    };
    let mut work = vec![START_BLOCK];
    while let Some(block) = work.pop() {
        let [is_false, is_true] = at_end(&at, block);
        for next in body.basic_blocks[block].terminator().successors() {
            let there = [at[next][0] | is_false, at[next][1] | is_true];
            if there != at[next] {
                at[next] = there;
                work.push(next);
            }
        }
    }
    let suspends = |block: &BasicBlock| {
        matches!(body.basic_blocks[*block].terminator().kind, TerminatorKind::Yield { .. })
    };
    let suspensions: Vec<_> =
        reachable.iter().filter(suspends).map(|block| at_end(&at, block)).collect();
    suspensions.iter().all(|may_be| may_be[0] != may_be[1])
        && suspensions.iter().any(|may_be| may_be[0])
}
