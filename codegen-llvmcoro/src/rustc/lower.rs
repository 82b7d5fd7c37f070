//! From a coroutine's MIR to the marked body.
//!
//! The input is what drop elaboration leaves: a function that takes the coroutine by value,
//! yields, and ends a cancelled run with `CoroutineDrop`. The output is `Future::poll` as MIR
//! that rustc can generate code for, with markers ([`crate::marker`]) where it suspends, and the
//! same once more as drop glue. States, discriminants and panics are those of rustc's own state
//! transform: 0 unresumed, 1 returned, 2 panicked, then one per suspension point in block order.

use rustc_abi::{FieldIdx, VariantIdx};
use rustc_hir::lang_items::LangItem;
use rustc_index::{IndexVec, bit_set::BitMatrix};
use rustc_middle::mir::visit::{MutVisitor, PlaceContext};
use rustc_middle::mir::*;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, InstanceKind, Ty, TyCtxt};

use rustc_span::Spanned;

use super::protocol::Protocol;
use super::{call_guards, context, dissolve, lowered, slots, upvar_drops};
use crate::marker::{Flavour, Marker, status};

/// The self argument of a coroutine body, before and after lowering.
const SELF_ARG: Local = Local::from_u32(1);
/// The resume argument of a coroutine body, before and after lowering.
const RESUME_ARG: Local = Local::from_u32(2);

/// Lowers `body`, a runtime body whose coroutine info was taken out before the passes ran.
///
/// `yield_ty` is what the body yields. `stock` is the same coroutine after rustc's state transform: what is recorded there for other
/// consumers (kind, source of each state, async drop proxy) is taken over.
pub fn lower<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: Body<'tcx>,
    yield_ty: Ty<'tcx>,
    stock: &Body<'tcx>,
) -> Body<'tcx> {
    let stock = stock.coroutine.as_deref().expect("the state transform keeps the coroutine info");
    let stock_layout = stock.coroutine_layout.as_ref().expect("the state transform sets it");

    let kind = stock.coroutine_kind;
    let protocol = Protocol::new(tcx, body.span, kind, yield_ty, body.return_ty());
    let core = Core::new(tcx, body, protocol);
    let mut variant_source_info = stock_layout.variant_source_info.clone();
    variant_source_info.truncate(CoroutineArgs::RESERVED_VARIANTS);
    variant_source_info.extend(core.yields.iter().map(|point| point.source_info));
    let (mut poll, frame_locals) = core.clone().into_poll();
    let drop_glue = core.into_drop_glue(&frame_locals);

    let states = variant_source_info.len();
    let unlayoutable = CoroutineSavedTy {
        ty: lowered::unlayoutable(tcx),
        source_info: SourceInfo::outermost(poll.span),
        ignore_for_traits: true,
    };
    poll.coroutine = Some(Box::new(CoroutineInfo {
        yield_ty: None,
        resume_ty: None,
        coroutine_drop: Some(drop_glue),
        coroutine_drop_async: None,
        coroutine_drop_proxy_async: stock.coroutine_drop_proxy_async.clone(),
        coroutine_layout: Some(CoroutineLayout {
            field_tys: IndexVec::from_raw(vec![unlayoutable]),
            field_names: IndexVec::from_raw(vec![None]),
            variant_fields: IndexVec::from_elem_n(IndexVec::new(), states),
            variant_source_info,
            storage_conflicts: BitMatrix::new(1, 1),
        }),
        coroutine_kind: kind,
    }));
    poll
}

/// A suspension point of the body.
#[derive(Clone)]
struct YieldPoint<'tcx> {
    block: BasicBlock,
    source_info: SourceInfo,
    value: Operand<'tcx>,
    resume: BasicBlock,
    resume_arg: Place<'tcx>,
    drop: Option<BasicBlock>,
}

