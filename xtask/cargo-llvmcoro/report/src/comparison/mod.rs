//! A project built by both compilers: its programs and its futures, side by side.

mod markdown;
mod web;

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::table::Table;
use crate::{Future, Summary, elf};

/// The sections that count.
pub const SECTIONS: [&str; 4] = [".text", ".rodata", ".data", ".bss"];

/// The two sizes of a section, in bytes.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Section {
    /// Its name, one of [`SECTIONS`].
    pub name: String,
    /// Stock's size.
    pub stock: u64,
    /// The plugin's size.
    pub plugin: u64,
}

/// A linked program.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Program {
    /// The package's name.
    pub package: String,
    /// The program's name.
    pub name: String,
    /// Its sections, in the order of [`SECTIONS`].
    pub sections: Vec<Section>,
}

impl Program {
    /// Reads the ELF files of both compilers.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn read(package: &str, name: &str, stock: &Path, plugin: &Path) -> Result<Self> {
        let (stock, plugin) = (elf::Program::read(stock)?, elf::Program::read(plugin)?);
        let section = |name: &str| Section {
            name: name.to_owned(),
            stock: stock.section_size(name),
            plugin: plugin.section_size(name),
        };
        let sections = SECTIONS.map(section).into();
        Ok(Program { package: package.to_owned(), name: name.to_owned(), sections })
    }
}

/// A project's programs and futures. The fields are those of `--json`.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Comparison {
    /// rustc's name of the target.
    pub target: String,
    /// Cargo's name of the profile.
    pub profile: String,
    /// The programs, by package and name.
    pub programs: Vec<Program>,
    /// The sums over the programs.
    pub totals: Vec<Section>,
    /// The futures, the largest first.
    pub futures: Vec<Future>,
    /// The geometric means of plugin/stock.
    pub means: Means,
}

/// Geometric means of plugin/stock; none of nothing.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Means {
    /// Of each section, over the programs in which stock's is not empty, in the order of [`SECTIONS`].
    pub sections: Vec<Option<f64>>,
    /// Of the futures, every definition once.
    pub futures: Option<f64>,
}

impl Comparison {
    /// Sorts and sums up.
    pub fn new(
        target: &str,
        profile: &str,
        mut programs: Vec<Program>,
        mut futures: Vec<Future>,
    ) -> Self {
        programs.sort_by(|a, b| (&a.package, &a.name).cmp(&(&b.package, &b.name)));
        let size = |future: &Future| std::cmp::Reverse(future.stock.max(future.plugin));
        futures.sort_by(|a, b| (size(a), &a.name, &a.ty).cmp(&(size(b), &b.name, &b.ty)));
        let of = |number: usize| programs.iter().map(move |program| &program.sections[number]);
        let total = |(number, name): (usize, &str)| Section {
            name: name.to_owned(),
            stock: of(number).map(|section| section.stock).sum(),
            plugin: of(number).map(|section| section.plugin).sum(),
        };
        let mean = |number| {
            let with = of(number).filter(|section| section.stock > 0 && section.plugin > 0);
            geometric_mean(with.map(|section| section.plugin as f64 / section.stock as f64))
        };
        let totals = SECTIONS.into_iter().enumerate().map(total).collect();
        let means = Means {
            sections: (0..SECTIONS.len()).map(mean).collect(),
            futures: Summary::of(&futures).map(|summary| summary.to_stock),
        };
        let (target, profile) = (target.to_owned(), profile.to_owned());
        Comparison { target, profile, programs, totals, futures, means }
    }

    /// For a terminal.
    pub fn text(&self) -> String {
        let mut table = Table::new();
        for program in &self.programs {
            table.heading(&format!("{}, {}, {}, bytes", program.name, self.target, self.profile));
            section_rows(&mut table, &program.sections);
        }
        if self.programs.len() > 1 {
            table.heading(&format!("all {} programs, bytes", self.programs.len()));
            section_rows(&mut table, &self.totals);
        }
        if !self.futures.is_empty() {
            table.heading("futures, bytes");
        }
        for future in &self.futures {
            table.row(&future.name, future.stock, future.plugin);
        }
        format!("{table}\n{}{}\n", self.mean_lines(), table.verdict())
    }

