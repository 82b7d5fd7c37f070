//! `fuzz [--seeds N] [--start S] [--target host|thumbv7em] [--jobs J] [--valgrind] [--no-reduce]
//! [--dump SEED]`:
//! see `docs/fuzzing.md`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use fuzz::campaign;
use fuzz::case::Case;
use fuzz::check::Verdict;
use fuzz::compiler::{Compiler, Target};
use fuzz::generate;
use testsuite_support::Layout;

struct Options {
    seeds: u64,
    start: u64,
    target: Target,
    jobs: usize,
    reduce: bool,
    valgrind: bool,
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
        seeds: 100,
        start: 1,
        target: Target::Host,
        jobs: 2,
        reduce: true,
        valgrind: false,
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
            "--seeds" => options.seeds = number()?,
            "--start" => options.start = number()?,
            "--target" => options.target = Target::parse(&value)?,
            "--jobs" => options.jobs = number()?.max(1) as usize,
            "--dump" => {
                print!("{}", generate::program(number()?).source());
                return Ok(());
            }
            _ => bail!("unknown option `{arg}`"),
        }
    }
    campaign(&options)
}

fn campaign(options: &Options) -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = layout.build.join("fuzz").join(options.target.to_string());
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let mut compiler = Compiler::new(&layout, options.target, &folder)?;
    if options.valgrind {
        compiler = compiler.with_valgrind()?;
    }
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
    let cases = Case::all(options.start, options.seeds);
    let summary = campaign::run(&compiler, &cases, options.jobs, tell)?;
    if options.reduce {
        let regressions = layout.root.join("testsuite/fuzz/regressions");
        // One program for each way to differ.
        let mut kinds = vec![];
        for (case, difference) in &summary.differences {
            if !kinds.contains(&(&difference.kind, difference.configuration)) {
                kinds.push((&difference.kind, difference.configuration));
                let path = campaign::save_reduced(&compiler, &regressions, case, difference)?;
                println!("{case}: reduced to {}", path.display());
            }
        }
    }
    println!("{summary}");
    ensure!(summary.differences.is_empty(), "{} differences", summary.differences.len());
    Ok(())
}
