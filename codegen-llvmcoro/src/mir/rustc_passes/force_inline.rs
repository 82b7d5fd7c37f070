//! Inlines calls of `#[rustc_force_inline]` functions.
//!
//! No code is ever generated for such a function; rustc's pass `ForceInline` puts its body into
//! each caller. That is one of the optimisation passes, which lowered bodies skip.

use std::ops::Range;

use rustc_index::bit_set::DenseBitSet;
use rustc_middle::mir::visit::{MutVisitor, PlaceContext, Visitor};
use rustc_middle::mir::*;
use rustc_middle::ty::{EarlyBinder, Instance, InstanceKind, TyCtxt};
use rustc_mir_transform::inline::ForceInline;
use rustc_span::def_id::DefId;

use crate::mir::compatible::generated_alike;
use crate::mir::inlined_scopes;
use crate::mir::resolve::resolve;

/// Inlines every call in `body` that must be inlined.
///
/// As in rustc, a call that cannot be inlined is an error.
pub fn inline<'tcx>(tcx: TyCtxt<'tcx>, body: &mut Body<'tcx>) {
    let blocks = BasicBlock::ZERO..body.basic_blocks.next_index();
    inline_calls(tcx, body, blocks, &mut vec![]);
}

/// Inlines the calls in `blocks`, and those that inlining adds. `inside` are the callees that
/// `blocks` come from.
fn inline_calls<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &mut Body<'tcx>,
    blocks: Range<BasicBlock>,
    inside: &mut Vec<DefId>,
) {
    for block in blocks {
        let data = &body.basic_blocks[block];
        let TerminatorKind::Call { func, .. } = &data.terminator().kind else { continue };
        let Some((callee, _)) = func.const_fn_def() else { continue };
        if data.is_cleanup || !ForceInline::should_run_pass_for_callee(tcx, callee) {
            continue;
        }
        let first_new = body.basic_blocks.next_index();
        match inline_call(tcx, body, block, inside) {
            Ok(callee) => {
                inside.push(callee);
                inline_calls(tcx, body, first_new..body.basic_blocks.next_index(), inside);
                inside.pop();
            }
            Err(why) => {
                let caller = body.source.def_id();
                let mut error = tcx.dcx().struct_span_err(
                    body.basic_blocks[block].terminator().source_info.span,
                    format!(
                        "`{}` could not be inlined into `{}` but is required to be inlined",
                        tcx.def_path_str(callee),
                        tcx.def_path_str(caller),
                    ),
                );
                error.span_label(tcx.def_span(callee), "the function that must be inlined");
                error.note(format!("llvmcoro: {why}"));
                body.tainted_by_errors = Some(error.emit());
            }
        }
    }
}

/// Replaces the call at the end of `block` by the callee's body. Returns the callee.
fn inline_call<'tcx>(
    tcx: TyCtxt<'tcx>,
    body: &mut Body<'tcx>,
    block: BasicBlock,
    inside: &[DefId],
) -> Result<DefId, &'static str> {
    let caller = body.source.def_id();
    let typing_env = body.typing_env(tcx);
    let Terminator { source_info: callsite, kind } = body.basic_blocks[block].terminator().clone();
    let TerminatorKind::Call { func, args, destination, target, unwind, .. } = kind else {
        unreachable!("the caller matched a call")
    };
    let (callee, generic_args) = func.const_fn_def().expect("the caller matched a function");
    let instance = resolve(tcx, typing_env, callee, generic_args).ok_or("it does not resolve")?;
    let InstanceKind::Item(callee) = instance.def else {
        return Err("it is no function with a body of its own");
    };
    if callee == caller || inside.contains(&callee) {
        return Err("it calls itself");
    }
    if !tcx.is_mir_available(callee) {
        return Err("its body is not at hand");
    }
    if !generated_alike(tcx, caller, callee) {
        return Err("it is to be generated with other target features");
    }
    let inlined = instance
        .try_instantiate_mir_and_normalize_erasing_regions(
            tcx,
            typing_env,
            EarlyBinder::bind(tcx.instance_mir(instance.def).clone()),
        )
        .map_err(|_| "its types do not normalise")?;
    if inlined.tainted_by_errors.is_some() {
        return Err("its body has errors");
    }
    if inlined.arg_count != args.len() {
        return Err("its arguments are passed in another way");
    }
    let call = Call { callsite, instance, destination, target, unwind };
    let args = args.iter().map(|arg| arg.node.clone()).collect();
    Splice::new(tcx, body, &inlined, call).run(body, block, args, inlined);
    Ok(callee)
}

/// A call that is being replaced.
struct Call<'tcx> {
    callsite: SourceInfo,
    instance: Instance<'tcx>,
    destination: Place<'tcx>,
    target: Option<BasicBlock>,
    unwind: UnwindAction,
}

/// Renames what the inlined body mentions.
struct Splice<'tcx> {
    tcx: TyCtxt<'tcx>,
    call: Call<'tcx>,
    /// The callee's return place in the caller; the callee's other locals follow.
    first_local: usize,
    first_scope: usize,
    first_block: usize,
    /// Where the callee returns to, and where it unwinds to.
    returned: BasicBlock,
    unwound: BasicBlock,
}

