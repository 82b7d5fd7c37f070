//! The floor of a coroutine: the minimum size of any layout of its frame, as defined in
//! docs/frames.md.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::Movability;
use rustc_middle::mir::{Body, Local, ProjectionElem, VarDebugInfoContents};
use rustc_middle::ty::layout::LayoutCx;
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt, TypingEnv};
use rustc_span::Span;
use rustc_span::def_id::DefId;

use crate::addresses::{Addresses, can_hold};
use crate::awaits;
use crate::bodies;
use crate::flow::{AtYield, Flow, Set};
use crate::leaves::{Leaf, Leaves, field_types, local_types};
use crate::padding;
use crate::suspended::{Load, Need, Shared, largest};
use crate::values::{Value, Values};

/// The states that every coroutine has: unresumed, returned, panicked.
const RESERVED: usize = 3;

/// What a coroutine has to keep.
#[derive(Clone, Debug)]
struct Contents {
    /// What it keeps before its first resume.
    unresumed: Load,
    /// What it keeps while suspended; empty if it never suspends.
    suspended: Vec<Load>,
    /// The bytes for its state, and the largest alignment of what it keeps.
    tag: Need,
}

impl Contents {
    /// The largest load that it keeps.
    fn most(&self) -> &Load {
        let loads = self.suspended.iter().chain([&self.unresumed]);
        loads.max_by_key(|load| load.total().bytes).expect("there is the unresumed one")
    }

    fn floor(&self) -> Need {
        let loads = self.suspended.iter().chain([&self.unresumed]);
        let needs = loads.map(|load| load.total().with_tag(self.tag));
        needs.fold(Need::NONE, Need::or).rounded()
    }
}

/// What a coroutine must keep at one suspension, or before its first resume.
#[derive(Clone, Debug)]
pub struct FloorState {
    /// Where it suspends; `None` before the first resume.
    pub at: Option<Span>,
    /// The values, largest first.
    pub kept: Vec<Kept>,
}

impl FloorState {
    fn sorted(mut self) -> Self {
        self.kept.retain(|kept| kept.bytes > 0);
        self.kept.sort_by_key(|kept| std::cmp::Reverse(kept.bytes));
        self
    }
}

/// A value that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The variable or capture, and the field in it.
    pub name: String,
    /// Where it is declared.
    pub declared: Span,
    pub bytes: u64,
    /// Whether it is only used through an address that is kept.
    pub behind: bool,
}

/// Floors of the types of one crate, each computed once.
pub struct Floors<'tcx> {
    tcx: TyCtxt<'tcx>,
    coroutines: FxHashMap<Ty<'tcx>, Rc<Contents>>,
    types: FxHashMap<Ty<'tcx>, Need>,
    states: FxHashMap<Ty<'tcx>, Vec<FloorState>>,
}

