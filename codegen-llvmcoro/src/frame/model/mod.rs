//! Builds the frame model of a lowered body.
//!
//! * [`slots`]: which captures and locals are slots of the frame.
//! * [`steps`]: what each statement and terminator does to the slots.
//!
//! Then [`super::moved`] ends the contents of moved-out slots, and [`super::transfers`] finds what
//! may be copied from slot to slot.

mod guards;
mod lent;
mod slots;
mod steps;

use llvmcoro_contract::layout::Tag;
use llvmcoro_contract::model::FrameModel;
use rustc_abi::{FieldIdx, LayoutData, VariantIdx};
use rustc_hir::Movability;
use rustc_middle::mir::{Body, Local};
use rustc_middle::ty::layout::{LayoutCx, LayoutError};
use rustc_middle::ty::print::with_no_trimmed_paths;
use rustc_middle::ty::{self, EarlyBinder, GenericArgsRef, Ty};

pub use self::slots::Slots;
use super::composed::Composition;
use super::{equal, moved, transfers};
use crate::mir::lowered;

/// What a model is built from.
pub struct ModelInput<'a, 'tcx> {
    /// The context for layouts.
    pub cx: &'a LayoutCx<'tcx>,
    /// The lowered body, generic.
    pub body: &'tcx Body<'tcx>,
    /// The local that holds the coroutine's address.
    pub self_ptr: Local,
    /// The generic arguments of this instance.
    pub args: GenericArgsRef<'tcx>,
    /// The coroutine type with these arguments.
    pub coroutine: Ty<'tcx>,
    /// Which awaits are composed.
    pub composition: &'a Composition<'tcx>,
    /// The layout of captures and tag.
    pub base: &'a LayoutData<FieldIdx, VariantIdx>,
    /// The tag in that layout.
    pub tag: Tag,
}

/// Builds the model.
///
/// # Errors
/// The layout error of a local or capture.
pub fn build<'tcx>(input: &ModelInput<'_, 'tcx>) -> Result<FrameModel, &'tcx LayoutError<'tcx>> {
    let tcx = input.cx.calc.cx;
    let slots = Slots::find(input)?;
    let transfers = transfers::find(input, &slots);
    let equal = equal::find(input, &slots);
    let references_expose = !lowered::is_written_safely(input.body);
    let steps = steps::of_body(input, &slots);
    let blocks = moved::resolve(slots.len(), steps, references_expose);
    Ok(FrameModel {
        name: with_no_trimmed_paths!(input.coroutine.to_string()),
        data_layout: tcx.sess.target.data_layout.to_string(),
        pointer_bits: tcx.data_layout.pointer_size().bits(),
        tag: input.tag,
        min_align: input.base.align.bytes(),
        movable: is_movable(input),
        slots: slots.into_slots(),
        blocks,
        equal,
        transfers,
    })
}

/// Whether a suspended coroutine of this type may be moved.
fn is_movable(input: &ModelInput<'_, '_>) -> bool {
    let ty::Coroutine(def, _) = *input.coroutine.kind() else {
        unreachable!("{} is not a coroutine", input.coroutine)
    };
    input.cx.calc.cx.coroutine_movability(def) == Movability::Movable
}

/// Instantiates the type `ty` of the generic body for this instance.
///
/// # Errors
/// If it cannot be normalised.
pub fn instantiate<'tcx>(
    input: &ModelInput<'_, 'tcx>,
    ty: Ty<'tcx>,
) -> Result<Ty<'tcx>, &'tcx LayoutError<'tcx>> {
    instantiate_type(input.cx, input.args, ty)
}

/// Instantiates the type `ty` of a generic body with `args`.
///
/// # Errors
/// If it cannot be normalised.
pub fn instantiate_type<'tcx>(
    cx: &LayoutCx<'tcx>,
    args: GenericArgsRef<'tcx>,
    ty: Ty<'tcx>,
) -> Result<Ty<'tcx>, &'tcx LayoutError<'tcx>> {
    let tcx = cx.calc.cx;
    let ty = EarlyBinder::bind(ty).instantiate(tcx, args);
    tcx.try_normalize_erasing_regions(cx.typing_env, ty)
        .map_err(|error| &*tcx.arena.alloc(LayoutError::NormalizationFailure(ty, error)))
}
