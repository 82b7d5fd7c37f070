//! Arguments of `./x gpu`.

use clap::Parser;

use crate::Arguments;

/// Print what kernels for a GPU take, stock against the plugin (docs/gpu.md)
#[derive(Clone, Debug, Parser)]
#[command(bin_name = "./x gpu")]
pub struct Gpu {
    /// Print an array of JSON objects
    #[arg(long)]
    pub json: bool,
}

impl Arguments for Gpu {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{accepted, refused};

    #[test]
    fn what_is_wrong_is_named() {
        assert!(accepted::<Gpu>("--json").json);
        for (line, option) in [("--jsn", "--jsn"), ("chain", "chain")] {
            refused::<Gpu>(line, &[option, "Usage: ./x gpu "]);
        }
    }
}
