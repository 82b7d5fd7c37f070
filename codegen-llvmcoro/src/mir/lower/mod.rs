//! From a coroutine's MIR to the marked body.
//!
//! The input is what drop elaboration leaves: a function that takes the coroutine by value,
//! yields, and ends a cancelled run with `CoroutineDrop`. The output is the resume function
//! (`Future::poll`, for an async fn) as MIR that rustc can generate code for, with markers
//! ([`llvmcoro_contract::marker`]) where it suspends, and the same once more as drop glue. States,
//! discriminants and panics are those of rustc's own state transform: 0 unresumed, 1 returned, 2
//! panicked, then one per suspension point in block order.
//!
//! * [`rebase`] moves the body off its original arguments.
//! * [`resume`] makes the resume function of it, [`drop_glue`] the drop glue.
//! * [`entry`] has what both begin with and suspend by.

mod call_guards;
mod context;
mod drop_glue;
mod entry;
mod idle_drops;
mod protocol;
mod rebase;
mod resume;
mod slots;
mod upvar_drops;

use rustc_abi::VariantIdx;
use rustc_index::{IndexVec, bit_set::BitMatrix};
use rustc_middle::mir::visit::MutVisitor;
use rustc_middle::mir::*;
use rustc_middle::ty::{CoroutineArgs, CoroutineArgsExt, Ty, TyCtxt};

use self::protocol::Protocol;
use self::rebase::Rebase;
use super::lowered::{self, RESUME_ARG, SELF_ARG};
use super::{dissolve, rematerialize};

/// Lowers `body`, a runtime body whose coroutine info was taken out before the passes ran.
///
/// `yield_ty` is what the body yields. `stock` is the same coroutine after rustc's state
/// transform: what is recorded there for other consumers (kind, source of the reserved states,
/// async drop proxy) is taken over.
pub fn lower<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: Body<'tcx>,
    yield_ty: Ty<'tcx>,
    stock: &Body<'tcx>,
) -> Body<'tcx> {
    let stock = stock.coroutine.as_deref().expect("the state transform keeps the coroutine info");
    let stock_layout = stock.coroutine_layout.as_ref().expect("the state transform sets it");

    let kind = stock.coroutine_kind;
    let protocol = Protocol::new(tcx, body.span, kind, yield_ty, body.return_ty());
    let core = Core::new(tcx, body, protocol);
    let mut variant_source_info = stock_layout.variant_source_info.clone();
    variant_source_info.truncate(CoroutineArgs::RESERVED_VARIANTS);
    variant_source_info.extend(core.yields.iter().map(|point| point.source_info));
    let (mut poll, frame_locals) = core.clone().into_poll();
    let drop_glue = core.into_drop_glue(&frame_locals);

    let states = variant_source_info.len();
    let unlayoutable = CoroutineSavedTy {
        ty: lowered::unlayoutable(tcx),
        source_info: SourceInfo::outermost(poll.span),
        ignore_for_traits: true,
    };
    // No state has them. They are there for `lowered::saved_by_stock`.
    let mut field_tys = IndexVec::from_raw(vec![unlayoutable]);
    field_tys.extend(stock_layout.field_tys.iter().cloned());
    let fields = field_tys.len();
    poll.coroutine = Some(Box::new(CoroutineInfo {
        yield_ty: None,
        resume_ty: None,
        coroutine_drop: Some(drop_glue),
        coroutine_drop_async: None,
        coroutine_drop_proxy_async: stock.coroutine_drop_proxy_async.clone(),
        coroutine_layout: Some(CoroutineLayout {
            field_names: IndexVec::from_elem(None, &field_tys),
            field_tys,
            variant_fields: IndexVec::from_elem_n(IndexVec::new(), states),
            variant_source_info,
            storage_conflicts: BitMatrix::new(fields, fields),
        }),
        coroutine_kind: kind,
    }));
    poll
}

/// A suspension point of the body.
#[derive(Clone)]
struct YieldPoint<'tcx> {
    block: BasicBlock,
    source_info: SourceInfo,
    value: Operand<'tcx>,
    resume: BasicBlock,
    resume_arg: Place<'tcx>,
    drop: Option<BasicBlock>,
}

