//! A comparison for a pull request.

use std::fmt::Write as _;

use super::{Comparison, Section};
use crate::table::ratio;

impl Comparison {
    /// Tables in Markdown, as GitHub shows them. What is larger is marked.
    pub fn markdown(&self) -> String {
        let mut text =
            format!("### Stock rustc against llvmcoro: {}, {}\n", self.target, self.profile);
        if !self.programs.is_empty() {
            text += &header("program, section");
        }
        for program in &self.programs {
            for Section { name, stock, plugin } in &program.sections {
                text += &row(&format!("`{}` {name}", program.name), *stock, *plugin);
            }
        }
        if self.programs.len() > 1 {
            for Section { name, stock, plugin } in &self.totals {
                text += &row(&format!("all {name}"), *stock, *plugin);
            }
        }
        if !self.futures.is_empty() {
            text += &header("future");
        }
        for future in &self.futures {
            text += &row(&format!("`{}`", future.name), future.stock, future.plugin);
        }
        for line in self.mean_lines().lines() {
            writeln!(text, "\n{line}").expect("a string takes it");
        }
        text
    }
}

fn header(first: &str) -> String {
    format!("\n| {first} | stock | plugin | ratio |\n| --- | ---: | ---: | ---: |\n")
}

fn row(name: &str, stock: u64, plugin: u64) -> String {
    let mark = if plugin > stock { " **larger**" } else { "" };
    // A bar would end the cell, even in code.
    let name = name.replace('|', "\\|");
    format!("| {name} | {stock} | {plugin} | {}{mark} |\n", ratio(stock, plugin))
}

#[cfg(test)]
mod tests {
    use crate::comparison::tests::comparison;

    #[test]
    fn tables_with_marks() {
        let text = comparison().markdown();
        for line in [
            "| `b` .text | 100 | 25 | 0.250 |",
            "| all .text | 200 | 125 | 0.625 |",
            "| `small` | 4 | 8 | 2.000 **larger** |",
        ] {
            assert!(text.lines().any(|other| other == line), "no `{line}`: {text}");
        }
    }
}
