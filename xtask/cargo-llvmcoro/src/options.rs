//! Options of the plugin that come from the environment, and not from a project's flags.

use std::env;
use std::ffi::OsString;

use anyhow::{Result, ensure};

/// Holds options of the plugin, separated by spaces, for all crates that it compiles. `RUSTFLAGS` can
/// hold them, too, but cargo then drops the flags of its configuration.
pub const VARIABLE: &str = "CARGO_LLVMCORO_OPTIONS";

/// The first letters of the plugin's options.
const PREFIX: &str = "-llvmcoro-";

/// Options of the plugin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PluginOptions(Vec<String>);

impl PluginOptions {
    /// Those that the environment holds.
    ///
    /// # Errors
    /// If one of them is not the plugin's.
    pub fn from_env() -> Result<Self> {
        Self::parse(&env::var(VARIABLE).unwrap_or_default())
    }

    /// Those of a text, separated by spaces.
    ///
    /// # Errors
    /// If one of them is not the plugin's.
    pub fn parse(text: &str) -> Result<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        for word in &words {
            ensure!(word.starts_with(PREFIX), "{VARIABLE}: `{word}` does not begin with {PREFIX}");
        }
        Ok(Self(words))
    }

    /// rustc's flag for them; nothing if there are none.
    pub fn flag(&self) -> Option<OsString> {
        (!self.0.is_empty()).then(|| format!("-Cllvm-args={}", self.0.join(" ")).into())
    }
}

/// rustc's arguments without the plugin's options, which stock's LLVM refuses. What else an
/// `llvm-args` holds stays.
pub fn without_plugin_options(args: Vec<OsString>) -> Vec<OsString> {
    let mut kept: Vec<OsString> = Vec::new();
    for arg in args {
        let Some(text) = arg.to_str() else {
            kept.push(arg);
            continue;
        };
        let split = kept.last().is_some_and(|last| last == "-C" || last == "--codegen");
        let value = match split {
            true => text.strip_prefix("llvm-args="),
            false => ["-Cllvm-args=", "--codegen=llvm-args="]
                .iter()
                .find_map(|prefix| text.strip_prefix(prefix)),
        };
        let Some(value) = value else {
            kept.push(arg);
            continue;
        };
        let words: Vec<&str> = value
            .split_whitespace()
            .filter(|word| !word.trim_start_matches('-').starts_with(&PREFIX[1..]))
            .collect();
        if split {
            kept.pop();
        }
        if !words.is_empty() {
            kept.push(format!("-Cllvm-args={}", words.join(" ")).into());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_plugins_options_are_taken_away() {
        let args = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        let given = args(&[
            "-",
            "-Cllvm-args=-llvmcoro-dump=/d",
            "-C",
            "llvm-args=-llvmcoro-off --inline-threshold=3",
            "-C",
            "llvm-args=-llvmcoro-off",
            "-C",
            "opt-level=3",
        ]);
        let expected = args(&["-", "-Cllvm-args=--inline-threshold=3", "-C", "opt-level=3"]);
        assert_eq!(without_plugin_options(given), expected);
    }

    #[test]
    fn options_of_others_are_refused() {
        let flag = |text| PluginOptions::parse(text).map(|options| options.flag());
        assert_eq!(flag(" ").unwrap(), None);
        let both = "-Cllvm-args=-llvmcoro-off -llvmcoro-dump=/d";
        assert_eq!(flag(" -llvmcoro-off  -llvmcoro-dump=/d ").unwrap(), Some(both.into()));
        let message = flag("-llvmcoro-off -O3").unwrap_err().to_string();
        assert!(message.contains(VARIABLE) && message.contains("`-O3`"), "{message}");
    }
}
