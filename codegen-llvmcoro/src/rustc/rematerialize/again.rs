//! Statements that compute values again.

use rustc_middle::mir::*;
use rustc_middle::ty::{Ty, TyCtxt};

use super::tracked::{Holder, HolderId, Tracked};
use super::values::{AddressKind, Pointee, Value, ValueId, Values};

/// Computes values in one place.
pub struct Again<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    values: &'a Values<'a, 'tcx>,
    tracked: &'a Tracked<'tcx>,
    body: &'a mut Body<'tcx>,
    source_info: SourceInfo,
    statements: Vec<Statement<'tcx>>,
}

impl<'a, 'tcx> Again<'a, 'tcx> {
    /// The statements that make `holder` hold `value`.
    pub fn compute(
        tcx: TyCtxt<'tcx>,
        values: &'a Values<'a, 'tcx>,
        tracked: &'a Tracked<'tcx>,
        body: &'a mut Body<'tcx>,
        source_info: SourceInfo,
        (holder, value): (HolderId, ValueId),
    ) -> Vec<Statement<'tcx>> {
        let mut this = Again { tcx, values, tracked, body, source_info, statements: vec![] };
        let rvalue = this.rvalue(value);
        let place = this.place(holder);
        this.assign(place, rvalue);
        this.statements
    }

    /// How a computable value is computed, after the statements that it takes.
    fn rvalue(&mut self, value: ValueId) -> Rvalue<'tcx> {
        let (how, ty) = self.values.get(value);
        match how {
            Value::Held(_) | Value::Constant(_) => Rvalue::Use(self.operand(value)),
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
        match self.values.get(value).0 {
            Value::Held(holder) => Operand::Copy(self.place(holder)),
            Value::Constant(const_) => {
                let span = self.source_info.span;
                Operand::Constant(Box::new(ConstOperand { span, user_ty: None, const_ }))
            }
            _ => Operand::Copy(self.temporary(value).into()),
        }
    }

    /// A local with the pointer `value`.
    fn pointer(&mut self, value: ValueId) -> Local {
        if let Value::Held(holder) = self.values.get(value).0
            && let Holder::Local(local) = self.tracked.holder(holder)
        {
            return local;
        }
        // MIR goes through one pointer at a time: a capture is copied first.
        self.temporary(value)
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
