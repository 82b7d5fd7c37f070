//! `layout_of` for lowered coroutines.

use rustc_abi::{AbiAlign, FieldIdx, LayoutData, Niche, VariantIdx};
use rustc_middle::ty::layout::{LayoutCx, LayoutError, TyAndLayout};
use rustc_middle::ty::{self, PseudoCanonicalInput, Ty, TyCtxt};

use super::compute::{Frame, tag_of};
use super::{composed, cycles, type_sizes};
use crate::mir::lowered;
use crate::policy::Options;

type Key<'tcx> = PseudoCanonicalInput<'tcx, Ty<'tcx>>;

/// The layout of `key` if it is a lowered coroutine; `None` leaves it to rustc.
pub fn layout_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    key: Key<'tcx>,
) -> Option<Result<TyAndLayout<'tcx>, &'tcx LayoutError<'tcx>>> {
    // The printed sizes list the slots of each state.
    let explain = tcx.sess.opts.unstable_opts.print_type_sizes;
    let (cx, frame) = match frame_of(tcx, key, explain)? {
        Ok(found) => found,
        Err(error) => return Some(Err(error)),
    };
    Some(Ok(finish(&cx, &frame)))
}

/// The frame of `key` if it is a lowered coroutine, and the context for layouts of its contents.
/// With `explain`, the frame lists what crosses each suspension.
pub fn frame_of<'tcx>(
    tcx: TyCtxt<'tcx>,
    key: Key<'tcx>,
    explain: bool,
) -> Option<Result<(LayoutCx<'tcx>, Frame<'tcx>), &'tcx LayoutError<'tcx>>> {
    let ty::Coroutine(def, args) = *key.value.kind() else { return None };
    let typing_env = key.typing_env.with_post_analysis_normalized(tcx);
    // rustc lays out the normalised type under its own key and reports types that do not normalise;
    // leave both to it.
    match tcx.try_normalize_erasing_regions(typing_env, key.value) {
        Ok(ty) if ty == key.value => {}
        _ => return None,
    }
    if let Err(error) = cycles::in_layout(tcx, typing_env, def, args) {
        return Some(Err(error));
    }
    match Frame::compute(tcx, typing_env, def, args, explain) {
        Ok(None) => None,
        Ok(Some(frame)) => Some(Ok((LayoutCx::new(tcx, typing_env), frame))),
        Err(error) => Some(Err(error)),
    }
}

fn finish<'tcx>(cx: &LayoutCx<'tcx>, frame: &Frame<'tcx>) -> TyAndLayout<'tcx> {
    let tcx = cx.calc.cx;
    let mut layout: LayoutData<FieldIdx, VariantIdx> = frame.base.clone();
    layout.size = frame.size();
    if Options::of(tcx.sess).test_break_reservation {
        layout.size = layout.size - rustc_abi::Size::from_bytes(frame.layout.align);
    }
    layout.align = AbiAlign::new(frame.align());
    layout.unadjusted_abi_align = frame.align();
    composed::record_part(&mut layout, &frame.model, &frame.layout);
    // LLVM keeps the tag within its range in every state, so the other values are free. But while
    // the coroutine runs, a shared tag may be anything.
    let (tag, offset) = tag_of(&frame.base);
    #[cfg(feature = "mutations")]
    let tag = crate::mutation::frame::in_niche(tcx.sess, tag);
    layout.largest_niche = (lowered::has_niche(frame.body) && !frame.layout.shares_tag)
        .then(|| Niche::from_scalar(&tcx, offset, tag))
        .flatten();
    let layout = TyAndLayout { ty: frame.ty, layout: tcx.mk_layout(layout) };
    if tcx.sess.opts.unstable_opts.print_type_sizes {
        type_sizes::record(cx, layout, frame);
    }
    layout
}
