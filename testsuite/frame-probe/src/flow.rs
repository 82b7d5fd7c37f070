//! What each step of a body does to its leaves, and which leaves, at each suspension, may be used
//! later, are initialised, or have been borrowed.

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::{
    BasicBlock, BasicBlockData, Body, BorrowKind, InlineAsmOperand, NonDivergingIntrinsic, Operand,
    Place, ProjectionElem, Rvalue, START_BLOCK, Statement, StatementKind, TerminatorKind,
    UnwindAction,
};

use crate::leaves::{Leaves, Target};

/// A set of leaves.
pub type Set = DenseBitSet<usize>;

/// What a statement does, or a terminator before it chooses an edge; in this order.
#[derive(Default)]
pub struct Effects {
    /// Leaves that are read, or whose address is taken.
    pub uses: Vec<usize>,
    /// Leaves that are dropped, if there is something to drop in them.
    pub drops: Vec<usize>,
    /// Leaves whose address is taken.
    pub borrows: Vec<usize>,
    /// Leaves that are moved out or dropped, and so become empty.
    pub gone: Vec<usize>,
    /// Leaves that are written as a whole.
    pub defs: Vec<usize>,
    /// Leaves that are partly written.
    pub parts: Vec<usize>,
    /// Leaves whose storage begins or ends.
    pub storage: Vec<usize>,
}

impl Effects {
    pub fn of_statement<'tcx>(leaves: &Leaves<'tcx>, statement: &Statement<'tcx>) -> Self {
        let mut effects = Effects::default();
        match &statement.kind {
            StatementKind::Assign(assign) => {
                effects.rvalue(leaves, &assign.1);
                effects.write(leaves, assign.0);
            }
            StatementKind::SetDiscriminant { place, .. } => {
                let target = effects.place(leaves, **place);
                effects.parts.extend(target.leaves);
            }
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                effects.storage.extend(leaves.of(*local));
            }
            StatementKind::Intrinsic(intrinsic) => match &**intrinsic {
                NonDivergingIntrinsic::Assume(operand) => effects.operand(leaves, operand),
                NonDivergingIntrinsic::CopyNonOverlapping(copy) => {
                    for operand in [&copy.src, &copy.dst, &copy.count] {
                        effects.operand(leaves, operand);
                    }
                }
            },
            _ => {}
        }
        effects
    }

    pub fn of_terminator<'tcx>(leaves: &Leaves<'tcx>, kind: &TerminatorKind<'tcx>) -> Self {
        let mut effects = Effects::default();
        match kind {
            TerminatorKind::SwitchInt { discr, .. } => effects.operand(leaves, discr),
            TerminatorKind::Assert { cond, .. } => effects.operand(leaves, cond),
            TerminatorKind::Yield { value, resume_arg, .. } => {
                effects.operand(leaves, value);
                effects.inner_uses(leaves, *resume_arg);
            }
            TerminatorKind::Drop { place, .. } => {
                let target = effects.place(leaves, *place);
                if target.behind {
                    effects.uses.extend(target.leaves);
                } else {
                    let dropped = target.leaves.clone().filter(|leaf| leaves.all[*leaf].needs_drop);
                    effects.drops.extend(dropped);
                    if target.whole {
                        effects.gone.extend(target.leaves);
                    }
                }
            }
            TerminatorKind::Call { func, args, destination, .. } => {
                effects.operand(leaves, func);
                for arg in args {
                    effects.operand(leaves, &arg.node);
                }
                effects.inner_uses(leaves, *destination);
            }
            TerminatorKind::TailCall { func, args, .. } => {
                effects.operand(leaves, func);
                for arg in args {
                    effects.operand(leaves, &arg.node);
                }
            }
            TerminatorKind::InlineAsm { operands, .. } => {
                for operand in operands {
                    if let InlineAsmOperand::In { value, .. }
                    | InlineAsmOperand::InOut { in_value: value, .. } = operand
                    {
                        effects.operand(leaves, value);
                    }
                }
            }
            _ => {}
        }
        effects
    }

    /// Returns the target of the place, after recording what its projections read.
    fn place<'tcx>(&mut self, leaves: &Leaves<'tcx>, place: Place<'tcx>) -> Target {
        for element in place.projection {
            if let ProjectionElem::Index(index) = element {
                self.uses.extend(leaves.of(index));
            }
        }
        leaves.target(place)
    }

    /// Records the uses of a place that an edge writes later.
    fn inner_uses<'tcx>(&mut self, leaves: &Leaves<'tcx>, place: Place<'tcx>) {
        let target = self.place(leaves, place);
        if target.behind {
            self.uses.extend(target.leaves);
        }
    }

    fn write<'tcx>(&mut self, leaves: &Leaves<'tcx>, place: Place<'tcx>) {
        let target = self.place(leaves, place);
        if target.behind {
            self.uses.extend(target.leaves);
        } else if target.whole {
            self.defs.extend(target.leaves);
        } else {
            self.parts.extend(target.leaves);
        }
    }

    fn operand<'tcx>(&mut self, leaves: &Leaves<'tcx>, operand: &Operand<'tcx>) {
        let (Operand::Copy(place) | Operand::Move(place)) = operand else { return };
        let target = self.place(leaves, *place);
        self.uses.extend(target.leaves.clone());
        let moved = matches!(operand, Operand::Move(_));
        if moved && !target.behind && (target.whole || target.variant) {
            self.gone.extend(target.leaves);
        }
    }

    fn rvalue<'tcx>(&mut self, leaves: &Leaves<'tcx>, rvalue: &Rvalue<'tcx>) {
        match rvalue {
            Rvalue::Ref(_, BorrowKind::Fake(_), _) | Rvalue::ThreadLocalRef(_) => {}
            Rvalue::Ref(_, _, place) | Rvalue::RawPtr(_, place) => {
                let target = self.place(leaves, *place);
                self.uses.extend(target.leaves.clone());
                if !target.behind {
                    self.borrows.extend(target.leaves);
                }
            }
            Rvalue::Discriminant(place) | Rvalue::CopyForDeref(place) => {
                let target = self.place(leaves, *place);
                self.uses.extend(target.leaves);
            }
            Rvalue::Use(operand)
            | Rvalue::Repeat(operand, _)
            | Rvalue::Cast(_, operand, _)
            | Rvalue::UnaryOp(_, operand)
            | Rvalue::WrapUnsafeBinder(operand, _) => self.operand(leaves, operand),
            Rvalue::BinaryOp(_, operands) => {
                self.operand(leaves, &operands.0);
                self.operand(leaves, &operands.1);
            }
            Rvalue::Aggregate(_, operands) => {
                for operand in operands {
                    self.operand(leaves, operand);
                }
            }
        }
    }
}

