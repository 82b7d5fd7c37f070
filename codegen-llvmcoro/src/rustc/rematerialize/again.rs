//! Statements that compute values again.

use rustc_data_structures::fx::FxHashMap;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::*;
use rustc_middle::ty::{Ty, TyCtxt};

use super::tracked::{Holder, HolderId, Tracked};
use super::values::{AddressKind, Held, Pointee, Value, ValueId, Values};

/// What is computed on one way on from a suspension point.
pub struct Again<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    values: &'a Values<'a, 'tcx>,
    tracked: &'a Tracked<'tcx>,
    body: &'a mut Body<'tcx>,
    source_info: SourceInfo,
    /// Which holder has which value by now.
    available: FxHashMap<ValueId, HolderId>,
    statements: Vec<Statement<'tcx>>,
}

impl<'a, 'tcx> Again<'a, 'tcx> {
    /// For a way that `held` goes, to where `alive` are needed.
    pub fn compute(
        values: &'a Values<'a, 'tcx>,
        tracked: &'a Tracked<'tcx>,
        body: &'a mut Body<'tcx>,
        (tcx, source_info): (TyCtxt<'tcx>, SourceInfo),
        held: &Held,
        alive: &DenseBitSet<HolderId>,
    ) -> Vec<Statement<'tcx>> {
        let mut this = Again {
            tcx,
            values,
            tracked,
            body,
            source_info,
            available: FxHashMap::default(),
            statements: vec![],
        };
        // First what is kept in any case, then what takes few steps: the rest may build on it.
        let mut order: Vec<HolderId> = alive.iter().collect();
        order.sort_by_key(|holder| values.steps(held[*holder]));
        for holder in order {
            let value = held[holder];
            if this.is_computable(value) {
                let rvalue = this.rvalue(value);
                let place = this.place(holder);
                this.assign(place, rvalue);
            }
            this.available.entry(value).or_insert(holder);
        }
        this.statements
    }

    fn is_computable(&self, value: ValueId) -> bool {
        self.available.contains_key(&value)
            || match self.values.get(value).0 {
                Value::Held(_) => false,
                Value::Constant(_) => true,
                Value::Address { of: Pointee::Behind(from), .. }
                | Value::Cast(_, from)
                | Value::Metadata(from) => self.is_computable(from),
                Value::Address { .. } => true,
            }
    }

    /// How a computable value is computed, after the statements that it takes.
    fn rvalue(&mut self, value: ValueId) -> Rvalue<'tcx> {
        if let Some(&holder) = self.available.get(&value) {
            return Rvalue::Use(Operand::Copy(self.place(holder)));
        }
        let (how, ty) = self.values.get(value);
        match how {
            Value::Held(_) => unreachable!("the value is computable"),
            Value::Constant(_) => Rvalue::Use(self.operand(value)),
            Value::Address { of, projection, kind } => {
                let place = match of {
                    Pointee::Local(local) => Place { local, projection },
                    Pointee::Capture(field) => {
                        self.tracked.capture(self.tcx, field).project_deeper(projection, self.tcx)
                    }
                    Pointee::Behind(pointer) => {
                        let pointer = self.pointer(pointer);
                        self.tcx.mk_place_deref(pointer.into()).project_deeper(projection, self.tcx)
                    }
                };
                match kind {
                    AddressKind::Ref(kind) => {
                        Rvalue::Ref(self.tcx.lifetimes.re_erased, kind, place)
                    }
                    AddressKind::Raw(kind) => Rvalue::RawPtr(kind, place),
                }
            }
            Value::Cast(kind, from) => Rvalue::Cast(kind, self.operand(from), ty),
            Value::Metadata(from) => Rvalue::UnaryOp(UnOp::PtrMetadata, self.operand(from)),
        }
    }

    fn operand(&mut self, value: ValueId) -> Operand<'tcx> {
        if let (Value::Constant(const_), _) = self.values.get(value) {
            let span = self.source_info.span;
            return Operand::Constant(Box::new(ConstOperand { span, user_ty: None, const_ }));
        }
        match self.available.get(&value) {
            Some(&holder) => Operand::Copy(self.place(holder)),
            None => Operand::Copy(self.temporary(value).into()),
        }
    }

    /// A local with the pointer `value`.
    fn pointer(&mut self, value: ValueId) -> Local {
        match self.available.get(&value).map(|holder| self.tracked.holder(*holder)) {
            Some(Holder::Local(local)) => local,
            // MIR goes through one pointer at a time.
            Some(Holder::Capture(_)) | None => self.temporary(value),
        }
    }

    fn temporary(&mut self, value: ValueId) -> Local {
        let rvalue = self.rvalue(value);
        let (_, ty): (_, Ty<'tcx>) = self.values.get(value);
        let local = self.body.local_decls.push(LocalDecl::new(ty, self.source_info.span));
        self.assign(local.into(), rvalue);
        local
    }

    fn place(&self, holder: HolderId) -> Place<'tcx> {
        match self.tracked.holder(holder) {
            Holder::Local(local) => local.into(),
            Holder::Capture(field) => self.tracked.capture(self.tcx, field),
        }
    }

    fn assign(&mut self, place: Place<'tcx>, rvalue: Rvalue<'tcx>) {
        let assign = StatementKind::Assign(Box::new((place, rvalue)));
        self.statements.push(Statement::new(self.source_info, assign));
    }
}
