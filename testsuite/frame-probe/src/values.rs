//! Which leaves certainly hold the same value at a point, or values that follow from one another at
//! no cost, and which hold values that can be recomputed at no cost. It also tracks what a
//! coroutine was made of: the arguments that went into its captures.

use std::collections::HashMap;
use std::ops::Range;

use rustc_data_structures::fx::FxHashMap;
use rustc_middle::mir::{
    BasicBlock, Body, BorrowKind, Const, Local, Location, Mutability, Operand, Place,
    ProjectionElem, RawPtrKind, Rvalue, START_BLOCK, Statement, StatementKind, TerminatorKind,
};
use rustc_middle::ty::{self, GenericArgsRef, TyCtxt, TypingEnv};

use crate::awaits::{self, callee};
use crate::flow::{Effects, Set, edges};
use crate::leaves::{Leaves, capture_sizes};

/// What is known about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value<'tcx> {
    /// A constant.
    Constant(Const<'tcx>),
    /// An address in the frame, or something made of such addresses and of constants.
    Made(Location),
    /// The number of a class: of any two values in it, one follows from the other.
    Class(usize),
}

impl Value<'_> {
    /// Whether it can be recomputed at no cost.
    pub fn is_known(self) -> bool {
        !matches!(self, Value::Class(_))
    }
}

/// The values in a body's slots: its leaves, the arguments inside leaves that are coroutines, and
/// the initial values of its own captures.
pub struct Values<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    leaves: &'a Leaves<'tcx>,
    body: &'a Body<'tcx>,
    args: GenericArgsRef<'tcx>,
    /// Leaves that something may change unseen by this analysis.
    changed: Set,
    /// For a leaf that is a coroutine, the slots of its arguments, and the number of slots per
    /// capture.
    arguments: FxHashMap<usize, (Range<usize>, Vec<usize>)>,
    slots: usize,
    /// The values before each block; `None` if it has not been reached.
    at: Vec<Option<Vec<Value<'tcx>>>>,
}

/// The values at some point inside a block.
struct State<'tcx> {
    values: Vec<Value<'tcx>>,
    next: usize,
}

impl<'tcx> State<'tcx> {
    fn fresh(&mut self) -> Value<'tcx> {
        self.next += 1;
        Value::Class(self.next - 1)
    }
}

impl<'a, 'tcx> Values<'a, 'tcx> {
    /// `args` are the coroutine's generic arguments.
    pub fn new(
        tcx: TyCtxt<'tcx>,
        leaves: &'a Leaves<'tcx>,
        body: &'a Body<'tcx>,
        args: GenericArgsRef<'tcx>,
        unwinds: bool,
    ) -> Self {
        let mut slots = leaves.all.len();
        let mut arguments = FxHashMap::default();
        for (number, leaf) in leaves.all.iter().enumerate() {
            if let ty::Coroutine(_, args) = *leaf.ty.kind() {
                let sizes = capture_sizes(tcx, args);
                let first = slots;
                slots += sizes.iter().sum::<usize>();
                arguments.insert(number, (first..slots, sizes));
            }
        }
        let changed = changed_behind_the_back(tcx, leaves, body);
        let captures = leaves.of(Local::from_usize(1));
        let mut start: Vec<Value<'tcx>> = (0..slots).map(Value::Class).collect();
        for capture in captures.clone() {
            start.push(if changed.contains(capture) {
                Value::Class(start.len())
            } else {
                Value::Class(capture)
            });
        }
        slots = start.len();
        let at = vec![None; body.basic_blocks.len()];
        let mut values = Values { tcx, leaves, body, args, changed, arguments, slots, at };
        values.at[START_BLOCK.as_usize()] = Some(start);
        values.run(unwinds);
        values
    }