/// An edge out of a block, and the places that are written on it.
pub struct Edge<'tcx> {
    pub target: BasicBlock,
    pub writes: Vec<Place<'tcx>>,
    /// The value that a switch takes it for.
    value: Option<u128>,
}

/// The edges that can be taken: no edges that exist for borrow checking only, and none for panics
/// that do not unwind.
pub fn edges<'tcx>(block: &BasicBlockData<'tcx>, unwinds: bool) -> Vec<Edge<'tcx>> {
    let kind = &block.terminator().kind;
    let to = |target: &BasicBlock, writes| Edge { target: *target, writes, value: None };
    let plain = |target: &BasicBlock| to(target, vec![]);
    let mut edges = match kind {
        TerminatorKind::FalseEdge { real_target, .. }
        | TerminatorKind::FalseUnwind { real_target, .. } => return vec![plain(real_target)],
        TerminatorKind::Goto { target }
        | TerminatorKind::Drop { target, .. }
        | TerminatorKind::Assert { target, .. } => vec![plain(target)],
        TerminatorKind::SwitchInt { targets, .. } => targets
            .iter()
            .map(|(value, target)| Edge { value: Some(value), ..plain(&target) })
            .chain([plain(&targets.otherwise())])
            .collect(),
        TerminatorKind::Call { target, destination, .. } => {
            target.iter().map(|target| to(target, vec![*destination])).collect()
        }
        TerminatorKind::Yield { resume, resume_arg, drop, .. } => {
            let resumed = to(resume, vec![*resume_arg]);
            std::iter::once(resumed).chain(drop.iter().map(plain)).collect()
        }
        TerminatorKind::InlineAsm { operands, targets, .. } => {
            let outs = || {
                let out = |operand: &InlineAsmOperand<'tcx>| match operand {
                    InlineAsmOperand::Out { place, .. } => *place,
                    InlineAsmOperand::InOut { out_place, .. } => *out_place,
                    _ => None,
                };
                operands.iter().filter_map(out).collect()
            };
            targets.iter().map(|target| to(target, outs())).collect()
        }
        _ => vec![],
    };
    if let Some(UnwindAction::Cleanup(cleanup)) = kind.unwind()
        && unwinds
    {
        edges.push(plain(cleanup));
    }
    edges
}

