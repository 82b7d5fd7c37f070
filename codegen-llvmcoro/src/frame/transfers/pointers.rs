//! Which memory a body's pointers may point to.

use std::collections::{BTreeSet, HashMap};

use rustc_middle::mir::{
    Body, Local, Place, PlaceElem, Rvalue, StatementKind, TerminatorKind, traversal,
};

use super::places::{Memory, Places};

/// The large memory reachable through each local. A call may return any of its arguments.
pub fn pointees<'tcx>(
    body: &Body<'tcx>,
    places: &Places<'_, 'tcx>,
) -> HashMap<Local, BTreeSet<Memory>> {
    let mut flow = Flow { places, pointees: HashMap::new(), handed_on: HashMap::new() };
    for (_, data) in traversal::reachable(body) {
        for statement in &data.statements {
            if let StatementKind::Assign(assign) = &statement.kind {
                flow.assign(assign.0.local, &assign.1);
            }
        }
        if let TerminatorKind::Call { args, destination, .. } = &data.terminator().kind {
            for place in args.iter().filter_map(|arg| arg.node.place()) {
                flow.hand_on(place.local, destination.local);
            }
        }
    }
    flow.solve()
}

struct Flow<'a, 'tcx> {
    places: &'a Places<'a, 'tcx>,
    pointees: HashMap<Local, BTreeSet<Memory>>,
    /// The locals that each local's pointers are handed on to.
    handed_on: HashMap<Local, BTreeSet<Local>>,
}

impl<'tcx> Flow<'_, 'tcx> {
    fn assign(&mut self, target: Local, value: &Rvalue<'tcx>) {
        match value {
            Rvalue::Ref(_, _, place) | Rvalue::RawPtr(_, place) => self.borrow(target, place),
            Rvalue::Use(operand) | Rvalue::Cast(_, operand, _) => {
                if let Some(place) = operand.place() {
                    self.hand_on(place.local, target);
                }
            }
            Rvalue::Aggregate(_, operands) => {
                for place in operands.iter().filter_map(|operand| operand.place()) {
                    self.hand_on(place.local, target);
                }
            }
            Rvalue::CopyForDeref(place) => self.hand_on(place.local, target),
            _ => {}
        }
    }

    fn borrow(&mut self, target: Local, place: &Place<'tcx>) {
        match self.places.memory(place) {
            Some((memory, projection)) if !projection.contains(&PlaceElem::Deref) => {
                let large =
                    self.places.whole(memory).is_some_and(|whole| self.places.is_large(&whole));
                if large {
                    self.pointees.entry(target).or_default().insert(memory);
                }
            }
            _ => self.hand_on(place.local, target),
        }
    }

    fn hand_on(&mut self, source: Local, target: Local) {
        let scalar = |local| {
            let ty = self.places.generic_ty(local);
            ty.is_integral() || ty.is_bool() || ty.is_char() || ty.is_floating_point()
        };
        if source != target && !scalar(source) && !scalar(target) {
            self.handed_on.entry(source).or_default().insert(target);
        }
    }

    fn solve(mut self) -> HashMap<Local, BTreeSet<Memory>> {
        let mut work: Vec<Local> = self.pointees.keys().copied().collect();
        while let Some(source) = work.pop() {
            let found = self.pointees[&source].clone();
            for &target in self.handed_on.get(&source).into_iter().flatten() {
                let known = self.pointees.entry(target).or_default();
                let before = known.len();
                known.extend(&found);
                if known.len() > before {
                    work.push(target);
                }
            }
        }
        self.pointees
    }
}
