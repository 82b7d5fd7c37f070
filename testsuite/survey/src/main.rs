//! `./x survey`: see `docs/survey.md`.

use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use arguments::Survey;
use crates::table::Page;
use survey::build::Surveyed;
use survey::parts::PARTS;
use survey::requests::{Costs, SERVERS, Server};
use survey::tables::{self, Row};
use survey::{cargo_times, sources};
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
    let mut surveyed = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let crates: Vec<_> = part.subjects.iter().map(|subject| subject.name).collect();
        eprintln!("[{}/{}] {}: {}", number + 1, parts.len(), part.name, crates.join(", "));
        surveyed.push(Surveyed::new(&layout, part)?);
    }
    let rows: Vec<Vec<Row>> = surveyed.iter().map(Row::of).collect::<Result<_>>()?;
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    let costs = costs(&layout, &surveyed)?;
    let mut tables = tables::sizes(&rows);
    let requests = ("requests", tables::requests(&costs));
    let times = ("compile time", tables::times(&surveyed));
    for (name, lines) in tables.iter().chain([&requests, &times]) {
        println!("{name}\n\n{}\n", lines.join("\n"));
    }
    if options.part.is_some() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut page = Page::read(&layout, "survey.md")?;
    if options.update {
        tables.extend([requests, times]);
        tables.iter().try_for_each(|(name, lines)| page.update(name, lines))?;
        return Ok(ExitCode::SUCCESS);
    }
    let differ: Vec<&str> = tables
        .iter()
        .filter(|(name, lines)| page.check(name, lines).is_err())
        .map(|(name, _)| *name)
        .collect();
    ensure!(
        differ.is_empty(),
        "docs/survey.md says otherwise in: {} (`./x survey --update` writes it)",
        differ.join(", ")
    );
    println!("docs/survey.md has these sizes; times and instructions are not compared.");
    Ok(ExitCode::SUCCESS)
}

/// What requests and connections take, of the servers that were built.
fn costs(layout: &Layout, parts: &[Surveyed]) -> Result<Vec<(&'static Server, [Costs; 2])>> {
    let folder = sources::folder(layout).join("servers");
    let mut all = Vec::new();
    for server in &SERVERS {
        let has = |part: &&Surveyed| part.part.subjects.iter().any(|it| it.name == server.package);
        let Some(part) = parts.iter().find(has) else { continue };
        eprintln!("requests to {}'s {}, under valgrind", server.package, server.program);
        let costs = |compiler: &str| {
            let program = part.program(compiler, server.program, server.is_example);
            server.costs(&program, &folder).with_context(|| format!("by {compiler}"))
        };
        all.push((server, [costs("stock")?, costs("plugin")?]));
    }
    Ok(all)
}