/// The state of the forward analysis before a step.
#[derive(Clone, PartialEq, Eq)]
pub struct Past {
    /// Leaves that may be initialised.
    pub init: Set,
    /// Leaves that may have been borrowed since they were initialised.
    pub borrowed: Set,
    /// Leaves that may have something in them to drop: not an enum in a variant without.
    droppable: Set,
}

impl Past {
    fn union(&mut self, other: &Past) -> bool {
        let Past { init, borrowed, droppable } = other;
        self.init.union(init) | self.borrowed.union(borrowed) | self.droppable.union(droppable)
    }
}

/// The forward and the backward analysis of one body.
pub struct Flow {
    /// The state before each block's first statement, if the block is reachable.
    pasts: Vec<Option<Past>>,
    /// The leaves that may be used from each block's first statement on.
    uses: Vec<Set>,
    /// The same with those that are only dropped.
    uses_and_drops: Vec<Set>,
}

/// The state at one suspension.
pub struct AtYield {
    pub block: BasicBlock,
    /// Leaves that may be used after it, or be dropped with something in them.
    pub live: Set,
    pub past: Past,
}

impl Flow {
    pub fn new<'tcx>(leaves: &Leaves<'tcx>, body: &Body<'tcx>, unwinds: bool) -> Self {
        Flow {
            pasts: forward(leaves, body, unwinds),
            uses: backward(leaves, body, unwinds, false),
            uses_and_drops: backward(leaves, body, unwinds, true),
        }
    }

    /// The leaves that may be used from the start on.
    pub fn live_at_start(&self) -> &Set {
        &self.uses_and_drops[START_BLOCK.as_usize()]
    }

    /// The reachable suspensions.
    pub fn yields<'tcx>(
        &self,
        leaves: &Leaves<'tcx>,
        body: &Body<'tcx>,
        unwinds: bool,
    ) -> Vec<AtYield> {
        let mut yields = vec![];
        for (number, data) in body.basic_blocks.iter_enumerated() {
            let TerminatorKind::Yield { .. } = &data.terminator().kind else { continue };
            let Some(mut past) = self.pasts[number.as_usize()].clone() else { continue };
            run_block(leaves, data, &mut past);
            let mut live = live_out(leaves, data, unwinds, &self.uses_and_drops);
            live.intersect(&past.droppable);
            live.union(&live_out(leaves, data, unwinds, &self.uses));
            yields.push(AtYield { block: number, live, past });
        }
        yields
    }
}

fn forward<'tcx>(leaves: &Leaves<'tcx>, body: &Body<'tcx>, unwinds: bool) -> Vec<Option<Past>> {
    let empty = Set::new_empty(leaves.all.len());
    let (borrowed, droppable) = (empty.clone(), empty.clone());
    let mut start = Past { init: empty, borrowed, droppable };
    for local in body.args_iter() {
        for leaf in leaves.of(local) {
            start.init.insert(leaf);
            start.droppable.insert(leaf);
        }
    }
    let mut pasts: Vec<Option<Past>> = vec![None; body.basic_blocks.len()];
    pasts[START_BLOCK.as_usize()] = Some(start);
    let mut queue = vec![START_BLOCK];
    while let Some(number) = queue.pop() {
        let data = &body.basic_blocks[number];
        let mut past = pasts[number.as_usize()].clone().expect("it was reached");
        run_block(leaves, data, &mut past);
        for edge in edges(data, unwinds) {
            let mut after = past.clone();
            for place in &edge.writes {
                let target = leaves.target(*place);
                if !target.behind {
                    for leaf in target.leaves {
                        after.init.insert(leaf);
                        after.droppable.insert(leaf);
                        if target.whole {
                            after.borrowed.remove(leaf);
                        }
                    }
                }
            }
            if let Some(leaf) = idle_enum(leaves, data, &edge) {
                after.droppable.remove(leaf);
            }
            let known = &mut pasts[edge.target.as_usize()];
            let changed = match known {
                Some(known) => known.union(&after),
                None => {
                    *known = Some(after);
                    true
                }
            };
            if changed {
                queue.push(edge.target);
            }
        }
    }
    pasts
}

