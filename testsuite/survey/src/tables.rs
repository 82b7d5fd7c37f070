//! The tables of `docs/survey.md`.

use anyhow::Result;
use llvmcoro_report::table::ratio;

use crate::build::Surveyed;
use crate::figures::{Futures, Memory, Pair};
use crate::parts::{Part, Subject};
use crate::requests::{Costs, Server};

/// Lines of a table before its rows.
const HEADING: usize = 2;

/// Characters of a future's name in a table.
const NAME: usize = 44;

/// Everything about one crate.
#[derive(Debug)]
pub struct Row {
    subject: &'static Subject,
    version: String,
    memory: Vec<Memory>,
    futures: Futures,
}

impl Row {
    /// The rows of a part.
    ///
    /// # Errors
    /// If a number is missing.
    pub fn of(surveyed: &Surveyed) -> Result<Vec<Row>> {
        let row = |subject: &'static Subject| -> Result<Row> {
            let version = surveyed.version(subject.name)?;
            let own = match subject.is_own() {
                true => format!("/{}-{version}/", subject.name),
                false => format!("/{}/src/", subject.package),
            };
            let mut folders = vec![own];
            let others = subject.with.iter().copied();
            for library in others.chain((!subject.is_own()).then_some(subject.name)) {
                folders.push(format!("/{library}-{}/", surveyed.version(library)?));
            }
            let futures = surveyed.comparison.futures(&folders)?;
            let memory = surveyed.comparison.memory(subject)?;
            Ok(Row { subject, version, memory, futures })
        };
        surveyed.part.subjects.iter().map(row).collect()
    }

    /// The crate's name, marked if the program is not its own.
    fn title(&self) -> String {
        let mark = if self.subject.is_own() { "" } else { " *" };
        format!("{} {}{mark}", self.subject.name, self.version)
    }
}

/// A table: its name between its marks in the page, and its lines.
#[derive(Debug)]
pub struct Table {
    /// The name.
    pub name: String,
    /// The lines.
    pub lines: Vec<String>,
    /// Whether every machine measures the same.
    pub is_exact: bool,
}

impl Table {
    fn new(part: &Part, what: &str, lines: Vec<String>, is_exact: bool) -> Self {
        Table { name: format!("{}: {what}", part.name), lines, is_exact }
    }
}

/// The tables of a part.
pub fn of_part(surveyed: &Surveyed, rows: &[Row], costs: &[(&Server, [Costs; 2])]) -> Vec<Table> {
    let part = surveyed.part;
    let mut tables = vec![
        Table::new(part, "programs", memory(rows), true),
        Table::new(part, "futures", futures(rows), true),
        Table::new(part, "larger", larger(rows), true),
    ];
    if !costs.is_empty() {
        tables.push(Table::new(part, "requests", requests(costs), false));
    }
    tables.push(Table::new(part, "compile time", times(surveyed), false));
    tables
}

fn memory(rows: &[Row]) -> Vec<String> {
    let mut lines = vec![
        "| crate | program | .text + .rodata, stock | plugin | ratio | .data + .bss, stock | plugin | ratio |".to_owned(),
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |".to_owned(),
    ];
    let pair = |pair: Pair| {
        format!("{} | {} | {}", pair.stock, pair.plugin, ratio(pair.stock, pair.plugin))
    };
    let mut ratios = Vec::new();
    for row in rows {
        for memory in &row.memory {
            let (flash, ram) = (pair(memory.flash), pair(memory.ram));
            lines.push(format!("| {} | {} | {flash} | {ram} |", row.title(), memory.program));
            ratios.push((memory.flash, memory.ram));
        }
    }
    let flash = mean(ratios.iter().map(|(flash, _)| flash));
    let ram = mean(ratios.iter().map(|(_, ram)| ram));
    lines.push(format!("| geometric mean | | | | {flash} | | | {ram} |"));
    lines
}

