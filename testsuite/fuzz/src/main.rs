//! `./x fuzz`: see `docs/fuzzing.md`.

use std::fs;
use std::num::NonZero;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use arguments::Fuzz;
use fuzz::campaign;
use fuzz::case::Case;
use fuzz::check::Verdict;
use fuzz::compiler::{Compiler, Target};
use fuzz::mutation::{self, MUTATIONS, Mutation};
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

fn run(options: &Fuzz) -> Result<()> {
    if let Some(seed) = options.dump {
        let case = Case::single(seed);
        print!("{}\n\n{}", case.flags().header(), case.source());
        return Ok(());
    }
    let layout = Layout::from_env()?;
    let compiler = compiler(&layout, options)?;
    match &options.mutation {
        Some(mutation) => hunt(&compiler, options, mutation),
        None => campaign(&layout, &compiler, options),
    }
}

fn compiler(layout: &Layout, options: &Fuzz) -> Result<Compiler> {
    let target = Target::from(options.target);
    let folder = layout.build.join("fuzz").join(target.to_string());
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let compiler = Compiler::new(layout, target, &folder)?;
    if options.valgrind { compiler.with_valgrind() } else { Ok(compiler) }
}

/// Shows which program finds each mistake.
fn hunt(compiler: &Compiler, options: &Fuzz, name: &str) -> Result<()> {
    let named: Vec<Mutation> = MUTATIONS
        .iter()
        .copied()
        .filter(|mutation| [mutation.name, "all"].contains(&name))
        .collect();
    let count = options.seeds.map_or(200, NonZero::get);
    let mut caught = 0;
    for &mutation in &named {
        let name = mutation.name;
        match mutation::catch(compiler, mutation, options.start, count)? {
            Some(catch) => {
                caught += 1;
                let what = catch.what.lines().collect::<Vec<_>>().join(" ");
                let what: String = what.chars().take(140).collect();
                println!("{name:32}  seed {:4}  {:13}  {what}", catch.seed, catch.by);
            }
            None => println!("{name:32}  NOT caught by {count} programs"),
        }
    }
    println!("{caught} of {} mutations caught within {count} programs", named.len());
    ensure!(caught == named.len(), "{} mutations not caught", named.len() - caught);
    Ok(())
}

fn campaign(layout: &Layout, compiler: &Compiler, options: &Fuzz) -> Result<()> {
    let tell = |case: &Case, verdict: &Verdict| match verdict {
        Verdict::Same(facts) => {
            for (root, stock, plugin) in &facts.larger {
                println!(
                    "{case}: {root} is larger: {stock} bytes by stock, {plugin} by the plugin"
                );
            }
        }
        Verdict::Rejected(message) => println!("{case}: rejected by stock rustc:\n{message}"),
        Verdict::Differs(difference) => println!("{case}: {difference}"),
    };
    let cases = Case::all(options.start, options.seeds.map_or(100, NonZero::get));
    let summary = campaign::run(compiler, &cases, options.jobs.get(), tell)?;
    if !options.no_reduce {
        let regressions = layout.root.join("testsuite/fuzz/regressions");
        // One program for each kind of difference.
        let mut kinds = vec![];
        for (case, difference) in &summary.differences {
            if !kinds.contains(&(&difference.kind, difference.build)) {
                kinds.push((&difference.kind, difference.build));
                let path = campaign::save_reduced(compiler, &regressions, case, difference)?;
                println!("{case}: reduced to {}", path.display());
            }
        }
    }
    println!("{summary}");
    ensure!(summary.differences.is_empty(), "{} differences", summary.differences.len());
    Ok(())
}
