//! Many seeds, one after the other, on several threads.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::check::{Difference, Facts, Settings, Verdict, check};
use crate::compiler::Compiler;
use crate::generate::{self, Program};
use crate::reduce::reduce;

/// What many programs came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// Programs on which both compilers agree.
    pub same: usize,
    /// Seeds and what differs.
    pub differences: Vec<(u64, Difference)>,
    /// Seeds that stock rustc does not take, and what it says.
    pub rejected: Vec<(u64, String)>,
    /// Coroutines that the plugin lowered.
    pub lowered: usize,
    /// Seeds and roots whose future is larger by the plugin, in bytes.
    pub larger: Vec<(u64, String, u64, u64)>,
    /// Bytes of all roots' futures by stock and by the plugin.
    pub bytes: (u64, u64),
    /// `await`s and `yield`s in all programs.
    pub suspensions: usize,
    /// In how many programs each construct stands.
    pub constructs: BTreeMap<&'static str, usize>,
}

impl Summary {
    /// Programs.
    pub fn programs(&self) -> usize {
        self.same + self.differences.len() + self.rejected.len()
    }

    fn add(&mut self, seed: u64, program: &Program, verdict: Verdict) {
        self.suspensions += program.suspensions;
        for construct in program.constructs.keys() {
            *self.constructs.entry(construct).or_default() += 1;
        }
        match verdict {
            Verdict::Rejected(message) => self.rejected.push((seed, message)),
            Verdict::Differs(difference) => self.differences.push((seed, difference)),
            Verdict::Same(Facts { lowered, larger, bytes, .. }) => {
                self.same += 1;
                self.lowered += lowered;
                self.bytes.0 += bytes.0;
                self.bytes.1 += bytes.1;
                let larger = larger.into_iter();
                self.larger.extend(larger.map(|(root, stock, plugin)| (seed, root, stock, plugin)));
            }
        }
    }
}

/// One line.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} programs, {} differences, {} rejected by stock rustc; {} coroutines lowered; \
             {} roots larger; {} bytes of futures by stock, {} by the plugin",
            self.programs(),
            self.differences.len(),
            self.rejected.len(),
            self.lowered,
            self.larger.len(),
            self.bytes.0,
            self.bytes.1
        )
    }
}

/// Checks `count` seeds from `start` on, `jobs` at a time. `tell` hears of every program at once.
///
/// # Errors
/// If a compiler cannot be started; differences are no errors here.
pub fn run(
    compiler: &Compiler,
    start: u64,
    count: u64,
    jobs: usize,
    tell: impl Fn(u64, &Program, &Verdict) + Sync,
) -> Result<Summary> {
    let next = AtomicU64::new(start);
    let summary = Mutex::new(Summary::default());
    let work = || -> Result<()> {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= start + count {
                return Ok(());
            }
            let program = generate::program(seed);
            let settings = Settings::of(compiler.target(), seed);
            let name = format!("seed{seed}");
            let verdict = check(compiler, &name, &program.source, &settings)?;
            tell(seed, &program, &verdict);
            summary
                .lock()
                .map_err(|_| anyhow!("another thread panicked"))?
                .add(seed, &program, verdict);
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| match thread.join() {
            Ok(result) => result,
            Err(_) => Err(anyhow!("a thread panicked")),
        })
    })?;
    let mut summary = summary.into_inner().map_err(|_| anyhow!("a thread panicked"))?;
    summary.differences.sort_by_key(|(seed, _)| *seed);
    summary.rejected.sort();
    summary.larger.sort();
    Ok(summary)
}

/// Makes the program of `seed` smaller while it differs in the same way, and saves it with a header
/// as `testsuite/fuzz/regressions/NAME.rs` below the project's root.
///
/// # Errors
/// If a compiler cannot be started, or the file cannot be written.
pub fn save_reduced(
    compiler: &Compiler,
    folder: &Path,
    seed: u64,
    difference: &Difference,
) -> Result<PathBuf> {
    let configurations = vec![difference.configuration];
    let settings = Settings { configurations, ..Settings::of(compiler.target(), seed) };
    let name = format!("reduced{seed}");
    let shows = |source: &str| -> Result<bool> {
        let verdict = check(compiler, &name, source, &settings)?;
        Ok(matches!(verdict, Verdict::Differs(found) if found.kind == difference.kind))
    };
    let source = reduce(&generate::program(seed).source, shows)?;
    let what = difference.what.lines().find(|line| !line.ends_with(':')).unwrap_or_default();
    let text = format!(
        "// Seed {seed} for {}, {}:\n// {what}\n\n{source}",
        compiler.target(),
        difference.configuration
    );
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let path = folder.join(format!("seed_{seed}.rs"));
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    Ok(path)
}
