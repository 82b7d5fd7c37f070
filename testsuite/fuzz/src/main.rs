//! `fuzz [--seeds N] [--start S] [--target host|thumbv7em] [--jobs J] [--valgrind] [--no-reduce]
//! [--mutation NAME|all] [--dump SEED]`:
//! see `docs/fuzzing.md`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use fuzz::campaign;
use fuzz::case::Case;
use fuzz::check::Verdict;
use fuzz::compiler::{Compiler, Target};
use fuzz::generate;
use fuzz::mutation;
use testsuite_support::Layout;

struct Options {
    seeds: Option<u64>,
    start: u64,
    target: Target,
    jobs: usize,
    reduce: bool,
    valgrind: bool,
    mutation: Option<String>,
}

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
    let mut options = Options {
        seeds: None,
        start: 1,
        target: Target::Host,
        jobs: 2,
        reduce: true,
        valgrind: false,
        mutation: None,
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--no-reduce" => {
                options.reduce = false;
                continue;
            }
            "--valgrind" => {
                options.valgrind = true;
                continue;
            }
            _ => {}
        }
        let value = args.next().with_context(|| format!("a value is missing after `{arg}`"))?;
        let number = || value.parse().with_context(|| format!("`{value}` is no number"));
        match arg.as_str() {
            "--seeds" => options.seeds = Some(number()?),
            "--start" => options.start = number()?,
            "--target" => options.target = Target::parse(&value)?,
            "--jobs" => options.jobs = number()?.max(1) as usize,
            "--mutation" => options.mutation = Some(value),
            "--dump" => {
                print!("{}", generate::program(number()?).source());
                return Ok(());
            }
            _ => bail!("unknown option `{arg}`"),
        }
    }
    let layout = Layout::from_env()?;
    let compiler = compiler(&layout, &options)?;
    match &options.mutation {
        Some(mutation) => hunt(&compiler, &options, mutation),
        None => campaign(&layout, &compiler, &options),
    }
}

fn compiler(layout: &Layout, options: &Options) -> Result<Compiler> {
    let folder = layout.build.join("fuzz").join(options.target.to_string());
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let compiler = Compiler::new(layout, options.target, &folder)?;
    if options.valgrind { compiler.with_valgrind() } else { Ok(compiler) }
}

/// Shows by which program each mistake is found.
fn hunt(compiler: &Compiler, options: &Options, name: &str) -> Result<()> {
    let known = mutation::MUTATIONS;
    let names: Vec<&str> =
        known.into_iter().filter(|known| [known, "all"].contains(&name)).collect();
    ensure!(!names.is_empty(), "there is no mutation `{name}`, only {}", known.join(", "));
    let count = options.seeds.unwrap_or(200);
    let mut caught = 0;
    for name in &names {
        match mutation::catch(compiler, name, options.start, count)? {
            Some(catch) => {
                caught += 1;
                let what = catch.what.lines().collect::<Vec<_>>().join(" ");
                let what: String = what.chars().take(140).collect();
                println!("{name:32}  seed {:4}  {:13}  {what}", catch.seed, catch.by);
            }
            None => println!("{name:32}  NOT caught by {count} programs"),
        }
    }
    println!("{caught} of {} mutations caught within {count} programs", names.len());
    ensure!(caught == names.len(), "{} mutations not caught", names.len() - caught);
    Ok(())
}

fn campaign(layout: &Layout, compiler: &Compiler, options: &Options) -> Result<()> {
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
    let cases = Case::all(options.start, options.seeds.unwrap_or(100));
    let summary = campaign::run(compiler, &cases, options.jobs, tell)?;
    if options.reduce {
        let regressions = layout.root.join("testsuite/fuzz/regressions");
        // One program for each way to differ.
        let mut kinds = vec![];
        for (case, difference) in &summary.differences {
            if !kinds.contains(&(&difference.kind, difference.configuration)) {
                kinds.push((&difference.kind, difference.configuration));
                let path = campaign::save_reduced(compiler, &regressions, case, difference)?;
                println!("{case}: reduced to {}", path.display());
            }
        }
    }
    println!("{summary}");
    ensure!(summary.differences.is_empty(), "{} differences", summary.differences.len());
    Ok(())
}
