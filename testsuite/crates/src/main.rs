//! `./x crates`: see `docs/real-crates.md`.

use std::process::ExitCode;

use anyhow::Result;
use arguments::{Crates, Profile};
use crates::programs::Programs;
use crates::published::{self, GROUPS};
use crates::table::{self, PAGE, Page};
use testsuite::Tally;
use testsuite_support::Layout;

fn main() -> ExitCode {
    match run(&arguments::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Crates) -> Result<()> {
    let mut profiles = vec![Profile::Dev, Profile::Release];
    profiles.retain(|profile| options.profile.is_none_or(|chosen| chosen == *profile));
    let mut groups: Vec<_> = GROUPS.iter().collect();
    groups.retain(|group| options.group.as_ref().is_none_or(|chosen| chosen == group.name));
    let layout = Layout::from_env()?;
    if options.relock {
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
        let mut page = Page::read(&layout, PAGE)?;
        if profile == Profile::Dev && options.update {
            page.update("coroutines", &coroutines)?;
            page.update_lines("tests", &tests)?;
        } else if profile == Profile::Dev {
            tally.add("the table of coroutines", page.check("coroutines", &coroutines));
            tally.add("the table of tests", page.check_lines("tests", &tests));
        }
    }
    tally.finish()
}
