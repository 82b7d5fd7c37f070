//! Checks many seeds, one after the other, on several threads.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, anyhow};

use crate::build::Settings;
use crate::case::Case;
use crate::check::{Difference, Facts, Verdict, check};
use crate::compiler::Compiler;
use crate::reduce::reduce;

/// The results of many programs.
#[derive(Debug, Default)]
pub struct Summary {
    /// The number of programs.
    pub programs: usize,
    /// The differences, each with its program or the crate of several programs.
    pub differences: Vec<(Case, Difference)>,
    /// The programs that stock rustc rejects, with its message.
    pub rejected: Vec<(Case, String)>,
    /// The number of coroutines that the plugin lowered.
    pub lowered: usize,
    /// The number of roots whose future is larger with the plugin.
    pub larger: usize,
    /// The bytes of all roots' futures by stock and by the plugin.
    pub bytes: (u64, u64),
}

impl Summary {
    fn add(&mut self, case: &Case, verdict: Verdict) {
        match verdict {
            Verdict::Rejected(message) => self.rejected.push((case.clone(), message)),
            Verdict::Differs(difference) => self.differences.push((case.clone(), difference)),
            Verdict::Same(Facts { lowered, larger, bytes, .. }) => {
                self.lowered += lowered;
                self.bytes.0 += bytes.0;
                self.bytes.1 += bytes.1;
                self.larger += larger.len();
            }
        }
    }
}

/// The summary as one line.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} programs, {} differences, {} rejected by stock rustc; {} coroutines lowered; \
             {} roots larger; {} bytes of futures by stock, {} by the plugin",
            self.programs,
            self.differences.len(),
            self.rejected.len(),
            self.lowered,
            self.larger,
            self.bytes.0,
            self.bytes.1
        )
    }
}

/// Checks the programs of the cases, `jobs` at a time. Calls `tell` for every program, and once for
/// several programs on which the compilers agree.
///
/// # Errors
/// If a compiler cannot be started. Differences are not errors here.
pub fn run(
    compiler: &Compiler,
    cases: &[Case],
    jobs: usize,
    tell: impl Fn(&Case, &Verdict) + Sync,
) -> Result<Summary> {
    let next = AtomicUsize::new(0);
    let summary = Mutex::new(Summary::default());
    let work = || -> Result<()> {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let verdicts = verdicts(compiler, case)?;
            let mut summary = summary.lock().map_err(|_| anyhow!("another thread panicked"))?;
            summary.programs += case.seeds.len();
            for (case, verdict) in verdicts {
                tell(&case, &verdict);
                summary.add(&case, verdict);
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| match thread.join() {
            Ok(result) => result,
            Err(_) => Err(anyhow!("a thread panicked")),
        })
    })?;
    let mut summary = summary.into_inner().map_err(|_| anyhow!("a thread panicked"))?;
    summary.differences.sort_by(|(one, _), (other, _)| one.cmp(other));
    summary.rejected.sort();
    Ok(summary)
}

/// Compiles the programs together. If there is anything to report, compiles them alone, to find out
/// which programs it is about.
fn verdicts(compiler: &Compiler, case: &Case) -> Result<Vec<(Case, Verdict)>> {
    let whole = check_case(compiler, case)?;
    let nothing_to_say = matches!(&whole, Verdict::Same(facts) if facts.larger.is_empty());
    if nothing_to_say || case.seeds.len() == 1 {
        return Ok(vec![(case.clone(), whole)]);
    }
    let mut verdicts = vec![];
    if let Verdict::Rejected(message) = whole {
        let (mut accepted, mut rejected) = (vec![], vec![]);
        for &seed in &case.seeds {
            let single = Case::single(seed);
            if compiler.stock_accepts(&single.name(), &single.source())? {
                accepted.push(seed);
            } else {
                rejected.push(single);
            }
        }
        if rejected.is_empty() {
            return Ok(vec![(case.clone(), Verdict::Rejected(message))]);
        }
        for single in rejected {
            let verdict = check_case(compiler, &single)?;
            verdicts.push((single, verdict));
        }
        if !accepted.is_empty() {
            verdicts.extend(self::verdicts(compiler, &Case { seeds: accepted })?);
        }
        return Ok(verdicts);
    }
    for &seed in &case.seeds {
        let single = Case::single(seed);
        let verdict = check_case(compiler, &single)?;
        verdicts.push((single, verdict));
    }
    if matches!(whole, Verdict::Differs(_))
        && !verdicts.iter().any(|(_, verdict)| matches!(verdict, Verdict::Differs(_)))
    {
        // The crate has a problem that no program in it has alone.
        verdicts.push((case.clone(), whole));
    }
    Ok(verdicts)
}

fn check_case(compiler: &Compiler, case: &Case) -> Result<Verdict> {
    let settings = Settings::new(compiler.target(), case.flags());
    check(compiler, &case.name(), &case.source(), &settings)
}

/// Reduces the program of `case` as long as it differs in the same way, and saves it as
/// `testsuite/fuzz/regressions/NAME.rs` below the project's root, with a header that names its
/// flags.
///
/// # Errors
/// If a compiler cannot be started or the file cannot be written.
pub fn save_reduced(
    compiler: &Compiler,
    folder: &Path,
    case: &Case,
    difference: &Difference,
) -> Result<PathBuf> {
    let settings = Settings { builds: vec![difference.build], flags: case.flags() };
    let name = format!("reduced_{}", case.name());
    let shows = |source: &str| -> Result<bool> {
        let verdict = check(compiler, &name, source, &settings)?;
        Ok(matches!(verdict, Verdict::Differs(found) if found.kind == difference.kind))
    };
    let source = reduce(&case.source(), shows)?;
    let what = difference.what.lines().find(|line| !line.ends_with(':')).unwrap_or_default();
    let text = format!(
        "// {case}, for {}, {}:\n// {what}\n{}\n\n{source}",
        compiler.target(),
        difference.build,
        settings.flags.header()
    );
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let path = folder.join(case.name()).with_extension("rs");
    fs::write(&path, text).with_context(|| path.display().to_string())?;
    Ok(path)
}
