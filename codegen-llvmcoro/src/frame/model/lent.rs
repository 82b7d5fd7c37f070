//! Which locals are lent at most to readers.

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutatingUseContext, NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::{Body, Local, Location, Place, START_BLOCK, traversal};

/// The locals whose addresses the body takes, if at all, by shared references. Where the type has no
/// interior mutability, nobody who has such a reference may write the local.
pub fn to_readers(body: &Body<'_>) -> DenseBitSet<Local> {
    let mut lent = Lent { to_readers: DenseBitSet::new_filled(body.local_decls.len()) };
    for (block, data) in traversal::reachable(body) {
        // The first block only binds the coroutine's address and takes those of the slots.
        if block != START_BLOCK {
            lent.visit_basic_block_data(block, data);
        }
    }
    lent.to_readers
}

struct Lent {
    to_readers: DenseBitSet<Local>,
}

impl<'tcx> Visitor<'tcx> for Lent {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, location: Location) {
        let is_lent_to_writers = matches!(
            context,
            PlaceContext::MutatingUse(MutatingUseContext::Borrow | MutatingUseContext::RawBorrow)
                | PlaceContext::NonMutatingUse(NonMutatingUseContext::RawBorrow)
        );
        if is_lent_to_writers && !place.is_indirect() {
            self.to_readers.remove(place.local);
        }
        self.super_place(place, context, location);
    }
}
