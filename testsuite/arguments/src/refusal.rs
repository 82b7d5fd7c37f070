//! What is said instead of doing anything.

use std::ffi::OsString;
use std::fmt;
use std::io::Write;
use std::process;

use clap::CommandFactory;

/// The help that was asked for, or what is wrong with the arguments and how they should look.
#[derive(Debug)]
pub struct Refusal {
    text: String,
    status: i32,
}

impl Refusal {
    pub(crate) fn new<T: CommandFactory>(error: &clap::Error, args: &[OsString]) -> Self {
        let mut text = error.to_string();
        // clap leaves the usage out where a value is wrong.
        if error.use_stderr() && !text.contains("Usage:") {
            text = format!("{}\n\n{}\n", text.trim_end(), usage::<T>(args));
        }
        Refusal { text, status: error.exit_code() }
    }

    /// Prints it, and ends the process: with status 0 after help, with 2 if the arguments are wrong.
    pub fn exit(self) -> ! {
        // Nobody may be left to read it, which changes nothing.
        let _ = match self.status {
            0 => std::io::stdout().write_all(self.text.as_bytes()),
            _ => std::io::stderr().write_all(self.text.as_bytes()),
        };
        process::exit(self.status)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The usage line of the command that `args` name.
fn usage<T: CommandFactory>(args: &[OsString]) -> String {
    let mut root = T::command();
    root.build();
    let mut command = &mut root;
    for arg in args.iter().skip(1) {
        if command.find_subcommand(arg).is_none() {
            break;
        }
        command = command.find_subcommand_mut(arg).expect("it was found");
    }
    command.render_usage().to_string()
}
