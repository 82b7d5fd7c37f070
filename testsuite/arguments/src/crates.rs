//! Arguments of `./x crates`.

use clap::builder::PossibleValuesParser;
use clap::{Parser, ValueEnum};

use crate::Arguments;

/// The groups of published tests.
pub const GROUPS: [&str; 5] = ["small", "embassy", "executors", "hyper", "tokio"];

/// Compare stock rustc and the plugin on crates from the registry, and run the crates' own tests
/// (docs/real-crates.md)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x crates")]
pub struct Crates {
    /// One of cargo's profiles alone
    #[arg(long, value_enum)]
    pub profile: Option<Profile>,
    /// The published tests of one group alone
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(GROUPS))]
    pub group: Option<String>,
    /// Write what is seen in the dev profile to the tables of docs/real-crates.md
    #[arg(long)]
    pub update: bool,
    /// Lock the dependencies of the published tests anew, and do nothing else
    #[arg(long, exclusive = true)]
    pub relock: bool,
}

/// One of cargo's profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// Without optimization.
    Dev,
    /// With it.
    Release,
}

impl Profile {
    /// Its name for cargo.
    pub fn name(self) -> &'static str {
        match self {
            Profile::Dev => "dev",
            Profile::Release => "release",
        }
    }
}

impl Arguments for Crates {
    fn check(&self) -> Result<(), String> {
        if self.update && self.profile == Some(Profile::Release) {
            return Err("--update goes with the dev profile: the tables are of that".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn what_is_wrong_is_named() {
        let crates: Crates = accepted("--profile dev --update --group tokio");
        assert_eq!(crates.profile, Some(Profile::Dev));
        assert!(crates.update && !crates.relock);
        for (line, option) in [
            ("--profile fast", "--profile"),
            ("--group large", "--group"),
            ("--group", "--group"),
            ("--update --profile release", "--update"),
            ("--relock --update", "--relock"),
            ("--updates", "--updates"),
            ("tokio", "tokio"),
        ] {
            refused::<Crates>(line, &[option, "Usage: ./x crates "]);
        }
    }
}
