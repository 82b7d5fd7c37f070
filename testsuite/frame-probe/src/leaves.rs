//! Splits a body's values: every local is a tree of fields, whose leaves are what floors count.

use std::ops::Range;

use rustc_middle::mir::{Body, Local, Place, ProjectionElem};
use rustc_middle::ty::{self, GenericArgsRef, Ty, TyCtxt, TypingEnv};

/// A type with more leaves than this counts as one leaf.
const MOST: usize = 64;

/// A part of a local that is not split further.
#[derive(Debug)]
pub struct Leaf<'tcx> {
    pub ty: Ty<'tcx>,
    pub local: Local,
    /// Its path in the local, such as `.0.1`.
    pub path: String,
    pub needs_drop: bool,
    /// The variants of an enum in which there is nothing to drop, by their discriminants.
    pub idle_variants: Vec<u128>,
}

/// A local or one of its fields.
#[derive(Debug)]
struct Node {
    leaves: Range<usize>,
    /// The fields; empty for a leaf.
    fields: Vec<Node>,
}

/// All locals of a body.
pub struct Leaves<'tcx> {
    pub all: Vec<Leaf<'tcx>>,
    locals: Vec<Node>,
}

/// How a place relates to leaves.
#[derive(Clone, Debug)]
pub struct Target {
    pub leaves: Range<usize>,
    /// Whether the place is exactly these leaves, and not something inside or behind them.
    pub whole: bool,
    /// Whether the place lies behind a pointer in these leaves.
    pub behind: bool,
    /// Whether the place lies in a variant of an enum.
    pub variant: bool,
}

impl<'tcx> Leaves<'tcx> {
    /// `types` are the monomorphic types of the body's locals, and `coroutine` the generic
    /// arguments of its type. Local 1 stands for the captures.
    pub fn new(tcx: TyCtxt<'tcx>, types: &[Ty<'tcx>], coroutine: GenericArgsRef<'tcx>) -> Self {
        let mut leaves = Leaves { all: vec![], locals: vec![] };
        for (number, &ty) in types.iter().enumerate() {
            let local = Local::from_usize(number);
            let node = if number == 1 {
                let captures = coroutine.as_coroutine().upvar_tys().iter().collect();
                leaves.inner(tcx, local, "", captures)
            } else {
                leaves.node(tcx, local, String::new(), ty)
            };
            leaves.locals.push(node);
        }
        leaves
    }

    fn node(&mut self, tcx: TyCtxt<'tcx>, local: Local, path: String, ty: Ty<'tcx>) -> Node {
        let first = self.all.len();
        if let Some(types) = fields(tcx, ty) {
            let node = self.inner(tcx, local, &path, types);
            if node.leaves.len() <= MOST {
                return node;
            }
            self.all.truncate(first);
        }
        let needs_drop = ty.needs_drop(tcx, TypingEnv::fully_monomorphized());
        let idle_variants = if needs_drop { idle_variants(tcx, ty) } else { vec![] };
        self.all.push(Leaf { ty, local, path, needs_drop, idle_variants });
        Node { leaves: first..first + 1, fields: vec![] }
    }

    fn inner(&mut self, tcx: TyCtxt<'tcx>, local: Local, path: &str, types: Vec<Ty<'tcx>>) -> Node {
        let first = self.all.len();
        let fields = types
            .into_iter()
            .enumerate()
            .map(|(field, ty)| self.node(tcx, local, format!("{path}.{field}"), ty))
            .collect();
        Node { leaves: first..self.all.len(), fields }
    }

    /// All leaves of a local.
    pub fn of(&self, local: Local) -> Range<usize> {
        self.locals[local.as_usize()].leaves.clone()
    }

    /// How many leaves each field of a place has; empty if the place is not split.
    pub fn field_sizes(&self, place: Place<'tcx>) -> Vec<usize> {
        let mut node = &self.locals[place.local.as_usize()];
        for element in place.projection {
            match element {
                ProjectionElem::Field(field, _) if field.as_usize() < node.fields.len() => {
                    node = &node.fields[field.as_usize()];
                }
                _ => return vec![],
            }
        }
        node.fields.iter().map(|field| field.leaves.len()).collect()
    }

    /// The leaves that a place is, lies in, or lies behind.
    pub fn target(&self, place: Place<'tcx>) -> Target {
        let mut node = &self.locals[place.local.as_usize()];
        let mut target =
            Target { leaves: node.leaves.clone(), whole: true, behind: false, variant: false };
        for element in place.projection {
            match element {
                ProjectionElem::Field(field, _) if target.whole => {
                    match node.fields.get(field.as_usize()) {
                        Some(inner) => {
                            node = inner;
                            target.leaves = inner.leaves.clone();
                        }
                        None => target.whole = false,
                    }
                }
                ProjectionElem::Deref => {
                    target.whole = false;
                    target.behind = true;
                    return target;
                }
                ProjectionElem::Downcast(..) => {
                    target.whole = false;
                    target.variant = true;
                }
                _ => target.whole = false,
            }
        }
        target
    }
}

