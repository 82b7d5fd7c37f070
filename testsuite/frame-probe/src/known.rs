//! Locals that need no bytes: whoever wants their value can make it again for nothing.

use rustc_middle::mir::{Body, Local, Operand, Place, ProjectionElem, Rvalue, StatementKind};

use crate::flow::{whole_local, written_and_borrowed};
use crate::leaves::Leaves;

/// For each local, whether its value is a constant, an address in the coroutine's own frame, or made
/// of such values: it is written once, its address is not taken, it has no destructor that would take
/// it, and what it is made of is known too.
pub fn known<'tcx>(leaves: &Leaves<'tcx>, body: &Body<'tcx>) -> Vec<bool> {
    let (written, borrowed) = written_and_borrowed(leaves, body);
    let mut assigned: Vec<(Local, &Rvalue<'tcx>)> = vec![];
    for data in body.basic_blocks.iter() {
        for statement in &data.statements {
            if let StatementKind::Assign(assign) = &statement.kind
                && let Some(local) = assign.0.as_local()
                && written[local.as_usize()] == 1
                && !borrowed[local.as_usize()]
                && !leaves.of(local).any(|leaf| leaves.all[leaf].needs_drop)
            {
                assigned.push((local, &assign.1));
            }
        }
    }
    let mut known = vec![false; body.local_decls.len()];
    loop {
        let before = known.iter().filter(|known| **known).count();
        for (local, rvalue) in &assigned {
            if is_known(rvalue, &known) {
                known[local.as_usize()] = true;
            }
        }
        if known.iter().filter(|known| **known).count() == before {
            return known;
        }
    }
}

fn is_known(rvalue: &Rvalue<'_>, known: &[bool]) -> bool {
    let operand = |operand: &Operand<'_>| match operand {
        Operand::Constant(_) | Operand::RuntimeChecks(_) => true,
        Operand::Copy(_) | Operand::Move(_) => {
            whole_local(operand).is_some_and(|local| known[local.as_usize()])
        }
    };
    match rvalue {
        Rvalue::Ref(_, _, place) | Rvalue::RawPtr(_, place) => is_address_known(*place, known),
        Rvalue::Use(inner) | Rvalue::Cast(_, inner, _) => operand(inner),
        Rvalue::Aggregate(_, parts) => parts.iter().all(operand),
        _ => false,
    }
}

/// In the frame, or at a fixed distance from an address that is known.
fn is_address_known(place: Place<'_>, known: &[bool]) -> bool {
    place.projection.iter().enumerate().all(|(number, element)| match element {
        ProjectionElem::Deref => number == 0 && known[place.local.as_usize()],
        ProjectionElem::Field(..) | ProjectionElem::Downcast(..) => true,
        _ => false,
    })
}
