//! Sorts a program's output into measurements and the rest.

use anyhow::{Result, bail};

/// The output of a program of `testsuite/firmware`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// The futures' sizes in bytes, from the lines `size NAME BYTES`.
    pub sizes: Vec<(String, u64)>,
    /// The regions' names, from the lines `region NAME`.
    pub regions: Vec<String>,
    /// Every other line.
    pub lines: Vec<String>,
}

impl Transcript {
    /// Sorts the lines of `output`.
    pub fn parse(output: &str) -> Result<Self> {
        let mut transcript = Transcript::default();
        for line in output.lines() {
            if let Some(size) = line.strip_prefix("size ") {
                let Some((name, bytes)) = size.rsplit_once(' ') else {
                    bail!("the program printed the line `{line}`, which names no size");
                };
                transcript.sizes.push((name.to_owned(), bytes.parse()?));
            } else if let Some(name) = line.strip_prefix("region ") {
                transcript.regions.push(name.to_owned());
            } else {
                transcript.lines.push(line.to_owned());
            }
        }
        Ok(transcript)
    }

    /// How `other` differs from this, except for the values of sizes; `None` if it does not.
    pub fn difference(&self, other: &Transcript) -> Option<String> {
        let names = |transcript: &Transcript| -> Vec<String> {
            transcript.sizes.iter().map(|(name, _)| name.clone()).collect()
        };
        first_difference("future", &names(self), &names(other))
            .or_else(|| first_difference("region", &self.regions, &other.regions))
            .or_else(|| first_difference("line", &self.lines, &other.lines))
    }
}

fn first_difference(what: &str, ours: &[String], theirs: &[String]) -> Option<String> {
    let index = (0..ours.len().max(theirs.len())).find(|i| ours.get(*i) != theirs.get(*i))?;
    let show = |list: &[String]| match list.get(index) {
        Some(line) => format!("`{line}`"),
        None => "nothing".to_owned(),
    };
    Some(format!("{what} {} is {} here and {} there", index + 1, show(ours), show(theirs)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(output: &str) -> Transcript {
        Transcript::parse(output).unwrap()
    }

    #[test]
    fn lines_are_sorted_by_their_first_word() {
        let transcript = parse("size a b 12\nhello\nregion r s\nsized 3\n");
        assert_eq!(transcript.sizes, [("a b".to_owned(), 12)]);
        assert_eq!(transcript.regions, ["r s"]);
        assert_eq!(transcript.lines, ["hello", "sized 3"]);
        assert!(Transcript::parse("size a\n").is_err());
    }

    #[test]
    fn sizes_may_differ_and_all_else_may_not() {
        let ours = parse("size a 1\nregion r\nx\n");
        assert_eq!(ours.difference(&parse("size a 2\nregion r\nx\n")), None);
        let message = |output| ours.difference(&parse(output)).unwrap();
        assert_eq!(message("size a 1\nregion r\ny\n"), "line 1 is `x` here and `y` there");
        assert_eq!(message("size a 1\nregion r\n"), "line 1 is `x` here and nothing there");
        assert!(message("size b 1\nregion r\nx\n").starts_with("future 1"));
        assert!(message("size a 1\nx\n").starts_with("region 1"));
    }
}
