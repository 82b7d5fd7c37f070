//! Enums that are not read again because their guard is false.
//!
//! Lowering has the end of a scope ask a guard before it drops an enum by its variant. Where the
//! guard becomes false, the contents of the enum's slot end, if all ways to a read of it lead past
//! such a question, and nobody has its address.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use llvmcoro_contract::SlotId;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;

use super::{Slots, lent};
use crate::mir::variant_switch::VariantSwitch;

/// The slots whose contents end with a statement, by its location.
pub fn ended(body: &Body<'_>, slots: &Slots) -> HashMap<Location, Vec<SlotId>> {
    let mut ended: HashMap<Location, Vec<SlotId>> = HashMap::new();
    let mut guarded: BTreeSet<(Local, SlotId)> = traversal::reachable(body)
        .filter_map(|(_, data)| {
            let (guard, _, whole) = guard_test(body, data)?;
            let switch = VariantSwitch::of(&body.basic_blocks[whole])?;
            let (slot, _) = slots.of_place(&switch.place)?;
            switch.before.is_empty().then_some((guard, slot))
        })
        .collect();
    if guarded.is_empty() {
        return ended;
    }
    let lent = lent::at_all(body, slots);
    guarded.retain(|(_, slot)| !lent.contains(slot));
    let events = Events::in_body(body, slots, &guarded);
    for (guard, slot) in guarded {
        let Some(events) = events.of(guard, slot) else { continue };
        for at in (Guarded { body, guard, events }).ends() {
            ended.entry(at).or_default().push(slot);
        }
    }
    ended
}

/// The guard that the end of a block may test, and where it leads to if that is false and true.
fn guard_test(
    body: &Body<'_>,
    data: &BasicBlockData<'_>,
) -> Option<(Local, BasicBlock, BasicBlock)> {
    let TerminatorKind::SwitchInt { discr: Operand::Copy(guard), targets } =
        &data.terminator().kind
    else {
        return None;
    };
    let (value, if_false) = targets.iter().next()?;
    let guard = guard.as_local()?;
    let is_guard = body.local_decls[guard].ty.is_bool();
    let is_test = is_guard && value == 0 && targets.all_targets().len() == 2;
    is_test.then(|| (guard, if_false, targets.otherwise()))
}

/// What happens to a guarded slot or to its guard. A statement that reads the slot may then write it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// The guard is not false any more, as far as is known.
    Asks,
    /// The slot is read, or written in part.
    Reads,
    /// From here on the slot holds something else, or nothing.
    Ends,
    /// The guard is false.
    Denies,
}

/// By block, with the statement's index or, for the terminator, their number.
type ByBlock = BTreeMap<BasicBlock, Vec<(usize, Event)>>;

/// All events of a body.
struct Events<'a> {
    slots: &'a Slots,
    of_slot: HashMap<SlotId, Vec<(Location, Event)>>,
    of_guard: HashMap<Local, Vec<(Location, Event)>>,
}

impl<'a> Events<'a> {
    fn in_body(body: &Body<'_>, slots: &'a Slots, guarded: &BTreeSet<(Local, SlotId)>) -> Self {
        let of_slot = guarded.iter().map(|(_, slot)| (*slot, vec![])).collect();
        let of_guard = guarded.iter().map(|(guard, _)| (*guard, vec![])).collect();
        let mut events = Events { slots, of_slot, of_guard };
        lent::visit(body, &mut events);
        events
    }

    /// Those of a slot and its guard; `None` if somebody has the guard's address.
    fn of(&self, guard: Local, slot: SlotId) -> Option<ByBlock> {
        let of_guard = self.of_guard.get(&guard)?;
        let mut by_block = ByBlock::new();
        for (at, event) in self.of_slot[&slot].iter().chain(of_guard) {
            by_block.entry(at.block).or_default().push((at.statement_index, *event));
        }
        by_block.values_mut().for_each(|events| events.sort());
        Some(by_block)
    }

    fn add(&mut self, slot: Option<SlotId>, at: Location, event: Event) {
        if let Some(events) = slot.and_then(|slot| self.of_slot.get_mut(&slot)) {
            events.push((at, event));
        }
    }
}

