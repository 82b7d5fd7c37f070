//! Inserts debug checks for undefined behaviour.
//!
//! With `-Zub-checks`, which debug assertions enable, rustc's MIR checks that a dereferenced raw
//! pointer is aligned and not null, and that a transmuted value is a variant of its enum. The
//! passes that insert these checks are optimisation passes, which lowered bodies skip, so the
//! plugin inserts them here. The rules mirror the passes `CheckAlignment`, `CheckNull` and
//! `CheckEnums` as they apply to a coroutine, whose places rustc has split at every dereference by
//! then. Messages and order are those of rustc.

use rustc_abi::{Align, Scalar, Size, TagEncoding, Variants};
use rustc_hir::lang_items::LangItem;
use rustc_middle::mir::interpret;
use rustc_middle::mir::visit::{MutatingUseContext, NonMutatingUseContext, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::layout::PrimitiveExt;
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

/// Inserts the checks into `body`, if the session enables them.
pub fn insert<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    // A check panics. Without a panic handler, as in `core` itself, it could call nothing.
    if !tcx.sess.ub_checks() || tcx.lang_items().get(LangItem::PanicImpl).is_none() {
        return;
    }
    let typing_env = body.typing_env(tcx);
    for block in body.basic_blocks.indices() {
        Inserter { tcx, typing_env, body, block }.check_block();
    }
}

/// How many blocks the check that ends a block has added to its body; 0 if the terminator is no
/// check.
///
/// Whether a body can unwind must not depend on the checks.
pub fn added_blocks(kind: &TerminatorKind<'_>) -> usize {
    let TerminatorKind::Assert { cond, msg, .. } = kind else { return 0 };
    match (&**msg, cond) {
        // After a switch: the block that panics and the block that follows.
        (AssertKind::InvalidEnumConstruction(_), Operand::Constant(_)) => 2,
        (
            AssertKind::InvalidEnumConstruction(_)
            | AssertKind::MisalignedPointerDereference { .. }
            | AssertKind::NullPointerDereference,
            _,
        ) => 1,
        _ => 0,
    }
}

/// A dereference of a raw pointer.
struct Access<'tcx> {
    pointer: Place<'tcx>,
    /// The type that must be aligned, if its size is known.
    aligned: Option<Ty<'tcx>>,
    /// The type that must not be behind a null pointer, if its size is known.
    pointee: Option<Ty<'tcx>>,
    /// Whether it makes a reference: a null reference is wrong even if its target has no bytes.
    borrows: bool,
}

/// Walks one block and ends it at each check.
struct Inserter<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    body: &'a mut Body<'tcx>,
    /// The block that is being filled.
    block: BasicBlock,
}

