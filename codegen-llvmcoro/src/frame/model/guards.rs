//! Enums that are not read again because their guard is false.
//!
//! Lowering has the end of a scope ask a guard before it drops an enum by its variant. Where the
//! guard becomes false, the contents of the enum's slot end, if all ways to a read of it lead past
//! such a question.

use std::collections::{HashMap, HashSet};

use llvmcoro_contract::SlotId;
use rustc_middle::mir::visit::{MutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;

use super::Slots;
use crate::mir::variant_switch::VariantSwitch;

/// The slots whose contents end with a statement, by its location.
pub fn ended(body: &Body<'_>, slots: &Slots) -> HashMap<Location, Vec<SlotId>> {
    let mut ended: HashMap<Location, Vec<SlotId>> = HashMap::new();
    let mut guarded: Vec<(Local, SlotId)> = traversal::reachable(body)
        .filter_map(|(_, data)| {
            let (guard, _, whole) = guard_test(body, data)?;
            let switch = VariantSwitch::of(&body.basic_blocks[whole])?;
            let (slot, _) = slots.of_place(&switch.place)?;
            switch.before.is_empty().then_some((guard, slot))
        })
        .collect();
    guarded.sort();
    guarded.dedup();
    for (guard, slot) in guarded {
        let search = Search { body, slots, guard, slot };
        for (block, data) in traversal::reachable(body) {
            // What the enum held is moved out after that.
            let mut is_false = false;
            for (statement_index, statement) in data.statements.iter().enumerate() {
                let at = Location { block, statement_index };
                if let Some(value) = assigned(statement, guard) {
                    is_false = value == Some(false);
                }
                if is_false && !search.is_read_after(at) {
                    ended.entry(at).or_default().push(slot);
                    is_false = false;
                }
            }
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

/// What `statement` assigns to `local`, if it does; `Some(None)` if that is no known `bool`.
fn assigned(statement: &Statement<'_>, local: Local) -> Option<Option<bool>> {
    let (place, value) = statement.kind.as_assign()?;
    (place.as_local()? == local).then(|| {
        let Rvalue::Use(Operand::Constant(constant)) = value else { return None };
        if constant.ty().is_bool() { constant.const_.try_to_bool() } else { None }
    })
}

struct Search<'a, 'tcx> {
    body: &'a Body<'tcx>,
    slots: &'a Slots,
    guard: Local,
    slot: SlotId,
}

impl<'tcx> Search<'_, 'tcx> {
    /// Whether the slot may be read after the statement `at`, which makes the guard false.
    fn is_read_after(&self, at: Location) -> bool {
        let mut seen = HashSet::new();
        let mut work = vec![at.successor_within_block()];
        while let Some(at) = work.pop() {
            let data = &self.body.basic_blocks[at.block];
            let statements = &data.statements[at.statement_index..];
            match statements.iter().find_map(|statement| self.use_by(statement)) {
                Some(Use::Reads) => return true,
                Some(Use::Ends) => continue,
                None => {}
            }
            let terminator = data.terminator();
            let if_false = guard_test(self.body, data).filter(|(guard, ..)| *guard == self.guard);
            if if_false.is_none() && self.mentions(|it| it.visit_terminator(terminator, at)) {
                return true;
            }
            let only = if_false.map(|(_, next, _)| next);
            let successors: Vec<_> = terminator.successors().collect();
            for block in only.map_or(successors, |only| vec![only]) {
                if seen.insert(block) {
                    work.push(Location { block, statement_index: 0 });
                }
            }
        }
        false
    }

    fn use_by(&self, statement: &Statement<'tcx>) -> Option<Use> {
        if let Some(value) = assigned(statement, self.guard) {
            return (value != Some(false)).then_some(Use::Reads);
        }
        match &statement.kind {
            StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                (self.slots.of_local(*local) == Some(self.slot)).then_some(Use::Ends)
            }
            kind => {
                if self.mentions(|it| it.visit_statement(statement, Location::START)) {
                    return Some(Use::Reads);
                }
                let (target, _) = kind.as_assign()?;
                (self.slots.of_whole(target) == Some(self.slot)).then_some(Use::Ends)
            }
        }
    }

    fn mentions(&self, visit: impl FnOnce(&mut Mentions<'_>)) -> bool {
        let mut mentions = Mentions { slots: self.slots, slot: self.slot, found: false };
        visit(&mut mentions);
        mentions.found
    }
}

/// What a statement does to the slot.
enum Use {
    /// It reads the slot, or something else that the search does not follow.
    Reads,
    /// From here on the slot holds something else, or nothing.
    Ends,
}

struct Mentions<'a> {
    slots: &'a Slots,
    slot: SlotId,
    found: bool,
}

impl<'tcx> Visitor<'tcx> for Mentions<'_> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, at: Location) {
        self.super_projection(place.as_ref(), context, at);
        let is_definition = matches!(
            context,
            PlaceContext::MutatingUse(MutatingUseContext::Store | MutatingUseContext::Call)
        );
        self.found |= match self.slots.of_place(place) {
            Some((slot, rest)) => slot == self.slot && !(is_definition && rest.is_empty()),
            None => false,
        };
    }

    fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
        self.found |= context.is_use() && self.slots.of_local(local) == Some(self.slot);
    }
}
