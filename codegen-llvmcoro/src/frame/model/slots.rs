//! Which captures and locals are slots of the frame.
//!
//! A slot is a capture, or a local that the body's begin marker offers, if it has bytes in this
//! instance.

use std::collections::HashMap;

use llvmcoro_contract::marker::Marker;
use llvmcoro_contract::model::{Origin, Slot};
use llvmcoro_contract::{CaptureId, LocalId, SlotId};
use rustc_abi::FieldIdx;
use rustc_middle::mir::{Body, Local, Place, PlaceElem, START_BLOCK, VarDebugInfoContents};
use rustc_middle::ty::layout::{LayoutError, LayoutOf};
use typed_index_collections::TiVec;

use super::{ModelInput, instantiate};
use crate::frame::padding;
use crate::mir::captures::upvar_tys;
use crate::mir::lowered;

/// The slots of a model, and the captures and locals they stand for.
pub struct Slots {
    slots: TiVec<SlotId, Slot>,
    captures: HashMap<FieldIdx, SlotId>,
    locals: HashMap<Local, SlotId>,
    self_ptr: Local,
}

impl Slots {
    /// Finds the slots: first the captures, then the locals, each in order.
    ///
    /// # Errors
    /// The layout error of a local or capture.
    pub fn find<'tcx>(input: &ModelInput<'_, 'tcx>) -> Result<Slots, &'tcx LayoutError<'tcx>> {
        let mut slots = Slots {
            slots: TiVec::new(),
            captures: HashMap::new(),
            locals: HashMap::new(),
            self_ptr: input.self_ptr,
        };
        slots.add_captures(input)?;
        slots.add_locals(input)?;
        Ok(slots)
    }

    fn add_captures<'tcx>(
        &mut self,
        input: &ModelInput<'_, 'tcx>,
    ) -> Result<(), &'tcx LayoutError<'tcx>> {
        for (field, ty) in upvar_tys(input.coroutine).iter().enumerate() {
            let layout = input.cx.layout_of(ty)?;
            if layout.size.bytes() == 0 {
                continue;
            }
            let proposed = input.base.fields.offset(field).bytes();
            let slot = self.slots.push_and_get_key(Slot {
                name: format!("capture.{field}"),
                origin: Origin::Capture { capture: CaptureId::from(field), proposed },
                size: layout.size.bytes(),
                align: layout.align.bytes(),
                // To rustc, captures and tag are fields, and these do not overlap.
                padding: vec![],
                private: false,
            });
            self.captures.insert(FieldIdx::from_usize(field), slot);
        }
        Ok(())
    }

    fn add_locals<'tcx>(
        &mut self,
        input: &ModelInput<'_, 'tcx>,
    ) -> Result<(), &'tcx LayoutError<'tcx>> {
        let names = local_names(input.body);
        let awaitees = lowered::private_awaitees(input.body);
        for offered in offered_locals(input.body) {
            let local = Local::from_u32(offered.0);
            let decl = &input.body.local_decls[local];
            let ty = instantiate(input, decl.ty)?;
            // An error about a future that contains itself points here.
            let layout = input.cx.spanned_layout_of(ty, decl.source_info.span)?;
            let part = input.composition.part(local).map(|composed| composed.part);
            let size = part.map_or(layout.size.bytes(), |part| part.end);
            if size == 0 {
                continue;
            }
            let slot = self.slots.push_and_get_key(Slot {
                name: match names.get(&local) {
                    Some(name) => format!("_{offered}.{name}"),
                    None => format!("_{offered}"),
                },
                origin: Origin::Local(offered),
                size,
                align: layout.align.bytes(),
                padding: match part {
                    Some(part) => part.padding(),
                    None => padding::of(input.cx, layout),
                },
                // What may move after its poll is in nobody's hands then.
                private: part.is_some()
                    || awaitees.contains(&local)
                        && ty.is_unpin(input.cx.calc.cx, input.cx.typing_env),
            });
            self.locals.insert(local, slot);
        }
        Ok(())
    }

    /// The size of a slot in bytes.
    pub fn size(&self, slot: SlotId) -> u64 {
        self.slots[slot].size
    }

    /// The number of slots.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// The slots, by number.
    pub fn into_slots(self) -> TiVec<SlotId, Slot> {
        self.slots
    }

    /// The slot of a local.
    pub fn of_local(&self, local: Local) -> Option<SlotId> {
        self.locals.get(&local).copied()
    }

    /// The locals that are slots, in no particular order.
    pub fn locals(&self) -> impl Iterator<Item = (Local, SlotId)> {
        self.locals.iter().map(|(local, slot)| (*local, *slot))
    }

    /// The captures that are slots, in no particular order.
    pub fn captures(&self) -> impl Iterator<Item = (FieldIdx, SlotId)> {
        self.captures.iter().map(|(field, slot)| (*field, *slot))
    }

    /// The slot that `place` lies in or is reached from, and the projection within it.
    pub fn of_place<'tcx>(&self, place: &Place<'tcx>) -> Option<(SlotId, &'tcx [PlaceElem<'tcx>])> {
        if place.local == self.self_ptr {
            return match place.projection.as_slice() {
                [PlaceElem::Deref, PlaceElem::Field(field, _), rest @ ..] => {
                    Some((*self.captures.get(field)?, rest))
                }
                _ => None,
            };
        }
        Some((self.of_local(place.local)?, place.projection.as_slice()))
    }

    /// The slot that `place` covers completely.
    pub fn of_whole(&self, place: &Place<'_>) -> Option<SlotId> {
        match self.of_place(place) {
            Some((slot, [])) => Some(slot),
            _ => None,
        }
    }
}

/// The locals that the body's begin marker offers.
fn offered_locals(body: &Body<'_>) -> Vec<LocalId> {
    match lowered::marker(&body.basic_blocks[START_BLOCK].terminator().kind) {
        Some((Marker::Begin { locals, .. }, _)) => locals,
        _ => unreachable!("a lowered body starts with a begin marker"),
    }
}

/// Names of user variables, for dumps.
fn local_names(body: &Body<'_>) -> HashMap<Local, String> {
    let mut names = HashMap::new();
    for info in &body.var_debug_info {
        if let VarDebugInfoContents::Place(place) = info.value
            && let Some(local) = place.as_local()
        {
            let name: String = info.name.as_str().chars().filter(char::is_ascii).collect();
            let name: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
            names.entry(local).or_insert(name);
        }
    }
    names
}
