//! The steps that the await desugaring leaves to the coroutine transform.

use rustc_hir::lang_items::LangItem;
use rustc_middle::mir::{Body, Rvalue, Statement, StatementKind, Terminator, TerminatorKind};
use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

use crate::mir::resolve::resolve;

/// Replaces `ResumeTy` by `&mut Context<'_>`, and calls of `get_context` by moves.
///
/// The await desugaring hides the context behind a raw pointer until borrow checking is done; a
/// runtime body uses the reference.
pub fn reveal_context<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    let resume_ty = tcx.require_lang_item(LangItem::ResumeTy, body.span);
    let get_context = tcx.require_lang_item(LangItem::GetContext, body.span);
    let context = Ty::new_task_context(tcx);
    for decl in body.local_decls.iter_mut() {
        if let ty::Adt(adt, _) = decl.ty.kind()
            && adt.did() == resume_ty
        {
            decl.ty = context;
        }
    }
    replace_identity_calls(body, |callee, _| callee == get_context);
}

/// Replaces calls of `IntoFuture::into_future` on futures by moves.
///
/// Such a call only returns its argument, but left as a call it would keep the future in two places
/// of the frame.
pub fn remove_into_future<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    let into_future = tcx.require_lang_item(LangItem::IntoFutureIntoFuture, body.span);
    let typing_env = TypingEnv::post_analysis(tcx, body.source.def_id());
    replace_identity_calls(body, |callee, args| {
        if callee != into_future {
            return false;
        }
        let Some(instance) = resolve(tcx, typing_env, callee, args) else { return false };
        // `impl<F: Future> IntoFuture for F` is the only impl for a bare type parameter.
        tcx.impl_of_assoc(instance.def_id())
            .is_some_and(|imp| matches!(tcx.type_of(imp).skip_binder().kind(), ty::Param(_)))
    });
}

fn replace_identity_calls<'tcx>(
    body: &mut Body<'tcx>,
    is_identity: impl Fn(rustc_span::def_id::DefId, ty::GenericArgsRef<'tcx>) -> bool,
) {
    for block in body.basic_blocks.indices() {
        let data = &body.basic_blocks[block];
        let Terminator { source_info, kind } = data.terminator();
        let TerminatorKind::Call { func, args, destination, target: Some(target), .. } = kind
        else {
            continue;
        };
        let Some((callee, generic_args)) = func.const_fn_def() else { continue };
        if !is_identity(callee, generic_args) {
            continue;
        }
        let (source_info, target) = (*source_info, *target);
        let assign = Statement::new(
            source_info,
            StatementKind::Assign(Box::new((*destination, Rvalue::Use(args[0].node.clone())))),
        );
        let data = &mut body.basic_blocks_mut()[block];
        data.statements.push(assign);
        data.terminator_mut().kind = TerminatorKind::Goto { target };
    }
}
