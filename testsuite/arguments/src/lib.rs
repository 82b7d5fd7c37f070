//! The arguments of `./x fuzz`, `./x frames`, `./x crates`, `./x gpu`, `./x survey` and
//! `./x bench interleave`, described once. Each is a program of a package of its own, which reads its arguments from here;
//! xtask does so before it, so that nothing is built for arguments that are wrong.

mod crates;
mod frames;
mod fuzz;
mod gpu;
mod interleave;
mod output;
mod refusal;
mod survey;

use std::ffi::OsString;

use clap::Parser;
use clap::error::ErrorKind;

pub use crates::{Crates, GROUPS, Profile};
pub use frames::{Frames, PARTS, TARGETS, What};
pub use fuzz::{Fuzz, MUTATIONS, Target};
pub use gpu::Gpu;
pub use interleave::{Interleave, WORKLOADS};
pub use output::Output;
pub use refusal::Refusal;
pub use survey::{PARTS_OF_SURVEY, Survey};

/// Arguments of one program.
pub trait Arguments: Parser {
    /// Checks what cannot be said of one argument alone.
    ///
    /// # Errors
    /// A sentence that names the options that do not go together.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

/// Reads the arguments of this process. If they are wrong, or ask for help, the process ends.
pub fn read<T: Arguments>() -> T {
    parse(std::env::args_os()).unwrap_or_else(|refusal: Refusal| refusal.exit())
}

/// Reads arguments, the program's name first.
///
/// # Errors
/// If they are wrong, with the option's name and a usage line; or if they ask for help, with that.
pub fn parse<T: Arguments>(args: impl IntoIterator<Item = OsString>) -> Result<T, Refusal> {
    let args: Vec<OsString> = args.into_iter().collect();
    let parsed = T::try_parse_from(&args).and_then(|parsed| {
        parsed.check().map_err(|why| clap::Error::raw(ErrorKind::ValueValidation, why + "\n"))?;
        Ok(parsed)
    });
    parsed.map_err(|error| Refusal::new::<T>(&error, &args))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> impl Iterator<Item = OsString> {
        ["program"].into_iter().chain(line.split_whitespace()).map(OsString::from)
    }

    /// What a line of arguments is read as.
    pub(crate) fn accepted<T: Arguments>(line: &str) -> T {
        parse(args(line)).unwrap_or_else(|refusal| panic!("`{line}`: {refusal}"))
    }

    /// Such a line is refused with a message that has all of `words`.
    pub(crate) fn refused<T: Arguments>(line: &str, words: &[&str]) {
        let Err(refusal) = parse::<T>(args(line)) else { panic!("`{line}` is accepted") };
        let text = refusal.to_string();
        assert!(text.starts_with("error: "), "`{line}`: {text}");
        for word in words {
            assert!(text.contains(word), "`{line}`, without `{word}`: {text}");
        }
    }

    #[test]
    fn help_is_no_error() {
        let refusal = parse::<Fuzz>(args("--help")).unwrap_err().to_string();
        assert!(refusal.starts_with("Compare stock rustc and the plugin"), "{refusal}");
        assert!(refusal.contains("--mutation <NAME>"), "{refusal}");
    }
}
