//! What may be copied from slot to slot by way of other memory.
//!
//! A capture becomes a field of a struct, the struct becomes the payload of a `Result`, and that is
//! unwrapped into a local. The frame model sees at most the first and the last of these steps, but
//! LLVM forwards the copies, and the one that remains goes from slot to slot. If the two slots
//! overlap in part, it is a `memmove`. The transfers found here tell the layout where that matters.
//!
//! This is advice: a missing or superfluous transfer makes no frame wrong. So the analysis ignores
//! control flow and guesses from the types what a call does. It leaves out values of up to two
//! pointers, which travel in registers.

mod components;
mod coroutines;
mod places;
mod pointers;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use llvmcoro_contract::SlotId;
use llvmcoro_contract::model::{Bytes, Transfer};
use rustc_middle::mir::{
    AggregateKind, Body, Operand, Place, Rvalue, StatementKind, TerminatorKind, traversal,
};

use self::components::Components;
use self::places::{Memory, Places, Region};
use super::model::{ModelInput, Slots};

/// How many steps to follow from one slot: enough for real programs, and a bound for generated
/// ones.
const STEPS: usize = 2_000;

/// Finds the transfers between slots, sorted.
pub fn find<'tcx>(input: &ModelInput<'_, 'tcx>, slots: &Slots) -> Vec<Transfer> {
    let places = Places::new(input, slots);
    let sizes = |slot| slots.size(slot);
    let copies = Copies::of_body(input.body, &places);
    let slot_of: BTreeMap<Memory, SlotId> = std::iter::chain(
        slots.captures().map(|(field, slot)| (Memory::Capture(field), slot)),
        slots.locals().map(|(local, slot)| (Memory::Local(local), slot)),
    )
    .collect();
    let mut transfers = BTreeSet::new();
    for (memory, slot) in &slot_of {
        let Some(whole) = places.whole(*memory).filter(|whole| places.is_large(whole)) else {
            continue;
        };
        copies.follow(*memory, whole.layout.size.bytes(), &places, |target, value| {
            if let Some(&target) = slot_of.get(&target)
                && target != *slot
                && let Some(value) = value.within(sizes(target), sizes(*slot))
            {
                transfers.insert(value.transfer(target, *slot));
            }
        });
    }
    transfers.into_iter().collect()
}

/// A copy of some bytes.
struct Copy {
    target: Memory,
    target_offset: u64,
    source_offset: u64,
    size: u64,
    /// Whether the bytes keep their order.
    exact: bool,
}

/// The bytes of a slot that may have reached some place.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Value {
    /// These, in order.
    Exact { source_offset: u64, offset: u64, size: u64 },
    /// Any of them.
    Some,
}

impl Value {
    /// The bytes that are in slots of these sizes: a composed coroutine has no tag in its slot.
    fn within(self, target_size: u64, source_size: u64) -> Option<Value> {
        let Value::Exact { source_offset, offset, size } = self else { return Some(self) };
        let left =
            target_size.saturating_sub(offset).min(source_size.saturating_sub(source_offset));
        (left > 0).then_some(Value::Exact { source_offset, offset, size: size.min(left) })
    }

    fn transfer(self, target: SlotId, source: SlotId) -> Transfer {
        let bytes = match self {
            Value::Exact { source_offset, offset, size } => {
                Some(Bytes { target_offset: offset, source_offset, size })
            }
            Value::Some => None,
        };
        Transfer { target, source, bytes }
    }
}

/// The copies of a body, by source.
#[derive(Default)]
struct Copies(HashMap<Memory, Vec<Copy>>);

