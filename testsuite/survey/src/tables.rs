//! The tables of `docs/survey.md`.

use anyhow::Result;
use llvmcoro_report::table::ratio;

use crate::build::Surveyed;
use crate::figures::{Futures, Memory, Pair};
use crate::parts::{HOST, Subject};
use crate::requests::{Costs, Server};

/// Characters of a future's name in a table.
const NAME: usize = 44;

/// Everything about one crate.
#[derive(Debug)]
pub struct Row {
    subject: &'static Subject,
    version: String,
    is_hosted: bool,
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
            let is_hosted = surveyed.part.target == HOST;
            Ok(Row { subject, version, is_hosted, memory, futures })
        };
        surveyed.part.subjects.iter().map(row).collect()
    }

    /// The crate's name, marked if the program is not its own.
    fn title(&self) -> String {
        let mark = if self.subject.is_own() { "" } else { " *" };
        format!("{} {}{mark}", self.subject.name, self.version)
    }
}

/// A table's name between its marks in the page, and its lines.
pub type Named = (&'static str, Vec<String>);

/// The tables of sizes, which are the same wherever they are measured.
pub fn sizes(rows: &[Row]) -> Vec<Named> {
    let hosted = |is_hosted| rows.iter().filter(move |row| row.is_hosted == is_hosted);
    vec![
        ("programs for boards", memory(hosted(false))),
        ("programs for the host", memory(hosted(true))),
        ("futures", futures(rows)),
        ("larger", larger(rows)),
    ]
}

fn memory<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<String> {
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
    lines
}

/// The table of requests and connections.
pub fn requests(costs: &[(&Server, [Costs; 2])]) -> Vec<String> {
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
pub fn times(parts: &[Surveyed]) -> Vec<String> {
    let mut lines = vec![
        "| programs of | processor time, stock | plugin | ratio |".to_owned(),
        "| --- | ---: | ---: | ---: |".to_owned(),
    ];
    for part in parts {
        let names: Vec<_> = part.part.subjects.iter().map(|subject| subject.name).collect();
        let (stock, plugin) = (part.times.stock, part.times.plugin);
        lines.push(format!(
            "| {} ({}) | {stock:.0} s | {plugin:.0} s | {:.2} |",
            names.join(", "),
            part.part.optimized,
            plugin / stock
        ));
    }
    lines
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
