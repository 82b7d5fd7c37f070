//! Where programs write what they measured.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

/// Where JSON is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// To the standard output.
    Stdout,
    /// To a file.
    File(PathBuf),
}

impl Output {
    /// Where the text for people goes beside `json`, which has the standard output to itself.
    pub fn beside(json: Option<&Output>) -> Box<dyn Write> {
        match json {
            Some(Output::Stdout) => Box::new(io::stderr()),
            _ => Box::new(io::stdout()),
        }
    }

    /// Writes `json` and ends the line.
    ///
    /// # Errors
    /// If that is not possible, with the file's name.
    pub fn write(&self, json: &str) -> io::Result<()> {
        match self {
            Output::Stdout => writeln!(io::stdout(), "{json}"),
            Output::File(path) => fs::write(path, format!("{json}\n")).map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            }),
        }
    }
}

/// A file, or the standard output.
pub(crate) fn output(text: &str) -> Result<Output, String> {
    if text == "-" { Ok(Output::Stdout) } else { file(text).map(Output::File) }
}

/// A file that could be written.
pub(crate) fn file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.is_dir() {
        Err("it is a folder".to_owned())
    } else if folder.is_some_and(|folder| !folder.is_dir()) {
        Err("there is no such folder".to_owned())
    } else {
        Ok(path)
    }
}
