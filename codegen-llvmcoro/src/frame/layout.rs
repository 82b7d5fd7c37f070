//! `layout_of` for lowered coroutines.

use rustc_abi::{AbiAlign, FieldIdx, LayoutData, Niche, Scalar, VariantIdx};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, TyAndLayout};
use rustc_middle::ty::{self, PseudoCanonicalInput, Ty, TyCtxt};

use super::compute::{Frame, tag_of};
use super::{cycles, type_sizes};
use crate::mir::lowered;
use crate::output::frames;
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
    if let Err(error) = cycles::in_layout(tcx, typing_env, def, args) {
        return Some(Err(error));
    }
    match Frame::compute(tcx, typing_env, def, args) {
        Ok(None) => None,
        Ok(Some(frame)) => {
            frames::frame(&LayoutCx::new(tcx, typing_env), &frame);
            Some(Ok(finish(tcx, typing_env, &frame)))
        }
        Err(error) => Some(Err(error)),
    }
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
