//! The compiler's messages as a terminal shows them.

use super::directives::is_severity;

/// How the plugin's own notes start.
const OURS: &str = "note: llvmcoro: ";

/// The messages without the plugin's own notes, and the number of these notes.
pub(super) fn without_our_notes(stderr: &str) -> (String, usize) {
    let mut rest = String::new();
    let mut notes = 0;
    let mut inside = false;
    for line in stderr.split_inclusive('\n') {
        if line.starts_with(OURS) {
            notes += 1;
            inside = true;
        } else if inside {
            // A message ends with an empty line.
            inside = !line.trim_end().is_empty();
        } else {
            rest.push_str(line);
        }
    }
    (rest, notes)
}

/// The first line of each error and warning, except the compiler's summary of them.
pub(super) fn headlines(stderr: &str) -> Vec<&str> {
    stderr.lines().filter(|line| is_headline(line)).collect()
}

fn is_headline(line: &str) -> bool {
    let Some((severity, text)) = line.split_once(": ") else { return false };
    let summary = match severity {
        "error" => text.starts_with("aborting due to "),
        "warning" => text.ends_with(" warning emitted") || text.ends_with(" warnings emitted"),
        _ => false,
    };
    is_severity(severity) && !summary
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOCK: &str = "\
warning: unused variable: `x`
 --> a.rs:1:1
  |
1 | error: not one
  |

error[E0733]: recursion in an async fn requires boxing
 --> a.rs:2:1

error: aborting due to 1 previous error; 1 warning emitted

For more information about this error, try `rustc --explain E0733`.
";

    #[test]
    fn headlines_are_errors_and_warnings() {
        let expected = [
            "warning: unused variable: `x`",
            "error[E0733]: recursion in an async fn requires boxing",
        ];
        assert_eq!(headlines(STOCK), expected);
        assert!(headlines("warning: 2 warnings emitted\n").is_empty());
    }

    #[test]
    fn our_notes_are_left_out_whole() {
        assert_eq!(without_our_notes(STOCK), (STOCK.to_owned(), 0));
        let (first, second) = STOCK.split_at(STOCK.find("error[").unwrap());
        let note = "note: llvmcoro: it goes the stock way\n --> a.rs:3:1\n  |\n3 | async\n\n";
        let mixed = format!("{note}{first}{note}{second}");
        assert_eq!(without_our_notes(&mixed), (STOCK.to_owned(), 2));
        let indented = format!("  = {note}");
        assert_eq!(without_our_notes(&indented), (indented.clone(), 0));
    }
}
