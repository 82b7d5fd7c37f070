//! `fuzz [--seeds N] [--start S] [--target host|thumbv7em] [--jobs J] [--dump SEED] [--no-reduce]`:
//! see `docs/fuzzing.md`.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result, bail, ensure};
use fuzz::campaign;
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
    let mut options = Options { seeds: 100, start: 1, target: Target::Host, jobs: 2, reduce: true };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if arg == "--no-reduce" {
            options.reduce = false;
            continue;
        }
        let value = args.next().with_context(|| format!("a value is missing after `{arg}`"))?;
        let number = || value.parse().with_context(|| format!("`{value}` is no number"));
        match arg.as_str() {
            "--seeds" => options.seeds = number()?,
            "--start" => options.start = number()?,
            "--target" => options.target = Target::parse(&value)?,
            "--jobs" => options.jobs = number()?.max(1) as usize,
            "--dump" => {
                print!("{}", generate::program(number()?).source);
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
    let compiler = Compiler::new(&layout, options.target, &folder)?;
    let tell = |seed: u64, _: &generate::Program, verdict: &Verdict| match verdict {
        Verdict::Same(facts) => {
            for (root, stock, plugin) in &facts.larger {
                println!(
                    "seed {seed}: {root} is larger: {stock} bytes by stock, {plugin} by the plugin"
                );
            }
        }
        Verdict::Rejected(message) => println!("seed {seed}: rejected by stock rustc:\n{message}"),
        Verdict::Differs(difference) => println!("seed {seed}: {difference}"),
    };
    let summary = campaign::run(&compiler, options.start, options.seeds, options.jobs, tell)?;
    if options.reduce {
        let regressions = layout.root.join("testsuite/fuzz/regressions");
        // One program for each way to differ.
        let mut kinds = vec![];
        for (seed, difference) in &summary.differences {
            if !kinds.contains(&(&difference.kind, difference.configuration)) {
                kinds.push((&difference.kind, difference.configuration));
                let path = campaign::save_reduced(&compiler, &regressions, *seed, difference)?;
                println!("seed {seed}: reduced to {}", path.display());
            }
        }
    }
    println!("{summary}");
    ensure!(summary.differences.is_empty(), "{} differences", summary.differences.len());
    Ok(())
}
