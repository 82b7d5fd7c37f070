//! The frames that `-llvmcoro-print-frames` prints.

use anyhow::{Context, Result};

/// One line `llvmcoro: frame of …`, without its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The coroutine's type, as rustc prints it.
    pub ty: String,
    /// Size in bytes.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
}

/// The frames in the output of a compilation, without duplicates, sorted by the names of their
/// types.
pub fn frames(output: &str) -> Result<Vec<Frame>> {
    let mut frames = output
        .lines()
        .filter_map(|line| line.strip_prefix("llvmcoro: frame of `"))
        .map(|line| parse(line).with_context(|| format!("`{line}` is not a frame")))
        .collect::<Result<Vec<_>>>()?;
    frames.sort_by(|a, b| (&a.ty, a.size, a.align).cmp(&(&b.ty, b.size, b.align)));
    frames.dedup();
    Ok(frames)
}

fn parse(line: &str) -> Result<Frame> {
    let (ty, facts) = line.rsplit_once("`: ").context("there is no type")?;
    let words: Vec<&str> = facts.split(' ').collect();
    let number = |name: &str| -> Result<u64> {
        let place = words.iter().position(|word| *word == name);
        let value = place.and_then(|place| words.get(place + 1));
        Ok(value.with_context(|| format!("there is no {name}"))?.parse()?)
    };
    Ok(Frame { ty: ty.to_owned(), size: number("size")?, align: number("align")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_told_from_slots_and_other_output() {
        let line = "llvmcoro: frame of `{async fn body of leaf()}`: size 8 align 4 tag 1 at 4";
        let output = format!("note: other\n{line}\n       0      4  _3.x  a.rs:1:1\n{line}\n");
        let ty = "{async fn body of leaf()}".to_owned();
        assert_eq!(frames(&output).unwrap(), [Frame { ty, size: 8, align: 4 }]);
        assert!(frames("llvmcoro: frame of `x`: align 4").is_err());
    }
}
