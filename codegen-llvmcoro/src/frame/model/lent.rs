//! What is lent.

use std::collections::HashSet;

use llvmcoro_contract::SlotId;
use rustc_middle::mir::visit::{PlaceContext, Visitor};
use rustc_middle::mir::{Body, Location, Place, PlaceElem, START_BLOCK, traversal};

use super::Slots;

/// The slots whose addresses the body takes, drops aside.
pub fn at_all(body: &Body<'_>, slots: &Slots) -> HashSet<SlotId> {
    let mut lent = Lent { slots, found: HashSet::new() };
    visit(body, &mut lent);
    lent.found
}

/// Visits what `body` does. The first block only binds the coroutine's address and takes those of
/// the slots.
pub fn visit<'tcx>(body: &Body<'tcx>, visitor: &mut impl Visitor<'tcx>) {
    for (block, data) in traversal::reachable(body).filter(|(block, _)| *block != START_BLOCK) {
        visitor.visit_basic_block_data(block, data);
    }
}

struct Lent<'a> {
    slots: &'a Slots,
    found: HashSet<SlotId>,
}

impl<'tcx> Visitor<'tcx> for Lent<'_> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, at: Location) {
        let takes_address = context.is_borrow() || context.is_address_of();
        if takes_address
            && let Some((slot, rest)) = self.slots.of_place(place)
            && !rest.contains(&PlaceElem::Deref)
        {
            self.found.insert(slot);
        }
        self.super_place(place, context, at);
    }
}
