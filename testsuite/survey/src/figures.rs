//! The numbers of one crate, from what `cargo llvmcoro compare --json` says.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use llvmcoro_report::{Future, Summary};
use serde::Deserialize;

use crate::parts::Subject;

/// What `--json` writes, as far as it is of use here.
#[derive(Debug, Deserialize)]
pub struct Comparison {
    programs: Vec<Program>,
    futures: Vec<Measured>,
}

#[derive(Debug, Deserialize)]
struct Program {
    package: String,
    name: String,
    sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
struct Section {
    name: String,
    stock: u64,
    plugin: u64,
}

#[derive(Debug, Deserialize)]
struct Measured {
    name: String,
    source: String,
    target: String,
    stock: u64,
    plugin: u64,
    floor: u64,
    lowered: bool,
}

/// Bytes by both compilers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Stock's.
    pub stock: u64,
    /// The plugin's.
    pub plugin: u64,
}

impl Pair {
    fn sum(pairs: impl IntoIterator<Item = Pair>) -> Pair {
        pairs.into_iter().fold(Pair::default(), |sum, pair| Pair {
            stock: sum.stock + pair.stock,
            plugin: sum.plugin + pair.plugin,
        })
    }
}

/// A program's memory.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The program.
    pub program: String,
    /// `.text` and `.rodata`.
    pub flash: Pair,
    /// `.data` and `.bss`.
    pub ram: Pair,
    /// Sections that are larger than stock's, by name.
    pub larger: Vec<(String, Pair)>,
}

/// A crate's futures.
#[derive(Clone, Debug)]
pub struct Futures {
    /// How many types.
    pub count: usize,
    /// Their sizes added up.
    pub sum: Pair,
    /// The geometric mean of plugin/stock, every definition once.
    pub mean: f64,
    /// How many are larger than stock's.
    pub larger: usize,
    /// How many went the stock way.
    pub stock_way: usize,
    /// The largest by stock.
    pub largest: (String, Pair),
}

impl Comparison {
    /// Reads the file.
    ///
    /// # Errors
    /// If it is missing, or not what `compare` writes.
    pub fn read(file: &Path) -> Result<Self> {
        let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
        serde_json::from_str(&text).with_context(|| file.display().to_string())
    }

    /// The memory of a crate's programs.
    ///
    /// # Errors
    /// If one of them was not built.
    pub fn memory(&self, subject: &Subject) -> Result<Vec<Memory>> {
        let of = |name: &str| {
            let mut programs = self.programs.iter();
            let program = programs
                .find(|program| program.package == subject.package && program.name == name)
                .with_context(|| format!("{}'s {name} was not built", subject.package))?;
            let section = |section: &Section| Pair { stock: section.stock, plugin: section.plugin };
            let both = |names: [&str; 2]| {
                let sections = program.sections.iter();
                Pair::sum(sections.filter(|it| names.contains(&&*it.name)).map(section))
            };
            let larger = program.sections.iter().filter(|it| it.plugin > it.stock);
            Ok(Memory {
                program: name.to_owned(),
                flash: both([".text", ".rodata"]),
                ram: both([".data", ".bss"]),
                larger: larger.map(|it| (it.name.clone(), section(it))).collect(),
            })
        };
        subject.programs.iter().map(|program| of(program.name())).collect()
    }

    /// The futures that are defined in files whose path has one of `folders`.
    ///
    /// # Errors
    /// If there are none.
    pub fn futures(&self, folders: &[String]) -> Result<Futures> {
        let is_in = |future: &&Measured| {
            let path = format!("/{}", future.source);
            folders.iter().any(|folder| path.contains(folder))
        };
        let found: Vec<&Measured> = self.futures.iter().filter(is_in).collect();
        let pair = |future: &Measured| Pair { stock: future.stock, plugin: future.plugin };
        let all: Vec<Future> = found.iter().map(|future| future.for_summary()).collect();
        let summary = Summary::of(&all).with_context(|| format!("no futures in {folders:?}"))?;
        let size = |future: &&&Measured| (future.stock, std::cmp::Reverse(future.name.clone()));
        let largest = found.iter().max_by_key(size).context("no futures")?;
        Ok(Futures {
            count: found.len(),
            sum: Pair::sum(found.iter().map(|future| pair(future))),
            mean: summary.to_stock,
            larger: summary.larger,
            stock_way: summary.stock_way,
            largest: (largest.name.clone(), pair(largest)),
        })
    }
}

impl Measured {
    /// What a summary reads of it.
    fn for_summary(&self) -> Future {
        Future {
            name: self.name.clone(),
            source: self.source.clone(),
            target: self.target.clone(),
            stock: self.stock,
            plugin: self.plugin,
            floor: self.floor,
            lowered: self.lowered,
            ..Future::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::Program as Chosen;

    fn comparison() -> Comparison {
        let section = |name: &str, stock: u64, plugin: u64| {
            format!(r#"{{"name":"{name}","stock":{stock},"plugin":{plugin}}}"#)
        };
        let future = |name: &str, source: &str, stock: u64, plugin: u64| {
            format!(
                r#"{{"name":"{name}","source":"{source}","target":"t","stock":{stock},
                "plugin":{plugin},"floor":1,"lowered":true}}"#
            )
        };
        let sections = [
            section(".text", 100, 90),
            section(".rodata", 10, 12),
            section(".data", 4, 4),
            section(".bss", 6, 3),
        ];
        let futures = [
            future("a", "x-1.0/src/lib.rs:1:1", 8, 4),
            future("b", "x-1.0/src/lib.rs:2:1", 4, 8),
            future("c", "/registry/y-2/src/lib.rs:1:1", 99, 9),
        ];
        let text = format!(
            r#"{{"programs":[{{"package":"x","name":"p","sections":[{}]}}],"futures":[{}]}}"#,
            sections.join(","),
            futures.join(",")
        );
        serde_json::from_str(&text).unwrap()
    }

    fn subject(programs: &'static [Chosen]) -> Subject {
        Subject { name: "x", version: "1.0", package: "x", programs, features: &[], with: &[] }
    }

    #[test]
    fn memory_is_added_up_and_larger_sections_are_named() {
        let memory = comparison().memory(&subject(&[Chosen::Bin("p")])).unwrap().remove(0);
        assert_eq!(memory.flash, Pair { stock: 110, plugin: 102 });
        assert_eq!(memory.ram, Pair { stock: 10, plugin: 7 });
        assert_eq!(memory.larger, [(".rodata".to_owned(), Pair { stock: 10, plugin: 12 })]);
        let message = comparison().memory(&subject(&[Chosen::Bin("q")])).unwrap_err().to_string();
        assert!(message.contains("x's q"), "{message}");
    }

    #[test]
    fn futures_are_those_of_the_folders() {
        let futures = comparison().futures(&["/x-1.0/".to_owned()]).unwrap();
        assert_eq!((futures.count, futures.larger), (2, 1));
        assert_eq!(futures.sum, Pair { stock: 12, plugin: 12 });
        assert_eq!(futures.largest, ("a".to_owned(), Pair { stock: 8, plugin: 4 }));
        assert!((futures.mean - 1.0).abs() < 1e-9);
        assert!(comparison().futures(&["/z/".to_owned()]).is_err());
    }
}
