//! A rustc that reports what it knows about a crate's coroutines: their sizes, with or without the
//! plugin, and, without it, the minimum size of their frames (the *floor*, docs/frames.md).
//!
//! It takes rustc's arguments and writes a file `.frames.json` next to the crate's metadata.
//! `FRAME_PROBE_PLUGIN` names the plugin to load, and `FRAME_PROBE_FRAMES` the folder for the plugin's
//! frames (`-llvmcoro-frames`, docs/options.md).
//!
//! It shares no code with the plugin, because the floor is a check on the plugin.

#![feature(rustc_private)]

extern crate rustc_abi;
extern crate rustc_data_structures;
extern crate rustc_driver;
extern crate rustc_feature;
extern crate rustc_hir;
extern crate rustc_index;
extern crate rustc_interface;
extern crate rustc_middle;
extern crate rustc_session;
extern crate rustc_span;
extern crate rustc_target;

mod addresses;
mod awaits;
mod bodies;
mod floor;
mod flow;
mod instances;
mod leaves;
mod padding;
mod report;
mod suspended;
mod values;

use std::env;
use std::process::ExitCode;

use rustc_driver::{Callbacks, Compilation};
use rustc_interface::interface::{Compiler, Config};
use rustc_middle::ty::TyCtxt;

/// A rustc that reports.
struct Probe {
    plugin: Option<Plugin>,
}

/// The plugin to load.
struct Plugin {
    /// Its library.
    library: String,
    /// The folder where it writes the frames that it lays out.
    frames: String,
}

impl Callbacks for Probe {
    fn config(&mut self, config: &mut Config) {
        // Generic code of other crates may use what is monomorphic here, and needs its bodies even
        // though no code is generated.
        config.opts.unstable_opts.always_encode_mir = true;
        // Include every non-generic function, whether it is called or not.
        config.opts.cg.link_dead_code = Some(true);
        config.opts.unstable_features = rustc_feature::UnstableFeatures::Cheat;
        match &self.plugin {
            Some(Plugin { library, frames }) => {
                config.opts.unstable_opts.codegen_backend = Some(library.clone());
                config.opts.cg.llvm_args.push(format!("-llvmcoro-frames={frames}"));
            }
            None => config.override_queries = Some(|_, providers| bodies::provide(providers)),
        }
    }

    fn after_analysis(&mut self, _: &Compiler, tcx: TyCtxt<'_>) -> Compilation {
        tcx.dcx().abort_if_errors();
        report::write(tcx, self.plugin.is_none());
        Compilation::Continue
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = env::args().collect();
    rustc_driver::catch_with_exit_code(|| {
        let plugin = env::var("FRAME_PROBE_PLUGIN").ok().map(|library| Plugin {
            library,
            frames: env::var("FRAME_PROBE_FRAMES").expect("the plugin is told where to write"),
        });
        rustc_driver::run_compiler(&args, &mut Probe { plugin });
    })
}
