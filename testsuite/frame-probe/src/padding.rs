//! How many bytes of a type hold nothing.

use rustc_abi::Variants;
use rustc_middle::ty;
use rustc_middle::ty::layout::{LayoutCx, TyAndLayout};

/// The bytes of a type with the layout `layout` that no field of any variant has.
pub fn of<'tcx>(cx: &LayoutCx<'tcx>, layout: TyAndLayout<'tcx>) -> u64 {
    let mut used = vec![false; layout.size.bytes_usize()];
    mark(cx, layout, &mut used);
    used.iter().filter(|used| !**used).count() as u64
}

fn mark<'tcx>(cx: &LayoutCx<'tcx>, layout: TyAndLayout<'tcx>, used: &mut [bool]) {
    let has_fields = match layout.ty.kind() {
        ty::Adt(adt, _) => !adt.is_union() && !adt.repr().simd(),
        ty::Tuple(_) | ty::Closure(..) | ty::Array(..) => true,
        _ => false,
    };
    let mark_fields = |layout: TyAndLayout<'tcx>, used: &mut [bool]| {
        for field in 0..layout.fields.count() {
            let offset = layout.fields.offset(field).bytes_usize();
            let field = layout.field(cx, field);
            mark(cx, field, &mut used[offset..offset + field.size.bytes_usize()]);
        }
    };
    match &layout.variants {
        _ if !has_fields => used.fill(true),
        Variants::Empty => {}
        Variants::Single { .. } => mark_fields(layout, used),
        Variants::Multiple { tag, tag_field, variants, .. } => {
            let offset = layout.fields.offset(tag_field.index()).bytes_usize();
            used[offset..offset + tag.size(cx).bytes_usize()].fill(true);
            for variant in variants.indices() {
                mark_fields(layout.for_variant(cx, variant), used);
            }
        }
    }
}
