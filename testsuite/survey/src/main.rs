//! `./x survey`: see `docs/survey.md`.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use arguments::Survey;
use crates::table::Page;
use survey::build::Surveyed;
use survey::parts::PARTS;
use survey::requests::{Costs, SERVERS, Server};
use survey::tables::{self, Row, Table};
use survey::{cargo_times, picture, sources};
use testsuite_support::Layout;

fn main() -> ExitCode {
    let result = match cargo_times::file() {
        Some(file) => cargo_times::run(&file),
        None => run(&arguments::read()),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(options: &Survey) -> Result<ExitCode> {
    let layout = Layout::from_env()?;
    if options.relock {
        sources::relock(&layout)?;
        return Ok(ExitCode::SUCCESS);
    }
    let chosen = |name: &str| options.part.as_ref().is_none_or(|part| part == name);
    let parts: Vec<_> = PARTS.iter().filter(|part| chosen(part.name)).collect();
    let mut tables = Vec::new();
    let mut shown = None;
    for (number, part) in parts.iter().enumerate() {
        let crates: Vec<_> = part.subjects.iter().map(|subject| subject.name).collect();
        eprintln!("[{}/{}] {}: {}", number + 1, parts.len(), part.name, crates.join(", "));
        let surveyed = Surveyed::new(&layout, part)?;
        let costs = costs(&layout, &surveyed)?;
        tables.extend(tables::of_part(&surveyed, &Row::of(&surveyed)?, &costs));
        shown = shown.or(picture::numbers(&surveyed)?);
    }
    for Table { name, lines, .. } in &tables {
        println!("{name}\n\n{}\n", lines.join("\n"));
    }
    let mut page = Page::read(&layout, "survey.md")?;
    if options.update {
        tables.iter().try_for_each(|table| page.update(&table.name, &table.lines))?;
        if let Some(numbers) = shown {
            picture::update(&layout, &numbers)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let exact = tables.iter().filter(|table| table.is_exact);
    let mut differ: Vec<&str> = exact
        .filter(|table| page.check(&table.name, &table.lines).is_err())
        .map(|table| table.name.as_str())
        .collect();
    if shown.is_some_and(|numbers| !picture::is_current(&layout, &numbers)) {
        differ.push(picture::NUMBERS);
    }
    ensure!(
        differ.is_empty(),
        "docs/survey.md has other tables of: {} (`--update` writes them)",
        differ.join(", ")
    );
    println!("docs/survey.md has these sizes; times and instructions are not compared.");
    Ok(ExitCode::SUCCESS)
}

/// What requests and connections take, of the servers that were built.
fn costs(layout: &Layout, part: &Surveyed) -> Result<Vec<(&'static Server, [Costs; 2])>> {
    let folder = sources::folder(layout).join("servers");
    let mut all = Vec::new();
    for server in &SERVERS {
        if !part.part.subjects.iter().any(|subject| subject.name == server.package) {
            continue;
        }
        eprintln!("requests to {}'s {}, under valgrind", server.package, server.program);
        let costs = |compiler: &str| {
            let program = part.program(compiler, server.program, server.is_example);
            server.costs(&program, &folder).with_context(|| format!("by {compiler}"))
        };
        all.push((server, [costs("stock")?, costs("plugin")?]));
    }
    Ok(all)
}
