//! Resolves calls of the intrinsic `const_eval_select`.
//!
//! The intrinsic takes a tuple of arguments and two functions: one to call during constant
//! evaluation, one at run time. rustc decides when it optimises MIR. A coroutine runs at run time
//! only.

use rustc_abi::FieldIdx;
use rustc_middle::mir::*;
use rustc_middle::ty::{self, TyCtxt};
use rustc_span::{Spanned, sym};

/// Replaces each call of `const_eval_select` by a call of its run-time function.
pub fn select_run_time<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    for block in body.basic_blocks.indices() {
        let source_info = body.basic_blocks[block].terminator().source_info;
        let TerminatorKind::Call { func, args, .. } = &body.basic_blocks[block].terminator().kind
        else {
            continue;
        };
        let ty::FnDef(callee, _) = *func.ty(body, tcx).kind() else { continue };
        if !tcx.is_intrinsic(callee, sym::const_eval_select) {
            continue;
        }
        let [tuple, _, at_run_time] = &**args else {
            unreachable!("`const_eval_select` takes a tuple and two functions")
        };
        let (tuple, at_run_time) = (tuple.node.clone(), at_run_time.node.clone());
        let tuple_ty = tuple.ty(body, tcx);
        let tuple = match tuple.place() {
            Some(place) => place,
            None => {
                let local =
                    body.local_decls.push(LocalDecl::with_source_info(tuple_ty, source_info));
                let assign = StatementKind::Assign(Box::new((local.into(), Rvalue::Use(tuple))));
                body.basic_blocks_mut()[block].statements.push(Statement::new(source_info, assign));
                local.into()
            }
        };
        let fields = tuple_ty.tuple_fields().iter().enumerate();
        let arguments = fields.map(|(field, ty)| {
            let place = tcx.mk_place_field(tuple, FieldIdx::from_usize(field), ty);
            Spanned { node: Operand::Move(place), span: source_info.span }
        });
        let arguments = arguments.collect();
        let TerminatorKind::Call { func, args, call_source, .. } =
            &mut body.basic_blocks_mut()[block].terminator_mut().kind
        else {
            unreachable!("matched above")
        };
        *func = at_run_time;
        *args = arguments;
        *call_source = CallSource::Misc;
    }
}
