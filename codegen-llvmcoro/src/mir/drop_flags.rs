//! Drop flags that are lost, for a mutation.

use rustc_index::IndexVec;
use rustc_middle::mir::{Body, Local, Operand, Rvalue, START_BLOCK, StatementKind};

/// Moves no longer clear the drop flags, for [`crate::policy::Mutation::LostDropFlag`].
///
/// Drop elaboration adds the flags behind the `source_locals` of the source; it sets them in block 0
/// too, where nothing was moved yet.
pub fn lose(body: &mut Body<'_>, source_locals: usize) {
    let types: IndexVec<Local, _> = body.local_decls.iter().map(|local| local.ty).collect();
    let is_flag = |local: Local| local.index() >= source_locals && types[local].is_bool();
    for (block, data) in body.basic_blocks_mut().iter_enumerated_mut() {
        data.statements.retain(|statement| {
            let StatementKind::Assign(assign) = &statement.kind else { return true };
            let (place, Rvalue::Use(Operand::Constant(value))) = &**assign else { return true };
            let clears =
                place.as_local().is_some_and(is_flag) && value.const_.try_to_bool() == Some(false);
            !clears || block == START_BLOCK
        });
    }
}
