//! Reports futures that contain themselves where rustc reports them.
//!
//! rustc notices such a future as a query cycle and explains the cycle query by query. What it
//! reports, and in some generic cases whether it notices at all, depends on who asks for which
//! layout in which order. A lowered coroutine needs other layouts than a stock one, and in another
//! order: captures before locals. So it also asks for the layouts that stock would ask for.

use rustc_middle::mir::{Body, MentionedItem};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, LayoutOf};
use rustc_middle::ty::{EarlyBinder, GenericArgsRef, Ty, TyCtxt, TypingEnv};
use rustc_span::Spanned;
use rustc_span::def_id::DefId;

use crate::mir::variant_switch::VariantSwitch;
use crate::mir::{lowered, recursion};

/// Asks for the layouts that rustc's own layout of the coroutine asks for, in the same order.
///
/// # Errors
/// The first error among them, which rustc's own layout would return.
pub fn in_layout<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    def: DefId,
    args: GenericArgsRef<'tcx>,
) -> Result<(), &'tcx LayoutError<'tcx>> {
    let Some(body) = lowered::lowered_body(tcx, def, args) else { return Ok(()) };
    let cx = LayoutCx::new(tcx, typing_env);
    for saved in lowered::saved_by_stock(body) {
        let ty = EarlyBinder::bind(saved.ty).instantiate(tcx, args);
        cx.spanned_layout_of(Ty::new_maybe_uninit(tcx, ty), saved.source_info.span)?;
    }
    Ok(())
}

/// The enums that a coroutine's `body` switches on before it is lowered.
///
/// [`in_optimized_mir`] needs them, but the lowered body need not show all of them. They travel there as
/// its mentioned items, which are still unused.
pub fn switched_enums<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
) -> Vec<Spanned<MentionedItem<'tcx>>> {
    let blocks = body.basic_blocks.iter().filter(|data| !data.is_cleanup);
    let enums = blocks.filter_map(|data| {
        let switch = VariantSwitch::of(data)?;
        let ty = switch.place.ty(body, tcx).ty;
        let span = switch.read.source_info.span;
        ty.is_enum().then_some(Spanned { node: MentionedItem::Drop(ty), span })
    });
    enums.collect()
}

/// Asks for the layouts of [`switched_enums`], as rustc's pass `UnreachableEnumBranching` does, but only
/// for those that there are not. rustc also reports cycles among layouts that exist, if one is asked
/// for while a body is optimised; that of a lowered coroutine needs more bodies.
pub fn in_optimized_mir<'tcx>(tcx: TyCtxt<'tcx>, body: &Body<'tcx>) {
    let def = body.source.def_id();
    let has_pass =
        tcx.sess.mir_opt_level() > 0 && !tcx.codegen_fn_attrs(def).optimize.do_not_optimize();
    if !has_pass {
        return;
    }
    let typing_env = body.typing_env(tcx);
    for item in body.mentioned_items.iter().flatten() {
        if let MentionedItem::Drop(ty) = item.node
            && recursion::is_infinite(tcx, ty)
        {
            // The request is all that matters: the pass reports no layout error either.
            let _ = tcx.layout_of(typing_env.as_query_input(ty));
        }
    }
}
