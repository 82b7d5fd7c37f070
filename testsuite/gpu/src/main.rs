//! `./x gpu`: see `docs/gpu.md`.

use std::process::ExitCode;

use anyhow::Result;
use arguments::Gpu;
use gpu::{costs, report};
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

fn run(options: &Gpu) -> Result<()> {
    let kernels = costs::all(&Layout::from_env()?)?;
    if options.json {
        println!("{:#}", report::json(&kernels));
    } else {
        print!("{}", report::table(&kernels));
    }
    Ok(())
}
