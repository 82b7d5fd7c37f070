//! The measurements as text.

use std::fmt::Write as _;

use crate::Point;

/// The ways of each size and, for the largest one, of each group, with their times and ratios.
pub fn table(points: &[Point]) -> String {
    let mut text = String::new();
    let mut block = None;
    for point in points {
        let Point { workload, bytes, group, way, nanoseconds, ratio: [low, median, high] } = point;
        if block != Some((bytes, group)) {
            let _ = writeln!(text, "{workload}, {}, groups of {group}", size(*bytes));
            block = Some((bytes, group));
        }
        let _ = writeln!(
            text,
            "  {:<18} {nanoseconds:>9.1} ns {median:>7.3}  ({low:.3} to {high:.3})",
            way.to_string()
        );
    }
    text
}

/// A size in KiB, MiB or GiB.
pub(crate) fn size(bytes: usize) -> String {
    match bytes.ilog2() {
        30.. => format!("{} GiB", bytes >> 30),
        20.. => format!("{} MiB", bytes >> 20),
        _ => format!("{} KiB", bytes >> 10),
    }
}
