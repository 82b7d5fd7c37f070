//! Pairs of ways, with what the project is after.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::Way;
use crate::table::size;

/// A ratio of the times of two ways, and where it should be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Goal {
    /// The numerator.
    pub way: Way,
    /// The denominator.
    pub to: Way,
    bound: Bound,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Bound {
    fn holds(self, ratio: f64) -> bool {
        match self {
            Bound::AtLeast(bound) => ratio >= bound,
            Bound::AtMost(bound) => ratio <= bound,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::AtLeast(bound) => write!(f, "at least {bound}"),
            Bound::AtMost(bound) => write!(f, "at most {bound}"),
        }
    }
}

impl Goal {
    /// In the first cache, where switches are all that there is.
    pub const IN_CACHE: [Goal; 1] =
        [Goal { way: Way::PLUGIN, to: Way::BY_HAND, bound: Bound::AtMost(1.15) }];
    /// In memory.
    pub const IN_MEMORY: [Goal; 4] = [
        Goal { way: Way::SEQUENTIAL, to: Way::PLUGIN, bound: Bound::AtLeast(4.0) },
        Goal { way: Way::PLUGIN, to: Way::BY_HAND, bound: Bound::AtMost(1.1) },
        Goal { way: Way::PLUGIN, to: Way::CPP, bound: Bound::AtMost(1.0) },
        Goal { way: Way::PLUGIN_NESTED, to: Way::CPP_NESTED, bound: Bound::AtMost(0.5) },
    ];
}

/// A measured ratio.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Comparison {
    /// The kind of lookup.
    pub workload: &'static str,
    /// The size of what is looked up in, bytes.
    pub bytes: usize,
    /// Of which ways.
    #[serde(flatten)]
    pub goal: Goal,
    /// In the same round: first quartile, median, third quartile.
    pub ratio: [f64; 3],
}

/// A line for each.
pub fn comparisons(comparisons: &[Comparison]) -> String {
    let mut text = String::new();
    for Comparison { workload, bytes, goal: Goal { way, to, bound }, ratio } in comparisons {
        let [low, median, high] = ratio;
        let place = format!("{workload}, {}", size(*bytes));
        let missed = if bound.holds(*median) { "" } else { "; missed" };
        let pair = format!("{way} / {to}");
        let _ = writeln!(
            text,
            "  {place:<16} {pair:<32} {median:>7.3}  ({low:.3} to {high:.3}), {bound}{missed}"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missed_is_said() {
        let [goal] = Goal::IN_CACHE;
        let line = |median| {
            let ratio = [1.0, median, 2.0];
            comparisons(&[Comparison { workload: "bs", bytes: 1 << 15, goal, ratio }])
        };
        assert!(line(1.16).ends_with("at most 1.15; missed\n"), "{}", line(1.16));
        assert!(line(1.15).ends_with("at most 1.15\n"), "{}", line(1.15));
        let [speed_up, ..] = Goal::IN_MEMORY;
        assert!(speed_up.bound.holds(4.1) && !speed_up.bound.holds(3.9));
    }
}
