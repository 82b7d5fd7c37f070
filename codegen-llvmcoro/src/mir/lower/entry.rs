//! The entry of a lowered function, and its suspension points.

use rustc_index::IndexVec;
use rustc_middle::mir::*;
use rustc_middle::ty::Ty;

use super::Core;
use super::{call_guards, slots};
use crate::mir::assembly::{asm_in, asm_out, marker_terminator};
use crate::mir::lowered::{RESUME_ARG, SELF_ARG};
use crate::policy::Options;
use llvmcoro_contract::marker::{Flavour, Marker, status};
use llvmcoro_contract::{LocalId, StateId};

impl<'tcx> Core<'tcx> {
    /// Adds a block that suspends in `state`.
    ///
    /// `leave` must not be a bare `unreachable`: rustc would then generate no switch, and a
    /// suspension leaves its function through the default target of a switch.
    pub(super) fn suspend(
        &mut self,
        state: usize,
        resume: BasicBlock,
        drop: BasicBlock,
        leave: BasicBlock,
    ) -> BasicBlock {
        let kind = self.suspend_terminator(state, resume, drop, leave);
        self.block(vec![], kind)
    }

    pub(super) fn suspend_terminator(
        &mut self,
        state: usize,
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
        let marker = Marker::Suspend { state: StateId::from(state) };
        marker_terminator(self.tcx, &marker, vec![asm_out(self.tcx, result)], decide)
    }

    /// Fills block 0: binds the self pointer to `address`, offers `frame_locals` as slots, and
    /// dispatches to the `initial` blocks. Only LLVM's ramp, which nobody calls, contains the
    /// dispatch.
    ///
    /// `frame_locals` is called once all blocks of the function exist. Returns its result.
    pub(super) fn finish_entry(
        &mut self,
        flavour: Flavour,
        address: Operand<'tcx>,
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
        let bind = self.assign(self.arguments.self_ptr, Rvalue::Use(address));
        let terminator = |core: &Self, kind| Terminator { source_info: core.source_info(), kind };
        // A provisional entry lets the analysis see the whole graph.
        let goto = terminator(self, TerminatorKind::Goto { target: dispatch });
        self.body.basic_blocks_mut()[START_BLOCK] =
            BasicBlockData::new_stmts(vec![], Some(goto), false);
        let frame_locals = frame_locals(self);

        let mut statements = vec![bind];
        let mut operands = vec![asm_in(tcx, self.arguments.self_ptr)];
        for &local in &frame_locals {
            let ty = self.body.local_decls[local].ty;
            let address = self.local(Ty::new_mut_ptr(tcx, ty));
            let take = Rvalue::RawPtr(RawPtrKind::Mut, local.into());
            statements.push(self.assign(address, take));
            operands.push(asm_in(tcx, address));
        }
        operands.push(asm_out(tcx, which));
        let id = |local: &Local| LocalId(local.as_u32());
        let locals = frame_locals.iter().map(id).collect();
        let awaitees =
            frame_locals.iter().filter(|it| self.awaitees.contains(it)).map(id).collect();
        let niche = !Options::of(tcx.sess).no_niche;
        let marker = Marker::Begin { flavour, niche, safe: self.safe, locals, awaitees };
        let begin = terminator(self, marker_terminator(tcx, &marker, operands, dispatch));
        self.body.basic_blocks_mut()[START_BLOCK] =
            BasicBlockData::new_stmts(statements, Some(begin), false);
        remove_dead_blocks(&mut self.body);
        call_guards::split_critical_edges(&mut self.body);
        frame_locals
    }

    /// The locals that some instance of the body may have to keep in its frame.
    pub(super) fn frame_locals(&self, suspends: &[BasicBlock]) -> Vec<Local> {
        let arguments = [RETURN_PLACE, SELF_ARG, RESUME_ARG, self.arguments.self_ptr];
        slots::candidates(&self.body, suspends)
            .iter()
            // The locals that lowering added hold a suspension's status for one switch only.
            .take_while(|local| local.index() < self.own_locals)
            .filter(|local| !arguments.contains(local))
            .collect()
    }
}

/// Removes unreachable blocks, so that the collector finds nothing that they mention.
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