impl<'tcx> Floors<'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>) -> Self {
        Floors {
            tcx,
            coroutines: FxHashMap::default(),
            types: FxHashMap::default(),
            states: FxHashMap::default(),
        }
    }

    /// What a coroutine type keeps in each state, if [`Self::of`] was called for it and its body is
    /// known; otherwise empty.
    pub fn states(&self, ty: Ty<'tcx>) -> &[FloorState] {
        self.states.get(&ty).map_or(&[], Vec::as_slice)
    }

    /// The floor of a type: its size, with every coroutine in it at its own floor.
    pub fn of(&mut self, ty: Ty<'tcx>) -> Need {
        if let Some(need) = self.types.get(&ty) {
            return *need;
        }
        let need = self.compute(ty);
        self.types.insert(ty, need);
        need
    }

    fn compute(&mut self, ty: Ty<'tcx>) -> Need {
        let has_coroutine =
            ty.walk().any(|part| part.as_type().is_some_and(|part| part.is_coroutine()));
        if !has_coroutine {
            return self.stock(ty);
        }
        match *ty.kind() {
            ty::Coroutine(def, args) => self.coroutine(ty, def, args).floor(),
            ty::Tuple(types) => self.product(types.iter()),
            ty::Closure(_, args) => self.product(args.as_closure().upvar_tys().iter()),
            ty::CoroutineClosure(_, args) => {
                self.product(args.as_coroutine_closure().upvar_tys().iter())
            }
            ty::Array(element, length) => {
                let need = self.of(element);
                let length = length.try_to_target_usize(self.tcx).unwrap_or(0);
                Need { bytes: need.bytes * length, padding: need.padding * length, ..need }
            }
            ty::Adt(adt, args) if !adt.is_box() && !adt.repr().simd() => {
                let mut most = Need::NONE;
                for variant in adt.variants() {
                    let types = field_types(self.tcx, &variant.fields.raw, args);
                    let need = if adt.is_union() {
                        types.into_iter().fold(most, |most, ty| most.or(self.of(ty)))
                    } else {
                        self.product(types.into_iter())
                    };
                    most = most.or(need);
                }
                if adt.repr().packed() { Need { align: 1, ..most } } else { most.rounded() }
            }
            _ => self.stock(ty),
        }
    }

    fn product(&mut self, types: impl Iterator<Item = Ty<'tcx>>) -> Need {
        types.fold(Need::NONE, |sum, ty| sum.and(self.of(ty))).rounded()
    }

    /// The size in rustc's layout; nothing if rustc cannot lay it out.
    fn stock(&self, ty: Ty<'tcx>) -> Need {
        let typing_env = TypingEnv::fully_monomorphized();
        match self.tcx.layout_of(typing_env.as_query_input(ty)) {
            Ok(layout) => Need {
                bytes: layout.size.bytes(),
                padding: padding::of(&LayoutCx::new(self.tcx, typing_env), layout),
                align: layout.align.abi.bytes(),
            },
            Err(_) => Need::NONE,
        }
    }

    fn coroutine(&mut self, ty: Ty<'tcx>, def: DefId, args: GenericArgsRef<'tcx>) -> Rc<Contents> {
        if let Some(contents) = self.coroutines.get(&ty) {
            return contents.clone();
        }
        let contents = Rc::new(match bodies::before_states(self.tcx, def, args) {
            Some(body) => self.contents(ty, body, args),
            None => {
                let own = self.stock(ty);
                let load = Load { own, holds: true, arguments: BTreeMap::new() };
                let tag = Need { align: own.align, ..Need::NONE };
                Contents { unresumed: load.clone(), suspended: vec![load], tag }
            }
        });
        self.coroutines.insert(ty, contents.clone());
        contents
    }

    fn contents(
        &mut self,
        ty: Ty<'tcx>,
        body: &'tcx Body<'tcx>,
        args: GenericArgsRef<'tcx>,
    ) -> Contents {
        let tcx = self.tcx;
        let unwinds = tcx.sess.panic_strategy().unwinds();
        let types = local_types(tcx, body, args);
        let leaves = Leaves::new(tcx, &types, args);
        let flow = Flow::new(&leaves, body, unwinds);
        let facts = Facts {
            body,
            addresses: Addresses::new(tcx, &leaves, body, &types),
            values: Values::new(tcx, &leaves, body, args, unwinds),
            leaves: &leaves,
        };

        let (unresumed, state) = self.unresumed(&facts, flow.live_at_start());
        let mut states = vec![state];
        let mut suspended = vec![];
        let mut suspensions = 0;
        for at in &flow.yields(&leaves, body, unwinds) {
            let polled = awaits::awaited(tcx, body, args, at.block);
            let awaited = polled.and_then(|ty| match *ty.kind() {
                ty::Coroutine(def, args) => Some((ty, self.coroutine(ty, def, args))),
                _ => None,
            });
            if awaited.as_ref().is_some_and(|(_, contents)| contents.suspended.is_empty()) {
                continue;
            }
            suspensions += 1;
            let mut loads = self.at_yield(&facts, at, awaited);
            loads.sort_by_key(|(load, _)| std::cmp::Reverse(load.total().bytes));
            states.extend(loads.first().map(|(_, state)| state.clone()));
            suspended.extend(loads.into_iter().map(|(load, _)| load));
        }
        self.states.insert(ty, states);
        let loads = suspended.iter().chain([&unresumed]);
        let align = loads.map(|load| load.total().align).max().unwrap_or(1);
        let bytes = if RESERVED + suspensions > 256 { 2 } else { 1 };
        Contents {
            unresumed,
            suspended: largest(suspended),
            tag: Need { bytes, align, padding: 0 },
        }
    }

    /// What is kept before the first resume: the captures that are used or dropped.
    fn unresumed(&mut self, facts: &Facts<'_, 'tcx>, live: &Set) -> (Load, FloorState) {
        let mut load = Load::new();
        let mut state = FloorState { at: None, kept: vec![] };
        for (capture, leaf) in facts.leaves.of(Local::from_usize(1)).enumerate() {
            let Leaf { ty, needs_drop, .. } = facts.leaves.all[leaf];
            if !live.contains(leaf) && !needs_drop {
                continue;
            }
            let need = match *ty.kind() {
                ty::Coroutine(def, args) => self.alone(ty, def, args, false).total(),
                _ => self.of(ty),
            };
            state.kept.push(facts.kept(leaf, need.bytes, false));
            load.arguments.insert(capture, Shared { need, stored: false, holds: can_hold(ty) });
        }
        (load, state.sorted())
    }

    /// What is kept at a suspension, for each load that the awaited coroutine may keep then.
    fn at_yield(
        &mut self,
        facts: &Facts<'_, 'tcx>,
        at: &AtYield,
        awaited: Option<(Ty<'tcx>, Rc<Contents>)>,
    ) -> Vec<(Load, FloorState)> {
        let values = facts.values.at_end(at.block);
        let mut start = at.live.clone();
        start.intersect(&at.past.init);
        let kept = |except| {
            let mut kept = start.clone();
            facts.addresses.close(facts.leaves, &mut kept, &at.past.init, except);
            kept
        };
        let all = kept(None);
        let awaited = awaited.and_then(|(ty, contents)| {
            let of_type = |leaf: &usize| facts.leaves.all[*leaf].ty == ty;
            let leaf = all.iter().filter(of_type).find(|leaf| at.past.borrowed.contains(*leaf))?;
            Some((leaf, contents))
        });
        let Some((leaf, contents)) = awaited else {
            return vec![self.suspended(facts, at, &values, &all, None)];
        };
        let without = kept(Some(leaf));
        let each = contents.suspended.iter().map(|inner| {
            let kept = if inner.holds_any() { &all } else { &without };
            self.suspended(facts, at, &values, kept, Some((leaf, inner)))
        });
        each.collect()
    }

    fn suspended(
        &mut self,
        facts: &Facts<'_, 'tcx>,
        at: &AtYield,
        values: &[Value<'tcx>],
        kept: &Set,
        awaited: Option<(usize, &Load)>,
    ) -> (Load, FloorState) {
        let span = facts.body.basic_blocks[at.block].terminator().source_info.span;
        let mut sum = Sum { load: Load::new(), classes: BTreeMap::new() };
        let mut state = FloorState { at: Some(span), kept: vec![] };
        // Coroutines come last, so that what they share with their awaiter is shown as the
        // awaiter's.
        let mut order: Vec<usize> = kept.iter().collect();
        order.sort_by_key(|leaf| facts.leaves.all[*leaf].ty.is_coroutine());
        for leaf in order {
            let before = sum.bytes();
            let ty = facts.leaves.all[leaf].ty;
            if let ty::Coroutine(def, args) = *ty.kind() {
                let inner = match awaited {
                    Some((awaited, load)) if awaited == leaf => load.clone(),
                    _ => self.alone(ty, def, args, at.past.borrowed.contains(leaf)),
                };
                sum.load.add(Shared { need: inner.own, stored: true, holds: inner.holds });
                let first = facts.values.arguments(leaf).start;
                for (argument, shared) in inner.arguments {
                    sum.add(values[first + argument], shared);
                }
            } else {
                let stored = at.past.borrowed.contains(leaf);
                let shared = Shared { need: self.of(ty), stored, holds: can_hold(ty) };
                sum.add(values[leaf], shared);
            }
            let bytes = sum.bytes().saturating_sub(before);
            state.kept.push(facts.kept(leaf, bytes, !at.live.contains(leaf)));
        }
        (sum.finish(&values[facts.values.captures()]), state.sorted())
    }

    /// What a coroutine keeps as a value of its own. It keeps only its captures as long as nobody
    /// can have polled it, which takes a borrow.
    fn alone(
        &mut self,
        ty: Ty<'tcx>,
        def: DefId,
        args: GenericArgsRef<'tcx>,
        borrowed: bool,
    ) -> Load {
        let contents = self.coroutine(ty, def, args);
        let pinned = self.tcx.coroutine_movability(def) == Movability::Static;
        if pinned && !borrowed { contents.unresumed.clone() } else { contents.most().clone() }
    }
}

/// What is known about a body.
struct Facts<'a, 'tcx> {
    body: &'a Body<'tcx>,
    leaves: &'a Leaves<'tcx>,
    addresses: Addresses,
    values: Values<'a, 'tcx>,
}

impl Facts<'_, '_> {
    fn kept(&self, leaf: usize, bytes: u64, behind: bool) -> Kept {
        let leaf = &self.leaves.all[leaf];
        let declared = self.body.local_decls[leaf.local].source_info.span;
        Kept { name: name(self.body, leaf), declared, bytes, behind }
    }
}

/// The sum of what is kept; each value counts once.
struct Sum {
    load: Load,
    classes: BTreeMap<usize, Shared>,
}

impl Sum {
    fn add(&mut self, value: Value<'_>, shared: Shared) {
        match value {
            Value::Class(class) => {
                let of = self.classes.entry(class).or_insert(shared);
                *of = of.merge(shared);
            }
            _ if shared.stored => self.load.add(shared),
            _ => {}
        }
    }

    fn bytes(&self) -> u64 {
        let classes = self.classes.values().map(|shared| shared.need.bytes);
        self.load.own.bytes + classes.sum::<u64>()
    }

    /// Returns the load, with the values that captures had initially listed separately.
    fn finish(self, captures: &[Value<'_>]) -> Load {
        let mut load = self.load;
        for (class, shared) in self.classes {
            match captures.iter().position(|value| *value == Value::Class(class)) {
                Some(capture) => {
                    load.arguments.insert(capture, shared);
                }
                None => load.add(shared),
            }
        }
        load
    }
}

/// The source's name of a leaf: a variable or a capture, followed by fields.
fn name(body: &Body<'_>, leaf: &Leaf<'_>) -> String {
    let place = format!("_{}{}", leaf.local.as_usize(), leaf.path);
    let variable = body.var_debug_info.iter().find_map(|info| {
        let VarDebugInfoContents::Place(of) = info.value else { return None };
        if of.local != leaf.local {
            return None;
        }
        let mut path = String::new();
        for element in of.projection {
            match element {
                ProjectionElem::Field(field, _) => path += &format!(".{}", field.as_usize()),
                ProjectionElem::Deref => {}
                _ => return None,
            }
        }
        let rest = leaf.path.strip_prefix(&path)?;
        (rest.is_empty() || rest.starts_with('.')).then(|| format!("{}{rest}", info.name))
    });
    match variable {
        Some(variable) => format!("{place} {variable}"),
        None => place,
    }
}
