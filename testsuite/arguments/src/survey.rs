//! Arguments of `./x survey`.

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::Arguments;

/// The programs that are built together.
pub const PARTS_OF_SURVEY: [&str; 4] = ["hosted", "display", "radio", "rtos"];

/// Compare stock rustc and the plugin on programs of published crates: memory, futures, requests,
/// compile time (docs/survey.md; most of an hour the first time)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x survey")]
pub struct Survey {
    /// Programs of one part alone
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(PARTS_OF_SURVEY))]
    pub part: Option<String>,
    /// Write what is seen to the tables of docs/survey.md
    #[arg(long)]
    pub update: bool,
    /// Lock the versions of the published programs' dependencies anew, and do nothing else
    #[arg(long, exclusive = true)]
    pub relock: bool,
}

impl Arguments for Survey {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn what_is_wrong_is_named() {
        let survey: Survey = accepted("--part radio --update");
        assert_eq!((survey.part.as_deref(), survey.update), (Some("radio"), true));
        for (line, option) in [
            ("--part large", "--part"),
            ("--updates", "--updates"),
            ("--relock --update", "--relock"),
            ("radio", "radio"),
        ] {
            refused::<Survey>(line, &[option, "Usage: ./x survey "]);
        }
    }
}