impl<'tcx> Inserter<'_, 'tcx> {
    fn check_block(mut self) {
        let data = &mut self.body.basic_blocks_mut()[self.block];
        let statements = std::mem::take(&mut data.statements);
        let terminator = data.terminator.take().expect("a finished body has terminators");
        for statement in statements {
            self.check_statement(&statement);
            self.body.basic_blocks_mut()[self.block].statements.push(statement);
        }
        let mut found = Accesses::of(self.tcx, self.body, self.typing_env);
        found.visit_terminator(&terminator, Location::START);
        // rustc checks all dereferences in a terminator's place but the last.
        let Accesses { intermediate, .. } = found;
        self.check_accesses(&intermediate, terminator.source_info);
        self.body.basic_blocks_mut()[self.block].terminator = Some(terminator);
    }

    fn check_statement(&mut self, statement: &Statement<'tcx>) {
        let info = statement.source_info;
        let mut found = Accesses::of(self.tcx, self.body, self.typing_env);
        found.visit_statement(statement, Location::START);
        let Accesses { intermediate, mut last, .. } = found;
        self.check_accesses(&intermediate, info);
        last.reverse();
        for access in &last {
            self.check_alignment(access, info);
        }
        for access in &last {
            self.check_null(access, info);
        }
        if let StatementKind::Assign(assign) = &statement.kind
            && let Rvalue::Cast(CastKind::Transmute, operand, ty) = &assign.1
        {
            self.check_enum(operand, *ty, info);
        }
    }

    fn check_accesses(&mut self, accesses: &[Access<'tcx>], info: SourceInfo) {
        for access in accesses {
            self.check_alignment(access, info);
            self.check_null(access, info);
        }
    }

    /// `(pointer.addr() & (align_of::<T>() - 1)) == 0`
    fn check_alignment(&mut self, access: &Access<'tcx>, info: SourceInfo) {
        let tcx = self.tcx;
        let Some(aligned) = access.aligned else { return };
        let element = match aligned.kind() {
            ty::Array(element, _) => *element,
            _ => aligned,
        };
        if [tcx.types.bool, tcx.types.i8, tcx.types.u8].contains(&element) {
            return;
        }
        let usize_ty = tcx.types.usize;
        let address = self.address(access.pointer, info);
        let align_of = tcx.require_lang_item(LangItem::AlignOf, info.span);
        let align = Operand::unevaluated_constant(tcx, align_of, &[aligned.into()], info.span);
        let minus_one = self.binary(BinOp::Sub, align.clone(), self.usize(1, info), usize_ty, info);
        // Some targets do not guarantee large alignments in static and stack memory.
        let max = tcx.sess.target.max_reliable_alignment();
        let mask = if max < Align::MAX {
            let limit = self.usize(max.bytes() - 1, info);
            self.binary(BinOp::BitAnd, minus_one, limit, usize_ty, info)
        } else {
            minus_one
        };
        let bits = self.binary(BinOp::BitAnd, address.clone(), mask, usize_ty, info);
        let is_ok = self.binary(BinOp::Eq, bits, self.usize(0, info), tcx.types.bool, info);
        let message = AssertKind::MisalignedPointerDereference { required: align, found: address };
        self.assert(is_ok, message, info);
    }

    /// `!(pointer.addr() == 0 && size_of::<T>() != 0)`
    fn check_null(&mut self, access: &Access<'tcx>, info: SourceInfo) {
        let tcx = self.tcx;
        let Some(pointee) = access.pointee else { return };
        let bool_ty = tcx.types.bool;
        let address = self.address(access.pointer, info);
        let counts = if access.borrows {
            constant(info, Const::from_bool(tcx, true))
        } else {
            let size_of = tcx.require_lang_item(LangItem::SizeOf, info.span);
            let size = Operand::unevaluated_constant(tcx, size_of, &[pointee.into()], info.span);
            self.binary(BinOp::Ne, size, self.usize(0, info), bool_ty, info)
        };
        let is_null = self.binary(BinOp::Eq, address, self.usize(0, info), bool_ty, info);
        let is_wrong = self.binary(BinOp::BitAnd, is_null, counts, bool_ty, info);
        let is_ok = self.assign(Rvalue::UnaryOp(UnOp::Not, is_wrong), bool_ty, info);
        self.assert(is_ok, AssertKind::NullPointerDereference, info);
    }

    /// Checks that `operand`, transmuted to the enum `ty`, has a valid discriminant.
    fn check_enum(&mut self, operand: &Operand<'tcx>, ty: Ty<'tcx>, info: SourceInfo) {
        let tcx = self.tcx;
        let ty::Adt(adt, _) = *ty.kind() else { return };
        if !adt.is_enum() {
            return;
        }
        let layout_of = |ty| tcx.layout_of(self.typing_env.as_query_input(ty));
        let operand_ty = operand.ty(&self.body.local_decls, tcx);
        let (Ok(layout), Ok(operand_layout)) = (layout_of(ty), layout_of(operand_ty)) else {
            return;
        };
        let (tag_encoding, tag, tag_field) = match &layout.variants {
            Variants::Single { .. } => return,
            Variants::Empty if operand_layout.is_uninhabited() => return,
            // Such an enum has no values, so nothing can be transmuted to it.
            Variants::Empty => {
                let never = self.assign(
                    Rvalue::Use(constant(info, Const::from_bool(tcx, false))),
                    tcx.types.bool,
                    info,
                );
                let zero = constant(info, u128_constant(tcx, 0));
                self.assert(never, AssertKind::InvalidEnumConstruction(zero), info);
                return;
            }
            Variants::Multiple { tag_encoding, tag, tag_field, .. } => {
                (tag_encoding, *tag, *tag_field)
            }
        };
        let Scalar::Initialized { value, valid_range } = tag else { return };
        let discriminant =
            Discriminant { ty: value.to_int_ty(tcx), size: value.size(&tcx), offset: Size::ZERO };
        if operand_layout.size.bytes() == 0 {
            tcx.dcx().span_delayed_bug(info.span, "an enum with a tag is larger than a unit");
            return;
        }
        match tag_encoding {
            TagEncoding::Direct => {
                let values = adt.discriminants(tcx).map(|(_, value)| value.val).collect();
                self.check_direct(operand, operand_layout.size, discriminant, values, info);
            }
            TagEncoding::Niche { .. } => {
                let offset = layout.fields.offset(tag_field.as_usize());
                let discriminant = Discriminant { offset, ..discriminant };
                let bits = self.discriminant_bits(operand, operand_layout.size, discriminant, info);
                let start = constant(info, u128_constant(tcx, valid_range.start));
                let length = valid_range.end.wrapping_sub(valid_range.start);
                let length = constant(info, u128_constant(tcx, length));
                let u128_ty = tcx.types.u128;
                let distance = self.binary(BinOp::Sub, bits.clone(), start, u128_ty, info);
                let is_ok = self.binary(BinOp::Le, distance, length, tcx.types.bool, info);
                self.assert(is_ok, AssertKind::InvalidEnumConstruction(bits), info);
            }
        }
    }

    /// Branches on the discriminant: continues for one of `values`, otherwise panics.
    fn check_direct(
        &mut self,
        operand: &Operand<'tcx>,
        operand_size: Size,
        discriminant: Discriminant<'tcx>,
        values: Vec<u128>,
        info: SourceInfo,
    ) {
        let tcx = self.tcx;
        let bits = self.discriminant_bits(operand, operand_size, discriminant, info);
        let mask = constant(info, u128_constant(tcx, discriminant.size.unsigned_int_max()));
        let bits = self.binary(BinOp::BitAnd, bits, mask, tcx.types.u128, info);
        let next = self.new_block();
        let invalid = self.new_block();
        let values = values.into_iter().map(|value| (discriminant.size.truncate(value), next));
        let kind = TerminatorKind::SwitchInt {
            discr: bits.clone(),
            targets: SwitchTargets::new(values, invalid),
        };
        self.end_block(kind, info, invalid);
        let never = constant(info, Const::from_bool(tcx, false));
        self.end_block(
            assertion(never, AssertKind::InvalidEnumConstruction(bits), next),
            info,
            next,
        );
    }

    /// The bits of `operand` at the enum's tag, as a `u128`.
    fn discriminant_bits(
        &mut self,
        operand: &Operand<'tcx>,
        operand_size: Size,
        discriminant: Discriminant<'tcx>,
        info: SourceInfo,
    ) -> Operand<'tcx> {
        let tcx = self.tcx;
        let source = operand.to_copy();
        let Discriminant { ty, size, offset } = discriminant;
        let tag = if size < operand_size {
            // Some bytes of the operand may be uninitialised.
            let byte = Ty::new_maybe_uninit(tcx, tcx.types.u8);
            let bytes_ty = Ty::new_array(tcx, byte, operand_size.bytes());
            let bytes = self.assign_local(
                Rvalue::Cast(CastKind::Transmute, source, bytes_ty),
                bytes_ty,
                info,
            );
            let tag_bytes = PlaceElem::Subslice {
                from: offset.bytes(),
                to: offset.bytes() + size.bytes(),
                from_end: false,
            };
            let tag_bytes = Place::from(bytes).project_deeper(&[tag_bytes], tcx);
            Rvalue::Cast(CastKind::Transmute, Operand::Copy(tag_bytes), ty)
        } else {
            let int_ty = unsigned_of_size(tcx, operand_size);
            let int = self.assign(Rvalue::Cast(CastKind::Transmute, source, int_ty), int_ty, info);
            Rvalue::Cast(CastKind::IntToInt, int, ty)
        };
        let tag = self.assign(tag, ty, info);
        let u128_ty = tcx.types.u128;
        self.assign(Rvalue::Cast(CastKind::IntToInt, tag, u128_ty), u128_ty, info)
    }

    /// `pointer.addr()`
    fn address(&mut self, pointer: Place<'tcx>, info: SourceInfo) -> Operand<'tcx> {
        let tcx = self.tcx;
        let thin_ty = Ty::new_imm_ptr(tcx, tcx.types.unit);
        let cast = Rvalue::Cast(CastKind::PtrToPtr, Operand::Copy(pointer), thin_ty);
        let thin = self.assign(cast, thin_ty, info);
        let usize_ty = tcx.types.usize;
        self.assign(Rvalue::Cast(CastKind::Transmute, thin, usize_ty), usize_ty, info)
    }

    fn usize(&self, value: u64, info: SourceInfo) -> Operand<'tcx> {
        let value = interpret::Scalar::from_target_usize(value, &self.tcx);
        let value = ConstValue::Scalar(value);
        constant(info, Const::Val(value, self.tcx.types.usize))
    }

    fn binary(
        &mut self,
        op: BinOp,
        left: Operand<'tcx>,
        right: Operand<'tcx>,
        ty: Ty<'tcx>,
        info: SourceInfo,
    ) -> Operand<'tcx> {
        self.assign(Rvalue::BinaryOp(op, Box::new((left, right))), ty, info)
    }

    fn assign(&mut self, value: Rvalue<'tcx>, ty: Ty<'tcx>, info: SourceInfo) -> Operand<'tcx> {
        Operand::Copy(self.assign_local(value, ty, info).into())
    }

    fn assign_local(&mut self, value: Rvalue<'tcx>, ty: Ty<'tcx>, info: SourceInfo) -> Local {
        let local = self.body.local_decls.push(LocalDecl::with_source_info(ty, info));
        let assign = StatementKind::Assign(Box::new((local.into(), value)));
        let statements = &mut self.body.basic_blocks_mut()[self.block].statements;
        statements.push(Statement::new(info, assign));
        local
    }

    fn assert(&mut self, is_ok: Operand<'tcx>, message: AssertMessage<'tcx>, info: SourceInfo) {
        let next = self.new_block();
        self.end_block(assertion(is_ok, message, next), info, next);
    }

    /// A block without a terminator; it is a cleanup block if the current one is.
    fn new_block(&mut self) -> BasicBlock {
        let is_cleanup = self.body.basic_blocks[self.block].is_cleanup;
        self.body.basic_blocks_mut().push(BasicBlockData::new(None, is_cleanup))
    }

    /// Ends the current block and continues in `next`.
    fn end_block(&mut self, kind: TerminatorKind<'tcx>, info: SourceInfo, next: BasicBlock) {
        let terminator = Terminator { source_info: info, kind };
        self.body.basic_blocks_mut()[self.block].terminator = Some(terminator);
        self.block = next;
    }
}

