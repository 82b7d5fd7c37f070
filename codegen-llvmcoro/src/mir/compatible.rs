//! Whether the code of one function may become part of another.

use rustc_middle::middle::codegen_fn_attrs::CodegenFnAttrs;
use rustc_middle::ty::TyCtxt;
use rustc_span::def_id::DefId;

use super::not_inlined;

/// Whether code of `def` may become part of `into`. Target features, instruction set and sanitizers
/// apply to whole functions, so they must be equal.
pub fn generated_alike(tcx: TyCtxt<'_>, into: DefId, def: DefId) -> bool {
    let (ours, theirs) = (tcx.codegen_fn_attrs(into), tcx.codegen_fn_attrs(def));
    let features = |attrs: &CodegenFnAttrs| {
        attrs.target_features.iter().map(|feature| feature.name).collect::<Vec<_>>()
    };
    features(ours) == features(theirs)
        && ours.instruction_set == theirs.instruction_set
        && not_inlined::sanitizers(ours) == not_inlined::sanitizers(theirs)
}