impl<'tcx> Visitor<'tcx> for Events<'_> {
    fn visit_statement(&mut self, statement: &Statement<'tcx>, at: Location) {
        match &statement.kind {
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                self.add(self.slots.of_local(*local), at, Event::Ends);
            }
            StatementKind::Assign(assign) => {
                self.add(self.slots.of_whole(&assign.0), at, Event::Ends);
                if let Some(guard) = assign.0.as_local()
                    && let Some(events) = self.of_guard.get_mut(&guard)
                {
                    let is_false = is_false(&assign.1);
                    events.push((at, if is_false { Event::Denies } else { Event::Asks }));
                }
            }
            _ => {}
        }
        self.super_statement(statement, at);
    }

    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, at: Location) {
        self.super_projection(place.as_ref(), context, at);
        let is_definition = matches!(
            context,
            PlaceContext::MutatingUse(MutatingUseContext::Store | MutatingUseContext::Call)
        );
        if !is_definition || self.slots.of_whole(place).is_none() {
            self.add(self.slots.of_place(place).map(|(slot, _)| slot), at, Event::Reads);
        }
        let is_assignment = matches!(context, PlaceContext::MutatingUse(MutatingUseContext::Store));
        if context.is_borrow() || context.is_address_of() {
            self.of_guard.remove(&place.local);
        } else if context.is_mutating_use()
            && !is_assignment
            && let Some(events) = self.of_guard.get_mut(&place.local)
        {
            events.push((at, Event::Asks));
        }
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, at: Location) {
        if context.is_use() {
            self.add(self.slots.of_local(local), at, Event::Reads);
        }
    }
}

fn is_false(value: &Rvalue<'_>) -> bool {
    let Rvalue::Use(Operand::Constant(constant)) = value else { return false };
    constant.ty().is_bool() && constant.const_.try_to_bool() == Some(false)
}

/// A slot and its guard.
struct Guarded<'a, 'tcx> {
    body: &'a Body<'tcx>,
    guard: Local,
    events: ByBlock,
}

impl Guarded<'_, '_> {
    fn events(&self, block: BasicBlock) -> &[(usize, Event)] {
        self.events.get(&block).map_or(&[], Vec::as_slice)
    }

    /// The statements with which the slot's contents end.
    fn ends(&self) -> Vec<Location> {
        let read = self.read_at_starts();
        let denied = self.denied_at_starts();
        let mut ends = vec![];
        for (&block, events) in &self.events {
            let mut is_read = self.is_read_behind(block, &read);
            let mut is_read_after: Vec<bool> = vec![];
            for (_, event) in events.iter().rev() {
                is_read_after.push(is_read);
                is_read = before(*event, is_read);
            }
            is_read_after.reverse();
            let (mut is_denied, mut is_new) = (denied.contains(block), false);
            for ((index, event), is_read) in std::iter::zip(events, is_read_after) {
                match event {
                    // A suspension point makes it false once more.
                    Event::Denies => is_new |= !std::mem::replace(&mut is_denied, true),
                    Event::Asks => (is_denied, is_new) = (false, false),
                    Event::Reads | Event::Ends => {}
                }
                let data = &self.body.basic_blocks[block];
                if is_new && !is_read && *index < data.statements.len() {
                    ends.push(Location { block, statement_index: *index });
                    is_new = false;
                }
            }
        }
        ends
    }

    /// The blocks from whose start on the slot may be read, if its guard is false there.
    fn read_at_starts(&self) -> HashSet<BasicBlock> {
        let mut read = HashSet::new();
        let mut work: Vec<BasicBlock> = self.events.keys().copied().collect();
        while let Some(block) = work.pop() {
            if read.contains(&block) {
                continue;
            }
            let events = self.events(block).iter().rev();
            let behind = self.is_read_behind(block, &read);
            if events.fold(behind, |is_read, (_, event)| before(*event, is_read)) {
                read.insert(block);
                work.extend(&self.body.basic_blocks.predecessors()[block]);
            }
        }
        read
    }

    /// Whether the slot may be read behind `block`, if its guard is false there.
    fn is_read_behind(&self, block: BasicBlock, read: &HashSet<BasicBlock>) -> bool {
        let data = &self.body.basic_blocks[block];
        match guard_test(self.body, data).filter(|(guard, ..)| *guard == self.guard) {
            Some((_, if_false, _)) => read.contains(&if_false),
            None => data.terminator().successors().any(|next| read.contains(&next)),
        }
    }

    /// The blocks at whose start the guard is false, whatever came before.
    fn denied_at_starts(&self) -> DenseBitSet<BasicBlock> {
        let blocks = &self.body.basic_blocks;
        let last_change = |block| {
            let changes = |event: &Event| matches!(event, Event::Asks | Event::Denies);
            self.events(block).iter().rev().map(|(_, event)| *event).find(changes)
        };
        let mut denied = DenseBitSet::new_filled(blocks.len());
        denied.remove(START_BLOCK);
        let mut work = vec![START_BLOCK];
        work.extend(self.events.keys().filter(|block| last_change(**block) == Some(Event::Asks)));
        while let Some(block) = work.pop() {
            if last_change(block) != Some(Event::Denies) {
                let next = blocks[block].terminator().successors();
                work.extend(next.filter(|next| denied.remove(*next)));
            }
        }
        denied
    }
}

/// Whether the slot may be read from before an event on, if it may be after it.
fn before(event: Event, after: bool) -> bool {
    match event {
        Event::Asks | Event::Reads => true,
        Event::Ends => false,
        Event::Denies => after,
    }
}
