//! The options, read from `-C llvm-args=-llvmcoro-…`.
//!
//! rustc hands `llvm-args` to LLVM, whose command line parser must know each name: the C++ side
//! registers them (`cpp/options.cpp`). The values are read here. `-C llvm-args` is tracked by
//! incremental compilation, so a change of an option is a change of the crate.

use std::path::PathBuf;

use rustc_session::Session;

/// Every option of the plugin; `docs/options.md` describes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Lower nothing.
    pub off: bool,
    /// The tags of this crate's coroutines are no niches of their types.
    pub no_niche: bool,
    /// Print every frame that this crate generates code for.
    pub print_frames: bool,
    /// Write each frame that is laid out to a file in this folder.
    pub frames: Option<PathBuf>,
    /// Write each coroutine's stages to this folder.
    pub dump: Option<PathBuf>,
    /// Write to this folder which way each coroutine of the crate went.
    pub report: Option<PathBuf>,
    /// A coroutine that goes the stock way is an error.
    pub deny_fallback: bool,
    /// For tests: reserve too few bytes, so that the check of the emitted frame must fire.
    pub test_break_reservation: bool,
    /// For tests: lay frames out by other rules than other crates do.
    pub test_frame_salt: String,
    /// For tests: the name of a mistake to make.
    pub test_mutation: Option<String>,
}

impl Options {
    /// Reads the options of `sess`.
    pub fn of(sess: &Session) -> Options {
        let args = &sess.opts.cg.llvm_args;
        Options::parse(args.iter().flat_map(|arg| arg.split_whitespace()))
    }

    fn parse<'a>(args: impl Iterator<Item = &'a str>) -> Options {
        let mut options = Options::default();
        for arg in args {
            let Some(option) = arg.trim_start_matches('-').strip_prefix("llvmcoro-") else {
                continue;
            };
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            let flag = !matches!(value, "false" | "0");
            match name {
                "off" => options.off = flag,
                "no-niche" => options.no_niche = flag,
                "print-frames" => options.print_frames = flag,
                "frames" => options.frames = Some(PathBuf::from(value)),
                "dump" => options.dump = Some(PathBuf::from(value)),
                "report" => options.report = Some(PathBuf::from(value)),
                "deny-fallback" => options.deny_fallback = flag,
                "test-break-reservation" => options.test_break_reservation = flag,
                "test-frame-salt" => options.test_frame_salt = value.to_owned(),
                "test-mutation" => options.test_mutation = Some(value.to_owned()),
                // LLVM's own parser refuses names that are not registered.
                _ => {}
            }
        }
        options
    }
}
