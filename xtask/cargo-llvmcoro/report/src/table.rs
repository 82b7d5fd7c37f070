//! Tables that compare two sides, usually stock with the plugin.

use std::fmt;

/// Rows with one number for each side, under headings.
#[derive(Clone, Debug)]
pub struct Table {
    /// The names of the reference and of the side that should not be larger.
    sides: [&'static str; 2],
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
enum Row {
    Heading(String),
    Values { name: String, first: u64, second: u64 },
}

impl Table {
    /// An empty table that compares the plugin with stock.
    #[expect(clippy::new_without_default, reason = "not the only kind of table")]
    pub fn new() -> Self {
        Self::between(["stock", "plugin"])
    }

    /// An empty table; the first side is the reference, and the second should not be larger.
    pub fn between(sides: [&'static str; 2]) -> Self {
        Table { sides, rows: Vec::new() }
    }

    /// Adds a heading for the following rows.
    pub fn heading(&mut self, text: &str) {
        self.rows.push(Row::Heading(text.to_owned()));
    }

    /// Adds a row.
    pub fn row(&mut self, name: &str, first: u64, second: u64) {
        self.rows.push(Row::Values { name: name.to_owned(), first, second });
    }

    /// The number of rows whose second number is larger.
    pub fn larger(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| matches!(row, Row::Values { first, second, .. } if second > first))
            .count()
    }

    /// A sentence that tells how many rows are larger than the first side's.
    pub fn verdict(&self) -> String {
        let first = self.sides[0];
        match self.larger() {
            0 => format!("Nothing is larger than {first}."),
            1 => format!("1 number is larger than {first}."),
            count => format!("{count} numbers are larger than {first}."),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.sides;
        // Wide enough for the names and for numbers of ten digits.
        let columns = self.sides.map(|side| side.len().max(10));
        let width = self
            .rows
            .iter()
            .map(|row| match row {
                Row::Heading(text) => text.len(),
                Row::Values { name, .. } => name.len() + 2,
            })
            .max()
            .unwrap_or(0);
        for row in &self.rows {
            match row {
                Row::Heading(text) => {
                    let [left, right] = columns;
                    writeln!(f, "{text:width$} {first:>left$} {second:>right$} {:>7}", "ratio")?;
                }
                Row::Values { name, first, second } => {
                    let ratio = ratio(*first, *second);
                    let mark = if second > first { "  larger" } else { "" };
                    let name = format!("  {name}");
                    let [left, right] = columns;
                    writeln!(f, "{name:width$} {first:>left$} {second:>right$} {ratio:>7}{mark}")?;
                }
            }
        }
        Ok(())
    }
}

/// The second number as a part of the first, as tables show it.
pub fn ratio(first: u64, second: u64) -> String {
    match first {
        // There is no ratio to zero.
        0 => "-".to_owned(),
        _ => format!("{:.3}", second as f64 / first as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_what_is_larger_is_marked() {
        let mut table = Table::new();
        table.heading("futures, bytes");
        table.row("leaf", 12, 12);
        table.row("a long name indeed", 100, 44);
        table.row("grown", 1000, 1001);
        table.row("empty", 0, 1);
        let expected = "\
futures, bytes            stock     plugin   ratio
  leaf                       12         12   1.000
  a long name indeed        100         44   0.440
  grown                    1000       1001   1.001  larger
  empty                       0          1       -  larger
";
        assert_eq!(table.to_string(), expected);
        assert_eq!(table.larger(), 2);
        assert_eq!(table.verdict(), "2 numbers are larger than stock.");
    }

    #[test]
    fn other_sides() {
        let mut table = Table::between(["embassy", "runtime-min"]);
        table.heading("bytes");
        table.row("a", 4, 5);
        let expected = "\
bytes    embassy runtime-min   ratio
  a            4           5   1.250  larger
";
        assert_eq!(table.to_string(), expected);
        assert_eq!(table.verdict(), "1 number is larger than embassy.");
    }
}
