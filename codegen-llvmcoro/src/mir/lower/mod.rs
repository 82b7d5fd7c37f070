//! Lowers a coroutine's MIR to a body with markers.
//!
//! The input is the result of drop elaboration: a function that takes the coroutine by value,
//! yields, and ends a drop of the suspended coroutine with `CoroutineDrop`. The output is the
//! resume function (`Future::poll` for an async fn) as MIR that rustc can generate code for, with
//! markers ([`llvmcoro_contract::marker`]) where it suspends, and the same body again as drop glue.
//! States, discriminants and panics are those of rustc's own state transform: 0 unresumed, 1
//! returned, 2 panicked, then one per suspension point in block order.
//!
//! [`lower`] lists the steps. [`protocol`] is the interface between a kind of coroutine and its
//! resumer; [`entry`] holds what both functions start and suspend with.

mod awaits;
mod call_guards;
mod construction;
mod context;
mod drop_glue;
mod entry;
mod idle_drops;
mod late_constants;
mod protocol;
mod rebase;
mod record;
mod resume;
mod slots;
mod suspensions;
mod upvar_drops;
mod variants;

use llvmcoro_contract::StateId;
use llvmcoro_contract::marker::Marker;
use rustc_middle::mir::*;
use rustc_middle::ty::{Ty, TyCtxt};

use self::awaits::Await;
use self::protocol::Protocol;
use self::rebase::Rebased;
use self::suspensions::SuspensionPoint;
use super::assembly::marker_terminator;
use super::lowered::SELF_ARG;
use super::{rematerialize, safe_code};

/// Lowers `body`, a runtime body whose coroutine info was removed before the passes ran.
///
/// `yield_ty` is the type that the body yields. `stock` is the same coroutine after rustc's state
/// transform; what it records for other consumers (kind, source of the reserved states, async drop
/// proxy) is copied.
pub fn lower<'tcx>(
    tcx: TyCtxt<'tcx>,
    mut body: Body<'tcx>,
    yield_ty: Ty<'tcx>,
    stock: &Body<'tcx>,
) -> Body<'tcx> {
    let stock = stock.coroutine.as_deref().expect("the state transform keeps the coroutine info");
    let kind = stock.coroutine_kind;
    let protocol = Protocol::new(tcx, body.span, kind, yield_ty, body.return_ty());

    // Steps on the body with its yields.
    if protocol.awaits() {
        context::reveal_context(tcx, &mut body);
        context::remove_into_future(tcx, &mut body);
    }
    upvar_drops::expand(tcx, &mut body, SELF_ARG.into());
    let arguments = rebase::rebase(tcx, &mut body);
    let (mut awaits, mut leaves, mut awaitees) = (vec![], vec![], vec![]);
    if protocol.is_async() {
        let context = arguments.resume_value;
        let all = awaits::find(tcx, &body, context);
        awaitees = all.iter().map(|found| found.awaitee).collect();
        let of_type = |wanted: &dyn Fn(Ty<'tcx>) -> bool| -> Vec<Await> {
            all.iter().filter(|it| wanted(body.local_decls[it.awaitee].ty)).copied().collect()
        };
        awaits = of_type(&awaits::may_be_coroutine);
        leaves = of_type(&|ty| awaits::is_plain(tcx, ty));
    }
    construction::in_place(tcx, &mut body, &awaits);
    idle_drops::remove(tcx, &mut body);
    variants::remove_reads(tcx, &mut body, arguments.self_ptr);
    late_constants::postpone(tcx, &mut body);
    rematerialize::rematerialize(tcx, &mut body, arguments.self_ptr);

    // Make the two functions that suspend.
    let start = free_start_block(&mut body);
    let suspensions = suspensions::find(&body, start);
    let record = record::Record::new(tcx, stock, &body, &suspensions);
    let core = Core {
        own_locals: body.local_decls.len(),
        safe: safe_code::is_written_safely(tcx, body.source.def_id()),
        tcx,
        protocol,
        body,
        arguments,
        start,
        suspensions,
        awaits,
        leaves,
        awaitees,
    };
    let (poll, frame_locals) = core.clone().into_poll();
    let drop_glue = core.into_drop_glue(&frame_locals);
    record.attach(poll, drop_glue)
}

/// Moves block 0 elsewhere, because it becomes the entry, which nothing in MIR may jump to.
fn free_start_block(body: &mut Body<'_>) -> BasicBlock {
    let start = body.basic_blocks[START_BLOCK].clone();
    body.basic_blocks_mut().push(start)
}

/// What `poll` and drop glue have in common: the body over `(*self_ptr)`, without its first block
/// and with its yields.
#[derive(Clone)]
struct Core<'tcx> {
    tcx: TyCtxt<'tcx>,
    protocol: Protocol<'tcx>,
    body: Body<'tcx>,
    arguments: Rebased<'tcx>,
    /// Where the original body starts.
    start: BasicBlock,
    suspensions: Vec<SuspensionPoint<'tcx>>,
    /// Those whose future may be a coroutine.
    awaits: Vec<Await>,
    /// Those whose future is none, and plain.
    leaves: Vec<Await>,
    /// What holds a future that nobody but an await uses.
    awaitees: Vec<Local>,
    /// Whether the source has no `unsafe` code.
    safe: bool,
    /// The number of locals before `poll` or drop glue adds its own.
    own_locals: usize,
}

impl<'tcx> Core<'tcx> {
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

    /// The terminator that enters `state`, which is no suspension, and goes to `target`.
    fn enter_state(&self, state: usize, target: BasicBlock) -> TerminatorKind<'tcx> {
        let marker = Marker::Enter { state: StateId::from(state) };
        marker_terminator(self.tcx, &marker, vec![], target)
    }

    fn unwinds(&self) -> bool {
        self.tcx.sess.panic_strategy().unwinds()
    }
}
