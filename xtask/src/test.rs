//! `./x test`: every test of the project, counted by kind.
//!
//! The kinds are `check` ([`check`]), `llvm's own` (LLVM's tests against our passes, run by the set-up),
//! `llvm` (those that the patches add), those of [`PACKAGES`] (unit tests), `loom` (runtime-min's models), and
//! those of the testsuite: one per file of the folders [`FOLDERS`], named as the file, and `testsuite` for the
//! unit tests beside these.
//!
//! A testsuite's kind is counted by its `#[test]` functions unless it counts finer itself: a test
//! may append lines `KIND PASSED FAILED` to the file that `LLVMCORO_COUNTS` names. So it tells how many
//! coroutines were lowered, too: `KIND lowered COUNT`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::ctx::Ctx;
use crate::lit::{Outcome, Passes, Suite};
use crate::setup::Part;
use crate::{check, fsx, setup};

/// The packages with unit tests, each with the kind as which these are counted.
const PACKAGES: &[(&str, &str)] = &[
    ("llvmcoro-contract", "contract"),
    ("xtask", "xtask"),
    ("arguments", "xtask"),
    ("cargo-llvmcoro", "xtask"),
    ("llvmcoro-report", "xtask"),
    ("testsuite-support", "support"),
    ("insn-count", "support"),
    ("lookup-driver", "support"),
    ("gpu-measure", "support"),
    ("runtime-min", "runtime"),
    ("interleave", "runtime"),
    ("runtime-gpu", "runtime"),
    ("tidy", check::KIND),
];

/// The packages of the testsuite, each with the folder whose files are kinds.
const FOLDERS: &[(&str, &str)] = &[
    ("testsuite", "testsuite/tests"),
    ("yardstick", "testsuite/yardstick/tests"),
    ("crates", "testsuite/crates/tests"),
    ("fuzz", "testsuite/fuzz/tests"),
    ("gpu", "testsuite/gpu/tests"),
];

/// The kind of the tests that the patches add to LLVM.
const LLVM: &str = "llvm";
/// The kind of the unit tests of the packages in [`FOLDERS`].
const UNIT: &str = "testsuite";

/// The kind of the runtimes' models.
const LOOM: &str = "loom";

/// The kinds whose tests do with some of the targets unless [`ALL_TARGETS`] is set.
const OF_SOME_TARGETS: [&str; 2] = ["on_target_run", "frame_sizes"];
/// The environment variable that tells them.
const ALL_TARGETS: &str = "LLVMCORO_ALL_TARGETS";

/// How the tests of a package are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Build {
    /// With all features.
    Usual,
    /// With loom's types in the place of core's. Its tests are others, and without the features that
    /// only add steps for loom to interleave.
    Loom,
}

/// Tests that `cargo test` runs at once.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CargoTests {
    package: &'static str,
    build: Build,
    /// cargo's arguments that choose some of the package's tests.
    targets: Vec<String>,
    /// The kind as which they are counted; each file's own without it.
    kind: Option<&'static str>,
}

impl CargoTests {
    fn all_of(package: &'static str, kind: Option<&'static str>) -> Self {
        CargoTests { package, build: Build::Usual, targets: Vec::new(), kind }
    }

    /// What the package's tests use of the set-up.
    fn parts(&self) -> Vec<Part> {
        let mut parts = match self.package {
            "xtask" | "arguments" | "llvmcoro-contract" | "cargo-llvmcoro" | "llvmcoro-report"
            | "insn-count" | "lookup-driver" | "gpu-measure" | "runtime-min" | "interleave"
            | "runtime-gpu" | "tidy" => vec![],
            "testsuite-support" => vec![Part::TargetSysroots],
            "yardstick" => vec![Part::Plugin, Part::FrameProbe],
            "gpu" => {
                vec![Part::Plugin, Part::TargetSysroots, Part::BitcodeLinker, Part::Ptxas]
            }
            _ => vec![Part::Plugin, Part::TargetSysroots],
        };
        let of_kind =
            |kind: &str| self.targets.is_empty() || self.targets.iter().any(|t| t == kind);
        let archive = self.package == "testsuite" && of_kind("tool");
        parts.extend(archive.then_some(Part::Archive));
        let mutations = match self.package {
            "fuzz" => of_kind("mutations"),
            "testsuite" => of_kind("refusals"),
            _ => false,
        };
        parts.extend(mutations.then_some(Part::MutatedPlugin));
        parts
    }

