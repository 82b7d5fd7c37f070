//! What each holder holds, as far as it can be recomputed.

use rustc_abi::FieldIdx;
use rustc_data_structures::fx::{FxHashMap, FxIndexMap};
use rustc_index::bit_set::DenseBitSet;
use rustc_index::{Idx, IndexVec};
use rustc_middle::mir::*;
use rustc_middle::ty::{List, Ty, TyCtxt};

use super::tracked::{HolderId, Tracked};
use crate::mir::captures::Base;

/// Values that take more steps than this are not recomputed.
const MAX_STEPS: usize = 6;

rustc_index::newtype_index! {
    /// The number of a value; equal numbers mean equal values.
    pub struct ValueId {}
}

/// How a value is computed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Value<'tcx> {
    /// It cannot be computed: it is what this holder currently holds.
    Held(HolderId),
    Constant(Const<'tcx>),
    Address {
        of: Pointee,
        projection: &'tcx List<PlaceElem<'tcx>>,
        kind: AddressKind,
    },
    Cast(CastKind, ValueId),
    Metadata(ValueId),
}

/// The variable that an address lies in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pointee {
    Local(Local),
    Capture(FieldIdx),
    Behind(ValueId),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressKind {
    Ref(BorrowKind),
    Raw(RawPtrKind),
}

/// What is known about a value.
struct Fact {
    /// How many steps it takes to compute.
    steps: usize,
    /// The holders that it is ultimately computed from.
    holders: Vec<HolderId>,
    /// The variables whose addresses go into it.
    variables: Vec<Local>,
}

/// The known values of the holders.
///
/// If one holder's value is computed from another's, the other still holds that value.
#[derive(Clone, Default)]
pub struct Held(FxHashMap<HolderId, ValueId>);

impl Held {
    /// The number of the value that `holder` holds.
    pub fn get(&self, holder: HolderId) -> ValueId {
        self.0.get(&holder).copied().unwrap_or_else(|| unknown(holder))
    }
}

/// The number of the unknown value of `holder`.
fn unknown(holder: HolderId) -> ValueId {
    ValueId::new(holder.index())
}

/// The values of a body.
pub struct Values<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    tracked: &'a Tracked<'tcx>,
    /// Whether the coroutine cannot move.
    pinned: bool,
    values: FxIndexMap<(Value<'tcx>, Ty<'tcx>), Fact>,
    /// The holders that some value is computed from.
    sources: DenseBitSet<HolderId>,
    /// The variables whose address is part of some value.
    addressed: DenseBitSet<Local>,
}

/// The values at the start of each block.
pub struct AtStart(IndexVec<BasicBlock, Option<Held>>);

impl<'a, 'tcx> Values<'a, 'tcx> {
    pub fn new(
        tcx: TyCtxt<'tcx>,
        body: &Body<'tcx>,
        tracked: &'a Tracked<'tcx>,
        pinned: bool,
    ) -> (Self, AtStart) {
        let mut this = Values {
            tcx,
            tracked,
            pinned,
            values: FxIndexMap::default(),
            sources: DenseBitSet::new_empty(tracked.len()),
            addressed: DenseBitSet::new_empty(body.local_decls.len()),
        };
        // The first numbers stand for the unknown values of the holders.
        for (holder, ty) in tracked.iter() {
            let fact = Fact { steps: 0, holders: vec![holder], variables: vec![] };
            this.values.insert((Value::Held(holder), ty), fact);
        }
        let mut at_start = IndexVec::from_elem_n(None, body.basic_blocks.len());
        at_start[START_BLOCK] = Some(Held::default());
        let order: Vec<BasicBlock> = body.basic_blocks.reverse_postorder().to_vec();
        let mut pending: DenseBitSet<BasicBlock> = DenseBitSet::new_filled(body.basic_blocks.len());
        loop {
            let mut settled = true;
            for &block in &order {
                if !pending.remove(block) {
                    continue;
                }
                settled = false;
                let start = at_start[block].clone().expect("a predecessor was visited before");
                let end = this.run(body, block, start);
                for next in body.basic_blocks[block].terminator().successors() {
                    if merge(&mut at_start[next], &end) {
                        pending.insert(next);
                    }
                }
            }
            if settled {
                return (this, AtStart(at_start));
            }
        }
    }

