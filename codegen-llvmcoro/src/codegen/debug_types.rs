//! Tells debuggers what is in the frame of a suspended coroutine.
//!
//! rustc describes a coroutine type wherever it is used, as the layout and the body say: a state for
//! each suspension point, and the captures. But the tag has several values where an await is
//! composed, and variables live in the frame. So the types of lowered coroutines are described
//! again: by what the frame has in each value of the tag, in the unit that has the resume function,
//! and in other units by the names of those descriptions. A unit reads no more than it did, so
//! incremental compilation may reuse it.

use std::collections::{HashMap, HashSet};
use std::ffi::CString;

use llvmcoro_contract::debug_types::{
    Contents, CoroutineType, Encoding, Field, State, Type, state_name, to_json,
};
use llvmcoro_contract::layout::{Crossing, PlacedSlot, TagValues};
use llvmcoro_contract::model::Origin;
use llvmcoro_contract::{LocalId, SlotId};
use rustc_codegen_ssa::debuginfo::type_names::compute_debuginfo_type_name;
use rustc_middle::mir::Local;
use rustc_middle::query::QueryCache;
use rustc_middle::ty::layout::{LayoutCx, LayoutOf, TyAndLayout};
use rustc_middle::ty::{self, EarlyBinder, Ty, TyCtxt, TypingEnv};
use rustc_session::config::DebugInfo;
use rustc_span::sym;

use super::private::debug_type_id;
use crate::frame::composed::Part;
use crate::frame::compute::{Frame, tag_of};
use crate::llvm::shape::Module;
use crate::mir::lowered;

/// Whether the session's debug information describes types.
pub fn are_described(tcx: TyCtxt<'_>) -> bool {
    tcx.sess.opts.debuginfo == DebugInfo::Full
}

/// Describes the types of lowered coroutines in `module`, which has the resume functions of the
/// coroutines in `resumed`, by their symbols.
pub fn describe<'tcx>(
    tcx: TyCtxt<'tcx>,
    module: &mut Module<'_>,
    resumed: &[(String, Frame<'tcx>)],
) {
    if !are_described(tcx) {
        return;
    }
    let lines = module.coroutine_types();
    let mut unknown: HashSet<&str> = lines.lines().collect();
    if unknown.is_empty() {
        return;
    }
    let cx = LayoutCx::new(tcx, TypingEnv::fully_monomorphized());
    let mut types: Vec<CoroutineType> = vec![];
    for (function, frame) in resumed {
        let id = debug_type_id(tcx, frame.ty);
        let size = size_and_align(frame.size().bytes(), frame.align().bytes());
        if unknown.remove(format!("{id} {size}").as_str()) {
            let states = FrameStates::new(&cx, frame).states();
            types.push(CoroutineType { id, function: Some(function.clone()), states });
        }
    }
    if !unknown.is_empty() {
        types.extend(elsewhere(&cx, &unknown));
    }
    let json = CString::new(to_json(&types)).expect("JSON escapes control characters");
    if let Err(message) = module.describe_coroutines(&json) {
        tcx.dcx().fatal(format!("llvmcoro: the debug information cannot be changed: {message}"));
    }
}

/// What follows the identifier in the lines of [`Module::coroutine_types`].
fn size_and_align(size: u64, align: u64) -> String {
    format!("{size} {align}")
}

/// The lowered coroutines among `unknown` types, with no more about them than their layouts tell.
///
/// Whatever has a node in the debug information has a layout, so it is in the query's cache.
fn elsewhere<'tcx>(cx: &LayoutCx<'tcx>, unknown: &HashSet<&str>) -> Vec<CoroutineType> {
    let tcx = cx.calc.cx;
    let mut asked = vec![];
    tcx.query_system.query_vtables.layout_of.cache.for_each(&mut |key, _, _| {
        if key.typing_env == cx.typing_env && key.value.is_coroutine() {
            asked.push(key.value);
        }
    });
    // Hashing a type takes longer than comparing its size.
    let sizes: HashSet<&str> =
        unknown.iter().filter_map(|line| Some(line.split_once(' ')?.1)).collect();
    let mut types = vec![];
    for ty in asked {
        let ty::Coroutine(def, args) = *ty.kind() else { continue };
        let Ok(layout) = cx.layout_of(ty) else { continue };
        let size = size_and_align(layout.size.bytes(), layout.align.bytes());
        if !sizes.contains(size.as_str()) || lowered::lowered_body(tcx, def, args).is_none() {
            continue;
        }
        let id = debug_type_id(tcx, ty);
        if unknown.contains(format!("{id} {size}").as_str()) {
            let states = states_elsewhere(cx, layout);
            types.push(CoroutineType { id, function: None, states });
        }
    }
    // The cache has no order.
    types.sort_by(|one, other| one.id.cmp(&other.id));
    types
}

