//! Where results go.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// In the place of a file: the standard output.
pub const STDOUT: &str = "-";

/// Writes a text to a file or to [`STDOUT`]; whether that was the standard output.
///
/// # Errors
/// If it cannot be written.
pub fn write(file: &Path, text: &str) -> Result<bool> {
    let to_stdout = file.as_os_str() == STDOUT;
    match to_stdout {
        true => {
            io::stdout().write_all(text.as_bytes()).context("writing to the standard output")?
        }
        false => fs::write(file, text).with_context(|| format!("writing {}", file.display()))?,
    }
    Ok(to_stdout)
}