/// What `poll` and drop glue have in common: the body without its first block, over
/// `(*self_ptr)`, with the yields still in place.
#[derive(Clone)]
struct Core<'tcx> {
    tcx: TyCtxt<'tcx>,
    protocol: Protocol<'tcx>,
    body: Body<'tcx>,
    coroutine_ty: Ty<'tcx>,
    /// Where the original body starts.
    start: BasicBlock,
    /// `&mut C` or `*mut C`.
    self_ptr: Local,
    /// What the body knows as its resume argument.
    resume_value: Local,
    /// What the body returns, before it is wrapped.
    returned: Local,
    yields: Vec<YieldPoint<'tcx>>,
    /// How many locals there are before `poll` or drop glue adds its own.
    own_locals: usize,
}

impl<'tcx> Core<'tcx> {
    fn new(tcx: TyCtxt<'tcx>, mut body: Body<'tcx>, protocol: Protocol<'tcx>) -> Self {
        let span = body.span;
        if protocol.awaits() {
            context::reveal_context(tcx, &mut body);
            context::dissolve_into_future(tcx, &mut body);
        }
        upvar_drops::expand(tcx, &mut body, SELF_ARG.into());

        let coroutine_ty = body.local_decls[SELF_ARG].ty;
        let self_ty = Ty::new_mut_ref(tcx, tcx.lifetimes.re_erased, coroutine_ty);
        let returned = body.local_decls.push(body.local_decls[RETURN_PLACE].clone());
        let resume_value = body.local_decls.push(body.local_decls[RESUME_ARG].clone());
        let self_ptr = body.local_decls.push(LocalDecl::new(self_ty, span));
        Rebase { tcx, self_place: tcx.mk_place_deref(self_ptr.into()), returned, resume_value }
            .visit_body(&mut body);
        // The arguments are no longer the source's own.
        body.spread_arg = None;
        for info in &mut body.var_debug_info {
            info.argument_index = None;
        }

        if protocol.is_async() {
            dissolve::dissolve(tcx, &mut body, resume_value);
        }

        let reachable = traversal::reachable_as_bitset(&body);
        let yields = body
            .basic_blocks
            .iter_enumerated()
            .filter(|(block, _)| reachable.contains(*block))
            .filter_map(|(block, data)| {
                let Terminator { source_info, kind } = data.terminator();
                let TerminatorKind::Yield { value, resume, resume_arg, drop } = kind else {
                    return None;
                };
                Some(YieldPoint {
                    block,
                    source_info: *source_info,
                    value: value.clone(),
                    resume: *resume,
                    resume_arg: *resume_arg,
                    drop: *drop,
                })
            })
            .collect();

        let mut core = Core {
            own_locals: body.local_decls.len(),
            tcx,
            protocol,
            body,
            coroutine_ty,
            start: START_BLOCK,
            self_ptr,
            resume_value,
            returned,
            yields,
        };
        // Block 0 becomes the entry; nothing in MIR may jump to it.
        let old_start = core.body.basic_blocks[START_BLOCK].clone();
        core.start = core.body.basic_blocks_mut().push(old_start);
        for point in &mut core.yields {
            if point.block == START_BLOCK {
                point.block = core.start;
            }
        }
        core
    }

    fn source_info(&self) -> SourceInfo {
        SourceInfo::outermost(self.body.span)
    }

    fn local(&mut self, ty: Ty<'tcx>) -> Local {
        self.body.local_decls.push(LocalDecl::new(ty, self.body.span))
    }

    fn block(
        &mut self,
        statements: Vec<Statement<'tcx>>,
        kind: TerminatorKind<'tcx>,
    ) -> BasicBlock {
        let terminator = Terminator { source_info: self.source_info(), kind };
        let data = BasicBlockData::new_stmts(statements, Some(terminator), false);
        self.body.basic_blocks_mut().push(data)
    }

