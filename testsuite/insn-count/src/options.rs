//! The plugin's arguments.

use std::path::PathBuf;

/// Where a region starts and stops: addresses of instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markers {
    pub start: u64,
    pub stop: u64,
}

/// Memory for the stack, which grows from its end to its begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stack {
    pub begin: u64,
    pub end: u64,
}

/// What the plugin was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    pub out: PathBuf,
    pub markers: Option<Markers>,
    pub stack: Option<Stack>,
}

impl Options {
    /// Parses `name=value` arguments; the error is a sentence for the user.
    pub fn parse<S: AsRef<str>>(arguments: impl Iterator<Item = S>) -> Result<Self, String> {
        let (mut out, mut start, mut stop) = (None, None, None);
        let (mut stack_begin, mut stack_end) = (None, None);
        for argument in arguments {
            let argument = argument.as_ref();
            match argument.split_once('=') {
                Some(("out", path)) => out = Some(PathBuf::from(path)),
                Some(("start", value)) => start = Some(address(value)?),
                Some(("stop", value)) => stop = Some(address(value)?),
                Some(("stack_begin", value)) => stack_begin = Some(address(value)?),
                Some(("stack_end", value)) => stack_end = Some(address(value)?),
                _ => return Err(format!("unknown argument `{argument}`")),
            }
        }
        let markers = match (start, stop) {
            (Some(start), Some(stop)) if start != stop => Some(Markers { start, stop }),
            (None, None) => None,
            _ => return Err("start and stop must be two different addresses".to_owned()),
        };
        let stack = match (stack_begin, stack_end) {
            (Some(begin), Some(end)) if begin < end => Some(Stack { begin, end }),
            (None, None) => None,
            _ => return Err("stack_begin and stack_end must be two addresses in order".to_owned()),
        };
        let out = out.ok_or("the argument out=FILE is missing")?;
        Ok(Options { out, markers, stack })
    }
}

fn address(text: &str) -> Result<u64, String> {
    let parsed = match text.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16),
        None => text.parse(),
    };
    parsed.map_err(|error| format!("`{text}` is no address: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options, String> {
        Options::parse(arguments.iter())
    }

    #[test]
    fn addresses_are_decimal_or_hexadecimal() {
        let options = parse(&["out=/x", "start=0x10", "stop=32"]).unwrap();
        let markers = Markers { start: 16, stop: 32 };
        assert_eq!(options.markers, Some(markers));
        assert_eq!(options.out, PathBuf::from("/x"));
        assert_eq!(options.stack, None);
        let options = parse(&["out=/x", "stack_begin=0x10", "stack_end=0x20"]).unwrap();
        assert_eq!(options.stack, Some(Stack { begin: 16, end: 32 }));
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        assert_eq!(parse(&["out=/x"]).unwrap().markers, None);
        assert!(parse(&[]).unwrap_err().contains("out=FILE"));
        assert!(parse(&["out=/x", "start=1"]).unwrap_err().contains("stop"));
        assert!(parse(&["out=/x", "start=1", "stop=1"]).is_err());
        assert!(parse(&["out=/x", "stack_begin=1"]).unwrap_err().contains("stack_end"));
        assert!(parse(&["out=/x", "stack_begin=2", "stack_end=1"]).is_err());
        assert!(parse(&["verbose"]).unwrap_err().contains("`verbose`"));
        assert!(parse(&["start=1g"]).unwrap_err().contains("`1g`"));
    }
}
