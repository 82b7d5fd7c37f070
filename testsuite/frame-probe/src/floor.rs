//! The floor of a coroutine: the least bytes that any layout of its frame takes, by the definition in
//! docs/frames.md.

use rustc_data_structures::fx::FxHashMap;
use rustc_hir::Movability;
use rustc_middle::mir::{Body, Local, ProjectionElem, VarDebugInfoContents};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt, TypingEnv};
use rustc_span::Span;
use rustc_span::def_id::DefId;

use crate::addresses::Addresses;
use crate::bodies;
use crate::copies::Copies;
use crate::flow::{AtYield, Flow, Set};
use crate::known::known;
use crate::leaves::{Leaf, Leaves, field_types, local_types};

/// The states that every coroutine has: unresumed, returned, panicked.
const RESERVED: usize = 3;

/// Bytes, and the alignment that they ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    pub bytes: u64,
    pub align: u64,
}

impl Need {
    fn and(self, other: Need) -> Need {
        Need { bytes: self.bytes + other.bytes, align: self.align.max(other.align) }
    }

    fn or(self, other: Need) -> Need {
        Need { bytes: self.bytes.max(other.bytes), align: self.align.max(other.align) }
    }

    fn rounded(self) -> Need {
        Need { bytes: self.bytes.next_multiple_of(self.align.max(1)), ..self }
    }
}

/// What a coroutine has to keep.
#[derive(Clone, Copy, Debug)]
struct Contents {
    /// Before it is first resumed.
    unresumed: Need,
    /// At any time.
    most: Need,
    /// For its state.
    tag: u64,
}

impl Contents {
    fn floor(&self) -> Need {
        self.most.and(Need { bytes: self.tag, align: 1 }).rounded()
    }
}

/// What a coroutine has to keep at one suspension, or before its first resume.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Where it suspends; nothing before the first resume.
    pub at: Option<Span>,
    /// The largest first.
    pub kept: Vec<Kept>,
}

/// A value that is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The variable or capture and the field in it.
    pub name: String,
    /// Where it is declared.
    pub declared: Span,
    pub bytes: u64,
    /// Nobody uses it any more but through an address that is kept.
    pub behind: bool,
}

/// Floors of the types of one crate, each computed once.
pub struct Floors<'tcx> {
    tcx: TyCtxt<'tcx>,
    coroutines: FxHashMap<Ty<'tcx>, Contents>,
    types: FxHashMap<Ty<'tcx>, Need>,
    stops: FxHashMap<Ty<'tcx>, Vec<Stop>>,
}

impl<'tcx> Floors<'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>) -> Self {
        Floors {
            tcx,
            coroutines: FxHashMap::default(),
            types: FxHashMap::default(),
            stops: FxHashMap::default(),
        }
    }

    /// What a coroutine type whose floor was asked for keeps when; none if its body is not known.
    pub fn stops(&self, ty: Ty<'tcx>) -> &[Stop] {
        self.stops.get(&ty).map_or(&[], Vec::as_slice)
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
                Need { bytes: need.bytes * length, ..need }
            }
            ty::Adt(adt, args) if !adt.is_box() && !adt.repr().simd() => {
                let mut most = Need { bytes: 0, align: 1 };
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
        types.fold(Need { bytes: 0, align: 1 }, |sum, ty| sum.and(self.of(ty))).rounded()
    }

    /// As rustc lays it out; nothing for what it cannot.
    fn stock(&self, ty: Ty<'tcx>) -> Need {
        match self.tcx.layout_of(TypingEnv::fully_monomorphized().as_query_input(ty)) {
            Ok(layout) => Need { bytes: layout.size.bytes(), align: layout.align.abi.bytes() },
            Err(_) => Need { bytes: 0, align: 1 },
        }
    }

    fn coroutine(&mut self, ty: Ty<'tcx>, def: DefId, args: GenericArgsRef<'tcx>) -> Contents {
        if let Some(contents) = self.coroutines.get(&ty) {
            return *contents;
        }
        let contents = match bodies::before_states(self.tcx, def, args) {
            Some(body) => self.contents(ty, body, args),
            None => {
                let need = self.stock(ty);
                Contents { unresumed: need, most: need, tag: 0 }
            }
        };
        self.coroutines.insert(ty, contents);
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
        let addresses = Addresses::new(tcx, &leaves, body, &types);
        let copies = Copies::new(tcx, &leaves, body, unwinds);
        let known = known(&leaves, body);
        let nothing = Set::new_empty(leaves.all.len());
        let start = flow.live_at_start();

        let captures: Vec<usize> = leaves
            .of(Local::from_usize(1))
            .filter(|leaf| start.contains(*leaf) || leaves.all[*leaf].needs_drop)
            .collect();
        let unresumed = self.sum(&leaves, &captures, &nothing);
        let mut stops = vec![self.stop(&leaves, body, None, &captures, &nothing, start)];

        let yields = flow.yields(&leaves, body, unwinds);
        let mut most = unresumed;
        for AtYield { block, live, past } in &yields {
            let mut kept = live.clone();
            kept.intersect(&past.init);
            addresses.close(&leaves, &mut kept, &past.init);
            let mut kept = copies.values(&leaves, body, *block, &kept);
            kept.retain(|leaf| !known[leaves.all[*leaf].local.as_usize()]);
            most = most.or(self.sum(&leaves, &kept, &past.borrowed));
            let at = body.basic_blocks[*block].terminator().source_info.span;
            stops.push(self.stop(&leaves, body, Some(at), &kept, &past.borrowed, live));
        }
        self.stops.insert(ty, stops);
        let tag = if RESERVED + yields.len() > 256 { 2 } else { 1 };
        Contents { unresumed, most, tag }
    }

    fn sum(&mut self, leaves: &Leaves<'tcx>, kept: &[usize], borrowed: &Set) -> Need {
        kept.iter().fold(Need { bytes: 0, align: 1 }, |sum, leaf| {
            sum.and(self.leaf(leaves, *leaf, borrowed))
        })
    }

    fn stop(
        &mut self,
        leaves: &Leaves<'tcx>,
        body: &Body<'tcx>,
        at: Option<Span>,
        kept: &[usize],
        borrowed: &Set,
        live: &Set,
    ) -> Stop {
        let describe = |&leaf: &usize| Kept {
            name: name(body, &leaves.all[leaf]),
            declared: body.local_decls[leaves.all[leaf].local].source_info.span,
            bytes: self.leaf(leaves, leaf, borrowed).bytes,
            behind: at.is_some() && !live.contains(leaf),
        };
        let mut kept: Vec<Kept> = kept.iter().map(describe).collect();
        kept.retain(|kept| kept.bytes > 0);
        kept.sort_by_key(|kept| std::cmp::Reverse(kept.bytes));
        Stop { at, kept }
    }

    /// What a leaf takes. A coroutine that is a value of its own needs no tag of its own, and only
    /// its captures as long as nobody can have polled it: for that it must be borrowed.
    fn leaf(&mut self, leaves: &Leaves<'tcx>, leaf: usize, borrowed: &Set) -> Need {
        let ty = leaves.all[leaf].ty;
        let ty::Coroutine(def, args) = *ty.kind() else { return self.of(ty) };
        let contents = self.coroutine(ty, def, args);
        let pinned = self.tcx.coroutine_movability(def) == Movability::Static;
        if pinned && !borrowed.contains(leaf) { contents.unresumed } else { contents.most }
    }
}

/// What the source calls a leaf: a variable or a capture, and the fields on the way.
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