    fn models() -> [Self; 2] {
        let features = ["--features", "alloc"];
        [("runtime-min", &features[..]), ("runtime-gpu", &[])].map(|(package, features)| {
            let targets = [&["--lib"], features].concat().into_iter().map(str::to_owned).collect();
            CargoTests { package, build: Build::Loom, targets, kind: Some(LOOM) }
        })
    }
}

/// Which tests are to run.
#[derive(Debug, PartialEq, Eq)]
pub struct Selection {
    /// LLVM's tests, which the set-up has run, are counted.
    llvms_own: bool,
    llvm: bool,
    /// Formatting, lints and documentation are looked at.
    check: bool,
    cargo: Vec<CargoTests>,
    /// A part of the tests' names.
    filter: Option<String>,
    /// The tests that do with some of the targets take all of them.
    all_targets: bool,
}

impl Selection {
    /// All tests; those of the kind `first`; those whose names contain `first`, if there is no such
    /// kind; or those of the kind `first` whose names contain `second`.
    pub fn of(root: &Path, first: Option<&str>, second: Option<&str>) -> Result<Self> {
        let kinds = Self::kinds(root)?;
        let Some(first) = first else {
            let cargo = Self::everything();
            let everything = Selection { llvms_own: true, llvm: true, check: true, ..Self::none() };
            return Ok(Selection { cargo, ..everything });
        };
        if let Some(cargo) = kinds.get(first) {
            let (llvm, check, cargo) = (first == LLVM, first == check::KIND, cargo.clone());
            let filter = second.map(str::to_owned);
            return Ok(Selection { llvm, check, cargo, filter, ..Self::none() });
        }
        if let Some(name) = second {
            let kinds: Vec<_> = kinds.keys().map(String::as_str).collect();
            bail!(
                "`{first}` before `{name}` is no kind of tests; the kinds are {}",
                kinds.join(", ")
            );
        }
        let (cargo, filter) = (Self::everything(), Some(first.to_owned()));
        Ok(Selection { llvm: true, check: true, cargo, filter, ..Self::none() })
    }

    fn none() -> Self {
        Selection {
            llvms_own: false,
            llvm: false,
            check: false,
            cargo: vec![],
            filter: None,
            all_targets: false,
        }
    }

    /// The tests that do with some of the targets, on all of them.
    pub fn of_targets() -> Self {
        let targets =
            OF_SOME_TARGETS.iter().flat_map(|kind| ["--test".to_owned(), (*kind).to_owned()]);
        let tests =
            CargoTests { targets: targets.collect(), ..CargoTests::all_of("testsuite", None) };
        Selection { cargo: vec![tests], all_targets: true, ..Self::none() }
    }

    /// The tests of the kind `check`, or those of them whose names contain `filter`.
    pub fn check(filter: Option<String>) -> Self {
        let of_the_kind = PACKAGES.iter().filter(|(_, kind)| *kind == check::KIND);
        let cargo = of_the_kind.map(|(package, kind)| CargoTests::all_of(package, Some(kind)));
        Selection { check: true, cargo: cargo.collect(), filter, ..Self::none() }
    }

