//! Tables that compare stock with the plugin.

use std::fmt;

/// Rows of one number by either compiler, under headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
enum Row {
    Heading(String),
    Values { name: String, stock: u64, plugin: u64 },
}

impl Table {
    /// A table without rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a heading for the rows that follow.
    pub fn heading(&mut self, text: &str) {
        self.rows.push(Row::Heading(text.to_owned()));
    }

    /// Adds a row.
    pub fn row(&mut self, name: &str, stock: u64, plugin: u64) {
        self.rows.push(Row::Values { name: name.to_owned(), stock, plugin });
    }

    /// In how many rows the plugin's number is the larger one.
    pub fn larger(&self) -> usize {
        self.rows
            .iter()
            .filter(|row| matches!(row, Row::Values { stock, plugin, .. } if plugin > stock))
            .count()
    }

    /// How many rows are larger than stock, as a sentence.
    pub fn verdict(&self) -> String {
        match self.larger() {
            0 => "Nothing is larger than stock.".to_owned(),
            1 => "1 number is larger than stock.".to_owned(),
            count => format!("{count} numbers are larger than stock."),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
                    writeln!(f, "{text:width$} {:>10} {:>10} {:>7}", "stock", "plugin", "ratio")?;
                }
                Row::Values { name, stock, plugin } => {
                    let ratio = ratio(*stock, *plugin);
                    let mark = if plugin > stock { "  larger" } else { "" };
                    let name = format!("  {name}");
                    writeln!(f, "{name:width$} {stock:>10} {plugin:>10} {ratio:>7}{mark}")?;
                }
            }
        }
        Ok(())
    }
}

fn ratio(stock: u64, plugin: u64) -> String {
    match stock {
        // Nothing has no ratio to something.
        0 => "-".to_owned(),
        _ => format!("{:.3}", plugin as f64 / stock as f64),
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
}
