//! Statements that recompute values.

use std::mem;

use rustc_data_structures::fx::FxHashMap;
use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::*;
use rustc_middle::ty::{Ty, TyCtxt};

use super::tracked::{Holder, HolderId, Tracked};
use super::values::{AddressKind, Held, Pointee, Value, ValueId, Values};

/// Recomputes values on one edge out of a suspension point.
pub struct Recompute<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    values: &'a Values<'a, 'tcx>,
    tracked: &'a Tracked<'tcx>,
    body: &'a mut Body<'tcx>,
    source_info: SourceInfo,
    /// A holder that already has the value.
    available: FxHashMap<ValueId, HolderId>,
    steps: Steps<'tcx>,
}

/// What happens on the edge.
#[derive(Default)]
pub struct Steps<'tcx> {
    /// Groups of statements. Each ends by computing an address, which is then hidden from LLVM.
    pub hidden: Vec<(Vec<Statement<'tcx>>, Local)>,
    /// The statements after the last group.
    pub rest: Vec<Statement<'tcx>>,
}

impl<'a, 'tcx> Recompute<'a, 'tcx> {
    /// Makes the holders `alive` hold what they hold in `held`, except for what is still there.
    /// Returns the steps.
    pub fn steps(
        tcx: TyCtxt<'tcx>,
        body: &'a mut Body<'tcx>,
        source_info: SourceInfo,
        values: &'a Values<'a, 'tcx>,
        tracked: &'a Tracked<'tcx>,
        held: &Held,
        alive: &DenseBitSet<HolderId>,
    ) -> Steps<'tcx> {
        let mut this = Recompute {
            tcx,
            values,
            tracked,
            body,
            source_info,
            available: FxHashMap::default(),
            steps: Steps::default(),
        };
        // Start with what is kept anyway, then take what needs few steps: the rest may build on it.
        let mut order: Vec<HolderId> = alive.iter().collect();
        order.sort_by_key(|holder| values.steps(held.get(*holder)));
        for holder in order {
            let value = held.get(holder);
            if this.is_computable(value) {
                this.assign(tracked.holder(holder), value);
            }
            this.available.entry(value).or_insert(holder);
        }
        this.steps
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

    /// How to compute a computable value, after adding the statements that it depends on.
    fn rvalue(&mut self, value: ValueId) -> Rvalue<'tcx> {
        let (how, ty) = self.values.get(value);
        // A copy of a constant would hide which one it is.
        if !matches!(how, Value::Constant(_))
            && let Some(&holder) = self.available.get(&value)
        {
            return Rvalue::Use(Operand::Copy(self.place(self.tracked.holder(holder))));
        }
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
            Some(&holder) => Operand::Copy(self.place(self.tracked.holder(holder))),
            None => Operand::Copy(self.temporary(value).into()),
        }
    }

    /// A local that holds the pointer `value`.
    fn pointer(&mut self, value: ValueId) -> Local {
        match self.available.get(&value).map(|holder| self.tracked.holder(*holder)) {
            Some(Holder::Local(local)) => local,
            // A MIR place dereferences a local only.
            Some(Holder::Capture(_)) | None => self.temporary(value),
        }
    }

    fn temporary(&mut self, value: ValueId) -> Local {
        let (_, ty): (_, Ty<'tcx>) = self.values.get(value);
        let local = self.body.local_decls.push(LocalDecl::new(ty, self.source_info.span));
        self.assign(Holder::Local(local), value);
        local
    }

    fn place(&self, holder: Holder) -> Place<'tcx> {
        match holder {
            Holder::Local(local) => local.into(),
            Holder::Capture(field) => self.tracked.capture(self.tcx, field),
        }
    }

    fn assign(&mut self, holder: Holder, value: ValueId) {
        let is_new = !self.available.contains_key(&value);
        let rvalue = self.rvalue(value);
        let place = self.place(holder);
        let assign = StatementKind::Assign(Box::new((place, rvalue)));
        self.steps.rest.push(Statement::new(self.source_info, assign));
        if let Holder::Local(local) = holder
            && is_new
            && self.is_own_array(value)
        {
            self.steps.hidden.push((mem::take(&mut self.steps.rest), local));
        }
    }

    /// Whether `value` is the address of an array among the coroutine's own variables.
    ///
    /// LLVM generates worse code for loops over arrays when it knows where the array is: on Thumb,
    /// it adds the index to the frame's address for each element.
    fn is_own_array(&self, value: ValueId) -> bool {
        let (how, ty) = self.values.get(value);
        matches!(how, Value::Address { of: Pointee::Local(_) | Pointee::Capture(_), .. })
            && ty.builtin_deref(true).is_some_and(Ty::is_array)
    }
}
