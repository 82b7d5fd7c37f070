//! Makes a program smaller as long as it still shows its fault.
//!
//! Works on lines: the generator writes one statement per line, and blocks open at the end of a
//! line.

/// The smallest program found for which `shows` holds; it must hold for `source`.
///
/// # Errors
/// The errors of `shows`.
pub fn reduce<E>(
    source: &str,
    mut shows: impl FnMut(&str) -> Result<bool, E>,
) -> Result<String, E> {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    loop {
        let before = lines.clone();
        let mut at = 0;
        while at < lines.len() {
            let mut smaller = None;
            for candidate in candidates(&lines, at) {
                if shows(&text(&candidate))? {
                    smaller = Some(candidate);
                    break;
                }
            }
            match smaller {
                Some(candidate) => lines = candidate,
                None => at += 1,
            }
        }
        if lines == before {
            return Ok(text(&lines));
        }
    }
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// Programs that are smaller at one line, smallest first. Each has fewer lines or a shorter line,
/// so reduction terminates.
fn candidates(lines: &[String], at: usize) -> Vec<Vec<String>> {
    let mut found = vec![];
    let end = block_end(lines, at);
    let without = |from: usize, to: usize| {
        let mut shorter = lines[..from].to_vec();
        shorter.extend_from_slice(&lines[to + 1..]);
        shorter
    };
    found.push(without(at, end));
    if end > at {
        // One of the branches, without head and end.
        let mut starts = vec![at];
        starts.extend(branch_starts(lines, at, end));
        starts.push(end);
        for branch in starts.windows(2) {
            let mut shorter = lines[..at].to_vec();
            shorter.extend_from_slice(&lines[branch[0] + 1..branch[1]]);
            shorter.extend_from_slice(&lines[end + 1..]);
            found.push(shorter);
        }
    }
    for line in shorter_lines(&lines[at]) {
        let mut changed = lines.to_vec();
        changed[at] = line;
        found.push(changed);
    }
    found
}

/// The line that closes the block opened at line `at`; `at` if it opens none.
fn block_end(lines: &[String], at: usize) -> usize {
    let mut depth = 0_isize;
    for (index, line) in lines.iter().enumerate().skip(at) {
        depth += braces(line);
        if depth <= 0 {
            return index;
        }
    }
    at
}

/// The lines such as `} else {` between `at` and `end`.
fn branch_starts(lines: &[String], at: usize, end: usize) -> Vec<usize> {
    let mut depth = 0;
    let mut found = vec![];
    for (index, line) in lines.iter().enumerate().take(end).skip(at) {
        if index > at && depth == 1 && braces(line) == 0 && line.trim_start().starts_with('}') {
            found.push(index);
        }
        depth += braces(line);
    }
    found
}

/// How many more braces a line opens than it closes.
fn braces(line: &str) -> isize {
    let count = |brace| line.bytes().filter(|byte| *byte == brace).count() as isize;
    count(b'{') - count(b'}')
}

/// Shorter forms of a line.
fn shorter_lines(line: &str) -> Vec<String> {
    let mut found = vec![];
    let mut push = |shorter: String| {
        if shorter.len() < line.len() && !found.contains(&shorter) {
            found.push(shorter);
        }
    };
    // Any value of the required type.
    for start in [" = ", "break ", "return "] {
        if let Some((before, _)) = line.split_once(start)
            && line.ends_with(';')
        {
            push(format!("{before}{start}some();"));
        }
    }
    if !line.ends_with([';', '{', '}', ',']) && !line.trim().is_empty() {
        let indent = &line[..line.len() - line.trim_start().len()];
        push(format!("{indent}some()"));
    }
    // A call or block gives way to what is between its brackets, or to one argument.
    for (open, byte) in line.bytes().enumerate() {
        if !matches!(byte, b'(' | b'{' | b'[') {
            continue;
        }
        let Some(close) = closing(line, open) else { continue };
        let name =
            line[..open].trim_end_matches(|c: char| c.is_alphanumeric() || "_:.".contains(c));
        let inner = &line[open + 1..close];
        let mut ends = vec![close + 1];
        for suffix in [".await", ".await?", ".await.0", ".await.1", ".look()", ".clone()"] {
            if line[close + 1..].starts_with(suffix) {
                ends.push(close + 1 + suffix.len());
            }
        }
        for end in ends {
            for part in arguments(inner).into_iter().chain([inner, "some()"]) {
                push(format!("{name}{}{}", part.trim(), &line[end..]));
            }
            push(format!("{}{}", &line[..=close], &line[end..]));
        }
        // An `if` expression gives way to one of its values.
        if byte == b'{'
            && let Some(start) = line[..open].rfind("if ")
        {
            push(format!("{}{}{}", &line[..start], inner.trim(), &line[close + 1..]));
            if let Some(rest) = line[close + 1..].strip_prefix(" else {")
                && let Some(last) = closing(line, line.len() - rest.len() - 1)
            {
                push(format!("{}{}{}", &line[..start], inner.trim(), &line[last + 1..]));
                let other = line[line.len() - rest.len()..last].trim();
                push(format!("{}{other}{}", &line[..start], &line[last + 1..]));
            }
        }
        // One element fewer.
        let parts = arguments(inner);
        for skipped in 0..parts.len() {
            let rest: Vec<_> = (0..parts.len())
                .filter(|index| *index != skipped)
                .map(|index| parts[index].trim())
                .collect();
            push(format!("{}{}{}", &line[..=open], rest.join(", "), &line[close..]));
        }
    }
    found
}

/// The bracket that closes the one at `open`.
fn closing(line: &str, open: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, byte) in line.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
    }
    None
}

/// The parts between commas that are not inside brackets.
fn arguments(inner: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut start = 0;
    let mut found = vec![];
    for (index, byte) in inner.bytes().enumerate() {
        match byte {
            b'(' | b'{' | b'[' | b'<' => depth += 1,
            b')' | b'}' | b']' | b'>' => depth -= 1,
            b',' if depth == 0 => {
                found.push(&inner[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    found.push(&inner[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
fn a() {
    if flip(1) {
        one(give(Noisy::new(7), 2).await);
    } else {
        two();
    }
}
fn b() {
    three();
}
";

    fn reduced(keep: &str) -> String {
        reduce(SOURCE, |text| Ok::<bool, ()>(text.contains(keep))).unwrap()
    }

    #[test]
    fn blocks_and_lines_go() {
        assert_eq!(reduced("three();").trim(), "three();");
        assert_eq!(reduced("two();").trim(), "two();");
    }

    #[test]
    fn expressions_give_way_to_their_parts() {
        assert_eq!(reduced("Noisy::new(").trim(), "Noisy::new();");
    }

    #[test]
    fn brackets_are_matched() {
        assert_eq!(closing("f(a, (b))", 1), Some(8));
        assert_eq!(closing("f(a", 1), None);
        assert_eq!(arguments("a, (b, c), d"), ["a", " (b, c)", " d"]);
    }
}
