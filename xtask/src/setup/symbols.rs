//! No symbol of our passes may be LLVM's: a process has both, and the dynamic linker would choose.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::cmd;

/// Fewer symbols than this means that libLLVM's were not read.
const AT_LEAST: usize = 10_000;

/// Compares what the static `library` defines with what `libllvm` does. An error that names what both
/// do.
pub fn check(library: &Path, libllvm: &Path) -> Result<()> {
    let nm = |options: &[&str], file: &Path| {
        cmd::output(
            Command::new("nm").args(["--defined-only", "--format=posix"]).args(options).arg(file),
        )
        .with_context(|| format!("reading the symbols of {}", file.display()))
    };
    let ours = nm(&["--extern-only"], library)?;
    let theirs = nm(&["--dynamic"], libllvm)?;
    let theirs: BTreeSet<_> = symbols(&theirs).map(|(name, _)| name).collect();
    ensure!(theirs.len() >= AT_LEAST, "{} defines {} symbols", libllvm.display(), theirs.len());
    ensure!(symbols(&ours).next().is_some(), "{} defines no symbol", library.display());
    let twice = defined_twice(&ours, &theirs);
    if !twice.is_empty() {
        bail!("our passes and libLLVM both define {}", twice.join(", "));
    }
    Ok(())
}

/// The symbols of `ours` that must not be in `theirs`, but are. Both may instantiate the same template,
/// or emit the same inline function, if it has nothing to do with what the patches change.
fn defined_twice<'a>(ours: &'a str, theirs: &BTreeSet<&str>) -> Vec<&'a str> {
    symbols(ours)
        .filter(|(name, kind)| {
            let may_be_in_both = matches!(kind, 'V' | 'v' | 'W' | 'w' | 'u')
                && !name.to_ascii_lowercase().contains("coro");
            theirs.contains(name) && !may_be_in_both
        })
        .map(|(name, _)| name)
        .collect()
}

/// Names, without versions, and kinds in the output of `nm --format=posix`, in which an archive's
/// members have headings.
fn symbols(output: &str) -> impl Iterator<Item = (&str, char)> {
    output.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (name, kind) = (words.next()?, words.next()?);
        let name = name.split('@').next()?;
        Some((name, kind.chars().next().filter(|_| kind.len() == 1)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_inline_functions_are_fine_unless_they_are_of_coroutines() {
        let ours = "libx.a[CoroSplit.o]:\n_Zours T 0 1\n_Zboth T 0 1\n_Zinline W 0 1\n\
                    _ZN4llvm4coro1fEv W 0 1\n_Ztable V 0 1\n";
        let theirs = BTreeSet::from(["_Zboth", "_Zinline", "_ZN4llvm4coro1fEv", "_Ztable"]);
        assert_eq!(symbols("_Zf@@LLVM_22.1 T 0 1").next(), Some(("_Zf", 'T')));
        assert_eq!(defined_twice(ours, &theirs), ["_Zboth", "_ZN4llvm4coro1fEv"]);
    }
}
