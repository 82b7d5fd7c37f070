//! Which parts of a value may become which parts of another.
//!
//! An opaque function moves values as wholes: what `Result::unwrap` returns was a field of its
//! argument, and what a constructor takes becomes a field of its result. So the largest parts of
//! equal type correspond.

use std::collections::HashMap;

use rustc_middle::ty::layout::TyAndLayout;
use rustc_middle::ty::{self, Ty};

use super::places::Places;

/// How many parts of a type are considered.
const PARTS: usize = 64;

/// Bytes of one value that may become bytes of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    pub target_offset: u64,
    pub source_offset: u64,
    pub size: u64,
    /// Whether the bytes keep their order.
    pub exact: bool,
}

/// A part of a value, or the whole value.
#[derive(Clone, Copy)]
struct Part<'tcx> {
    offset: u64,
    layout: TyAndLayout<'tcx>,
    /// How many of the following parts lie inside this one.
    inner: usize,
}

/// The large parts of each type, in preorder.
pub struct Components<'a, 'tcx> {
    places: &'a Places<'a, 'tcx>,
    known: HashMap<Ty<'tcx>, Vec<Part<'tcx>>>,
}

impl<'a, 'tcx> Components<'a, 'tcx> {
    pub fn new(places: &'a Places<'a, 'tcx>) -> Self {
        Components { places, known: HashMap::new() }
    }

    /// The bytes of a value like `source` that may become bytes of one like `target`.
    pub fn shared(&mut self, target: TyAndLayout<'tcx>, source: TyAndLayout<'tcx>) -> Vec<Shared> {
        self.learn(target);
        self.learn(source);
        let (targets, sources) = (&self.known[&target.ty], &self.known[&source.ty]);
        let mut shared = vec![];
        let mut next = 0;
        while let Some(part) = sources.get(next) {
            let before = shared.len();
            shared.extend(targets.iter().filter_map(|target| correspond(target, part)));
            next += 1;
            if shared.len() > before {
                next += part.inner;
            }
        }
        shared
    }

    fn learn(&mut self, layout: TyAndLayout<'tcx>) {
        if !self.known.contains_key(&layout.ty) {
            let mut parts = vec![];
            self.walk(0, layout, &mut parts);
            self.known.insert(layout.ty, parts);
        }
    }

    fn walk(&self, offset: u64, layout: TyAndLayout<'tcx>, parts: &mut Vec<Part<'tcx>>) {
        if parts.len() >= PARTS || !self.places.is_large_size(layout.size.bytes()) {
            return;
        }
        let number = parts.len();
        parts.push(Part { offset, layout, inner: 0 });
        for (inner, layout) in self.places.parts(layout) {
            self.walk(offset + inner, layout, parts);
        }
        parts[number].inner = parts.len() - number - 1;
    }
}

fn correspond<'tcx>(target: &Part<'tcx>, source: &Part<'tcx>) -> Option<Shared> {
    let (target_ty, source_ty) = (target.layout.ty, source.layout.ty);
    let exact = target_ty == source_ty;
    let elements = match (target_ty.kind(), source_ty.kind()) {
        (ty::Array(target, _), ty::Array(source, _)) => target == source,
        // A coroutine may keep anything anywhere.
        (_, ty::Coroutine(..)) => true,
        _ => false,
    };
    (exact || elements).then(|| Shared {
        target_offset: target.offset,
        source_offset: source.offset,
        size: source.layout.size.min(target.layout.size).bytes(),
        exact,
    })
}
