//! Which types contain a coroutine.
//!
//! The layout of a coroutine must not ask for the layout of one that it does not keep: a recursive
//! async fn makes its own future and puts it into a box.

use std::cell::RefCell;
use std::collections::HashMap;

use rustc_middle::ty::{self, Ty, TyCtxt, TypingEnv};

/// Tells types that cannot contain a coroutine from those that may.
pub struct Coroutines<'tcx> {
    tcx: TyCtxt<'tcx>,
    typing_env: TypingEnv<'tcx>,
    known: RefCell<HashMap<Ty<'tcx>, bool>>,
}

impl<'tcx> Coroutines<'tcx> {
    pub fn new(tcx: TyCtxt<'tcx>, typing_env: TypingEnv<'tcx>) -> Self {
        Coroutines { tcx, typing_env, known: RefCell::default() }
    }

    /// Whether a value of the normalised type `ty` may contain a coroutine, other than behind a
    /// pointer.
    pub fn may_be_in(&self, ty: Ty<'tcx>) -> bool {
        if let Some(&known) = self.known.borrow().get(&ty) {
            return known;
        }
        // Stops the recursion. A type that contains itself has no layout anyway.
        self.known.borrow_mut().insert(ty, true);
        let answer = self.look_into(ty);
        self.known.borrow_mut().insert(ty, answer);
        answer
    }

    fn look_into(&self, ty: Ty<'tcx>) -> bool {
        let any = |tys: &[Ty<'tcx>]| tys.iter().any(|ty| self.may_be_in(*ty));
        match *ty.kind() {
            ty::Bool
            | ty::Char
            | ty::Int(_)
            | ty::Uint(_)
            | ty::Float(_)
            | ty::Str
            | ty::Never
            | ty::FnDef(..)
            | ty::FnPtr(..)
            | ty::Ref(..)
            | ty::RawPtr(..)
            | ty::Dynamic(..)
            | ty::Foreign(_) => false,
            ty::Array(element, _) | ty::Slice(element) | ty::Pat(element, _) => {
                self.may_be_in(element)
            }
            ty::Tuple(tys) => any(tys),
            ty::Closure(_, args) => any(args.as_closure().upvar_tys()),
            ty::CoroutineClosure(_, args) => any(args.as_coroutine_closure().upvar_tys()),
            ty::Adt(adt, args) => adt.all_fields().any(|field| {
                let ty = field.ty(self.tcx, args);
                let normal = self.tcx.try_normalize_erasing_regions(self.typing_env, ty);
                normal.map_or(true, |ty| self.may_be_in(ty))
            }),
            _ => true,
        }
    }
}