    /// The values at the end of `block`.
    pub fn at_end(&mut self, body: &Body<'tcx>, at_start: &AtStart, block: BasicBlock) -> Held {
        let start = at_start.0[block].clone().expect("the block is reachable");
        self.run(body, block, start)
    }

    pub fn get(&self, id: ValueId) -> (Value<'tcx>, Ty<'tcx>) {
        *self.values.get_index(id.index()).expect("values are only added").0
    }

    pub fn steps(&self, id: ValueId) -> usize {
        self.values[id.index()].steps
    }

    fn run(&mut self, body: &Body<'tcx>, block: BasicBlock, mut held: Held) -> Held {
        let data = &body.basic_blocks[block];
        for statement in &data.statements {
            match &statement.kind {
                StatementKind::Assign(assign) => {
                    let (target, rvalue) = &**assign;
                    if let Some(holder) = self.tracked.whole(target) {
                        let ty = target.ty(body, self.tcx).ty;
                        let value = self.evaluate(body, rvalue, ty, &held);
                        self.define(&mut held, holder, value);
                    }
                }
                StatementKind::StorageLive(local) | StatementKind::StorageDead(local) => {
                    if let Some(holder) = self.tracked.of_local(*local) {
                        self.define(&mut held, holder, None);
                    }
                    if self.addressed.contains(*local) {
                        self.forget(&mut held, |fact| fact.variables.contains(local));
                    }
                }
                _ => {}
            }
        }
        let mut outputs = vec![];
        match &data.terminator().kind {
            TerminatorKind::Call { destination, .. } => outputs.push(*destination),
            TerminatorKind::Yield { resume_arg, .. } => outputs.push(*resume_arg),
            TerminatorKind::InlineAsm { operands, .. } => {
                outputs.extend(operands.iter().filter_map(|operand| match operand {
                    InlineAsmOperand::Out { place, .. } => *place,
                    InlineAsmOperand::InOut { out_place, .. } => *out_place,
                    _ => None,
                }));
            }
            _ => {}
        }
        for place in outputs {
            if let Some(holder) = self.tracked.whole(&place) {
                self.define(&mut held, holder, None);
            }
        }
        held
    }

    fn define(&self, held: &mut Held, holder: HolderId, value: Option<ValueId>) {
        // Values that were computed from the previous one are lost.
        if self.sources.contains(holder) {
            self.forget(held, |fact| fact.holders.contains(&holder));
        }
        let is_own = |value: &ValueId| self.values[value.index()].holders.contains(&holder);
        match value.filter(|value| !is_own(value)) {
            Some(value) => held.0.insert(holder, value),
            None => held.0.remove(&holder),
        };
    }

    /// Forgets the values whose facts match `concerns`.
    fn forget(&self, held: &mut Held, concerns: impl Fn(&Fact) -> bool) {
        held.0.retain(|_, value| !concerns(&self.values[value.index()]));
    }

    fn evaluate(
        &mut self,
        body: &Body<'tcx>,
        rvalue: &Rvalue<'tcx>,
        ty: Ty<'tcx>,
        held: &Held,
    ) -> Option<ValueId> {
        let value = match rvalue {
            Rvalue::Use(operand) => return self.operand(operand, ty, held),
            Rvalue::CopyForDeref(place) => return Some(held.get(self.tracked.whole(place)?)),
            Rvalue::Ref(_, kind, place) => {
                return self.address(place, AddressKind::Ref(*kind), ty, held);
            }
            Rvalue::RawPtr(kind, place) => {
                return self.address(place, AddressKind::Raw(*kind), ty, held);
            }
            Rvalue::Cast(kind, operand, _) if is_free(*kind) => {
                let from = operand.ty(body, self.tcx);
                Value::Cast(*kind, self.operand(operand, from, held)?)
            }
            Rvalue::UnaryOp(UnOp::PtrMetadata, operand) => {
                let from = operand.ty(body, self.tcx);
                Value::Metadata(self.operand(operand, from, held)?)
            }
            _ => return None,
        };
        self.number(value, ty)
    }