/// The leaf whose variant `data` switches on, if there is nothing to drop in the one of `edge`.
fn idle_enum<'tcx>(
    leaves: &Leaves<'tcx>,
    data: &BasicBlockData<'tcx>,
    edge: &Edge<'tcx>,
) -> Option<usize> {
    let (switched, _) = data.terminator().kind.as_switch()?;
    let (variant, Rvalue::Discriminant(of)) = data.statements.last()?.kind.as_assign()? else {
        return None;
    };
    let target = leaves.target(*of);
    let leaf = target.leaves.start;
    let idle = leaves.all[leaf].idle_variants.contains(&edge.value?);
    (switched.place()? == *variant && target.whole && idle).then_some(leaf)
}

/// Advances `past` from a block's start to where its terminator chooses an edge.
fn run_block<'tcx>(leaves: &Leaves<'tcx>, data: &BasicBlockData<'tcx>, past: &mut Past) {
    for statement in &data.statements {
        step(past, &Effects::of_statement(leaves, statement));
    }
    step(past, &Effects::of_terminator(leaves, &data.terminator().kind));
}

fn step(past: &mut Past, effects: &Effects) {
    for &leaf in &effects.borrows {
        past.borrowed.insert(leaf);
    }
    for &leaf in effects.gone.iter().chain(&effects.storage) {
        past.init.remove(leaf);
        past.borrowed.remove(leaf);
        past.droppable.remove(leaf);
    }
    for &leaf in &effects.defs {
        past.init.insert(leaf);
        past.borrowed.remove(leaf);
        past.droppable.insert(leaf);
    }
    for &leaf in &effects.parts {
        past.init.insert(leaf);
        past.droppable.insert(leaf);
    }
}

/// The leaves that may be used from each block's first statement on; with `drops`, also those that
/// are dropped.
fn backward<'tcx>(
    leaves: &Leaves<'tcx>,
    body: &Body<'tcx>,
    unwinds: bool,
    drops: bool,
) -> Vec<Set> {
    let mut futures = vec![Set::new_empty(leaves.all.len()); body.basic_blocks.len()];
    let predecessors = body.basic_blocks.predecessors();
    let mut queue: Vec<BasicBlock> = body.basic_blocks.indices().collect();
    while let Some(number) = queue.pop() {
        let data = &body.basic_blocks[number];
        let mut live = live_out(leaves, data, unwinds, &futures);
        unstep(&mut live, &Effects::of_terminator(leaves, &data.terminator().kind), drops);
        for statement in data.statements.iter().rev() {
            unstep(&mut live, &Effects::of_statement(leaves, statement), drops);
        }
        if futures[number.as_usize()] != live {
            futures[number.as_usize()] = live;
            queue.extend(predecessors[number].iter());
        }
    }
    futures
}

/// The leaves that may be used on some edge out of a block.
fn live_out<'tcx>(
    leaves: &Leaves<'tcx>,
    data: &BasicBlockData<'tcx>,
    unwinds: bool,
    futures: &[Set],
) -> Set {
    let mut live = Set::new_empty(leaves.all.len());
    for edge in edges(data, unwinds) {
        let mut before = futures[edge.target.as_usize()].clone();
        for place in &edge.writes {
            let target = leaves.target(*place);
            if target.whole {
                for leaf in target.leaves {
                    before.remove(leaf);
                }
            }
        }
        live.union(&before);
    }
    live
}

fn unstep(live: &mut Set, effects: &Effects, drops: bool) {
    for &leaf in effects.defs.iter().chain(&effects.storage) {
        live.remove(leaf);
    }
    for &leaf in &effects.uses {
        live.insert(leaf);
    }
    if drops {
        for &leaf in &effects.drops {
            live.insert(leaf);
        }
    }
}
