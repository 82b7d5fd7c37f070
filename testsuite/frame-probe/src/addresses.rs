//! Where the addresses of leaves may have gone: which leaves are still reachable through a value
//! that is kept. The analysis uses the types of locals and ignores the order of statements.

use rustc_middle::mir::{
    Body, BorrowKind, Operand, Place, ProjectionElem, Rvalue, StatementKind, TerminatorKind,
};
use rustc_middle::ty::{self, GenericArgKind, Ty, TyCtxt, TypingEnv};

use crate::flow::Set;
use crate::leaves::Leaves;

/// For each local, the leaves whose addresses it may hold.
pub struct Addresses {
    held: Vec<Set>,
}

struct Builder<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    leaves: &'a Leaves<'tcx>,
    body: &'a Body<'tcx>,
    types: &'a [Ty<'tcx>],
    can_hold: Vec<bool>,
    held: Vec<Set>,
    changed: bool,
}

impl Addresses {
    pub fn new<'tcx>(
        tcx: TyCtxt<'tcx>,
        leaves: &Leaves<'tcx>,
        body: &Body<'tcx>,
        types: &[Ty<'tcx>],
    ) -> Self {
        let mut builder = Builder {
            tcx,
            leaves,
            body,
            types,
            can_hold: types.iter().map(|ty| can_hold(*ty)).collect(),
            held: vec![Set::new_empty(leaves.all.len()); types.len()],
            changed: true,
        };
        while builder.changed {
            builder.changed = false;
            builder.round();
        }
        Addresses { held: builder.held }
    }

    /// Adds to `kept` those leaves in `candidates` that are reachable through what is kept, but not
    /// through the leaf `except`.
    pub fn close(
        &self,
        leaves: &Leaves<'_>,
        kept: &mut Set,
        candidates: &Set,
        except: Option<usize>,
    ) {
        loop {
            let mut more = kept.clone();
            for leaf in kept.iter() {
                if Some(leaf) != except && can_hold(leaves.all[leaf].ty) {
                    more.union(&self.held[leaves.all[leaf].local.as_usize()]);
                }
            }
            more.intersect(candidates);
            if !kept.union(&more) {
                return;
            }
        }
    }
}

/// Whether a value of the type can hold a borrow, because it contains a lifetime or a raw pointer.
pub fn can_hold(ty: Ty<'_>) -> bool {
    ty.walk().any(|part| match part.kind() {
        GenericArgKind::Lifetime(_) => true,
        GenericArgKind::Type(ty) => matches!(ty.kind(), ty::RawPtr(..) | ty::Dynamic(..)),
        GenericArgKind::Const(_) => false,
    })
}

impl<'tcx> Builder<'_, 'tcx> {
    fn round(&mut self) {
        for data in self.body.basic_blocks.iter() {
            for statement in &data.statements {
                if let StatementKind::Assign(assign) = &statement.kind {
                    let held = self.rvalue(&assign.1);
                    self.store(assign.0, &held);
                }
            }
            // The resume argument comes from outside, and the yielded value leaves.
            if let TerminatorKind::Call { args, destination, .. } = &data.terminator().kind {
                let operands: Vec<_> = args.iter().map(|arg| &arg.node).collect();
                self.call(&operands, *destination);
            }
        }
    }

    /// A call may return its arguments, and store any argument behind any other.
    fn call(&mut self, args: &[&Operand<'tcx>], destination: Place<'tcx>) {
        let given: Vec<Set> = args.iter().map(|arg| self.operand(arg)).collect();
        let mut all = Set::new_empty(self.leaves.all.len());
        for held in &given {
            all.union(held);
        }
        if all.is_empty() {
            return;
        }
        self.store(destination, &all);
        for (number, arg) in args.iter().enumerate() {
            let ty = arg.ty(self.body, self.tcx);
            if let ty::Ref(_, inner, ty::Mutability::Not) = ty.kind()
                && !ty::TypeVisitableExt::has_param(inner)
                && inner.is_freeze(self.tcx, TypingEnv::fully_monomorphized())
            {
                continue;
            }
            let mut others = Set::new_empty(self.leaves.all.len());
            for (_, held) in given.iter().enumerate().filter(|(other, _)| *other != number) {
                others.union(held);
            }
            for leaf in given[number].iter() {
                self.add(self.leaves.all[leaf].local.as_usize(), &others);
            }
        }
    }

    fn add(&mut self, local: usize, held: &Set) {
        if self.can_hold[local] {
            self.changed |= self.held[local].union(held);
        }
    }

    /// Writes a value that holds `held` to a place.
    fn store(&mut self, place: Place<'tcx>, held: &Set) {
        if held.is_empty() {
            return;
        }
        if place.is_indirect() {
            for leaf in self.held[place.local.as_usize()].clone().iter() {
                self.add(self.leaves.all[leaf].local.as_usize(), held);
            }
        }
        self.add(place.local.as_usize(), held);
    }

    /// What a value read from a place may hold.
    fn load(&self, place: Place<'tcx>) -> Set {
        let mut held = self.held[place.local.as_usize()].clone();
        let derefs = place.projection.iter().filter(|part| *part == ProjectionElem::Deref).count();
        for _ in 0..derefs {
            let mut next = Set::new_empty(self.leaves.all.len());
            for leaf in held.iter() {
                next.union(&self.held[self.leaves.all[leaf].local.as_usize()]);
            }
            held = next;
        }
        held
    }

    fn operand(&self, operand: &Operand<'tcx>) -> Set {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => {
                // A value without a borrow cannot tell where others are.
                let ty = place.as_local().map(|local| self.types[local.as_usize()]);
                match ty {
                    Some(ty) if !can_hold(ty) => Set::new_empty(self.leaves.all.len()),
                    _ => self.load(*place),
                }
            }
            Operand::Constant(_) | Operand::RuntimeChecks(_) => {
                Set::new_empty(self.leaves.all.len())
            }
        }
    }

    fn rvalue(&self, rvalue: &Rvalue<'tcx>) -> Set {
        let mut held = Set::new_empty(self.leaves.all.len());
        match rvalue {
            Rvalue::Ref(_, BorrowKind::Fake(_), _) => {}
            Rvalue::Ref(_, _, place) | Rvalue::RawPtr(_, place) => {
                let derefs =
                    place.projection.iter().rposition(|part| part == ProjectionElem::Deref);
                match derefs {
                    // A reborrow points to where the pointer points.
                    Some(last) => {
                        let pointer = Place {
                            local: place.local,
                            projection: self.tcx.mk_place_elems(&place.projection[..last]),
                        };
                        held.union(&self.load(pointer));
                    }
                    None => {
                        for leaf in self.leaves.target(*place).leaves {
                            held.insert(leaf);
                        }
                    }
                }
            }
            Rvalue::Use(operand)
            | Rvalue::Repeat(operand, _)
            | Rvalue::Cast(_, operand, _)
            | Rvalue::WrapUnsafeBinder(operand, _) => {
                held.union(&self.operand(operand));
            }
            Rvalue::CopyForDeref(place) => {
                held.union(&self.load(*place));
            }
            Rvalue::Aggregate(_, operands) => {
                for operand in operands {
                    held.union(&self.operand(operand));
                }
            }
            Rvalue::BinaryOp(_, operands) => {
                held.union(&self.operand(&operands.0));
                held.union(&self.operand(&operands.1));
            }
            Rvalue::UnaryOp(..) | Rvalue::Discriminant(_) | Rvalue::ThreadLocalRef(_) => {}
        }
        held
    }
}
