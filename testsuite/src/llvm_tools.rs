//! LLVM's disassembler and demangler.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite_support::process;

/// From Debian's package llvm-22.
const OBJDUMP: &str = "/usr/lib/llvm-22/bin/llvm-objdump";
const CXXFILT: &str = "/usr/lib/llvm-22/bin/llvm-cxxfilt";

/// A function of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The demangled name of its symbol.
    pub name: String,
    /// Its instructions in Intel syntax, with one space between words, each followed by its
    /// relocations.
    pub instructions: Vec<String>,
}

/// The functions of an object file, library or program.
pub fn disassemble(file: &Path) -> Result<Vec<Function>> {
    let mut command = Command::new(OBJDUMP);
    command
        .args(["--disassemble", "--demangle", "--no-show-raw-insn", "--no-leading-addr"])
        .args(["--reloc", "--x86-asm-syntax=intel"])
        .arg(file);
    let output = process::run(&mut command, Duration::from_secs(60))?;
    ensure!(output.status.success(), "{OBJDUMP} failed:\n{}", output.stderr);
    Ok(functions(&output.stdout))
}

/// The text of a file with all mangled names demangled, which also drops their hashes.
pub fn demangle(file: &Path) -> Result<String> {
    let input = File::open(file).with_context(|| format!("reading {}", file.display()))?;
    let output = Command::new(CXXFILT)
        .stdin(input)
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{CXXFILT} could not be started"))?;
    ensure!(output.status.success(), "{CXXFILT} failed: {}", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("{} is no text", file.display()))
}

fn functions(listing: &str) -> Vec<Function> {
    let mut functions: Vec<Function> = Vec::new();
    for line in listing.lines() {
        if let Some(name) = line.strip_prefix('<').and_then(|line| line.strip_suffix(">:")) {
            functions.push(Function { name: name.to_owned(), instructions: Vec::new() });
        } else if line.starts_with(char::is_whitespace)
            && let Some(function) = functions.last_mut()
        {
            let words: Vec<&str> = line.split_whitespace().collect();
            function.instructions.push(words.join(" "));
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_read() {
        let listing = "\na.o:\tfile format elf64-x86-64\n\nDisassembly of section .text.x:\n\n\
                       <square::square>:\n     \t\tmov\teax, 0x9\n     \t\tret\n\n<next>:\n";
        let functions = functions(listing);
        assert_eq!(functions.len(), 2);
        assert_eq!(functions[0].name, "square::square");
        assert_eq!(functions[0].instructions, ["mov eax, 0x9", "ret"]);
        assert!(functions[1].instructions.is_empty());
    }
}
