//! The source scopes of a body that becomes part of another.

use rustc_middle::mir::{Body, OUTERMOST_SOURCE_SCOPE, SourceInfo, SourceScope};
use rustc_middle::ty::Instance;

/// Appends the scopes of `inlined`, a body of `instance`, to those of `body`, as inlined at
/// `callsite`. Scope `n` of `inlined` becomes scope `n` plus the previous number of scopes.
pub fn append<'tcx>(
    body: &mut Body<'tcx>,
    inlined: &Body<'tcx>,
    callsite: SourceInfo,
    instance: Instance<'tcx>,
) {
    let first_scope = body.source_scopes.len();
    let shift = |scope: SourceScope| SourceScope::from_usize(scope.index() + first_scope);
    let around = body.source_scopes[callsite.scope].clone();
    for scope in &inlined.source_scopes {
        let mut scope = scope.clone();
        match scope.parent_scope {
            None => {
                scope.parent_scope = Some(callsite.scope);
                scope.inlined_parent_scope = if around.inlined.is_some() {
                    Some(callsite.scope)
                } else {
                    around.inlined_parent_scope
                };
                scope.inlined = Some((instance, callsite.span));
            }
            Some(parent) => {
                scope.parent_scope = Some(shift(parent));
                scope.inlined_parent_scope =
                    Some(shift(scope.inlined_parent_scope.unwrap_or(OUTERMOST_SOURCE_SCOPE)));
            }
        }
        body.source_scopes.push(scope);
    }
}
