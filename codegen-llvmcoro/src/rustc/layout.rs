//! `layout_of` for lowered coroutines.

use rustc_abi::{AbiAlign, FieldIdx, LayoutData, Niche, Scalar, VariantIdx};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, LayoutOf, TyAndLayout};
use rustc_middle::ty::{self, EarlyBinder, PseudoCanonicalInput, Ty, TyCtxt};

use super::frame::{Frame, tag_of};
use super::{lowered, type_sizes};
use rustc_span::def_id::DefId;

use crate::explain;
use crate::policy::{Mutation, Options};

/// The layout of `key`, if it is a lowered coroutine; `None` leaves it to rustc.
pub fn layout_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    key: PseudoCanonicalInput<'tcx, Ty<'tcx>>,
) -> Option<Result<TyAndLayout<'tcx>, &'tcx LayoutError<'tcx>>> {
    let ty::Coroutine(def, args) = *key.value.kind() else { return None };
    let typing_env = key.typing_env.with_post_analysis_normalized(tcx);
    // rustc lays out the normalised type under its own key, and reports types that do not
    // normalise; both are its answer here too.
    match tcx.try_normalize_erasing_regions(typing_env, key.value) {
        Ok(ty) if ty == key.value => {}
        _ => return None,
    }
    if let Err(error) = find_cycles(tcx, typing_env, def, args) {
        return Some(Err(error));
    }
    match Frame::compute(tcx, typing_env, def, args) {
        Ok(None) => None,
        Ok(Some(frame)) => {
            explain::frame(&LayoutCx::new(tcx, typing_env), &frame);
            Some(Ok(finish(tcx, typing_env, &frame)))
        }
        Err(error) => Some(Err(error)),
    }
}

/// Asks for the layouts that rustc's own layout of the coroutine asks for, in its order.
///
/// rustc finds futures that contain themselves as cycles of these queries, and explains such a cycle
/// query by query. A frame asks for other layouts: captures first, and nothing of what was dissolved.
/// That would miss some cycles and tell of others in part.
fn find_cycles<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: ty::TypingEnv<'tcx>,
    def: DefId,
    args: ty::GenericArgsRef<'tcx>,
) -> Result<(), &'tcx LayoutError<'tcx>> {
    let Some(body) = lowered::lowered_body(tcx, def, args) else { return Ok(()) };
    let cx = LayoutCx::new(tcx, typing_env);
    for saved in lowered::saved_by_stock(body) {
        let ty = EarlyBinder::bind(saved.ty).instantiate(tcx, args);
        cx.spanned_layout_of(Ty::new_maybe_uninit(tcx, ty), saved.source_info.span)?;
    }
    Ok(())
}

fn finish<'tcx>(
    tcx: TyCtxt<'tcx>,
    typing_env: ty::TypingEnv<'tcx>,
    frame: &Frame<'tcx>,
) -> TyAndLayout<'tcx> {
    let mut layout: LayoutData<FieldIdx, VariantIdx> = frame.base.clone();
    layout.size = frame.size();
    if Options::of(tcx.sess).test_break_reservation {
        layout.size = layout.size - rustc_abi::Size::from_bytes(frame.facts.align);
    }
    layout.align = AbiAlign::new(frame.align());
    layout.unadjusted_abi_align = frame.align();
    let ty::Coroutine(def, _) = *frame.ty.kind() else { unreachable!() };
    layout.randomization_seed = tcx.def_path_hash(def).0.to_smaller_hash();
    // LLVM keeps the tag within its range in every state, so its other values are free.
    let (mut tag, offset) = tag_of(&frame.base);
    if Mutation::StateInNiche.is_on(tcx.sess) {
        give_away_last_state(&mut tag);
    }
    layout.largest_niche =
        lowered::has_niche(frame.body).then(|| Niche::from_scalar(&tcx, offset, tag)).flatten();
    let layout = TyAndLayout { ty: frame.ty, layout: tcx.mk_layout(layout) };
    if tcx.sess.opts.unstable_opts.print_type_sizes {
        type_sizes::record(&LayoutCx::new(tcx, typing_env), layout, frame);
    }
    layout
}

/// Lets a niche have the number of the last state, for [`Mutation::StateInNiche`].
fn give_away_last_state(tag: &mut Scalar) {
    if let Scalar::Initialized { valid_range, .. } = tag {
        valid_range.end -= 1;
    }
}
