//! Coroutine bodies before rustc turns them into state machines, from this crate and the crates
//! that it uses.
//!
//! rustc has such a body only briefly and never stores it. Here, each coroutine keeps a copy after
//! its promoted constants, which travel in crate metadata and are only ever requested by number.
//! The copy's phase distinguishes it from those.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_data_structures::steal::Steal;
use rustc_index::IndexVec;
use rustc_middle::mir::{Body, MirPhase, Promoted, StatementKind};
use rustc_middle::ty::{self, GenericArgsRef, TyCtxt};
use rustc_middle::util::Providers;
use rustc_span::def_id::{DefId, LocalDefId};

type Mir = for<'tcx> fn(TyCtxt<'tcx>, LocalDefId) -> &'tcx Steal<Body<'tcx>>;
type PromotedMir = for<'tcx> fn(TyCtxt<'tcx>, LocalDefId) -> &'tcx IndexVec<Promoted, Body<'tcx>>;

static STOCK: OnceLock<(Mir, PromotedMir)> = OnceLock::new();

fn stock() -> (Mir, PromotedMir) {
    *STOCK.get().expect("queries run after `provide`")
}

thread_local! {
    /// Copies of bodies that rustc has taken or will take. The compiler has one thread and one
    /// session, in which they all live as long as its arenas.
    static COPIES: RefCell<HashMap<LocalDefId, Body<'static>>> = RefCell::default();
}

/// Installs the overrides.
pub fn provide(providers: &mut Providers) {
    let queries = &mut providers.queries;
    STOCK.get_or_init(|| (queries.mir_drops_elaborated_and_const_checked, queries.promoted_mir));
    queries.mir_drops_elaborated_and_const_checked = mir;
    queries.promoted_mir = promoted_mir;
}

fn mir<'tcx>(tcx: TyCtxt<'tcx>, def: LocalDefId) -> &'tcx Steal<Body<'tcx>> {
    if tcx.is_coroutine(def.to_def_id()) {
        // It takes the body, so what others ask about the body must come first.
        tcx.ensure_done().mir_coroutine_witnesses(def);
        copy(tcx, def);
    }
    stock().0(tcx, def)
}

fn promoted_mir<'tcx>(tcx: TyCtxt<'tcx>, def: LocalDefId) -> &'tcx IndexVec<Promoted, Body<'tcx>> {
    let promoted = stock().1(tcx, def);
    if !tcx.is_coroutine(def.to_def_id()) {
        return promoted;
    }
    let mut promoted = promoted.clone();
    promoted.push(copy(tcx, def));
    tcx.arena.alloc(promoted)
}

/// The body of a coroutine of this crate, without what only borrow checking needs.
fn copy<'tcx>(tcx: TyCtxt<'tcx>, def: LocalDefId) -> Body<'tcx> {
    if let Some(body) = COPIES.with_borrow(|copies| copies.get(&def).cloned()) {
        // SAFETY: the copy came from this session, whose 'tcx is the caller's.
        return unsafe { std::mem::transmute::<Body<'static>, Body<'tcx>>(body) };
    }
    let mut body = tcx.mir_promoted(def).0.borrow().clone();
    body.coroutine = None;
    body.user_type_annotations = Default::default();
    for block in body.basic_blocks.as_mut() {
        block.statements.retain(|statement| {
            !matches!(
                statement.kind,
                StatementKind::AscribeUserType(..)
                    | StatementKind::FakeRead(..)
                    | StatementKind::PlaceMention(..)
                    | StatementKind::Coverage(..)
            )
        });
    }
    // SAFETY: it is only read back under this session's 'tcx, above.
    let kept = unsafe { std::mem::transmute::<Body<'tcx>, Body<'static>>(body.clone()) };
    COPIES.with_borrow_mut(|copies| copies.insert(def, kept));
    body
}

/// The definition whose MIR is the body of a coroutine. An async closure has two bodies, one of
/// which takes the captures by value; the coroutine's type tells which one it runs.
fn body_def<'tcx>(tcx: TyCtxt<'tcx>, def: DefId, args: GenericArgsRef<'tcx>) -> DefId {
    let kind = args.as_coroutine().kind_ty();
    let ty::Coroutine(_, own) = *tcx.type_of(def).instantiate_identity().kind() else {
        unreachable!("{def:?} is not a coroutine")
    };
    if kind.is_unit() || own.as_coroutine().kind_ty() == kind {
        def
    } else {
        tcx.coroutine_by_move_body_def_id(def)
    }
}

/// The body of a coroutine before it becomes a state machine; `None` if another rustc compiled its
/// crate, as for `std`.
pub fn before_states<'tcx>(
    tcx: TyCtxt<'tcx>,
    def: DefId,
    args: GenericArgsRef<'tcx>,
) -> Option<&'tcx Body<'tcx>> {
    if tcx.is_async_drop_in_place_coroutine(def) {
        return None;
    }
    let body = tcx.promoted_mir(body_def(tcx, def, args)).iter().next_back()?;
    matches!(body.phase, MirPhase::Analysis(_)).then_some(body)
}
