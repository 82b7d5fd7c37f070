//! What `-llvmcoro-print-frames` prints.

use std::fmt::Write as _;

use rustc_middle::mir::Local;
use rustc_middle::ty::{self, TyCtxt};

use crate::frame::compute::Frame;
use crate::policy::Options;

/// Prints `frame`, if requested.
pub fn print<'tcx>(tcx: TyCtxt<'tcx>, frame: &Frame<'tcx>) {
    if Options::of(tcx.sess).print_frames {
        println!("{}", describe(tcx, frame));
    }
}

/// Describes a frame: a line for the frame, then a line per slot in address order.
fn describe<'tcx>(tcx: TyCtxt<'tcx>, frame: &Frame<'tcx>) -> String {
    let tag = frame.layout.tag;
    let mut text = format!(
        "llvmcoro: frame of `{}`: size {} align {} tag {} at {}",
        frame.model.name,
        frame.layout.size,
        frame.layout.align,
        tag.size(),
        tag.offset,
    );
    let ty::Coroutine(def, _) = *frame.ty.kind() else { return text };
    let source_map = tcx.sess.source_map();
    let mut lines = vec![];
    for placed in frame.layout.placed(&frame.model) {
        let span = match placed.slot.origin.local() {
            Some(local) => frame.body.local_decls[Local::from_u32(local.0)].source_info.span,
            None => tcx.def_span(def),
        };
        let at = source_map.span_to_diagnostic_string(span);
        lines.push((placed.offset, placed.slot.size, &placed.slot.name, at));
    }
    lines.sort();
    for (offset, size, name, at) in lines {
        write!(text, "\n  {offset:>6} {size:>6}  {name}  {at}").expect("a string takes it");
    }
    text
}
