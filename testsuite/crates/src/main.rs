//! `crates [--profile dev|release] [--group NAME] [--update] [--relock]`: see `docs/real-crates.md`.

use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use crates::build::Profile;
use crates::programs::Programs;
use crates::published::{self, GROUPS};
use crates::table::{self, Page};
use testsuite::Tally;
use testsuite_support::Layout;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut profiles = vec![Profile::Dev, Profile::Release];
    let mut groups: Vec<_> = GROUPS.iter().collect();
    let (mut update, mut relock) = (false, false);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("a value is missing after `{arg}`"));
        match arg.as_str() {
            "--profile" => {
                let name = value()?;
                profiles.retain(|profile| profile.name() == name);
                ensure!(!profiles.is_empty(), "there is no profile `{name}`");
            }
            "--group" => {
                let name = value()?;
                groups.retain(|group| group.name == name);
                ensure!(!groups.is_empty(), "there is no group `{name}`");
            }
            "--update" => update = true,
            "--relock" => relock = true,
            _ => bail!("unknown option `{arg}`"),
        }
    }
    let layout = Layout::from_env()?;
    if relock {
        let programs = Programs::build(&layout, Profile::Dev)?;
        return published::relock(&layout, &programs.artifacts);
    }
    let mut tally = Tally::new("crates");
    for profile in profiles {
        println!("the programs, {}", profile.name());
        let programs = Programs::build(&layout, profile)?;
        programs.check(&layout, &mut tally)?;
        let coroutines = table::coroutines(&programs)?;
        let mut rows = Vec::new();
        for group in &groups {
            println!("the tests of {}, {}", group.packages.join(", "), profile.name());
            rows.extend(group.run(&layout, profile, &programs.artifacts, &mut tally)?);
        }
        let tests = table::tests(&rows);
        println!("\n{}\n\n{}\n", coroutines.join("\n"), tests.join("\n"));
        // The page is on the dev profile, which `./x test` builds too. Another run may have written it
        // meanwhile.
        let mut page = Page::read(&layout)?;
        if profile == Profile::Dev && update {
            page.update("coroutines", &coroutines)?;
            page.update_lines("tests", &tests)?;
        } else if profile == Profile::Dev {
            tally.add("the table of coroutines", page.check("coroutines", &coroutines));
            tally.add("the table of tests", page.check_lines("tests", &tests));
        }
    }
    tally.finish()
}