    fn assign(&self, place: impl Into<Place<'tcx>>, value: Rvalue<'tcx>) -> Statement<'tcx> {
        let assign = StatementKind::Assign(Box::new((place.into(), value)));
        Statement::new(self.source_info(), assign)
    }

    fn set_state(&self, state: usize) -> Statement<'tcx> {
        let place = Box::new(self.tcx.mk_place_deref(self.self_ptr.into()));
        let variant_index = VariantIdx::from_usize(state);
        Statement::new(self.source_info(), StatementKind::SetDiscriminant { place, variant_index })
    }

    /// A block that suspends with `index`, the state's discriminant.
    ///
    /// `leave` must not be a bare `unreachable`: rustc would not generate a switch then, and a
    /// suspension leaves its function through the default of a switch.
    fn suspend(
        &mut self,
        index: usize,
        resume: BasicBlock,
        drop: BasicBlock,
        leave: BasicBlock,
    ) -> BasicBlock {
        let kind = self.suspend_terminator(index, resume, drop, leave);
        self.block(vec![], kind)
    }

    fn suspend_terminator(
        &mut self,
        index: usize,
        resume: BasicBlock,
        drop: BasicBlock,
        leave: BasicBlock,
    ) -> TerminatorKind<'tcx> {
        let result = self.local(self.tcx.types.u32);
        let cases = [(status::RESUME.into(), resume), (status::DESTROY.into(), drop)];
        let decide = self.block(
            vec![],
            TerminatorKind::SwitchInt {
                discr: Operand::Copy(result.into()),
                targets: SwitchTargets::new(cases.into_iter(), leave),
            },
        );
        let marker = Marker::Suspend { index: index.try_into().expect("fewer than 2^32 states") };
        marker_terminator(self.tcx, &marker, vec![asm_out(self.tcx, result)], decide)
    }

    /// Fills block 0: binds the self pointer to `self_value`, offers `frame_locals` as slots, and
    /// reaches each of `initial` by a dispatch that only LLVM's never-called ramp contains.
    ///
    /// Without `frame_locals`, they are found out first. Returns them.
    fn finish_entry(
        &mut self,
        flavour: Flavour,
        self_value: Place<'tcx>,
        initial: &[BasicBlock],
        frame_locals: impl FnOnce(&Self) -> Vec<Local>,
    ) -> Vec<Local> {
        let tcx = self.tcx;
        let which = self.local(tcx.types.u32);
        let nowhere = self.block(vec![], TerminatorKind::Unreachable);
        let cases = initial.iter().enumerate().map(|(i, block)| (i as u128, *block));
        let dispatch = self.block(
            vec![],
            TerminatorKind::SwitchInt {
                discr: Operand::Copy(which.into()),
                targets: SwitchTargets::new(cases, nowhere),
            },
        );
        let bind = self.assign(self.self_ptr, Rvalue::Use(Operand::Copy(self_value)));
        let terminator = |core: &Self, kind| Terminator { source_info: core.source_info(), kind };
        // A provisional entry, so that the analysis sees the whole graph.
        let goto = terminator(self, TerminatorKind::Goto { target: dispatch });
        self.body.basic_blocks_mut()[START_BLOCK] =
            BasicBlockData::new_stmts(vec![], Some(goto), false);
        let frame_locals = frame_locals(self);

        let mut statements = vec![bind];
        let mut operands = vec![asm_in(tcx, self.self_ptr)];
        for &local in &frame_locals {
            let ty = self.body.local_decls[local].ty;
            let address = self.local(Ty::new_mut_ptr(tcx, ty));
            let take = Rvalue::RawPtr(RawPtrKind::Mut, local.into());
            statements.push(self.assign(address, take));
            operands.push(asm_in(tcx, address));
        }
        operands.push(asm_out(tcx, which));
        let locals = frame_locals.iter().map(|local| local.as_u32()).collect();
        let marker = Marker::Begin { flavour, locals };
        let begin = terminator(self, marker_terminator(tcx, &marker, operands, dispatch));
        self.body.basic_blocks_mut()[START_BLOCK] =
            BasicBlockData::new_stmts(statements, Some(begin), false);
        remove_dead_blocks(&mut self.body);
        call_guards::split_critical_edges(&mut self.body);
        self.keep_inliner_off(flavour);
        frame_locals
    }

    /// Adds an unreachable block that makes rustc's MIR inliner leave the function alone.
    ///
    /// In a caller's body the markers would mean nothing. An attribute would keep the inliner off
    /// too, but it would also reach LLVM, which may and should inline the function once it is
    /// split. A body with a tail call is never inlined; this one calls the function itself.
    fn keep_inliner_off(&mut self, flavour: Flavour) {
        let tcx = self.tcx;
        let span = self.body.span;
        let resume_ty = self.body.local_decls[self.resume_value].ty;
        let (item, args) = match flavour {
            Flavour::Resume => self.protocol.method(self.coroutine_ty, resume_ty),
            Flavour::Destroy => (LangItem::DropInPlace, vec![self.coroutine_ty.into()]),
        };
        let item = tcx.require_lang_item(item, span);
        let func = Operand::function_handle(tcx, item, args, span);
        let args = self
            .body
            .args_iter()
            .map(|arg| Spanned { node: Operand::Move(arg.into()), span })
            .collect();
        self.block(vec![], TerminatorKind::TailCall { func, args, fn_span: span });
    }

    /// The locals that some instance of the body may have to keep in its frame.
    fn frame_locals(&self, suspends: &[BasicBlock]) -> Vec<Local> {
        let arguments = [RETURN_PLACE, SELF_ARG, RESUME_ARG, self.self_ptr];
        slots::candidates(&self.body, suspends)
            .iter()
            // What lowering added holds the status of a suspension, for one switch.
            .take_while(|local| local.index() < self.own_locals)
            .filter(|local| !arguments.contains(local))
            .collect()
    }

    /// The resume function (`Future::poll`), and the locals that it offers as slots.
    fn into_poll(mut self) -> (Body<'tcx>, Vec<Local>) {
        let tcx = self.tcx;
        let source_info = self.source_info();
        let protocol = self.protocol;
        let can_return = self.can_return();
        let can_unwind = self.can_unwind();
        let unwind =
            if self.unwinds() { UnwindAction::Continue } else { UnwindAction::Unreachable };

        // Unwinding out of the body poisons the coroutine on its way.
        if can_unwind {
            self.poison_on_unwind();
        }

        let nowhere = self.block(vec![], TerminatorKind::Unreachable);

        // The end of the body.
        for block in self.body.basic_blocks.indices() {
            match self.body.basic_blocks[block].terminator().kind {
                TerminatorKind::Return => {
                    let value = Operand::Move(self.returned.into());
                    let statements = [
                        self.assign(Place::return_place(), protocol.returned(value)),
                        self.set_state(CoroutineArgs::RETURNED),
                    ];
                    self.body.basic_blocks_mut()[block].statements.extend(statements);
                }
                // The end of a cancelled run belongs to drop glue.
                TerminatorKind::CoroutineDrop => {
                    let kind = marker_terminator(tcx, &Marker::Dropped, vec![], nowhere);
                    self.body.basic_blocks_mut()[block].terminator_mut().kind = kind;
                }
                _ => {}
            }
        }

        let leave = self.block(vec![], TerminatorKind::Return);
        let mut suspends = vec![];

        // Suspension points.
        for (number, point) in self.yields.clone().into_iter().enumerate() {
            let resume = self.resume_block(point.resume_arg, point.resume);
            let drop = point.drop.unwrap_or(nowhere);
            let state = CoroutineArgs::RESERVED_VARIANTS + number;
            let kind = self.suspend_terminator(state, resume, drop, leave);
            let result = self.assign(Place::return_place(), protocol.yielded(point.value));
            let data = &mut self.body.basic_blocks_mut()[point.block];
            data.statements.push(result);
            *data.terminator_mut() = Terminator { source_info: point.source_info, kind };
            suspends.push(point.block);
        }

        // Reserved states.
        let first_resume = self.resume_block(self.resume_value.into(), self.start);
        let drop_upvars = upvar_drops::ladder(
            tcx,
            &mut self.body,
            tcx.mk_place_deref(self.self_ptr.into()),
            source_info,
            nowhere,
            unwind,
            false,
        );
        let mut initial =
            vec![self.suspend(CoroutineArgs::UNRESUMED, first_resume, drop_upvars, leave)];
        if can_return {
            let again = match protocol.resumed_after_return() {
                Some(result) => {
                    let result = self.assign(Place::return_place(), result);
                    self.block(vec![result], TerminatorKind::Return)
                }
                None => self.panic_block(AssertKind::ResumedAfterReturn(protocol.kind()), unwind),
            };
            initial.push(self.suspend(CoroutineArgs::RETURNED, again, nowhere, leave));
        }
        if can_unwind {
            let again = self.panic_block(AssertKind::ResumedAfterPanic(protocol.kind()), unwind);
            initial.push(self.suspend(CoroutineArgs::POISONED, again, nowhere, leave));
        }
        suspends.extend(&initial);

        let self_value = self.set_signature();
        let frame_locals = self.finish_entry(Flavour::Resume, self_value, &initial, |core| {
            core.frame_locals(&suspends)
        });
        (self.body, frame_locals)
    }

    /// Gives the body the signature of its resume function; returns where the address of the
    /// coroutine is.
    fn set_signature(&mut self) -> Place<'tcx> {
        let (tcx, span) = (self.tcx, self.body.span);
        let self_ty = self.body.local_decls[self.self_ptr].ty;
        let (argument_ty, self_value) = if self.protocol.pins() {
            let pin = tcx.adt_def(tcx.require_lang_item(LangItem::Pin, span));
            let pin_ty = Ty::new_adt(tcx, pin, tcx.mk_args(&[self_ty.into()]));
            (pin_ty, tcx.mk_place_field(SELF_ARG.into(), FieldIdx::ZERO, self_ty))
        } else {
            (self_ty, SELF_ARG.into())
        };
        let resume_ty = self.body.local_decls[self.resume_value].ty;
        self.body.local_decls[RETURN_PLACE] = LocalDecl::new(self.protocol.result_ty(), span);
        self.body.local_decls[SELF_ARG] = LocalDecl::new(argument_ty, span);
        // Without an argument it is a local like others, of a type without contents.
        self.body.local_decls[RESUME_ARG] = LocalDecl::new(resume_ty, span);
        self.body.arg_count = if self.protocol.takes_argument() { 2 } else { 1 };
        self_value
    }

    /// `drop_in_place`, over the same slots as `poll`.
    fn into_drop_glue(mut self, frame_locals: &[Local]) -> Body<'tcx> {
        let tcx = self.tcx;
        let span = self.body.span;
        let source_info = self.source_info();
        let unwind =
            if self.unwinds() { UnwindAction::Continue } else { UnwindAction::Unreachable };

        for block in self.body.basic_blocks.indices() {
            let terminator = self.body.basic_blocks_mut()[block].terminator_mut();
            match terminator.kind {
                TerminatorKind::CoroutineDrop => terminator.kind = TerminatorKind::Return,
                // Only the resumed part returns or yields, and it is cut off here.
                TerminatorKind::Return | TerminatorKind::Yield { .. } => {
                    terminator.kind = TerminatorKind::Unreachable;
                }
                _ => {}
            }
        }

        let done = self.block(vec![], TerminatorKind::Return);
        let nowhere = self.block(vec![], TerminatorKind::Unreachable);
        let drop_upvars = upvar_drops::ladder(
            tcx,
            &mut self.body,
            tcx.mk_place_deref(self.self_ptr.into()),
            source_info,
            done,
            unwind,
            false,
        );
        let mut suspends = vec![
            self.suspend(CoroutineArgs::UNRESUMED, nowhere, drop_upvars, done),
            self.suspend(CoroutineArgs::RETURNED, nowhere, done, done),
            self.suspend(CoroutineArgs::POISONED, nowhere, done, done),
        ];
        for (number, point) in self.yields.clone().into_iter().enumerate() {
            let state = CoroutineArgs::RESERVED_VARIANTS + number;
            let drop = point.drop.unwrap_or(done);
            suspends.push(self.suspend(state, nowhere, drop, done));
        }

        let pointer_ty = Ty::new_mut_ptr(tcx, self.coroutine_ty);
        self.body.local_decls[self.self_ptr].ty = pointer_ty;
        self.body.local_decls[RETURN_PLACE] = LocalDecl::new(tcx.types.unit, span);
        self.body.local_decls[SELF_ARG] = LocalDecl::new(pointer_ty, span);
        // No argument any more, but the locals behind it keep their numbers.
        self.body.local_decls[RESUME_ARG] = LocalDecl::new(tcx.types.unit, span);
        self.body.arg_count = 1;
        let drop_in_place = tcx.require_lang_item(LangItem::DropInPlace, span);
        self.body.source.instance = InstanceKind::DropGlue(drop_in_place, Some(self.coroutine_ty));

        self.finish_entry(Flavour::Destroy, SELF_ARG.into(), &suspends, |_| frame_locals.to_vec());
        self.body
    }

    /// A block that hands the argument of the current resume to `place` and goes on at `target`.
    fn resume_block(&mut self, place: Place<'tcx>, target: BasicBlock) -> BasicBlock {
        let mut statements = vec![];
        if self.protocol.takes_argument() {
            statements.push(self.assign(place, Rvalue::Use(Operand::Move(RESUME_ARG.into()))));
        }
        self.block(statements, TerminatorKind::Goto { target })
    }

    fn panic_block(
        &mut self,
        message: AssertKind<Operand<'tcx>>,
        unwind: UnwindAction,
    ) -> BasicBlock {
        let span = self.body.span;
        let target = self.block(vec![], TerminatorKind::Unreachable);
        let never = ConstOperand { span, user_ty: None, const_: Const::from_bool(self.tcx, false) };
        self.block(
            vec![],
            TerminatorKind::Assert {
                cond: Operand::Constant(Box::new(never)),
                expected: true,
                msg: Box::new(message),
                target,
                unwind,
            },
        )
    }

    fn unwinds(&self) -> bool {
        self.tcx.sess.panic_strategy().unwinds()
    }

    /// Whether the body can unwind at all, as rustc's state transform decides it.
    fn can_unwind(&self) -> bool {
        self.unwinds()
            && self.body.basic_blocks.iter().any(|data| {
                matches!(
                    data.terminator().kind,
                    TerminatorKind::Drop { .. }
                        | TerminatorKind::Call { .. }
                        | TerminatorKind::InlineAsm { .. }
                        | TerminatorKind::Assert { .. }
                )
            })
    }

    /// Whether the body can return, as rustc's state transform decides it.
    fn can_return(&self) -> bool {
        let ty = self.body.local_decls[self.returned].ty;
        !ty.is_privately_uninhabited(self.tcx, self.body.typing_env(self.tcx))
            && self
                .body
                .basic_blocks
                .iter()
                .any(|data| matches!(data.terminator().kind, TerminatorKind::Return))
    }

    fn poison_on_unwind(&mut self) {
        let poison = self.set_state(CoroutineArgs::POISONED);
        let resume =
            Terminator { source_info: self.source_info(), kind: TerminatorKind::UnwindResume };
        let poison_block = self.body.basic_blocks_mut().push(BasicBlockData::new_stmts(
            vec![poison],
            Some(resume),
            true,
        ));
        for (block, data) in self.body.basic_blocks_mut().iter_enumerated_mut() {
            let is_cleanup = data.is_cleanup;
            let terminator = data.terminator_mut();
            if let TerminatorKind::UnwindResume = terminator.kind {
                if block != poison_block {
                    terminator.kind = TerminatorKind::Goto { target: poison_block };
                }
            } else if !is_cleanup
                && let Some(unwind @ UnwindAction::Continue) = terminator.unwind_mut()
            {
                *unwind = UnwindAction::Cleanup(poison_block);
            }
        }
    }
}