impl<'tcx> Splice<'tcx> {
    /// Adds the locals, scopes and debug info of `inlined` to `body`, and its exits.
    fn new(
        tcx: TyCtxt<'tcx>,
        body: &mut Body<'tcx>,
        inlined: &Body<'tcx>,
        call: Call<'tcx>,
    ) -> Self {
        let first_local = body.local_decls.len();
        let first_scope = body.source_scopes.len();
        inlined_scopes::append(body, inlined, call.callsite, call.instance);
        let storage_ends: Vec<_> = unmarked_locals(inlined)
            .map(|local| StatementKind::StorageDead(Local::from_usize(first_local + local.index())))
            .collect();
        let ends = || storage_ends.iter().map(|kind| Statement::new(call.callsite, kind.clone()));
        let result = Rvalue::Use(Operand::Move(Local::from_usize(first_local).into()));
        let result = StatementKind::Assign(Box::new((call.destination, result)));
        let result = Statement::new(call.callsite, result);
        let mut push = |statements, kind, is_cleanup| {
            let terminator = Terminator { source_info: call.callsite, kind };
            let data = BasicBlockData::new_stmts(statements, Some(terminator), is_cleanup);
            body.basic_blocks_mut().push(data)
        };
        let returned = match call.target {
            Some(target) => {
                let statements = std::iter::once(result).chain(ends()).collect();
                push(statements, TerminatorKind::Goto { target }, false)
            }
            None => push(vec![], TerminatorKind::Unreachable, false),
        };
        let unwound = match call.unwind {
            UnwindAction::Cleanup(target) => TerminatorKind::Goto { target },
            UnwindAction::Continue => TerminatorKind::UnwindResume,
            UnwindAction::Unreachable => TerminatorKind::Unreachable,
            UnwindAction::Terminate(reason) => TerminatorKind::UnwindTerminate(reason),
        };
        let unwound = push(ends().collect(), unwound, true);
        let first_block = body.basic_blocks.len();
        Splice { tcx, call, first_local, first_scope, first_block, returned, unwound }
    }

    fn run(
        mut self,
        body: &mut Body<'tcx>,
        block: BasicBlock,
        args: Vec<Operand<'tcx>>,
        mut inlined: Body<'tcx>,
    ) {
        let callsite = self.call.callsite;
        let mut enter: Vec<_> = unmarked_locals(&inlined)
            .map(|local| StatementKind::StorageLive(self.local(local)))
            .collect();
        enter.extend(std::iter::zip(inlined.args_iter(), args).map(|(parameter, arg)| {
            let parameter = self.local(parameter);
            StatementKind::Assign(Box::new((parameter.into(), Rvalue::Use(arg))))
        }));
        let start = self.block(START_BLOCK);
        let data = &mut body.basic_blocks_mut()[block];
        data.statements.extend(enter.into_iter().map(|kind| Statement::new(callsite, kind)));
        data.terminator_mut().kind = TerminatorKind::Goto { target: start };

        for decl in inlined.local_decls.iter_mut() {
            self.visit_source_scope(&mut decl.source_info.scope);
            body.local_decls.push(decl.clone());
        }
        for mut info in std::mem::take(&mut inlined.var_debug_info) {
            info.argument_index = None;
            self.visit_var_debug_info(&mut info);
            body.var_debug_info.push(info);
        }
        if let (Some(consts), Some(more)) =
            (&mut body.required_consts, inlined.required_consts.take())
        {
            consts.extend(more.into_iter().filter(|value| value.const_.is_required_const()));
        }
        for (at, mut data) in std::mem::take(inlined.basic_blocks_mut()).into_iter_enumerated() {
            self.visit_basic_block_data(at, &mut data);
            let is_cleanup = data.is_cleanup;
            self.redirect(&mut data.terminator_mut().kind, is_cleanup);
            body.basic_blocks_mut().push(data);
        }
    }

    fn local(&self, local: Local) -> Local {
        Local::from_usize(self.first_local + local.index())
    }

    fn block(&self, block: BasicBlock) -> BasicBlock {
        BasicBlock::from_usize(self.first_block + block.index())
    }

    /// Redirects a terminator to blocks of the caller.
    fn redirect(&self, kind: &mut TerminatorKind<'tcx>, is_cleanup: bool) {
        match kind {
            TerminatorKind::Return => *kind = TerminatorKind::Goto { target: self.returned },
            TerminatorKind::UnwindResume => *kind = TerminatorKind::Goto { target: self.unwound },
            _ => {
                kind.successors_mut(|target| *target = self.block(*target));
                if !is_cleanup && let Some(unwind @ UnwindAction::Continue) = kind.unwind_mut() {
                    *unwind = UnwindAction::Cleanup(self.unwound);
                }
            }
        }
    }
}

impl<'tcx> MutVisitor<'tcx> for Splice<'tcx> {
    fn tcx(&self) -> TyCtxt<'tcx> {
        self.tcx
    }

    fn visit_local(&mut self, local: &mut Local, _: PlaceContext, _: Location) {
        *local = self.local(*local);
    }

    fn visit_source_scope(&mut self, scope: &mut SourceScope) {
        *scope = SourceScope::from_usize(scope.index() + self.first_scope);
    }

    fn visit_terminator(&mut self, terminator: &mut Terminator<'tcx>, at: Location) {
        match terminator.kind {
            // `redirect` replaces it; `Return` would mention the return place.
            TerminatorKind::Return => self.visit_source_info(&mut terminator.source_info),
            _ => self.super_terminator(terminator, at),
        }
    }
}

/// The locals whose storage lasts for the whole call: return place, arguments, and locals without
/// storage markers.
fn unmarked_locals(body: &Body<'_>) -> impl Iterator<Item = Local> {
    struct Marked(DenseBitSet<Local>);
    impl<'tcx> Visitor<'tcx> for Marked {
        fn visit_local(&mut self, local: Local, context: PlaceContext, _: Location) {
            if context.is_storage_marker() {
                self.0.insert(local);
            }
        }
    }
    let mut marked = Marked(DenseBitSet::new_empty(body.local_decls.len()));
    marked.visit_body(body);
    body.local_decls.indices().filter(move |local| !marked.0.contains(*local))
}
