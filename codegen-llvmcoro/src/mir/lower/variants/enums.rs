//! The enums of a body whose variants can be followed.

use rustc_data_structures::fx::{FxHashSet, FxIndexMap};
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;

use super::Mentions;
use crate::mir::captures::{Base, base};
use crate::mir::variant_switch::VariantSwitch;

/// A place with an enum, in a local or capture whose address nobody has.
pub struct Enum<'tcx> {
    pub place: Place<'tcx>,
    /// The coroutine's address.
    self_ptr: Local,
    /// The blocks that end in a switch on its variant.
    pub switches: Vec<BasicBlock>,
    /// The blocks that end in a drop of all of it.
    pub drops: Vec<BasicBlock>,
}

impl<'tcx> Enum<'tcx> {
    /// The variable that it is in.
    pub fn base(&self) -> Base {
        base(&self.place, self.self_ptr).0
    }

    /// Whether it has another variant, or none, after `block`.
    pub fn changes_in(&self, block: BasicBlock, data: &BasicBlockData<'tcx>) -> bool {
        self.changes(|changes| changes.visit_basic_block_data(block, data))
    }

    /// The same of a statement.
    pub fn changes_by(&self, statement: &Statement<'tcx>) -> bool {
        self.changes(|changes| changes.visit_statement(statement, Location::START))
    }

    /// The same of a terminator.
    pub fn changes_at_end(&self, terminator: &Terminator<'tcx>) -> bool {
        self.changes(|changes| changes.visit_terminator(terminator, Location::START))
    }

    fn changes(&self, visit: impl FnOnce(&mut Changes<'_, 'tcx>)) -> bool {
        let mut changes = Changes { of: self, found: false };
        visit(&mut changes);
        changes.found
    }
}

/// The enums of `body` on which two of the `reachable` blocks or more depend. `self_ptr` is the
/// coroutine's address.
pub fn find<'tcx>(
    body: &Body<'tcx>,
    reachable: &DenseBitSet<BasicBlock>,
    self_ptr: Local,
) -> Vec<Enum<'tcx>> {
    let mentions = Mentions::in_body(body);
    let mut enums: FxIndexMap<Place<'tcx>, Enum<'tcx>> = FxIndexMap::default();
    for block in reachable.iter() {
        let Some(switch) = VariantSwitch::of(&body.basic_blocks[block]) else { continue };
        let place = switch.place;
        let (base, rest) = base(&place, self_ptr);
        let is_here = base != Base::Coroutine && rest.iter().all(is_part);
        // Its own read and its own switch.
        if is_here && mentions.0[switch.variant] == 2 {
            let (switches, drops) = (vec![], vec![]);
            let new = || Enum { place, self_ptr, switches, drops };
            enums.entry(place).or_insert_with(new).switches.push(block);
        }
    }
    for block in reachable.iter() {
        if let TerminatorKind::Drop { place, async_fut: None, .. } =
            body.basic_blocks[block].terminator().kind
            && let Some(of) = enums.get_mut(&place)
        {
            of.drops.push(block);
        }
    }
    enums.retain(|_, of| of.switches.len() + of.drops.len() > 1);
    if !enums.is_empty() {
        let mut borrowed = Borrowed { self_ptr, bases: FxHashSet::default() };
        borrowed.visit_body(body);
        enums.retain(|_, of| !borrowed.contains(of.base()));
    }
    enums.into_values().collect()
}

/// Whether `element` leads from a value to what is always the same part of it.
fn is_part(element: &PlaceElem<'_>) -> bool {
    matches!(element, PlaceElem::Field(..) | PlaceElem::Downcast(..))
}

/// The variables whose address somebody may have.
struct Borrowed {
    self_ptr: Local,
    bases: FxHashSet<Base>,
}

impl Borrowed {
    fn contains(&self, base: Base) -> bool {
        let with_all = matches!(base, Base::Capture(_)) && self.bases.contains(&Base::Coroutine);
        with_all || self.bases.contains(&base)
    }
}

impl<'tcx> Visitor<'tcx> for Borrowed {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        let (base, rest) = base(place, self.self_ptr);
        // What is behind a pointer lies elsewhere.
        let here = !rest.contains(&PlaceElem::Deref);
        let takes_address = here && (context.is_borrow() || context.is_address_of());
        if takes_address || base == Base::Coroutine && context.is_use() {
            self.bases.insert(base);
        }
    }
}

/// Looks for what may change an enum's variant, or end its contents.
struct Changes<'a, 'tcx> {
    of: &'a Enum<'tcx>,
    found: bool,
}

impl<'tcx> Visitor<'tcx> for Changes<'_, 'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        let self_ptr = self.of.self_ptr;
        let (of_base, of_rest) = base(&self.of.place, self_ptr);
        let (base, rest) = base(place, self_ptr);
        let keeps_variant = match context {
            // What is left of an enum still tells its variant.
            PlaceContext::NonMutatingUse(NonMutatingUseContext::Move) => {
                rest.len() > of_rest.len() && rest.starts_with(of_rest)
            }
            PlaceContext::NonMutatingUse(
                NonMutatingUseContext::Copy
                | NonMutatingUseContext::Inspect
                | NonMutatingUseContext::PlaceMention,
            ) => true,
            // What is behind a pointer lies elsewhere.
            _ => rest.contains(&PlaceElem::Deref),
        };
        self.found |= base == of_base && !keeps_variant && !are_apart(rest, of_rest);
    }

    fn visit_local(&mut self, local: Local, _: PlaceContext, _: Location) {
        self.found |= self.of.base() == Base::Local(local);
    }
}

/// Whether two projections from one variable lead to different fields.
fn are_apart<'tcx>(a: &[PlaceElem<'tcx>], b: &[PlaceElem<'tcx>]) -> bool {
    match std::iter::zip(a, b).find(|(a, b)| a != b) {
        Some((PlaceElem::Field(a, _), PlaceElem::Field(b, _))) => a != b,
        _ => false,
    }
}