    /// What the tests use of the set-up.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        parts.extend(self.llvms_own.then_some(Part::LlvmsOwnTests));
        parts.extend(self.llvm.then_some(Part::Passes));
        if self.check {
            parts.extend(check::PARTS);
        }
        parts.extend(self.cargo.iter().flat_map(CargoTests::parts));
        parts
    }

    fn everything() -> Vec<CargoTests> {
        let units = PACKAGES.iter().map(|(package, kind)| CargoTests::all_of(package, Some(kind)));
        let files = FOLDERS.iter().map(|(package, _)| CargoTests::all_of(package, None));
        units.chain(CargoTests::models()).chain(files).collect()
    }

    /// The kinds that can be chosen, with their tests that cargo runs.
    fn kinds(root: &Path) -> Result<BTreeMap<String, Vec<CargoTests>>> {
        let mut kinds: BTreeMap<String, Vec<CargoTests>> = BTreeMap::new();
        kinds.insert(LLVM.to_owned(), Vec::new());
        kinds.insert(LOOM.to_owned(), CargoTests::models().to_vec());
        for (package, kind) in PACKAGES {
            let tests = CargoTests::all_of(package, Some(kind));
            kinds.entry((*kind).to_owned()).or_default().push(tests);
        }
        for (package, folder) in FOLDERS {
            let unit = CargoTests {
                targets: vec!["--lib".to_owned()],
                ..CargoTests::all_of(package, None)
            };
            kinds.entry(UNIT.to_owned()).or_default().push(unit);
            for path in fsx::list(&root.join(folder))? {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                if path.extension().is_some_and(|extension| extension == "rs") {
                    let targets = vec!["--test".to_owned(), stem.clone()];
                    let tests = CargoTests { targets, ..CargoTests::all_of(package, None) };
                    kinds.entry(stem).or_default().push(tests);
                }
            }
        }
        Ok(kinds)
    }
}

/// How many tests of a kind passed and failed, and how many coroutines the plugin lowered for them, those
/// of each compilation.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    passed: usize,
    failed: usize,
    lowered: usize,
}

/// Counts by kind, in the order in which the kinds ran.
#[derive(Debug, Default)]
struct Counts(Vec<(String, Count)>);

impl Counts {
    fn add(&mut self, kind: &str, count: Count) {
        match self.0.iter_mut().find(|(name, _)| name == kind) {
            Some((_, sum)) => {
                sum.passed += count.passed;
                sum.failed += count.failed;
                sum.lowered += count.lowered;
            }
            None => self.0.push((kind.to_owned(), count)),
        }
    }

    fn set(&mut self, kind: &str, count: Count) {
        match self.0.iter_mut().find(|(name, _)| name == kind) {
            Some((_, old)) => *old = count,
            None => self.0.push((kind.to_owned(), count)),
        }
    }

    fn total(&self) -> Count {
        self.0.iter().fold(Count::default(), |sum, (_, count)| Count {
            passed: sum.passed + count.passed,
            failed: sum.failed + count.failed,
            lowered: sum.lowered + count.lowered,
        })
    }

    /// `llvm 23, host 96 passed; 0 failed`, kinds that did not run left out.
    fn by_kind(&self) -> String {
        let passed: Vec<_> = self
            .0
            .iter()
            .filter(|(_, count)| count.passed + count.failed > 0)
            .map(|(kind, count)| format!("{kind} {}", count.passed))
            .collect();
        let failed: Vec<_> = self
            .0
            .iter()
            .filter(|(_, count)| count.failed > 0)
            .map(|(kind, count)| format!(" ({kind} {})", count.failed))
            .collect();
        format!("{} passed; {} failed{}", passed.join(", "), self.total().failed, failed.concat())
    }

    /// `run 96, builds 12`, kinds for which none was lowered left out.
    fn lowered_by_kind(&self) -> String {
        let lowered: Vec<_> = self
            .0
            .iter()
            .filter(|(_, count)| count.lowered > 0)
            .map(|(kind, count)| format!("{kind} {}", count.lowered))
            .collect();
        lowered.join(", ")
    }
}

