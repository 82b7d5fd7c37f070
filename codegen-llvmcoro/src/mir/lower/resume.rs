//! The resume function: `Future::poll`, `Iterator::next` and the like.

use rustc_abi::FieldIdx;
use rustc_hir::lang_items::LangItem;
use rustc_middle::mir::*;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, Ty};

use super::Core;
use super::awaits::Await;
use super::upvar_drops;
use crate::mir::assembly::{asm_in, marker_terminator};
use crate::mir::lowered::{RESUME_ARG, SELF_ARG};
use crate::mir::rustc_passes::ub_checks;
use crate::policy::{Options, ResumedAfterCompletion};
use llvmcoro_contract::marker::{Flavour, Marker};
use llvmcoro_contract::{LocalId, StateId};

impl<'tcx> Core<'tcx> {
    /// Turns the body into the resume function. Also returns the locals that it offers as slots.
    pub(super) fn into_poll(mut self) -> (Body<'tcx>, Vec<Local>) {
        let tcx = self.tcx;
        let source_info = self.source_info();
        let protocol = self.protocol;
        let can_return = self.can_return();
        let can_unwind = self.can_unwind();
        let unwind =
            if self.unwinds() { UnwindAction::Continue } else { UnwindAction::Unreachable };

        // Unwinding out of the body poisons the coroutine.
        if can_unwind {
            self.poison_on_unwind();
        }

        let nowhere = self.block(vec![], TerminatorKind::Unreachable);

        // The end of the body. With one return, LLVM splits results of two values into these, and
        // sees which of them an awaiter checks.
        let ends = self.body.basic_blocks.indices();
        let leave = self.block(vec![], TerminatorKind::Return);
        for block in ends {
            match self.body.basic_blocks[block].terminator().kind {
                TerminatorKind::Return => {
                    let value = Operand::Move(self.arguments.returned.into());
                    let result = self.assign(Place::return_place(), protocol.returned(value));
                    let enter = self.enter_state(CoroutineArgs::RETURNED, leave);
                    let data = &mut self.body.basic_blocks_mut()[block];
                    data.statements.push(result);
                    data.terminator_mut().kind = enter;
                }
                // Drops of a suspended coroutine end in drop glue, not here.
                TerminatorKind::CoroutineDrop => {
                    let kind = marker_terminator(tcx, &Marker::Dropped, vec![], nowhere);
                    self.body.basic_blocks_mut()[block].terminator_mut().kind = kind;
                }
                _ => {}
            }
        }

        let mut suspends = vec![];

        // Suspension points.
        for (number, point) in self.suspensions.clone().into_iter().enumerate() {
            let resume = self.resume_block(point.resume_arg, point.resume);
            let drop = point.drop.unwrap_or(nowhere);
            let state = CoroutineArgs::RESERVED_VARIANTS + number;
            if let Some(found) = self.awaits.iter().find(|found| found.pending == point.block) {
                self.mark_await(*found, state);
            }
            if let Some(found) = self.leaves.iter().find(|found| found.pending == point.block) {
                self.mark_leaf(*found, state);
            }
            let kind = self.suspend_terminator(state, resume, drop, leave);
            let result = self.assign(Place::return_place(), protocol.yielded(point.value));
            let data = &mut self.body.basic_blocks_mut()[point.block];
            data.statements.push(result);
            *data.terminator_mut() = Terminator { source_info: point.source_info, kind };
            suspends.push(point.block);
        }

        // Reserved states.
        let first_resume = self.resume_block(self.arguments.resume_value.into(), self.start);
        let drop_upvars = upvar_drops::ladder(
            tcx,
            &mut self.body,
            tcx.mk_place_deref(self.arguments.self_ptr.into()),
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
                    self.block(vec![result], TerminatorKind::Goto { target: leave })
                }
                None => {
                    let message = AssertKind::ResumedAfterReturn(protocol.kind());
                    self.after_completion(message, unwind, leave)
                }
            };
            initial.push(self.suspend(CoroutineArgs::RETURNED, again, nowhere, leave));
        }
        if can_unwind {
            let message = AssertKind::ResumedAfterPanic(protocol.kind());
            let again = self.after_completion(message, unwind, leave);
            initial.push(self.suspend(CoroutineArgs::POISONED, again, nowhere, leave));
        }
        suspends.extend(&initial);

        let address = Operand::Copy(self.set_signature());
        let frame_locals = self
            .finish_entry(Flavour::Resume, address, &initial, |core| core.frame_locals(&suspends));
        (self.body, frame_locals)
    }

    /// Gives the body the signature of its resume function. Returns the place of the coroutine's
    /// address.
    fn set_signature(&mut self) -> Place<'tcx> {
        let (tcx, span) = (self.tcx, self.body.span);
        let self_ty = self.body.local_decls[self.arguments.self_ptr].ty;
        let (argument_ty, self_value) = if self.protocol.pins() {
            let pin = tcx.adt_def(tcx.require_lang_item(LangItem::Pin, span));
            let pin_ty = Ty::new_adt(tcx, pin, tcx.mk_args(&[self_ty.into()]));
            (pin_ty, tcx.mk_place_field(SELF_ARG.into(), FieldIdx::ZERO, self_ty))
        } else {
            (self_ty, SELF_ARG.into())
        };
        let resume_ty = self.body.local_decls[self.arguments.resume_value].ty;
        self.body.local_decls[RETURN_PLACE] = LocalDecl::new(self.protocol.result_ty(), span);
        self.body.local_decls[SELF_ARG] = LocalDecl::new(argument_ty, span);
        // If the function takes no argument, this is an ordinary local of a type without contents.
        self.body.local_decls[RESUME_ARG] = LocalDecl::new(resume_ty, span);
        self.body.arg_count = if self.protocol.takes_argument() { 2 } else { 1 };
        self_value
    }

    /// Adds a block that moves the argument of the current resume to `place` and continues at
    /// `target`.
    fn resume_block(&mut self, place: Place<'tcx>, target: BasicBlock) -> BasicBlock {
        let mut statements = vec![];
        if self.protocol.takes_argument() {
            statements.push(self.assign(place, Rvalue::Use(Operand::Move(RESUME_ARG.into()))));
        }
        self.block(statements, TerminatorKind::Goto { target })
    }

    /// Adds what a resume does that finds the coroutine returned or panicked. Only for futures is
    /// there a choice.
    fn after_completion(
        &mut self,
        message: AssertKind<Operand<'tcx>>,
        unwind: UnwindAction,
        leave: BasicBlock,
    ) -> BasicBlock {
        let sess = self.tcx.sess;
        match Options::of(sess).resumed_after_completion {
            ResumedAfterCompletion::Pending if self.protocol.is_async() => {
                let result = self.assign(Place::return_place(), self.protocol.pending());
                self.block(vec![result], TerminatorKind::Goto { target: leave })
            }
            ResumedAfterCompletion::UnreachableInRelease
                if self.protocol.is_async() && !sess.opts.debug_assertions =>
            {
                self.block(vec![], TerminatorKind::Unreachable)
            }
            _ => self.panic_block(message, unwind),
        }
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

    /// Whether the body can unwind at all, by the rule of rustc's state transform.
    fn can_unwind(&self) -> bool {
        self.unwinds()
            && self.body.basic_blocks.iter().any(|data| match &data.terminator().kind {
                TerminatorKind::Drop { .. }
                | TerminatorKind::Call { .. }
                | TerminatorKind::InlineAsm { .. } => true,
                kind @ TerminatorKind::Assert { .. } => ub_checks::added_blocks(kind) == 0,
                _ => false,
            })
    }

    /// Whether the body can return, by the rule of rustc's state transform.
    fn can_return(&self) -> bool {
        let ty = self.body.local_decls[self.arguments.returned].ty;
        !ty.is_privately_uninhabited(self.tcx, self.body.typing_env(self.tcx))
            && self
                .body
                .basic_blocks
                .iter()
                .any(|data| matches!(data.terminator().kind, TerminatorKind::Return))
    }

    /// Puts the marker of an await, which is pending in `state`, before its poll.
    fn mark_await(&mut self, found: Await, state: usize) {
        let tcx = self.tcx;
        let awaitee_ty = self.body.local_decls[found.awaitee].ty;
        let address = self.local(Ty::new_mut_ptr(tcx, awaitee_ty));
        let take = self.assign(address, Rvalue::RawPtr(RawPtrKind::Mut, found.awaitee.into()));
        let marker =
            Marker::Await { awaitee: LocalId(found.awaitee.as_u32()), state: StateId::from(state) };
        self.body.basic_blocks_mut()[found.poll].statements.push(take);
        self.mark_poll(found, &marker, vec![asm_in(tcx, address)]);
    }

    /// Puts the marker of a leaf, which is pending in `state`, before its poll.
    fn mark_leaf(&mut self, found: Await, state: usize) {
        let awaitee = LocalId(found.awaitee.as_u32());
        self.mark_poll(found, &Marker::Leaf { awaitee, state: StateId::from(state) }, vec![]);
    }

    fn mark_poll(&mut self, found: Await, marker: &Marker, operands: Vec<InlineAsmOperand<'tcx>>) {
        let poll = self.body.basic_blocks[found.poll].terminator().clone();
        let source_info = poll.source_info;
        let poll_block = BasicBlockData::new(Some(poll), false);
        let poll_block = self.body.basic_blocks_mut().push(poll_block);
        let kind = marker_terminator(self.tcx, marker, operands, poll_block);
        let data = &mut self.body.basic_blocks_mut()[found.poll];
        *data.terminator_mut() = Terminator { source_info, kind };
    }

    fn poison_on_unwind(&mut self) {
        let cleanup = |core: &mut Self, kind| {
            let terminator = Terminator { source_info: core.source_info(), kind };
            core.body.basic_blocks_mut().push(BasicBlockData::new(Some(terminator), true))
        };
        let resume_block = cleanup(self, TerminatorKind::UnwindResume);
        let poison = self.enter_state(CoroutineArgs::POISONED, resume_block);
        let poison_block = cleanup(self, poison);
        for (block, data) in self.body.basic_blocks_mut().iter_enumerated_mut() {
            let is_cleanup = data.is_cleanup;
            let terminator = data.terminator_mut();
            if let TerminatorKind::UnwindResume = terminator.kind {
                if block != resume_block {
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
