//! The options, read from `-C llvm-args=-llvmcoro-…`.
//!
//! rustc hands `llvm-args` to LLVM, whose command line parser must know each name. The C++ side
//! registers the names (`cpp/options.cpp`), and LLVM refuses all others; the values are read here.
//! Incremental compilation tracks `-C llvm-args`, so a changed option recompiles the crate.

use std::path::PathBuf;
use std::sync::Mutex;

use rustc_session::Session;

/// The plugin's options; `docs/options.md` describes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Lower nothing.
    pub off: bool,
    /// Keep the tags of this crate's coroutines from being niches of their types.
    pub no_niche: bool,
    /// What a future of this crate does that is polled after its end.
    pub resumed_after_completion: ResumedAfterCompletion,
    /// Print every frame that this crate generates code for.
    pub print_frames: bool,
    /// Write a record of each laid-out frame to a file in this folder.
    pub frames: Option<PathBuf>,
    /// Write the stages of each coroutine to this folder.
    pub dump: Option<PathBuf>,
    /// Write to this folder how each coroutine of the crate was lowered.
    pub report: Option<PathBuf>,
    /// Report a coroutine that goes the stock way as an error.
    pub deny_fallback: bool,
    /// For tests: reserve too few bytes, so that the check of the emitted frame must fail.
    pub test_break_reservation: bool,
    /// For tests: pretend to lay frames out by different rules than other crates.
    pub test_frame_salt: String,
}

/// What a future does that is polled although it has returned or panicked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResumedAfterCompletion {
    /// It panics, as with stock.
    #[default]
    Panic,
    /// It is pending.
    Pending,
    /// The behaviour is undefined, unless the crate has debug assertions: then it panics.
    UnreachableInRelease,
}

/// An option's name without `-llvmcoro-`, and where its value goes.
type Entry = (&'static str, fn(&mut Options) -> Value<'_>);

/// The kind of value that an option takes.
enum Value<'a> {
    /// No value, `true` or `1`; `false` or `0` switches it off again.
    Flag(&'a mut bool),
    /// A folder.
    Folder(&'a mut Option<PathBuf>),
    /// A text.
    Text(&'a mut String),
    /// One of the names of [`ResumedAfterCompletion`].
    Completion(&'a mut ResumedAfterCompletion),
}

/// The options. A test compares their names with `docs/options.md` and `cpp/options.cpp`.
const TABLE: &[Entry] = &[
    ("off", |options| Value::Flag(&mut options.off)),
    ("deny-fallback", |options| Value::Flag(&mut options.deny_fallback)),
    ("no-niche", |options| Value::Flag(&mut options.no_niche)),
    ("resumed-after-completion", |options| {
        Value::Completion(&mut options.resumed_after_completion)
    }),
    ("print-frames", |options| Value::Flag(&mut options.print_frames)),
    ("frames", |options| Value::Folder(&mut options.frames)),
    ("report", |options| Value::Folder(&mut options.report)),
    ("dump", |options| Value::Folder(&mut options.dump)),
    ("test-break-reservation", |options| Value::Flag(&mut options.test_break_reservation)),
    ("test-frame-salt", |options| Value::Text(&mut options.test_frame_salt)),
];

impl Options {
    /// The options of `sess`, which [`check_options`] has already checked.
    pub fn of(sess: &Session) -> &'static Options {
        // There is one session, unless a program runs the compiler several times.
        static PARSED: Mutex<Vec<(Vec<String>, &'static Options)>> = Mutex::new(vec![]);
        let args = &sess.opts.cg.llvm_args;
        let mut parsed = PARSED.lock().expect("parsing does not panic");
        if let Some((_, options)) = parsed.iter().find(|(known, _)| known == args) {
            return options;
        }
        let options = Options::parse(args).unwrap_or_default();
        let options: &'static Options = Box::leak(Box::new(options));
        parsed.push((args.clone(), options));
        options
    }

    /// # Errors
    /// What is wrong with an option's value, after the option's name.
    fn parse(args: &[String]) -> Result<Options, String> {
        let mut options = Options::default();
        for arg in args.iter().flat_map(|arg| arg.split_whitespace()) {
            let Some(option) = arg.trim_start_matches('-').strip_prefix("llvmcoro-") else {
                continue;
            };
            let (name, value) = match option.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (option, None),
            };
            let Some((_, place)) = TABLE.iter().find(|(known, _)| *known == name) else { continue };
            set(place(&mut options), value).map_err(|why| format!("`-llvmcoro-{name}` {why}"))?;
        }
        Ok(options)
    }
}

fn set(place: Value<'_>, value: Option<&str>) -> Result<(), String> {
    match (place, value) {
        (Value::Flag(flag), None | Some("true" | "1")) => *flag = true,
        (Value::Flag(flag), Some("false" | "0")) => *flag = false,
        (Value::Flag(_), Some(value)) => {
            return Err(format!("is on or off: `true`, `1`, `false` or `0`, not `{value}`"));
        }
        (Value::Folder(_), None | Some("")) => return Err("needs a folder".to_owned()),
        (Value::Folder(folder), Some(value)) => *folder = Some(PathBuf::from(value)),
        (Value::Text(_), None) => return Err("needs a text".to_owned()),
        (Value::Text(text), Some(value)) => *text = value.to_owned(),
        (Value::Completion(completion), value) => {
            *completion = match value {
                Some("panic") => ResumedAfterCompletion::Panic,
                Some("pending") => ResumedAfterCompletion::Pending,
                Some("unreachable-in-release") => ResumedAfterCompletion::UnreachableInRelease,
                _ => return Err("is `panic`, `pending` or `unreachable-in-release`".to_owned()),
            };
        }
    }
    Ok(())
}

/// Refuses invalid option values.
pub fn check_options(sess: &Session) {
    if let Err(message) = Options::parse(&sess.opts.cg.llvm_args) {
        sess.dcx().fatal(format!("llvmcoro: {message}"));
    }
}