/// Runs tests. An error if one failed, or if none ran.
pub fn run(ctx: &Ctx, selection: &Selection) -> Result<()> {
    let start = Instant::now();
    let mut counts = Counts::default();
    let filter = selection.filter.as_deref();
    if selection.llvms_own {
        let same = setup::llvm_own_tests::count(ctx)?;
        counts.add("llvm's own", Count { passed: same, ..Count::default() });
    }
    if selection.check {
        let (passed, failed) = check::run(ctx, filter)?;
        counts.add(check::KIND, Count { passed, failed, lowered: 0 });
    }
    if selection.llvm {
        llvm_tests(ctx, filter, &mut counts)?;
    }
    for tests in &selection.cargo {
        cargo_test(ctx, tests, selection, &mut counts)?;
    }

    let total = counts.total();
    if total.lowered > 0 {
        println!("coroutines lowered, in each compilation: {}", counts.lowered_by_kind());
    }
    println!("{} ({:.0} s)", counts.by_kind(), start.elapsed().as_secs_f64());
    println!("{} passed, {} failed", total.passed, total.failed);
    ensure!(total.passed + total.failed > 0, "no test has such a name");
    ensure!(total.failed == 0, "{} tests failed", total.failed);
    Ok(())
}

/// The tests that the patches add to LLVM's.
fn llvm_tests(ctx: &Ctx, filter: Option<&str>, counts: &mut Counts) -> Result<()> {
    let tree = setup::llvm_patched_root(ctx);
    let scratch = ctx.build.join("testsuite/llvm");
    let suite = Suite::new(ctx, &tree, &setup::opt_plugin(ctx), &scratch)?;
    let name = |test: &Path| test.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut tests = setup::llvm_own_tests::added(ctx, &tree)?;
    tests.retain(|test| filter.is_none_or(|filter| name(test).contains(filter)));
    let fail = |test: &Path, why: &str, count: &mut Count| {
        count.failed += 1;
        println!("FAILED {}\n{why}\n", test.display());
    };
    let mut count = Count::default();
    for (test, outcome) in tests.iter().zip(suite.run(&tests, Passes::Patched)?) {
        match outcome {
            Outcome::Passed => count.passed += 1,
            Outcome::Unsupported => fail(test, "it needs what this LLVM lacks", &mut count),
            Outcome::Failed(why) => fail(test, &why, &mut count),
        }
    }
    println!("llvm: {} passed, {} failed", count.passed, count.failed);
    counts.add(LLVM, count);
    Ok(())
}

/// `cargo test` of one package.
fn cargo_test(
    ctx: &Ctx,
    tests: &CargoTests,
    selection: &Selection,
    counts: &mut Counts,
) -> Result<()> {
    let CargoTests { package, build, targets, kind } = tests;
    let work = ctx.build.join("testsuite");
    fsx::create_dir(&work)?;
    let counts_file = work.join("counts.txt");
    fsx::write(&counts_file, "")?;
    let mut cargo = ctx.tools.cargo();
    cargo.current_dir(&ctx.root).args(["test", "--package", package, "--no-fail-fast"]);
    match build {
        Build::Usual => {
            cargo.arg("--all-features").env("CARGO_TARGET_DIR", work.join("target"));
        }
        Build::Loom => {
            cargo.env("RUSTFLAGS", "--cfg loom").env("CARGO_TARGET_DIR", work.join("target-loom"));
        }
    }
    cargo
        .args(targets)
        .args(["--", "--color=never"])
        .args(&selection.filter)
        .env("CARGO_TERM_COLOR", "never")
        .env("LLVMCORO_ROOT", &ctx.root)
        .env("LLVMCORO_BUILD", &ctx.build)
        .env("LLVMCORO_DIST", &ctx.dist)
        .env("LLVMCORO_COUNTS", &counts_file)
        .envs(selection.all_targets.then_some((ALL_TARGETS, "1")))
        // Errors tell their reasons; where they were made would bury those.
        .env("RUST_BACKTRACE", "0")
        // A snapshot that differs is a failure, and nothing is written into the tree, unless the
        // caller asks for it.
        .env("INSTA_UPDATE", std::env::var("INSTA_UPDATE").unwrap_or_else(|_| "no".to_owned()));
    let mut report = Report::default();
    let success = stream(&mut cargo, |line| {
        println!("{line}");
        report.line(line);
    })?;
    let explained = report.targets.values().any(|count| count.failed > 0);
    if !success && !explained {
        bail!("`cargo test --package {package}` failed before or beside its tests; see above");
    }
    for (target, count) in &report.targets {
        counts.add(kind.unwrap_or(target), *count);
    }
    for (kind, mut count) in finer_counts(&counts_file)? {
        // A test function that fails may do so before or after it has counted its checks.
        let functions = report.targets.get(&kind).copied().unwrap_or_default();
        count.failed = count.failed.max(functions.failed);
        // A kind may tell of coroutines alone.
        count.passed = if count.passed == 0 { functions.passed } else { count.passed };
        counts.set(&kind, count);
    }
    Ok(())
}

