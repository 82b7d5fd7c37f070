//! `./x gpu`: see `docs/gpu.md`.

use std::process::ExitCode;

use anyhow::Result;
use arguments::Gpu;
use gpu::{costs, prepare, report, run};
use testsuite_support::Layout;

fn main() -> ExitCode {
    match do_as_told(&arguments::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn do_as_told(options: &Gpu) -> Result<()> {
    let layout = Layout::from_env()?;
    if let Some(folder) = &options.prepare {
        return prepare::folder(&layout, folder);
    }
    if let Some(folder) = &options.run {
        return run::folder(folder, options.json);
    }
    let kernels = costs::all(&layout)?;
    if options.json {
        println!("{:#}", report::json(&kernels));
        return Ok(());
    }
    print!("{}", report::table(&kernels));
    if run::has_driver() {
        let folder = layout.build.join("gpu/prepared");
        prepare::folder(&layout, &folder)?;
        println!();
        return run::folder(&folder, false);
    }
    println!("\nNo kernel was run: this machine has no CUDA driver (libcuda).");
    Ok(())
}
