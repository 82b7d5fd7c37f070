//! rustc with the plugin: what `/usr/bin/rustc -Zcodegen-backend=…` is, without the unstable option.
//!
//! rustc takes `-Z` only where unstable features are allowed, too. A crate that says `#![feature]` would
//! then be accepted where stock refuses it, and symbols would be mangled as a nightly compiler does. So
//! this program hands the plugin to the driver itself. `RUSTC_BOOTSTRAP` works as ever, and so does a
//! `-Zcodegen-backend` of the caller's.

#![feature(rustc_private)]

extern crate rustc_driver;
extern crate rustc_interface;
extern crate rustc_session;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use rustc_driver::Callbacks;
use rustc_interface::interface::Config;
use rustc_session::EarlyDiagCtxt;
use rustc_session::config::ErrorOutputType;

/// From the folder of this program.
const PLUGIN: &str = "../lib/librustc_codegen_llvmcoro.so";

/// If set, objects tell how much stack their functions take, as with `-Zemit-stack-sizes`.
const STACK_SIZES: &str = "CARGO_LLVMCORO_STACK_SIZES";

/// Where crashes are to be told; the hook wants an address.
const ISSUES: &str = "the issues of llvmcoro";

struct WithPlugin {
    plugin: String,
}

impl Callbacks for WithPlugin {
    fn config(&mut self, config: &mut Config) {
        // As rustc's own main function does it.
        config.opts.trimmed_def_paths = true;
        config.opts.unstable_opts.codegen_backend.get_or_insert_with(|| self.plugin.clone());
        config.opts.unstable_opts.emit_stack_sizes |= env::var_os(STACK_SIZES).is_some();
    }
}

fn main() -> ExitCode {
    let early = EarlyDiagCtxt::new(ErrorOutputType::default());
    rustc_driver::init_rustc_env_logger(&early);
    rustc_driver::install_ice_hook(ISSUES, |_| ());
    rustc_driver::install_ctrlc_handler();
    let Some(plugin) = plugin() else {
        early.early_fatal("llvmcoro's plugin is not in the folder `lib` beside this program's");
    };
    rustc_driver::catch_with_exit_code(|| {
        let args = rustc_driver::args::raw_args(&early);
        rustc_driver::run_compiler(&args, &mut WithPlugin { plugin });
    })
}

/// The path of the plugin, if it is there and in UTF-8.
fn plugin() -> Option<String> {
    let program = env::current_exe().ok()?;
    let folder = program.parent().unwrap_or(Path::new("/"));
    folder.join(PLUGIN).canonicalize().ok()?.into_os_string().into_string().ok()
}