/// Runs a command, both its outputs line by line to `each`; whether it ended with status 0.
fn stream(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let (reader, writer) = std::io::pipe().context("making a pipe")?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn().context("cargo could not be started")?;
    // The command holds the pipe's other end open, which would keep the loop from ending.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for line in BufReader::new(reader).split(b'\n') {
        each(&String::from_utf8_lossy(&line.context("reading cargo's output")?));
    }
    Ok(child.wait()?.success())
}

/// What `cargo test` printed, by test target.
#[derive(Default)]
struct Report {
    target: String,
    targets: BTreeMap<String, Count>,
}

impl Report {
    fn line(&mut self, line: &str) {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("Running ") {
            // `Running tests/host.rs (…)` or `Running unittests src/lib.rs (…)`.
            let path = rest.split(" (").next().unwrap_or(rest);
            let file = path.rsplit(' ').next().unwrap_or(path);
            let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy();
            // The library's own unit tests, which the testsuite has few of.
            self.target = if stem == "lib" { UNIT.to_owned() } else { stem.into_owned() };
        } else if line.starts_with("Doc-tests ") {
            self.target = "doc".to_owned();
        } else if let Some(rest) = line.strip_prefix("test result: ") {
            let count = self.targets.entry(self.target.clone()).or_default();
            count.passed += number_before(rest, " passed");
            count.failed += number_before(rest, " failed");
        }
    }
}

