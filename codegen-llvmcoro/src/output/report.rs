//! What `-llvmcoro-report` writes: how each coroutine of the crate was lowered.

use std::fmt::Write as _;
use std::path::Path;

use rustc_middle::ty::TyCtxt;
use rustc_span::def_id::LOCAL_CRATE;

use super::files;
use crate::mir::lowered;
use crate::policy::{self, Options, Route};

/// Writes how each coroutine of this crate was lowered, if requested.
///
/// The body tells whether it was lowered, as it tells other crates; the policy only tells why not.
pub fn write(tcx: TyCtxt<'_>) {
    let Some(dir) = &Options::of(tcx.sess).report else { return };
    let source_map = tcx.sess.source_map();
    let source = tcx.sess.local_crate_source_file();
    let source = source.as_ref().and_then(|file| file.local_path()).unwrap_or(Path::new("-"));
    let source = std::path::absolute(source).unwrap_or_else(|_| source.to_owned());
    let name = tcx.crate_name(LOCAL_CRATE);
    let mut text = format!("crate\t{name}\t{}\n", source.display());
    for &def in tcx.mir_keys(()) {
        if !tcx.is_coroutine(def.to_def_id()) {
            continue;
        }
        let route = match policy::route(tcx, def) {
            Route::Lower => {
                assert!(lowered::is_lowered(tcx.optimized_mir(def)), "{def:?} was not lowered");
                "lowered".to_owned()
            }
            Route::Stock(reason) => reason.to_string(),
        };
        // The path with every disambiguator, so no two coroutines share it.
        let path = tcx.def_path(def.to_def_id()).to_string_no_crate_verbose();
        let span = source_map.span_to_diagnostic_string(tcx.def_span(def));
        writeln!(text, "{route}\t{name}{path}\t{span}").expect("a string takes it");
    }
    let id = tcx.stable_crate_id(LOCAL_CRATE).as_u64();
    files::write(tcx, dir, &format!("{name}-{id:016x}.tsv"), text.as_bytes());
}