/// The states of a lowered coroutine whose resume function is in another unit.
fn states_elsewhere<'tcx>(cx: &LayoutCx<'tcx>, layout: TyAndLayout<'tcx>) -> Vec<State> {
    let (tag, _) = tag_of(&layout.layout.0);
    let last = u32::try_from(tag.valid_range(cx).end).expect("a tag has at most 32 bits");
    let coroutine = type_name(cx.calc.cx, layout.ty);
    let state = |tag| {
        let name = state_name(tag);
        // The captures are where the layout says until the coroutine is resumed.
        let contents = if tag == 0 {
            Contents::AsRustcSays
        } else {
            Contents::Elsewhere(format!("{coroutine}::{name}"))
        };
        State { tag, variant: tag, name, contents }
    };
    (0..=last).map(state).collect()
}

/// The name of `ty`, with its path, in debug information.
fn type_name<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> String {
    compute_debuginfo_type_name(tcx, ty, true)
}

/// Describes the states of one coroutine.
struct FrameStates<'a, 'tcx> {
    cx: &'a LayoutCx<'tcx>,
    frame: &'a Frame<'tcx>,
    placed: HashMap<SlotId, PlacedSlot<'a>>,
}

impl<'a, 'tcx> FrameStates<'a, 'tcx> {
    fn new(cx: &'a LayoutCx<'tcx>, frame: &'a Frame<'tcx>) -> Self {
        let placed = frame.layout.placed(&frame.model).map(|placed| (placed.id, placed)).collect();
        FrameStates { cx, frame, placed }
    }

    fn states(&self) -> Vec<State> {
        let crossings = &self.frame.layout.crossings;
        let mut states = vec![];
        for (variant, values) in self.frame.composition.states.iter().enumerate() {
            let crossing = crossings.iter().find(|crossing| crossing.state.index() == variant);
            let kept = crossing.map(Crossing::kept).unwrap_or_default();
            for value in 0..values.count {
                let tag = values.first + value;
                states.push(State {
                    tag,
                    variant: u32::try_from(variant).expect("a tag has at most 32 bits"),
                    name: state_name(tag),
                    contents: Contents::Fields(self.fields(&kept, *values, value)),
                });
            }
        }
        states
    }

    /// What is in the frame in the value number `value` of `values`.
    fn fields(&self, kept: &[SlotId], values: TagValues, value: u32) -> Vec<Field> {
        let mut fields = vec![];
        for slot in kept.iter().filter_map(|slot| self.placed.get(slot)) {
            // The awaited coroutine follows below.
            if values.awaitee.is_none() || slot.slot.origin.local() != values.awaitee {
                fields.extend(self.field(slot, fields.len()));
            }
        }
        if let Some(awaitee) = values.awaitee {
            fields.extend(self.awaited(awaitee, Part::FIRST_STATE + value));
        }
        fields
    }

    fn field(&self, slot: &PlacedSlot<'_>, number: usize) -> Option<Field> {
        let (ty, name) = match slot.slot.origin {
            Origin::Local(local) => {
                let local = Local::from_u32(local.0);
                (self.type_of(local), self.frame.variable(local).map(|name| name.to_string()))
            }
            Origin::Capture { capture, .. } => self.capture(capture.index()),
        };
        Some(Field {
            awaited: name.as_deref() == Some(sym::__awaitee.as_str()),
            // As rustc names fields that have no name.
            name: name.unwrap_or_else(|| format!("__{number}")),
            offset: slot.offset,
            size: self.cx.layout_of(ty).ok()?.size.bytes(),
            align: slot.slot.align,
            ty: self.describe(ty),
        })
    }

