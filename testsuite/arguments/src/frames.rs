//! Arguments of `./x frames`.

use std::path::{Path, PathBuf};

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::Arguments;
use crate::output::{Output, file, output};

/// The parts of the corpus.
pub const PARTS: [&str; 4] = ["micro", "generic", "embassy", "real"];

/// What files and packages can be compiled for; the host is the first.
pub const TARGETS: [&str; 3] =
    ["x86_64-unknown-linux-gnu", "thumbv7em-none-eabihf", "thumbv7em-none-eabi"];

/// Measure frames: stock rustc's, the plugin's, and the least that they could be (docs/frames.md)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x frames")]
pub struct Frames {
    /// Parts of the corpus (micro, generic, embassy, real), files or packages' folders; the corpus without one
    #[arg(value_parser = what)]
    pub what: Vec<What>,
    /// What the files and packages are compiled for [default: the host]
    #[arg(long, value_parser = PossibleValuesParser::new(TARGETS))]
    pub target: Option<String>,
    /// Write the futures as JSON to a file; without one to the standard output, and all else to the
    /// standard error
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-",
        value_parser = json)]
    pub json: Option<Output>,
    /// Write the frames as a page to a file
    #[arg(long, value_name = "FILE", value_parser = file)]
    pub html: Option<PathBuf>,
    /// Show the frames of the futures with such a name in the place of the tables
    #[arg(long, value_name = "NAME")]
    pub explain: Option<String>,
}

/// Something that is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A part of the corpus, by its name in [`PARTS`].
    Part(String),
    /// Somebody's own file, or the folder of a package.
    Path(PathBuf),
}

fn what(text: &str) -> Result<What, String> {
    let path = Path::new(text);
    if PARTS.contains(&text) {
        Ok(What::Part(text.to_owned()))
    } else if path.is_file() || path.join("Cargo.toml").is_file() {
        Ok(What::Path(path.to_owned()))
    } else {
        let parts = PARTS.join(", ");
        Err(format!("it is no part of the corpus ({parts}), no file, and no folder of a package"))
    }
}

fn json(text: &str) -> Result<Output, String> {
    match text {
        // `--json micro` asks for the part, in all likelihood.
        _ if PARTS.contains(&text) || text.ends_with(".rs") => {
            Err("that is what to measure: name it before the option".to_owned())
        }
        _ => output(text),
    }
}

impl Arguments for Frames {
    fn check(&self) -> Result<(), String> {
        if self.target.is_some() && !self.what.iter().any(|what| matches!(what, What::Path(_))) {
            let message =
                "--target goes with a file or a package: the corpus has targets of its own";
            return Err(message.to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn json_has_a_file_or_goes_to_the_standard_output() {
        let json = |line: &str| accepted::<Frames>(line).json;
        assert_eq!(json("micro"), None);
        assert_eq!(json("micro --json"), Some(Output::Stdout));
        assert_eq!(json("--json=- micro"), Some(Output::Stdout));
        assert_eq!(json("--json --explain f"), Some(Output::Stdout));
        assert_eq!(json("--json out.json"), Some(Output::File("out.json".into())));
        assert_eq!(json("--json"), Some(Output::Stdout));
    }

    #[test]
    fn parts_are_told_from_files_and_packages() {
        // Tests run in the folder of their package.
        let frames: Frames =
            accepted("real src/lib.rs . --target thumbv7em-none-eabi --explain name");
        assert_eq!(
            frames.what,
            [What::Part("real".into()), What::Path("src/lib.rs".into()), What::Path(".".into())]
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, option) in [
            ("large", "large"),
            ("src", "src"),
            ("no_such.rs", "no_such.rs"),
            ("--json micro", "--json"),
            ("--json src/lib.rs", "--json"),
            ("--json src", "--json"),
            ("--json no/such/folder/out", "--json"),
            ("--html", "--html"),
            ("--html src", "--html"),
            ("--explain", "--explain"),
            ("--target arm src/lib.rs", "--target"),
            ("--target thumbv7em-none-eabi", "--target"),
            ("micro --target thumbv7em-none-eabi", "--target"),
            ("--explained f", "--explained"),
        ] {
            refused::<Frames>(line, &[option, "Usage: ./x frames "]);
        }
    }
}
