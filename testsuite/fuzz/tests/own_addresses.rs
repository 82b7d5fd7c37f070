//! Frames that hold addresses of their own parts are taken apart, and compute what they computed before.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fuzz::own_frames;
use fuzz::rng::Rng;
use testsuite_support::{Layout, process};

/// Of a program of LLVM's.
const LIMIT: Duration = Duration::from_secs(120);
/// LLVM's programs.
const LLVM: &str = "/usr/lib/llvm-22/bin";
/// In each module.
const FUNCTIONS: usize = 60;

#[test]
fn compute_the_same() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = layout.build.join("fuzz/own_addresses");
    fs::create_dir_all(&folder)?;
    let plugin = layout.build.join("llvm-passes/llvmcoro-opt.so");
    let (mut taken, mut left) = (0, 0);
    for seed in 1..=4 {
        let module = folder.join(format!("{seed}.ll"));
        fs::write(&module, own_frames::module(&mut Rng::new(seed), FUNCTIONS))?;
        let changed = folder.join(format!("{seed}.changed.ll"));
        let mut opt = Command::new(Path::new(LLVM).join("opt"));
        opt.arg(format!("-load-pass-plugin={}", plugin.display()))
            .arg("-passes=function(sroa,early-cse,llvmcoro-own-addresses,verify)")
            .arg("-S")
            .arg(&module)
            .arg("-o")
            .arg(&changed);
        output(&mut opt)?;
        let text = fs::read_to_string(&changed)?;
        let functions: Vec<_> =
            text.split("define ").filter(|text| text.starts_with("i32 @run")).collect();
        ensure!(functions.len() == FUNCTIONS, "{} functions", functions.len());
        let in_memory = functions.iter().filter(|text| text.contains("alloca [")).count();
        taken += FUNCTIONS - in_memory;
        left += in_memory;
        let before = run(&module)?;
        ensure!(before.lines().count() > FUNCTIONS, "the functions print too little:\n{before}");
        let after = run(&changed)?;
        let line = before.lines().zip(after.lines()).position(|(before, after)| before != after);
        ensure!(
            before == after,
            "{}: line {line:?} of what it prints is another one in {}",
            module.display(),
            changed.display()
        );
    }
    // Some may hold one of two addresses.
    ensure!(taken >= 150 && left >= 10, "{taken} frames were taken apart, {left} not");
    Ok(())
}

fn run(module: &Path) -> Result<String> {
    output(Command::new(Path::new(LLVM).join("lli")).arg("-O1").arg(module))
        .with_context(|| module.display().to_string())
}

fn output(command: &mut Command) -> Result<String> {
    let output = process::run(command, LIMIT)?;
    ensure!(output.status.success(), "{command:?} failed:\n{}", output.stderr);
    Ok(output.stdout)
}