    fn operand(&mut self, operand: &Operand<'tcx>, ty: Ty<'tcx>, held: &Held) -> Option<ValueId> {
        match operand {
            Operand::Copy(place) | Operand::Move(place) => {
                Some(held.get(self.tracked.whole(place)?))
            }
            Operand::Constant(constant) => self.number(Value::Constant(constant.const_), ty),
            Operand::RuntimeChecks(_) => None,
        }
    }

    fn address(
        &mut self,
        place: &Place<'tcx>,
        kind: AddressKind,
        ty: Ty<'tcx>,
        held: &Held,
    ) -> Option<ValueId> {
        let (of, rest) = match (self.tracked.base(place), self.tracked.variable(place)) {
            (Some((pointer, [PlaceElem::Deref, rest @ ..])), _) => {
                let pointer = held.get(pointer);
                // A reborrow of the whole pointee is the pointer itself.
                if rest.is_empty() && self.get(pointer).1 == ty {
                    return Some(pointer);
                }
                (Pointee::Behind(pointer), rest)
            }
            (_, (Base::Local(local), rest)) if self.pinned => (Pointee::Local(local), rest),
            (_, (Base::Capture(field), rest)) if self.pinned => (Pointee::Capture(field), rest),
            _ => return None,
        };
        let is_fixed = |element: &PlaceElem<'tcx>| {
            matches!(
                element,
                PlaceElem::Field(..)
                    | PlaceElem::Downcast(..)
                    | PlaceElem::ConstantIndex { .. }
                    | PlaceElem::Subslice { .. }
            )
        };
        if !rest.iter().all(is_fixed) {
            return None;
        }
        let projection = self.tcx.mk_place_elems(rest);
        self.number(Value::Address { of, projection, kind }, ty)
    }

    fn number(&mut self, value: Value<'tcx>, ty: Ty<'tcx>) -> Option<ValueId> {
        let (from, variable) = match value {
            Value::Held(_) => unreachable!("what is held has its number from the start"),
            Value::Constant(_) => (None, None),
            Value::Address { of: Pointee::Local(local), .. } => (None, Some(local)),
            Value::Address { of: Pointee::Capture(_), .. } => (None, None),
            Value::Address { of: Pointee::Behind(from), .. }
            | Value::Cast(_, from)
            | Value::Metadata(from) => (Some(from), None),
        };
        let mut fact = match from {
            Some(from) => {
                let Fact { steps, holders, variables } = &self.values[from.index()];
                Fact { steps: steps + 1, holders: holders.clone(), variables: variables.clone() }
            }
            None => Fact { steps: 1, holders: vec![], variables: vec![] },
        };
        fact.variables.extend(variable);
        if fact.steps > MAX_STEPS {
            return None;
        }
        for &holder in &fact.holders {
            self.sources.insert(holder);
        }
        for &local in &fact.variables {
            self.addressed.insert(local);
        }
        let entry = self.values.entry((value, ty));
        let id = ValueId::new(entry.index());
        entry.or_insert(fact);
        Some(id)
    }
}

/// Casts that take an instruction or two and cannot fail.
fn is_free(kind: CastKind) -> bool {
    matches!(
        kind,
        CastKind::PointerCoercion(..)
            | CastKind::PtrToPtr
            | CastKind::FnPtrToPtr
            | CastKind::IntToInt
            | CastKind::Subtype
    )
}

/// Restricts `start` to what also holds in `end`. Returns whether it changed.
fn merge(start: &mut Option<Held>, end: &Held) -> bool {
    let Some(start) = start else {
        *start = Some(end.clone());
        return true;
    };
    let before = start.0.len();
    start.0.retain(|holder, value| end.get(*holder) == *value);
    start.0.len() != before
}
