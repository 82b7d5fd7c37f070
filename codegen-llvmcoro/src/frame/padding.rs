//! Bytes of a type that hold nothing.
//!
//! No field of any variant has them. Whoever writes a value of the type may write them, and nobody
//! reads them. What a union or a coroutine that stands alone has is taken to be all in use.

use llvmcoro_contract::model::Padding;
use rustc_abi::{BackendRepr, FieldsShape, Variants};
use rustc_middle::ty;
use rustc_middle::ty::layout::{LayoutCx, TyAndLayout};

/// How many fields are looked at in one type: enough for real ones, and a bound for generated ones.
const FIELDS: usize = 512;

/// The padding of a type with the layout `layout`, in order.
pub fn of<'tcx>(cx: &LayoutCx<'tcx>, layout: TyAndLayout<'tcx>) -> Vec<Padding> {
    let mut used = Used { cx, ranges: vec![], fields: 0 };
    if used.add(layout, 0).is_none() {
        return vec![];
    }
    used.ranges.sort_unstable();
    let end = layout.size.bytes();
    let mut padding = vec![];
    let mut next = 0;
    for (begin, size) in used.ranges.into_iter().chain([(end, 0)]) {
        if next < begin {
            padding.push(Padding { offset: next, size: begin - next });
        }
        next = next.max(begin + size);
    }
    padding
}

struct Used<'a, 'tcx> {
    cx: &'a LayoutCx<'tcx>,
    /// Offsets and sizes in bytes, in no order.
    ranges: Vec<(u64, u64)>,
    /// How many fields were looked at.
    fields: usize,
}

impl<'tcx> Used<'_, 'tcx> {
    /// Adds the bytes that a value with the layout `layout` at offset `at` has; `None` if there are
    /// too many fields.
    fn add(&mut self, layout: TyAndLayout<'tcx>, at: u64) -> Option<()> {
        self.fields += 1;
        if self.fields > FIELDS {
            return None;
        }
        if !has_fields(&layout) {
            self.ranges.push((at, layout.size.bytes()));
            return Some(());
        }
        match &layout.variants {
            Variants::Empty => {}
            Variants::Single { .. } => self.add_fields(layout, at)?,
            Variants::Multiple { tag, tag_field, variants, .. } => {
                let offset = layout.fields.offset(tag_field.index()).bytes();
                self.ranges.push((at + offset, tag.size(self.cx).bytes()));
                for variant in variants.indices() {
                    self.add_fields(layout.for_variant(self.cx, variant), at)?;
                }
            }
        }
        Some(())
    }

    fn add_fields(&mut self, layout: TyAndLayout<'tcx>, at: u64) -> Option<()> {
        for field in 0..layout.fields.count() {
            let offset = layout.fields.offset(field).bytes();
            self.add(layout.field(self.cx, field), at + offset)?;
        }
        Some(())
    }
}

/// Whether a type consists of its fields.
fn has_fields(layout: &TyAndLayout<'_>) -> bool {
    let is_aggregate = match layout.ty.kind() {
        ty::Adt(adt, _) => !adt.is_union(),
        ty::Tuple(_) | ty::Closure(..) | ty::Array(..) => true,
        _ => false,
    };
    let has_places =
        matches!(layout.fields, FieldsShape::Arbitrary { .. } | FieldsShape::Array { .. });
    let is_vector = matches!(
        layout.backend_repr,
        BackendRepr::SimdVector { .. } | BackendRepr::SimdScalableVector { .. }
    );
    is_aggregate && has_places && !is_vector
}