fn number_before(text: &str, word: &str) -> usize {
    let Some((before, _)) = text.split_once(word) else { return 0 };
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// The lines `KIND PASSED FAILED` and `KIND lowered COUNT` of the counts file, summed by kind.
fn finer_counts(path: &Path) -> Result<Vec<(String, Count)>> {
    let mut counts = Counts::default();
    for line in fsx::read(path)?.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [kind, first, second] = words[..] else {
            bail!("`{line}` in {} has not three words", path.display());
        };
        let number = |text: &str| {
            text.parse().with_context(|| format!("`{text}` in {} is no number", path.display()))
        };
        let count = match first {
            "lowered" => Count { lowered: number(second)?, ..Count::default() },
            passed => Count { passed: number(passed)?, failed: number(second)?, lowered: 0 },
        };
        counts.add(kind, count);
    }
    Ok(counts.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(words: &[&str]) -> Result<Selection> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Selection::of(&root, words.first().copied(), words.get(1).copied())
    }

    #[test]
    fn all_targets_are_only_taken_where_asked_for() {
        for kind in OF_SOME_TARGETS {
            assert!(!selection(&[kind]).unwrap().all_targets);
        }
        let targets = Selection::of_targets();
        assert!(targets.all_targets);
        let kinds = targets.cargo[0].targets.iter().filter(|word| *word != "--test");
        assert_eq!(kinds.collect::<Vec<_>>(), OF_SOME_TARGETS);
    }

    #[test]
    fn a_kind_runs_alone() {
        let file = |package, file: &str| CargoTests {
            targets: vec!["--test".to_owned(), file.to_owned()],
            ..CargoTests::all_of(package, None)
        };
        for (kind, package) in [("on_target", "testsuite"), ("mutations", "fuzz")] {
            let selection = selection(&[kind]).unwrap();
            assert_eq!(selection.cargo, [file(package, kind)]);
            assert!(!selection.llvm && !selection.check && selection.filter.is_none());
        }
        let llvm = selection(&["llvm", "thumb"]).unwrap();
        assert!(llvm.llvm && llvm.cargo.is_empty());
        assert_eq!(llvm.filter.as_deref(), Some("thumb"));
        let support: Vec<_> =
            selection(&["support"]).unwrap().cargo.iter().map(|tests| tests.package).collect();
        assert_eq!(support, ["testsuite-support", "insn-count", "lookup-driver", "gpu-measure"]);
        assert_eq!(selection(&["check"]).unwrap(), Selection::check(None));
        for (kind, parts) in [
            ("mutations", &[Part::Plugin, Part::TargetSysroots, Part::MutatedPlugin][..]),
            ("refusals", &[Part::Plugin, Part::TargetSysroots, Part::MutatedPlugin]),
            ("generator", &[Part::Plugin, Part::TargetSysroots]),
        ] {
            assert_eq!(selection(&[kind]).unwrap().parts(), parts, "{kind}");
        }
        assert_eq!(selection(&["loom"]).unwrap().cargo, CargoTests::models());
    }

    #[test]
    fn only_what_the_tests_use_is_set_up() {
        for (words, parts) in [
            (&["xtask"][..], &[][..]),
            (&["loom"], &[]),
            (&["llvm", "0013"], &[Part::Passes]),
            (&["run", "hello"], &[Part::Plugin, Part::TargetSysroots]),
            (&["frames"], &[Part::Plugin, Part::FrameProbe]),
            (&["check"], &check::PARTS),
        ] {
            assert_eq!(selection(words).unwrap().parts(), parts, "{words:?}");
        }
        let all = selection(&[]).unwrap().parts();
        // Nothing is tested with the editors' workspace.
        let mut used = Part::USUAL.iter().filter(|part| **part != Part::RustcWorkspace);
        assert!(used.all(|part| all.contains(part)), "{all:?}");
    }

    #[test]
    fn any_other_word_is_looked_for_everywhere() {
        let named = selection(&["early_drop"]).unwrap();
        assert_eq!(named.filter.as_deref(), Some("early_drop"));
        assert_eq!(named.cargo, selection(&[]).unwrap().cargo);
        assert!(named.llvm && !named.llvms_own);
        let message = selection(&["early_drop", "x"]).unwrap_err().to_string();
        assert!(message.contains("`early_drop`") && message.contains("on_target"), "{message}");
    }

    #[test]
    fn results_are_counted_by_test_target() {
        let mut report = Report::default();
        for line in [
            "     Running unittests src/lib.rs (target/debug/deps/testsuite-1)",
            "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "     Running tests/host.rs (target/debug/deps/host-1)",
            "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            report.line(line);
        }
        assert_eq!(report.targets["host"], Count { passed: 3, failed: 1, lowered: 0 });
        assert_eq!(report.targets["testsuite"], Count::default());
    }

    #[test]
    fn the_last_line_names_kinds_that_ran_and_failures() {
        let mut counts = Counts::default();
        counts.add("llvm", Count { passed: 23, ..Count::default() });
        counts.add("lib", Count::default());
        counts.add("host", Count { passed: 3, failed: 1, lowered: 7 });
        assert_eq!(counts.by_kind(), "llvm 23, host 3 passed; 1 failed (host 1)");
        assert_eq!(counts.lowered_by_kind(), "host 7");
        counts.set("host", Count { passed: 96, failed: 0, lowered: 7 });
        assert_eq!(counts.by_kind(), "llvm 23, host 96 passed; 0 failed");
    }

    #[test]
    fn finer_counts_are_summed_and_checked() {
        let path = std::env::temp_dir().join(format!("xtask-counts-{}", std::process::id()));
        fsx::write(&path, "host 40 1\nhost lowered 5\nhost 2 0\nhost lowered 4\n").unwrap();
        let expected = ("host".to_owned(), Count { passed: 42, failed: 1, lowered: 9 });
        assert_eq!(finer_counts(&path).unwrap(), [expected]);
        fsx::write(&path, "host many\n").unwrap();
        assert!(finer_counts(&path).is_err());
        fsx::remove(&path).unwrap();
    }
}