/// Moves the body off its original arguments and return place.
struct Rebase<'tcx> {
    tcx: TyCtxt<'tcx>,
    self_place: Place<'tcx>,
    returned: Local,
    resume_value: Local,
}

impl<'tcx> MutVisitor<'tcx> for Rebase<'tcx> {
    fn tcx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn visit_local(&mut self, local: &mut Local, _: PlaceContext, _: Location) {
        match *local {
            RETURN_PLACE => *local = self.returned,
            RESUME_ARG => *local = self.resume_value,
            SELF_ARG => unreachable!("the coroutine itself is only used as the base of a place"),
            _ => {}
        }
    }

    fn visit_place(&mut self, place: &mut Place<'tcx>, context: PlaceContext, at: Location) {
        if place.local == SELF_ARG {
            *place = self.self_place.project_deeper(place.projection, self.tcx);
        } else {
            self.visit_local(&mut place.local, context, at);
        }
        if let Some(projection) = self.process_projection(place.projection, at) {
            place.projection = self.tcx.mk_place_elems(&projection);
        }
    }

    fn visit_terminator(&mut self, terminator: &mut Terminator<'tcx>, at: Location) {
        // `Return` reads `RETURN_PLACE` by definition.
        if !matches!(terminator.kind, TerminatorKind::Return) {
            self.super_terminator(terminator, at);
        }
    }
}

