//! From the counter's values at the markers to the count of each region.

use std::fmt::Write;

/// The regions executed so far.
pub struct Regions {
    /// The counter's value at the start of the region under way.
    start: Option<u64>,
    counts: Vec<u64>,
    /// The first thing that went wrong.
    error: Option<&'static str>,
}

impl Regions {
    pub const fn new() -> Self {
        Regions { start: None, counts: Vec::new(), error: None }
    }

    pub fn start(&mut self, executed: u64) {
        if self.start.replace(executed).is_some() {
            self.error.get_or_insert("a region started inside a region");
        }
    }

    pub fn stop(&mut self, executed: u64) {
        match self.start.take() {
            Some(start) => self.counts.push(executed - start),
            None => {
                self.error.get_or_insert("a region stopped outside a region");
            }
        }
    }

    /// The lines for the output file, given the stack's depth, if it was asked for, and the counter's
    /// last value.
    pub fn report(&mut self, stack: Option<u64>, executed: u64) -> String {
        if self.start.is_some() {
            self.error.get_or_insert("the last region did not stop");
        }
        let mut report = String::new();
        for (index, count) in self.counts.iter().enumerate() {
            // Writing to a string cannot fail.
            let _ = writeln!(report, "region {index} {count}");
        }
        if let Some(depth) = stack {
            let _ = writeln!(report, "stack {depth}");
        }
        if let Some(error) = self.error {
            let _ = writeln!(report, "error {error}");
        }
        let _ = writeln!(report, "total {executed}");
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_differences() {
        let mut regions = Regions::new();
        regions.start(10);
        regions.stop(25);
        regions.start(30);
        regions.stop(30);
        assert_eq!(regions.report(None, 99), "region 0 15\nregion 1 0\ntotal 99\n");
        assert_eq!(regions.report(Some(8), 99), "region 0 15\nregion 1 0\nstack 8\ntotal 99\n");
    }

    #[test]
    fn unpaired_markers_are_errors() {
        let mut unstarted = Regions::new();
        unstarted.stop(5);
        assert!(unstarted.report(None, 6).contains("error a region stopped outside"));
        let mut unstopped = Regions::new();
        unstopped.start(5);
        assert!(unstopped.report(None, 6).contains("error the last region"));
        let mut nested = Regions::new();
        nested.start(1);
        nested.start(2);
        nested.stop(3);
        assert_eq!(
            nested.report(None, 4),
            "region 0 1\nerror a region started inside a region\ntotal 4\n"
        );
    }
}
