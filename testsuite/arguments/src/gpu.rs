//! Arguments of `./x gpu`.

use std::path::PathBuf;

use clap::Parser;

use crate::Arguments;

/// Print what kernels for a GPU take, stock against the plugin, and run them if there is a GPU
/// (docs/gpu.md)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x gpu")]
pub struct Gpu {
    /// Print JSON: what kernels take, or with `--run` what was measured
    #[arg(long)]
    pub json: bool,
    /// Make a folder with all that a machine with a GPU and its driver needs to run the kernels, and
    /// do nothing else
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["json", "run"])]
    pub prepare: Option<PathBuf>,
    /// Run the kernels of such a folder on this machine's GPU, as its program `launch` does
    #[arg(long, value_name = "FOLDER")]
    pub run: Option<PathBuf>,
}

impl Arguments for Gpu {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn folders() {
        let gpu: Gpu = accepted("--run prepared --json");
        assert_eq!((gpu.run, gpu.json), (Some("prepared".into()), true));
        assert_eq!(accepted::<Gpu>("--prepare prepared").prepare, Some("prepared".into()));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(accepted::<Gpu>("--json").json);
        for (line, option) in [
            ("--jsn", "--jsn"),
            ("chain", "chain"),
            ("--prepare", "--prepare"),
            ("--prepare a --run b", "--run"),
            ("--prepare a --json", "--json"),
        ] {
            refused::<Gpu>(line, &[option, "Usage: ./x gpu "]);
        }
    }
}