    /// What JSON has of it.
    ///
    /// # Errors
    /// None that could happen.
    pub fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self).context("writing JSON")? + "\n")
    }

    /// The inverse of [`json`](Self::json). Sums and means are computed anew.
    ///
    /// # Errors
    /// If the text is something else.
    pub fn from_json(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Measured {
            target: String,
            profile: String,
            programs: Vec<Program>,
            futures: Vec<Future>,
        }
        let measured = serde_json::from_str(text).context("this is no comparison")?;
        let Measured { target, profile, programs, futures } = measured;
        Ok(Self::new(&target, &profile, programs, futures))
    }

    /// Lines with the means.
    fn mean_lines(&self) -> String {
        let mut text = String::new();
        if self.programs.len() > 1 {
            let means: Vec<_> = self.section_means().collect();
            text += &format!("programs, geometric means of plugin/stock: {}\n", means.join(", "));
        }
        if let (Some(mean), Some(summary)) = (self.means.futures, Summary::of(&self.futures)) {
            let Summary { definitions, types, .. } = summary;
            text += &format!(
                "futures, geometric mean of plugin/stock: {mean:.3} ({definitions} definitions, \
                 {types} types)\n"
            );
        }
        text
    }

    fn section_means(&self) -> impl Iterator<Item = String> {
        let means = SECTIONS.iter().zip(&self.means.sections);
        means.filter_map(|(name, mean)| Some(format!("{name} {:.3}", (*mean)?)))
    }
}

fn section_rows(table: &mut Table, sections: &[Section]) {
    for Section { name, stock, plugin } in sections {
        table.row(name, *stock, *plugin);
    }
}

fn geometric_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) =
        values.fold((0, 0.0), |(count, sum), value: f64| (count + 1, sum + value.ln()));
    (count > 0).then(|| (sum / f64::from(count)).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(name: &str, text: (u64, u64)) -> Program {
        let section = |name: &str| {
            let (stock, plugin) = if name == ".text" { text } else { (0, 0) };
            Section { name: name.to_owned(), stock, plugin }
        };
        let sections = SECTIONS.map(section).into();
        Program { package: "p".to_owned(), name: name.to_owned(), sections }
    }

    pub(super) fn comparison() -> Comparison {
        let future = |name: &str, stock, plugin| Future {
            name: name.to_owned(),
            source: name.to_owned(),
            stock,
            plugin,
            floor: 1,
            ..Future::default()
        };
        let programs = vec![program("b", (100, 25)), program("a", (100, 100))];
        Comparison::new(
            "thumb",
            "release",
            programs,
            vec![future("small", 4, 8), future("large", 100, 50)],
        )
    }

    #[test]
    fn the_largest_first_with_totals_and_means() {
        let comparison = comparison();
        let names: Vec<&str> = comparison.futures.iter().map(|future| &*future.name).collect();
        assert_eq!(names, ["large", "small"]);
        let text = comparison.text();
        let lines: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).collect();
        for line in [
            &["a,", "thumb,", "release,", "bytes", "stock", "plugin", "ratio"][..],
            &[".text", "200", "125", "0.625"],
            &["small", "4", "8", "2.000", "larger"],
        ] {
            assert!(lines.iter().any(|words| words == line), "no line {line:?}: {text}");
        }
        assert!(
            text.contains("programs, geometric means of plugin/stock: .text 0.500\n"),
            "{text}"
        );
        assert!(text.contains("futures, geometric mean of plugin/stock: 1.000 (2 "), "{text}");
        assert!(text.ends_with("1 number is larger than stock.\n"), "{text}");
    }

    #[test]
    fn json_has_every_number() {
        let json: serde_json::Value = serde_json::from_str(&comparison().json().unwrap()).unwrap();
        assert_eq!(json["totals"][0]["plugin"], 125);
        assert_eq!(json["futures"][1]["name"], "small");
        assert_eq!(json["programs"][1]["sections"][0]["plugin"], 25);
        assert_eq!(json["means"]["sections"][1], serde_json::Value::Null);
        assert_eq!(Comparison::from_json(&json.to_string()).unwrap(), comparison());
        assert!(Comparison::from_json("{}").is_err());
    }
}
