//! The tables of `docs/real-crates.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;
use testsuite_support::census::Ways;

use crate::programs::Programs;
use crate::published::Row;

/// One stock way in fifty is the most.
const MOST_IN: usize = 50;

/// Characters in a line of prose.
const WIDTH: usize = 105;

/// Lines of a table before the first row.
const HEADING: usize = 2;

/// The page of these tables.
pub const PAGE: &str = "real-crates.md";

const OUTDATED: &str = "the page in docs/ says otherwise (`--update` writes it);";

/// The lines of the table of coroutines.
///
/// # Errors
/// If too many coroutines of the crates went the stock way.
pub fn coroutines(programs: &Programs) -> Result<Vec<String>> {
    let packages = programs.census.by_package(&programs.artifacts, |_| true);
    let is_ours = |package: &str| package.starts_with("drive-");
    let mut total = Ways::default();
    let mut without = Vec::new();
    let mut lines = vec![
        "| crate | version | coroutines | lowered | stock way |".to_owned(),
        "| --- | --- | ---: | ---: | --- |".to_owned(),
    ];
    for ((package, version), ways) in &packages {
        match ways.all() {
            _ if is_ours(package) => continue,
            0 => without.push(format!("{package} {version}")),
            all => {
                let (lowered, stock) = (ways.lowered(), stock(ways));
                lines.push(format!("| {package} | {version} | {all} | {lowered} | {stock} |"));
            }
        }
        total.extend(ways);
    }
    let (all, lowered) = (total.all(), total.lowered());
    lines.push(format!("| **all** | | **{all}** | **{lowered}** | {} |", stock(&total)));
    let mut ours = Ways::default();
    for (_, ways) in packages.iter().filter(|((package, _), _)| is_ours(package)) {
        ours.extend(ways);
    }
    let (all_ours, lowered_ours) = (ours.all(), ours.lowered());
    lines.push(format!("| the programs | | {all_ours} | {lowered_ours} | {} |", stock(&ours)));
    lines.push(String::new());
    lines.extend(wrapped(&format!(
        "{} more crates of the graph have no coroutine: {}.",
        without.len(),
        without.join(", ")
    )));
    ensure!(
        (all - lowered) * MOST_IN <= all,
        "{} of {all} coroutines went the stock way",
        all - lowered
    );
    Ok(lines)
}

/// The text in lines of the page's width.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("it is never empty");
        if line.is_empty() {
            line.push_str(word);
        } else if line.len() + 1 + word.len() <= WIDTH {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The lines of the table of tests.
pub fn tests(rows: &[Row]) -> Vec<String> {
    let mut lines = vec![
        "| crate | version | tests passed | coroutines, with the tests' | lowered | stock way |"
            .to_owned(),
        "| --- | --- | ---: | ---: | ---: | --- |".to_owned(),
    ];
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| &row.package);
    for Row { package, version, passed, ways } in rows {
        let (all, lowered, stock) = (ways.all(), ways.lowered(), stock(ways));
        lines.push(format!("| {package} | {version} | {passed} | {all} | {lowered} | {stock} |"));
    }
    lines
}

fn stock(ways: &Ways) -> String {
    let mut text = String::new();
    for (reason, count) in ways.stock() {
        let comma = if text.is_empty() { "" } else { ", " };
        write!(text, "{comma}{count}: {reason}").expect("a string takes it");
    }
    if text.is_empty() { "none".to_owned() } else { text }
}

/// A page in `docs/`, whose tables stand between `<!-- NAME: begin -->` and `<!-- NAME: end -->`.
pub struct Page {
    path: PathBuf,
    text: String,
}

impl Page {
    /// Reads it; `name` is its file's.
    pub fn read(layout: &Layout, name: &str) -> Result<Page> {
        let path = layout.root.join("docs").join(name);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok(Page { path, text })
    }

    fn bounds(&self, name: &str) -> Result<(usize, usize)> {
        let place = |mark: String| {
            let at = self.text.find(&mark);
            at.map(|at| (at, at + mark.len())).with_context(|| format!("there is no {mark}"))
        };
        let (_, start) = place(format!("<!-- {name}: begin -->\n"))?;
        let (end, _) = place(format!("<!-- {name}: end -->"))?;
        Ok((start, end))
    }

    /// # Errors
    /// If the table is another one.
    pub fn check(&self, name: &str, lines: &[String]) -> Result<()> {
        let (start, end) = self.bounds(name)?;
        let committed: Vec<&str> = self.text[start..end].lines().collect();
        let seen: Vec<&str> = lines.iter().map(String::as_str).collect();
        ensure!(committed == seen, "{OUTDATED} seen was:\n{}", seen.join("\n"));
        Ok(())
    }

    /// # Errors
    /// If one of these lines is not in the table, which may have more.
    pub fn check_lines(&self, name: &str, lines: &[String]) -> Result<()> {
        let (start, end) = self.bounds(name)?;
        let committed: Vec<&str> = self.text[start..end].lines().collect();
        for line in lines {
            ensure!(committed.contains(&line.as_str()), "{OUTDATED} seen was:\n{line}");
        }
        Ok(())
    }

    /// Puts these lines in the place of a table's, and writes the page.
    pub fn update(&mut self, name: &str, lines: &[String]) -> Result<()> {
        let (start, end) = self.bounds(name)?;
        self.text.replace_range(start..end, &(lines.join("\n") + "\n"));
        fs::write(&self.path, &self.text).with_context(|| self.path.display().to_string())
    }

    /// The same for the crates of these lines only: the table's other lines stay.
    pub fn update_lines(&mut self, name: &str, lines: &[String]) -> Result<()> {
        let (start, end) = self.bounds(name)?;
        let (heading, rows) = lines.split_at(HEADING);
        let mut table: BTreeMap<String, String> = BTreeMap::new();
        let committed = self.text[start..end].lines().skip(HEADING).map(str::to_owned);
        for line in committed.chain(rows.iter().cloned()) {
            let first = line.split('|').nth(1).unwrap_or_default().trim().to_owned();
            table.insert(first, line);
        }
        let all: Vec<String> = heading.iter().cloned().chain(table.into_values()).collect();
        self.update(name, &all)
    }
}