/// The enum's tag within a value that is about to become one.
#[derive(Clone, Copy)]
struct Discriminant<'tcx> {
    /// The integer type of the tag.
    ty: Ty<'tcx>,
    size: Size,
    offset: Size,
}

fn constant<'tcx>(info: SourceInfo, const_: Const<'tcx>) -> Operand<'tcx> {
    Operand::Constant(Box::new(ConstOperand { span: info.span, user_ty: None, const_ }))
}

fn u128_constant<'tcx>(tcx: TyCtxt<'tcx>, value: u128) -> Const<'tcx> {
    Const::Val(ConstValue::from_u128(value), tcx.types.u128)
}

fn assertion<'tcx>(
    cond: Operand<'tcx>,
    message: AssertMessage<'tcx>,
    target: BasicBlock,
) -> TerminatorKind<'tcx> {
    TerminatorKind::Assert {
        cond,
        expected: true,
        msg: Box::new(message),
        target,
        // Unwinding from code that already misbehaves could do more harm.
        unwind: UnwindAction::Unreachable,
    }
}

fn unsigned_of_size<'tcx>(tcx: TyCtxt<'tcx>, size: Size) -> Ty<'tcx> {
    match size.bytes() {
        1 => tcx.types.u8,
        2 => tcx.types.u16,
        4 => tcx.types.u32,
        8 => tcx.types.u64,
        16 => tcx.types.u128,
        other => unreachable!("a tag of {other} bytes"),
    }
}