/// How many leaves each capture of a coroutine has, in the order of its body's local 1.
pub fn capture_sizes<'tcx>(tcx: TyCtxt<'tcx>, coroutine: GenericArgsRef<'tcx>) -> Vec<usize> {
    let mut leaves = Leaves { all: vec![], locals: vec![] };
    let captures = coroutine.as_coroutine().upvar_tys().iter().collect();
    let node = leaves.inner(tcx, Local::from_usize(1), "", captures);
    node.fields.iter().map(|field| field.leaves.len()).collect()
}

/// The discriminants of the variants of `ty` that have nothing to drop; none unless it is an enum.
fn idle_variants<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> Vec<u128> {
    let ty::Adt(adt, args) = *ty.kind() else { return vec![] };
    if !adt.is_enum() || adt.has_dtor(tcx) {
        return vec![];
    }
    let env = TypingEnv::fully_monomorphized();
    let is_idle = |variant| {
        let fields = field_types(tcx, &adt.variant(variant).fields.raw, args);
        !fields.iter().any(|ty| ty.needs_drop(tcx, env))
    };
    let variants = adt.discriminants(tcx).filter(|(variant, _)| is_idle(*variant));
    variants.map(|(_, discriminant)| discriminant.val).collect()
}

/// The fields of a type whose values can be kept field by field.
fn fields<'tcx>(tcx: TyCtxt<'tcx>, ty: Ty<'tcx>) -> Option<Vec<Ty<'tcx>>> {
    match ty.kind() {
        ty::Tuple(types) => Some(types.iter().collect()),
        ty::Adt(adt, args)
            if adt.is_struct()
                && !adt.is_box()
                && !adt.is_manually_drop()
                && !adt.has_dtor(tcx)
                && !adt.repr().packed()
                && adt.repr().align.is_none()
                && !adt.repr().simd() =>
        {
            Some(field_types(tcx, &adt.non_enum_variant().fields.raw, args))
        }
        _ => None,
    }
}

/// The monomorphic types of an ADT's fields.
pub fn field_types<'tcx>(
    tcx: TyCtxt<'tcx>,
    fields: &[ty::FieldDef],
    args: GenericArgsRef<'tcx>,
) -> Vec<Ty<'tcx>> {
    let env = TypingEnv::fully_monomorphized();
    fields.iter().map(|field| tcx.normalize_erasing_regions(env, field.ty(tcx, args))).collect()
}

/// The monomorphic types of a body's locals.
pub fn local_types<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &Body<'tcx>,
    args: GenericArgsRef<'tcx>,
) -> Vec<Ty<'tcx>> {
    let env = TypingEnv::fully_monomorphized();
    let mono =
        |ty| tcx.instantiate_and_normalize_erasing_regions(args, env, ty::EarlyBinder::bind(ty));
    body.local_decls.iter().map(|local| mono(local.ty)).collect()
}