fn marker_terminator<'tcx>(
    tcx: TyCtxt<'tcx>,
    marker: &Marker,
    operands: Vec<InlineAsmOperand<'tcx>>,
    target: BasicBlock,
) -> TerminatorKind<'tcx> {
    use rustc_ast::{InlineAsmOptions, InlineAsmTemplatePiece};
    let template = InlineAsmTemplatePiece::String(marker.template().into());
    TerminatorKind::InlineAsm {
        asm_macro: InlineAsmMacro::Asm,
        template: tcx.arena.alloc_from_iter([template]),
        operands: operands.into(),
        options: InlineAsmOptions::PRESERVES_FLAGS | InlineAsmOptions::NOSTACK,
        line_spans: &[],
        targets: Box::new([target]),
        unwind: UnwindAction::Unreachable,
    }
}

fn general_register(tcx: TyCtxt<'_>) -> rustc_target::asm::InlineAsmRegOrRegClass {
    use rustc_target::asm::*;
    let class = match tcx.sess.target.arch {
        rustc_target::spec::Arch::X86_64 => InlineAsmRegClass::X86(X86InlineAsmRegClass::reg),
        rustc_target::spec::Arch::Arm => InlineAsmRegClass::Arm(ArmInlineAsmRegClass::reg),
        ref other => unreachable!("policy lets no coroutine for {other:?} through"),
    };
    InlineAsmRegOrRegClass::RegClass(class)
}

fn asm_in<'tcx>(tcx: TyCtxt<'tcx>, local: Local) -> InlineAsmOperand<'tcx> {
    InlineAsmOperand::In { reg: general_register(tcx), value: Operand::Copy(local.into()) }
}

fn asm_out<'tcx>(tcx: TyCtxt<'tcx>, local: Local) -> InlineAsmOperand<'tcx> {
    InlineAsmOperand::Out { reg: general_register(tcx), late: false, place: Some(local.into()) }
}

/// Removes the blocks that cannot be reached, so that nothing they mention is collected.
fn remove_dead_blocks(body: &mut Body<'_>) {
    let reachable = traversal::reachable_as_bitset(body);
    let mut renumbered = IndexVec::from_elem(START_BLOCK, &body.basic_blocks);
    for (new, old) in reachable.iter().enumerate() {
        renumbered[old] = BasicBlock::from_usize(new);
    }
    let blocks = body.basic_blocks_mut();
    let mut index = 0;
    blocks.raw.retain(|_| {
        index += 1;
        reachable.contains(BasicBlock::from_usize(index - 1))
    });
    for data in blocks.iter_mut() {
        data.terminator_mut().successors_mut(|target| *target = renumbered[*target]);
    }
}