    /// The values at the end of a reachable block.
    pub fn at_end(&self, block: BasicBlock) -> Vec<Value<'tcx>> {
        self.run_block(block).values
    }

    /// The slots of the arguments inside a leaf that is a coroutine.
    pub fn arguments(&self, leaf: usize) -> Range<usize> {
        self.arguments[&leaf].0.clone()
    }

    /// The slots of the captures' initial values, in the order of the captures.
    pub fn captures(&self) -> Range<usize> {
        self.slots - self.leaves.of(Local::from_usize(1)).len()..self.slots
    }

    fn run(&mut self, unwinds: bool) {
        let mut queue = vec![START_BLOCK];
        while let Some(number) = queue.pop() {
            let data = &self.body.basic_blocks[number];
            for edge in edges(data, unwinds) {
                let mut state = self.run_block(number);
                match &data.terminator().kind {
                    TerminatorKind::Call { func, args, .. } if !edge.writes.is_empty() => {
                        let operands: Vec<_> = args.iter().map(|arg| &arg.node).collect();
                        self.call(&mut state, func, &operands, edge.writes[0]);
                    }
                    _ => {
                        for place in &edge.writes {
                            self.write(&mut state, *place, None, None);
                        }
                    }
                }
                let known = &mut self.at[edge.target.as_usize()];
                let joined = match known {
                    Some(known) => join(known, &state.values),
                    None => join(&state.values, &state.values),
                };
                if known.as_ref() != Some(&joined) {
                    *known = Some(joined);
                    queue.push(edge.target);
                }
            }
        }
    }

    fn run_block(&self, block: BasicBlock) -> State<'tcx> {
        let values = self.at[block.as_usize()].clone().expect("it was reached");
        let mut state = State { values, next: self.slots };
        for (statement_index, statement) in
            self.body.basic_blocks[block].statements.iter().enumerate()
        {
            self.step(&mut state, statement, Location { block, statement_index });
        }
        state
    }

    fn step(&self, state: &mut State<'tcx>, statement: &Statement<'tcx>, location: Location) {
        match &statement.kind {
            StatementKind::Assign(assign) => {
                let (place, rvalue) = &**assign;
                let target = self.leaves.target(*place);
                let values = self.rvalue(state, *place, rvalue, location);
                let inside = self.inside(state, rvalue, target.leaves.clone());
                self.write(state, *place, values, inside);
            }
            StatementKind::SetDiscriminant { place, .. } => {
                self.write(state, **place, None, None);
            }
            _ => {}
        }
    }

    /// Writes to a place. If the place becomes a coroutine, `inside` are its arguments.
    fn write(
        &self,
        state: &mut State<'tcx>,
        place: Place<'tcx>,
        values: Option<Vec<Value<'tcx>>>,
        inside: Option<Vec<Value<'tcx>>>,
    ) {
        let target = self.leaves.target(place);
        if target.behind {
            return;
        }
        let (values, inside) = if target.whole { (values, inside) } else { (None, None) };
        for (number, leaf) in target.leaves.enumerate() {
            let copied = values.as_ref().map(|values| values[number]).filter(|value| {
                // A known value stays what it is until the leaf is borrowed.
                let known = value.is_known();
                if known { !self.leaves.all[leaf].needs_drop } else { !self.changed.contains(leaf) }
            });
            let value = copied.unwrap_or_else(|| state.fresh());
            state.values[leaf] = value;
            if let Some((slots, _)) = self.arguments.get(&leaf) {
                for (number, slot) in slots.clone().enumerate() {
                    state.values[slot] = match &inside {
                        Some(inside) => inside[number],
                        None => state.fresh(),
                    };
                }
            }
        }
    }

    /// The values of an operand with `count` leaves.
    fn operand(
        &self,
        state: &State<'tcx>,
        operand: &Operand<'tcx>,
        count: usize,
        location: Location,
    ) -> Option<Vec<Value<'tcx>>> {
        match operand {
            Operand::Constant(constant) => Some(vec![Value::Constant(constant.const_); count]),
            Operand::RuntimeChecks(_) => Some(vec![Value::Made(location); count]),
            Operand::Copy(place) | Operand::Move(place) => self.place(state, *place, count),
        }
    }

    fn place(
        &self,
        state: &State<'tcx>,
        place: Place<'tcx>,
        count: usize,
    ) -> Option<Vec<Value<'tcx>>> {
        let target = self.leaves.target(place);
        let seen = target.whole
            && target.leaves.len() == count
            && !target.leaves.clone().any(|leaf| self.changed.contains(leaf));
        seen.then(|| state.values[target.leaves].to_vec())
    }

    fn rvalue(
        &self,
        state: &mut State<'tcx>,
        place: Place<'tcx>,
        rvalue: &Rvalue<'tcx>,
        location: Location,
    ) -> Option<Vec<Value<'tcx>>> {
        let count = self.leaves.target(place).leaves.len();
        match rvalue {
            Rvalue::Use(operand) | Rvalue::Cast(_, operand, _) => {
                self.operand(state, operand, count, location)
            }
            Rvalue::CopyForDeref(place) => self.place(state, *place, count),
            Rvalue::Repeat(element, _) => {
                let values = self.operand(state, element, 1, location)?;
                values[0].is_known().then(|| vec![Value::Made(location); count])
            }
            Rvalue::Ref(_, _, place) | Rvalue::RawPtr(_, place) => {
                self.address(state, *place, location).map(|value| vec![value])
            }
            Rvalue::Aggregate(_, parts) => {
                let sizes = self.leaves.field_sizes(place);
                if sizes.len() == parts.len() && !sizes.is_empty() {
                    let parts = parts.iter().zip(sizes).map(|(part, count)| {
                        self.operand(state, part, count, location)
                            .unwrap_or_else(|| (0..count).map(|_| state.fresh()).collect())
                    });
                    return Some(parts.flatten().collect());
                }
                let known = parts.iter().all(|part| {
                    let count =
                        part.place().map_or(1, |part| self.leaves.target(part).leaves.len());
                    self.operand(state, part, count, location)
                        .is_some_and(|values| values.iter().all(|value| value.is_known()))
                });
                known.then(|| vec![Value::Made(location); count])
            }
            _ => None,
        }
    }

    /// The value of an address in the frame, or at a fixed distance from a pointer.
    fn address(
        &self,
        state: &State<'tcx>,
        place: Place<'tcx>,
        location: Location,
    ) -> Option<Value<'tcx>> {
        let parts = place.projection;
        let fixed = |part: &ProjectionElem<_, _>| {
            !matches!(part, ProjectionElem::Deref | ProjectionElem::Index(_))
        };
        let Some(deref) = parts.iter().position(|part| part == ProjectionElem::Deref) else {
            return parts.iter().all(|part| fixed(&part)).then_some(Value::Made(location));
        };
        if !parts[deref + 1..].iter().all(fixed) {
            return None;
        }
        let pointer =
            Place { local: place.local, projection: self.tcx.mk_place_elems(&parts[..deref]) };
        match self.place(state, pointer, 1)?[..] {
            [Value::Class(class)] => Some(Value::Class(class)),
            _ => Some(Value::Made(location)),
        }
    }

    /// The arguments inside a value, if it is a coroutine.
    fn inside(
        &self,
        state: &mut State<'tcx>,
        rvalue: &Rvalue<'tcx>,
        leaves: Range<usize>,
    ) -> Option<Vec<Value<'tcx>>> {
        let leaf = leaves.start;
        if leaves.len() != 1 || !self.arguments.contains_key(&leaf) {
            return None;
        }
        match rvalue {
            Rvalue::Use(operand) => self.same(state, leaf, operand),
            Rvalue::Aggregate(_, parts) => {
                let parts: Vec<_> = parts.iter().collect();
                self.packed(state, leaf, &parts)
            }
            _ => None,
        }
    }

    /// The arguments of a coroutine that is copied or moved to a leaf.
    fn same(
        &self,
        state: &State<'tcx>,
        leaf: usize,
        operand: &Operand<'tcx>,
    ) -> Option<Vec<Value<'tcx>>> {
        let from = self.leaves.target(operand.place()?);
        let of = from.leaves.start;
        let same = from.whole
            && from.leaves.len() == 1
            && self.leaves.all[of].ty == self.leaves.all[leaf].ty;
        same.then(|| state.values[self.arguments(of)].to_vec())
    }

    /// The arguments of a coroutine that is made of operands.
    fn packed(
        &self,
        state: &mut State<'tcx>,
        leaf: usize,
        parts: &[&Operand<'tcx>],
    ) -> Option<Vec<Value<'tcx>>> {
        let sizes = &self.arguments[&leaf].1;
        if sizes.len() != parts.len() {
            return None;
        }
        let mut inside = vec![];
        for (&count, part) in sizes.iter().zip(parts) {
            match self.operand(state, part, count, Location::START) {
                Some(values) => inside.extend(values),
                None => inside.extend((0..count).map(|_| state.fresh())),
            }
        }
        Some(inside)
    }

    fn call(
        &self,
        state: &mut State<'tcx>,
        func: &Operand<'tcx>,
        args: &[&Operand<'tcx>],
        destination: Place<'tcx>,
    ) {
        let target = self.leaves.target(destination);
        let leaf = target.leaves.start;
        let mut inside = None;
        if target.whole
            && target.leaves.len() == 1
            && self.arguments.contains_key(&leaf)
            && let Some(callee) = callee(self.tcx, self.body, self.args, func)
        {
            let ty = self.leaves.all[leaf].ty;
            if awaits::is_into_future(self.tcx, callee) {
                inside = self.same(state, leaf, args[0]);
            } else if awaits::makes(self.tcx, callee, ty) {
                inside = self.packed(state, leaf, args);
            }
        }
        self.write(state, destination, None, inside);
    }
}

/// What is the same on both paths. Classes are numbered by their lowest slot.
fn join<'tcx>(one: &[Value<'tcx>], other: &[Value<'tcx>]) -> Vec<Value<'tcx>> {
    let mut classes = HashMap::new();
    one.iter()
        .zip(other)
        .enumerate()
        .map(|(slot, (&one, &other))| match one.is_known() && one == other {
            true => one,
            false => Value::Class(*classes.entry((one, other)).or_insert(slot)),
        })
        .collect()
}

/// The leaves that are borrowed somewhere in a way that allows changing them.
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
