//! How each kind of coroutine communicates with its resumer.

use rustc_abi::VariantIdx;
use rustc_hir::lang_items::LangItem;
use rustc_hir::{CoroutineDesugaring, CoroutineKind};
use rustc_index::IndexVec;
use rustc_middle::mir::{AggregateKind, Const, ConstOperand, Operand, Rvalue, UnevaluatedConst};
use rustc_middle::ty::{self, GenericArg, Ty, TyCtxt};
use rustc_span::Span;

/// The signature and the results of a coroutine's resume function.
#[derive(Clone, Copy)]
pub struct Protocol<'tcx> {
    tcx: TyCtxt<'tcx>,
    span: Span,
    kind: CoroutineKind,
    yield_ty: Ty<'tcx>,
    return_ty: Ty<'tcx>,
}

impl<'tcx> Protocol<'tcx> {
    /// The protocol of a coroutine of `kind` with these types.
    pub fn new(
        tcx: TyCtxt<'tcx>,
        span: Span,
        kind: CoroutineKind,
        yield_ty: Ty<'tcx>,
        return_ty: Ty<'tcx>,
    ) -> Self {
        Protocol { tcx, span, kind, yield_ty, return_ty }
    }

    /// The kind of coroutine, for panic messages.
    pub fn kind(&self) -> CoroutineKind {
        self.kind
    }

    fn desugaring(&self) -> Option<CoroutineDesugaring> {
        match self.kind {
            CoroutineKind::Desugared(desugaring, _) => Some(desugaring),
            CoroutineKind::Coroutine(_) => None,
        }
    }

    /// Whether the coroutine awaits; if so, its resume argument is the task's context.
    pub fn awaits(&self) -> bool {
        matches!(
            self.desugaring(),
            Some(CoroutineDesugaring::Async | CoroutineDesugaring::AsyncGen)
        )
    }

    /// Whether the coroutine is an async fn, block or closure.
    pub fn is_async(&self) -> bool {
        self.desugaring() == Some(CoroutineDesugaring::Async)
    }

    /// Whether it is resumed through `Pin<&mut Self>` rather than `&mut Self`.
    pub fn pins(&self) -> bool {
        self.desugaring() != Some(CoroutineDesugaring::Gen)
    }

    /// Whether the resume function takes an argument besides the coroutine.
    pub fn takes_argument(&self) -> bool {
        self.desugaring() != Some(CoroutineDesugaring::Gen)
    }

    /// The return type of the resume function.
    pub fn result_ty(&self) -> Ty<'tcx> {
        let adt = |item, args: &[GenericArg<'tcx>]| {
            let def = self.tcx.adt_def(self.tcx.require_lang_item(item, self.span));
            Ty::new_adt(self.tcx, def, self.tcx.mk_args(args))
        };
        match self.desugaring() {
            Some(CoroutineDesugaring::Async) => adt(LangItem::Poll, &[self.return_ty.into()]),
            Some(CoroutineDesugaring::Gen) => adt(LangItem::Option, &[self.yield_ty.into()]),
            // The body itself yields `Poll<Option<_>>`.
            Some(CoroutineDesugaring::AsyncGen) => self.yield_ty,
            None => adt(LangItem::CoroutineState, &[self.yield_ty.into(), self.return_ty.into()]),
        }
    }

    /// The result of a resume that yields `value`.
    pub fn yielded(&self, value: Operand<'tcx>) -> Rvalue<'tcx> {
        match self.desugaring() {
            Some(CoroutineDesugaring::Async) => self.pending(),
            // `Some(value)`
            Some(CoroutineDesugaring::Gen) => self.variant(1, vec![value]),
            Some(CoroutineDesugaring::AsyncGen) => Rvalue::Use(value),
            // `CoroutineState::Yielded(value)`
            None => self.variant(0, vec![value]),
        }
    }

    /// `Poll::Pending`, the result of a resume of an async coroutine.
    pub fn pending(&self) -> Rvalue<'tcx> {
        self.variant(1, vec![])
    }

    /// The result of the resume that returns `value`.
    pub fn returned(&self, value: Operand<'tcx>) -> Rvalue<'tcx> {
        match self.desugaring() {
            // `Poll::Ready(value)`
            Some(CoroutineDesugaring::Async) => self.variant(0, vec![value]),
            // `CoroutineState::Complete(value)`
            None => self.variant(1, vec![value]),
            Some(CoroutineDesugaring::Gen | CoroutineDesugaring::AsyncGen) => self.finished(),
        }
    }

    /// The result of a resume after the return; `None` if that resume panics.
    pub fn resumed_after_return(&self) -> Option<Rvalue<'tcx>> {
        match self.desugaring() {
            Some(CoroutineDesugaring::Gen | CoroutineDesugaring::AsyncGen) => Some(self.finished()),
            Some(CoroutineDesugaring::Async) | None => None,
        }
    }

    /// `None`, or `Poll::Ready(None)`.
    fn finished(&self) -> Rvalue<'tcx> {
        if self.desugaring() == Some(CoroutineDesugaring::Gen) {
            return self.variant(0, vec![]);
        }
        let (ty::Adt(_, poll_args), tcx) = (*self.yield_ty.kind(), self.tcx) else {
            unreachable!("an async gen body yields `Poll<Option<_>>`")
        };
        let ty::Adt(_, option_args) = *poll_args.type_at(0).kind() else {
            unreachable!("an async gen body yields `Poll<Option<_>>`")
        };
        let item = tcx.require_lang_item(LangItem::AsyncGenFinished, self.span);
        let args = tcx.mk_args(&[option_args.type_at(0).into()]);
        let const_ = Const::Unevaluated(UnevaluatedConst::new(item, args), self.yield_ty);
        let constant = ConstOperand { span: self.span, user_ty: None, const_ };
        Rvalue::Use(Operand::Constant(Box::new(constant)))
    }

    fn variant(&self, variant: usize, fields: Vec<Operand<'tcx>>) -> Rvalue<'tcx> {
        let ty::Adt(adt, args) = *self.result_ty().kind() else {
            unreachable!("every result is an enum")
        };
        let variant = VariantIdx::from_usize(variant);
        let aggregate = AggregateKind::Adt(adt.did(), variant, args, None, None);
        Rvalue::Aggregate(Box::new(aggregate), IndexVec::from_raw(fields))
    }
}