    /// The awaited coroutine that is in `awaitee`, in the state where its own tag would be `tag`. It
    /// may have no bytes, and thus no slot.
    fn awaited(&self, awaitee: LocalId, tag: u32) -> Option<Field> {
        let slot = self.placed.values().find(|placed| placed.slot.origin.local() == Some(awaitee));
        let local = Local::from_u32(awaitee.0);
        let part = self.frame.composition.part(local)?.part;
        let tcx = self.cx.calc.cx;
        let layout = self.cx.layout_of(part.ty).ok()?;
        Some(Field {
            name: self.frame.variable(local)?.to_string(),
            awaited: true,
            offset: slot.map_or(0, |slot| slot.offset),
            size: layout.size.bytes(),
            align: layout.align.bytes(),
            ty: Type::State {
                coroutine: debug_type_id(tcx, part.ty),
                tag,
                name: format!("{}::{}", type_name(tcx, part.ty), state_name(tag)),
            },
        })
    }

    fn type_of(&self, local: Local) -> Ty<'tcx> {
        let tcx = self.cx.calc.cx;
        let ty::Coroutine(_, args) = *self.frame.ty.kind() else {
            unreachable!("{} is not a coroutine", self.frame.ty)
        };
        let ty = EarlyBinder::bind(self.frame.body.local_decls[local].ty).instantiate(tcx, args);
        tcx.normalize_erasing_regions(self.cx.typing_env, ty)
    }

    fn capture(&self, index: usize) -> (Ty<'tcx>, Option<String>) {
        let ty::Coroutine(def, args) = *self.frame.ty.kind() else {
            unreachable!("{} is not a coroutine", self.frame.ty)
        };
        let tcx = self.cx.calc.cx;
        let ty = args.as_coroutine().upvar_tys()[index];
        let names = tcx.closure_saved_names_of_captured_variables(def);
        let name = names.iter().nth(index).map(ToString::to_string);
        (tcx.normalize_erasing_regions(self.cx.typing_env, ty), name)
    }

    /// Mirrors which nodes rustc makes for which types.
    fn describe(&self, ty: Ty<'tcx>) -> Type {
        let tcx = self.cx.calc.cx;
        let name = || type_name(tcx, ty);
        let size = |ty| self.cx.layout_of(ty).map_or(0, |layout| layout.size.bytes());
        let basic = |encoding| Type::Basic { name: name(), size: size(ty), encoding };
        let named = || Type::Named { id: debug_type_id(tcx, ty), name: name() };
        let pointer = |to: Option<Ty<'tcx>>| {
            let to = to.map(|to| Box::new(self.describe(to)));
            Type::Pointer { name: name(), size: size(ty), to }
        };
        let is_thin = size(ty) == tcx.data_layout.pointer_size().bytes();
        match *ty.kind() {
            ty::Bool => basic(Encoding::Boolean),
            ty::Char => basic(Encoding::Char),
            ty::Int(_) => basic(Encoding::Signed),
            ty::Float(_) => basic(Encoding::Float),
            ty::Uint(_) | ty::Never => basic(Encoding::Unsigned),
            ty::Tuple(fields) if fields.is_empty() => basic(Encoding::Unsigned),
            ty::Pat(base, _) => self.describe(base),
            ty::Ref(_, to, _) | ty::RawPtr(to, _) if is_thin => pointer(Some(to)),
            ty::Adt(def, _) if def.is_box() && is_thin => pointer(Some(ty.expect_boxed_ty())),
            ty::FnPtr(..) => pointer(None),
            ty::Array(of, count) => Type::Array {
                count: count.try_to_target_usize(tcx).unwrap_or(0),
                size: size(ty),
                align: self.cx.layout_of(ty).map_or(1, |layout| layout.align.bytes()),
                of: Box::new(self.describe(of)),
            },
            _ => named(),
        }
    }
}