/// What `poll` and drop glue have in common: the body without its first block, over
/// `(*self_ptr)`, with the yields still in place.
#[derive(Clone)]
struct Core<'tcx> {
    tcx: TyCtxt<'tcx>,
    protocol: Protocol<'tcx>,
    body: Body<'tcx>,
    coroutine_ty: Ty<'tcx>,
    /// Where the original body starts.
    start: BasicBlock,
    /// `&mut C` or `*mut C`.
    self_ptr: Local,
    /// What the body knows as its resume argument.
    resume_value: Local,
    /// What the body returns, before it is wrapped.
    returned: Local,
    yields: Vec<YieldPoint<'tcx>>,
    /// How many locals there are before `poll` or drop glue adds its own.
    own_locals: usize,
}

impl<'tcx> Core<'tcx> {
    fn new(tcx: TyCtxt<'tcx>, mut body: Body<'tcx>, protocol: Protocol<'tcx>) -> Self {
        let span = body.span;
        if protocol.awaits() {
            context::reveal_context(tcx, &mut body);
            context::dissolve_into_future(tcx, &mut body);
        }
        upvar_drops::expand(tcx, &mut body, SELF_ARG.into());

        let coroutine_ty = body.local_decls[SELF_ARG].ty;
        let self_ty = Ty::new_mut_ref(tcx, tcx.lifetimes.re_erased, coroutine_ty);
        let returned = body.local_decls.push(body.local_decls[RETURN_PLACE].clone());
        let resume_value = body.local_decls.push(body.local_decls[RESUME_ARG].clone());
        let self_ptr = body.local_decls.push(LocalDecl::new(self_ty, span));
        Rebase { tcx, self_place: tcx.mk_place_deref(self_ptr.into()), returned, resume_value }
            .visit_body(&mut body);
        // The arguments are no longer the source's own.
        body.spread_arg = None;
        for info in &mut body.var_debug_info {
            info.argument_index = None;
        }

        if protocol.is_async() {
            dissolve::dissolve(tcx, &mut body, resume_value);
        }
        idle_drops::remove(tcx, &mut body);
        rematerialize::rematerialize(tcx, &mut body, self_ptr);

        let reachable = traversal::reachable_as_bitset(&body);
        let yields = body
            .basic_blocks
            .iter_enumerated()
            .filter(|(block, _)| reachable.contains(*block))
            .filter_map(|(block, data)| {
                let Terminator { source_info, kind } = data.terminator();
                let TerminatorKind::Yield { value, resume, resume_arg, drop } = kind else {
                    return None;
                };
                Some(YieldPoint {
                    block,
                    source_info: *source_info,
                    value: value.clone(),
                    resume: *resume,
                    resume_arg: *resume_arg,
                    drop: *drop,
                })
            })
            .collect();

        let mut core = Core {
            own_locals: body.local_decls.len(),
            tcx,
            protocol,
            body,
            coroutine_ty,
            start: START_BLOCK,
            self_ptr,
            resume_value,
            returned,
            yields,
        };
        // Block 0 becomes the entry; nothing in MIR may jump to it.
        let old_start = core.body.basic_blocks[START_BLOCK].clone();
        core.start = core.body.basic_blocks_mut().push(old_start);
        for point in &mut core.yields {
            if point.block == START_BLOCK {
                point.block = core.start;
            }
        }
        core
    }

    fn source_info(&self) -> SourceInfo {
        SourceInfo::outermost(self.body.span)
    }

    fn local(&mut self, ty: Ty<'tcx>) -> Local {
        self.body.local_decls.push(LocalDecl::new(ty, self.body.span))
    }

    fn block(
        &mut self,
        statements: Vec<Statement<'tcx>>,
        kind: TerminatorKind<'tcx>,
    ) -> BasicBlock {
        let terminator = Terminator { source_info: self.source_info(), kind };
        let data = BasicBlockData::new_stmts(statements, Some(terminator), false);
        self.body.basic_blocks_mut().push(data)
    }

    fn assign(&self, place: impl Into<Place<'tcx>>, value: Rvalue<'tcx>) -> Statement<'tcx> {
        let assign = StatementKind::Assign(Box::new((place.into(), value)));
        Statement::new(self.source_info(), assign)
    }

    fn set_state(&self, state: usize) -> Statement<'tcx> {
        let place = Box::new(self.tcx.mk_place_deref(self.self_ptr.into()));
        let variant_index = VariantIdx::from_usize(state);
        Statement::new(self.source_info(), StatementKind::SetDiscriminant { place, variant_index })
    }

    fn unwinds(&self) -> bool {
        self.tcx.sess.panic_strategy().unwinds()
    }
}