impl Copies {
    fn of_body<'tcx>(body: &Body<'tcx>, places: &Places<'_, 'tcx>) -> Self {
        let mut copies = Copies::default();
        let pointees = pointers::pointees(body, places);
        let mut components = Components::new(places);
        for (_, data) in traversal::reachable(body) {
            for statement in &data.statements {
                if let StatementKind::Assign(assign) = &statement.kind {
                    copies.assign(&assign.0, &assign.1, places);
                }
            }
            if let TerminatorKind::Call { args, destination, .. } = &data.terminator().kind {
                let Some(target) = places.large_region(destination) else { continue };
                for place in args.iter().filter_map(|arg| arg.node.place()) {
                    let reached = pointees.get(&place.local).into_iter().flatten();
                    let sources = std::iter::chain(
                        places.large_region(&place),
                        reached.filter_map(|memory| places.whole(*memory)),
                    );
                    for source in sources {
                        copies.call(&target, &source, &mut components);
                    }
                }
            }
        }
        copies
    }

    fn assign<'tcx>(
        &mut self,
        target: &Place<'tcx>,
        value: &Rvalue<'tcx>,
        places: &Places<'_, 'tcx>,
    ) {
        match value {
            Rvalue::Use(operand) | Rvalue::Cast(_, operand, _) => {
                if let Some(target) = places.large_region(target) {
                    self.operand(&target, operand, places);
                }
            }
            Rvalue::Aggregate(kind, operands) => {
                let Some(target) = places.large_region(target) else { return };
                for (field, operand) in operands.iter_enumerated() {
                    let part = match **kind {
                        AggregateKind::Adt(_, variant, _, _, active) => {
                            places.field(places.variant(target, variant), active.unwrap_or(field))
                        }
                        AggregateKind::RawPtr(..) => continue,
                        _ => places.field(target, field),
                    };
                    self.operand(&part, operand, places);
                }
            }
            _ => {}
        }
    }

    fn operand<'tcx>(
        &mut self,
        target: &Region<'tcx>,
        operand: &Operand<'tcx>,
        places: &Places<'_, 'tcx>,
    ) {
        if let Some(source) = operand.place().and_then(|place| places.large_region(&place)) {
            let size = source.layout.size.min(target.layout.size).bytes();
            self.add(target, 0, &source, 0, size, true);
        }
    }

    /// Adds the copies of a call that takes `source` and returns `target`.
    fn call<'tcx>(
        &mut self,
        target: &Region<'tcx>,
        source: &Region<'tcx>,
        components: &mut Components<'_, 'tcx>,
    ) {
        for shared in components.shared(target.layout, source.layout) {
            let components::Shared { target_offset, source_offset, size, exact } = shared;
            self.add(target, target_offset, source, source_offset, size, exact);
        }
    }

    fn add(
        &mut self,
        target: &Region<'_>,
        target_offset: u64,
        source: &Region<'_>,
        source_offset: u64,
        size: u64,
        exact: bool,
    ) {
        if target.memory != source.memory {
            self.0.entry(source.memory).or_default().push(Copy {
                target: target.memory,
                target_offset: target.offset + target_offset,
                source_offset: source.offset + source_offset,
                size,
                exact: exact && target.exact && source.exact,
            });
        }
    }

    /// Calls `arrive` with each place that bytes of `memory` may reach. `size` is the memory's, in
    /// bytes.
    fn follow(
        &self,
        memory: Memory,
        size: u64,
        places: &Places<'_, '_>,
        mut arrive: impl FnMut(Memory, Value),
    ) {
        let start = (memory, Value::Exact { source_offset: 0, offset: 0, size });
        let mut seen = HashSet::from([start]);
        let mut work = vec![start];
        while let Some((memory, value)) = work.pop() {
            for copy in self.0.get(&memory).into_iter().flatten() {
                let Some(value) = copy.apply(value, places) else { continue };
                if seen.len() < STEPS && seen.insert((copy.target, value)) {
                    arrive(copy.target, value);
                    work.push((copy.target, value));
                }
            }
        }
    }
}

impl Copy {
    /// The part of `value`, which is in the copy's source, that the copy moves on, if large.
    fn apply(&self, value: Value, places: &Places<'_, '_>) -> Option<Value> {
        let Value::Exact { source_offset, offset, size } = value else {
            return Some(Value::Some);
        };
        let begin = offset.max(self.source_offset);
        let end = (offset + size).min(self.source_offset + self.size);
        if end <= begin || !places.is_large_size(end - begin) {
            return None;
        }
        Some(if self.exact {
            Value::Exact {
                source_offset: source_offset + begin - offset,
                offset: self.target_offset + begin - self.source_offset,
                size: end - begin,
            }
        } else {
            Value::Some
        })
    }
}