/// Collects the dereferences of raw pointers in a statement or terminator.
struct Accesses<'a, 'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    local_decls: &'a LocalDecls<'tcx>,
    /// Those that load another pointer, which is dereferenced next.
    intermediate: Vec<Access<'tcx>>,
    /// The last dereference of each place that is read, written or borrowed.
    last: Vec<Access<'tcx>>,
}

impl<'a, 'tcx> Accesses<'a, 'tcx> {
    fn of(tcx: TyCtxt<'tcx>, body: &'a Body<'tcx>, typing_env: TypingEnv<'tcx>) -> Self {
        let local_decls = &body.local_decls;
        Accesses { tcx, typing_env, local_decls, intermediate: vec![], last: vec![] }
    }

    /// The dereference of the pointer that the first `length` elements of `place`'s projection
    /// reach.
    fn access(
        &self,
        place: &Place<'tcx>,
        length: usize,
        context: PlaceContext,
    ) -> Option<Access<'tcx>> {
        let projection = self.tcx.mk_place_elems(&place.projection[..length]);
        let pointer = Place { local: place.local, projection };
        let ty::RawPtr(pointee, _) = *pointer.ty(self.local_decls, self.tcx).ty.kind() else {
            return None;
        };
        let borrows = matches!(
            context,
            PlaceContext::NonMutatingUse(NonMutatingUseContext::SharedBorrow)
                | PlaceContext::MutatingUse(MutatingUseContext::Borrow)
        );
        // A reference must be aligned for its target, which may be a field.
        let aligned = if borrows { place.ty(self.local_decls, self.tcx).ty } else { pointee };
        let if_sized = |ty: Ty<'tcx>| ty.is_sized(self.tcx, self.typing_env).then_some(ty);
        Some(Access { pointer, aligned: if_sized(aligned), pointee: if_sized(pointee), borrows })
    }
}

impl<'tcx> Visitor<'tcx> for Accesses<'_, 'tcx> {
    fn visit_place(&mut self, place: &Place<'tcx>, context: PlaceContext, _: Location) {
        if matches!(context, PlaceContext::NonUse(_)) {
            return;
        }
        let derefs: Vec<usize> = (place.projection.iter().enumerate())
            .filter_map(|(at, elem)| (elem == PlaceElem::Deref).then_some(at))
            .collect();
        let Some((&last, intermediate)) = derefs.split_last() else { return };
        for &length in intermediate {
            let read = PlaceContext::NonMutatingUse(NonMutatingUseContext::Copy);
            self.intermediate.extend(self.access(place, length, read));
        }
        let is_access = matches!(
            context,
            PlaceContext::MutatingUse(
                MutatingUseContext::Store
                    | MutatingUseContext::Call
                    | MutatingUseContext::Yield
                    | MutatingUseContext::Drop
                    | MutatingUseContext::Borrow
            ) | PlaceContext::NonMutatingUse(
                NonMutatingUseContext::Copy
                    | NonMutatingUseContext::Move
                    | NonMutatingUseContext::SharedBorrow
            )
        );
        if is_access {
            self.last.extend(self.access(place, last, context));
        }
    }
}
