//! Where the places of a body lie in memory.

use std::collections::HashSet;

use rustc_abi::{FieldIdx, FieldsShape, VariantIdx, Variants};
use rustc_middle::mir::{Local, Place, PlaceElem};
use rustc_middle::ty::layout::{LayoutOf, TyAndLayout};
use rustc_middle::ty::{self, Ty};

use super::coroutines::Coroutines;
use crate::frame::model::{self, ModelInput, Slots};
use crate::mir::captures::upvar_tys;

/// A capture, or a local of one call. Distinct ones do not overlap before the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    Capture(FieldIdx),
    Local(Local),
}

/// A range of bytes in a memory.
#[derive(Clone, Copy)]
pub struct Region<'tcx> {
    pub memory: Memory,
    /// Offset in bytes.
    pub offset: u64,
    /// The layout of what is there.
    pub layout: TyAndLayout<'tcx>,
    /// Whether it lies exactly there, rather than somewhere among these bytes.
    pub exact: bool,
}

/// Finds the regions of places.
pub struct Places<'a, 'tcx> {
    input: &'a ModelInput<'a, 'tcx>,
    slots: &'a Slots,
    /// The types of the slots that are locals.
    kept: HashSet<Ty<'tcx>>,
    coroutines: Coroutines<'tcx>,
}

impl<'a, 'tcx> Places<'a, 'tcx> {
    /// The places of `input`'s body. `slots` are the locals whose layouts are known.
    pub fn new(input: &'a ModelInput<'a, 'tcx>, slots: &'a Slots) -> Self {
        let coroutines = Coroutines::new(input.cx.calc.cx, input.cx.typing_env);
        let mut places = Places { input, slots, kept: HashSet::new(), coroutines };
        places.kept = slots.locals().filter_map(|(local, _)| places.ty(local)).collect();
        places
    }

    /// The whole memory, if asking for its type's layout is allowed and succeeds.
    pub fn whole(&self, memory: Memory) -> Option<Region<'tcx>> {
        let layout = match memory {
            Memory::Capture(field) => {
                self.layout(*upvar_tys(self.input.coroutine).get(field.index())?)?
            }
            Memory::Local(local) => {
                let ty = self.ty(local)?;
                // A future is made in a local of its own, then moved to the one that is kept.
                let is_kept = self.slots.of_local(local).is_some() || self.kept.contains(&ty);
                if !is_kept && self.coroutines.may_be_in(ty) {
                    return None;
                }
                self.layout(ty)?
            }
        };
        Some(Region { memory, offset: 0, layout, exact: true })
    }

    /// The region of `place`, if it is large and not behind a pointer.
    pub fn large_region(&self, place: &Place<'tcx>) -> Option<Region<'tcx>> {
        let (memory, projection) = self.memory(place)?;
        if let Memory::Local(local) = memory
            && self.generic_ty(local).is_scalar()
        {
            return None;
        }
        let mut region = self.whole(memory)?;
        for element in projection {
            region = match *element {
                _ if !self.is_large(&region) => return None,
                PlaceElem::Deref => return None,
                PlaceElem::Field(field, _) => self.field(region, field),
                PlaceElem::Downcast(_, variant) => self.variant(region, variant),
                PlaceElem::ConstantIndex { offset, from_end: false, .. } => {
                    self.element(region, offset)
                }
                PlaceElem::Index(_)
                | PlaceElem::ConstantIndex { .. }
                | PlaceElem::Subslice { .. } => return Some(Region { exact: false, ..region }),
                PlaceElem::OpaqueCast(_) | PlaceElem::UnwrapUnsafeBinder(_) => region,
            };
        }
        self.is_large(&region).then_some(region)
    }

    /// The memory that holds `place`, unless it is behind a pointer, and the rest of its
    /// projection.
    pub fn memory(&self, place: &Place<'tcx>) -> Option<(Memory, &'tcx [PlaceElem<'tcx>])> {
        if place.local != self.input.self_ptr {
            return Some((Memory::Local(place.local), place.projection.as_slice()));
        }
        match place.projection.as_slice() {
            [PlaceElem::Deref, PlaceElem::Field(field, _), rest @ ..] => {
                Some((Memory::Capture(*field), rest))
            }
            _ => None,
        }
    }

    /// Field `field` of a struct, a variant, a tuple, an array or a closure.
    pub fn field(&self, region: Region<'tcx>, field: FieldIdx) -> Region<'tcx> {
        self.element(region, field.as_u32().into())
    }

    fn element(&self, region: Region<'tcx>, number: u64) -> Region<'tcx> {
        let layout = region.layout;
        if layout.fields.count() as u64 <= number {
            return Region { exact: false, ..region };
        }
        let offset = region.offset + layout.fields.offset(number as usize).bytes();
        Region { offset, layout: layout.field(self.input.cx, number as usize), ..region }
    }

    /// The region viewed as a value of `variant`.
    pub fn variant(&self, region: Region<'tcx>, variant: VariantIdx) -> Region<'tcx> {
        Region { layout: region.layout.for_variant(self.input.cx, variant), ..region }
    }

    /// The parts of a value and their offsets in bytes, over all variants. Those of a coroutine are
    /// its captures and its tag.
    pub fn parts(&self, layout: TyAndLayout<'tcx>) -> Vec<(u64, TyAndLayout<'tcx>)> {
        let fields = |layout: TyAndLayout<'tcx>| match layout.fields {
            FieldsShape::Arbitrary { .. } | FieldsShape::Union(_) => (0..layout.fields.count())
                .map(|field| {
                    (layout.fields.offset(field).bytes(), layout.field(self.input.cx, field))
                })
                .collect(),
            FieldsShape::Primitive | FieldsShape::Array { .. } => vec![],
        };
        match &layout.variants {
            Variants::Multiple { variants, .. } if layout.ty.is_enum() => variants
                .indices()
                .flat_map(|variant| fields(layout.for_variant(self.input.cx, variant)))
                .collect(),
            _ => fields(layout),
        }
    }

    fn layout(&self, ty: Ty<'tcx>) -> Option<TyAndLayout<'tcx>> {
        self.input.cx.layout_of(ty).ok()
    }

    fn ty(&self, local: Local) -> Option<Ty<'tcx>> {
        model::instantiate(self.input, self.generic_ty(local)).ok()
    }

    /// The type of a local in the generic body.
    pub fn generic_ty(&self, local: Local) -> Ty<'tcx> {
        self.input.body.local_decls[local].ty
    }

    /// Whether a value of the region's type is too large for registers.
    pub fn is_large(&self, region: &Region<'tcx>) -> bool {
        self.is_large_size(region.layout.size.bytes())
    }

    /// Whether a value of this size in bytes is too large for registers.
    pub fn is_large_size(&self, bytes: u64) -> bool {
        let cx: ty::layout::LayoutCx<'tcx> = *self.input.cx;
        bytes > 2 * cx.calc.cx.data_layout.pointer_size().bytes()
    }
}