/// The geometric mean of plugin/stock.
fn mean<'a>(pairs: impl Iterator<Item = &'a Pair>) -> String {
    let ratios = pairs.filter(|pair| pair.stock > 0 && pair.plugin > 0);
    let logarithms: Vec<f64> =
        ratios.map(|pair| (pair.plugin as f64 / pair.stock as f64).ln()).collect();
    match logarithms.len() {
        0 => "-".to_owned(),
        count => format!("{:.3}", (logarithms.iter().sum::<f64>() / count as f64).exp()),
    }
}

fn futures(rows: &[Row]) -> Vec<String> {
    let mut lines = vec![
        "| crate | futures | bytes, stock | plugin | mean ratio | the largest | stock | plugin |"
            .to_owned(),
        "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: |".to_owned(),
    ];
    for row in rows {
        let Futures { count, sum, mean, largest: (name, largest), .. } = &row.futures;
        lines.push(format!(
            "| {} | {count} | {} | {} | {mean:.3} | `{}` | {} | {} |",
            row.title(),
            sum.stock,
            sum.plugin,
            shortened(name),
            largest.stock,
            largest.plugin
        ));
    }
    lines
}

/// The end of a name, which tells more than its beginning.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    match length > NAME {
        true => format!("…{}", name.chars().skip(length - NAME).collect::<String>()),
        false => name.to_owned(),
    }
}

/// Where the plugin loses.
fn larger(rows: &[Row]) -> Vec<String> {
    let mut lines = vec![
        "| crate | larger than stock | stock | plugin |".to_owned(),
        "| --- | --- | ---: | ---: |".to_owned(),
    ];
    for row in rows {
        for memory in &row.memory {
            for (section, Pair { stock, plugin }) in &memory.larger {
                let (title, program) = (row.title(), &memory.program);
                lines.push(format!("| {title} | {section} of {program} | {stock} | {plugin} |"));
            }
        }
        let Futures { larger, stock_way, count, .. } = row.futures;
        if larger > 0 {
            lines.push(format!("| {} | {larger} of {count} futures | | |", row.title()));
        }
        if stock_way > 0 {
            let title = row.title();
            lines.push(format!(
                "| {title} | ({stock_way} of {count} futures went the stock way) | | |"
            ));
        }
    }
    match lines.len() > HEADING {
        true => lines,
        false => vec!["Nothing is larger than stock's.".to_owned()],
    }
}

/// The table of requests and connections.
fn requests(costs: &[(&Server, [Costs; 2])]) -> Vec<String> {
    let mut lines = vec![
        "| server | request | instructions, stock | plugin | ratio | bytes per idle connection, stock | plugin | ratio |".to_owned(),
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |".to_owned(),
    ];
    for (server, [stock, plugin]) in costs {
        lines.push(format!(
            "| {}'s {} | {} | {} | {} | {} | {} | {} | {} |",
            server.package,
            server.program,
            server.request,
            stock.instructions,
            plugin.instructions,
            ratio(stock.instructions, plugin.instructions),
            stock.bytes,
            plugin.bytes,
            ratio(stock.bytes, plugin.bytes)
        ));
    }
    lines
}

/// The table of compile times.
fn times(surveyed: &Surveyed) -> Vec<String> {
    let (stock, plugin) = (surveyed.times.stock, surveyed.times.plugin);
    vec![
        "| user time, stock | plugin | ratio |".to_owned(),
        "| ---: | ---: | ---: |".to_owned(),
        format!("| {stock:.0} s | {plugin:.0} s | {:.2} |", plugin / stock),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_leave_out_what_is_empty() {
        let pairs = [Pair { stock: 8, plugin: 4 }, Pair { stock: 4, plugin: 8 }, Pair::default()];
        assert_eq!(mean(pairs.iter()), "1.000");
        assert_eq!(mean([].iter()), "-");
    }

    #[test]
    fn long_names_lose_their_beginning() {
        assert_eq!(shortened("a::b"), "a::b");
        let short = shortened(&"ab".repeat(40));
        assert_eq!((short.chars().count(), &short[..'…'.len_utf8()]), (NAME + 1, "…"));
    }
}
