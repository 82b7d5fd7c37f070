//! Measures lookups: all variants on the same memory, in turn.

use std::fmt;

use anyhow::{Context, Result, ensure};
use lookups::VARIANTS;
use nix::time::{ClockId, clock_gettime};
use serde::Serialize;
use testsuite_support::Layout;
use testsuite_support::firmware::Compiler;

use crate::comparison::{Comparison, Goal};
use crate::library::CppLibrary;
use crate::{Library, Workload, build};

/// Lookups of one variant in one round.
const LOOKUPS: usize = 20_000;
/// Keys, of which each round takes others: those of the last one may be in the cache.
const KEYS: usize = 4 << 20;
/// Links of a list that are added up.
const HOPS: usize = 16;
/// The group where groups are not compared.
const GROUP: usize = 32;
const GROUPS: [usize; 9] = [1, 2, 4, 8, 16, 24, 32, 48, 64];
const KIB: usize = 1 << 10;
/// All of it lies in the first cache.
const SMALLEST: usize = 32 * KIB;

/// A way of doing lookups: how, and by which compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// `stock`, `plugin` or `c++`.
    pub compiler: &'static str,
    /// A variant's name, or `null`: `amac` once more, to show what the differences are worth.
    pub name: &'static str,
}

impl Way {
    /// The state machine by hand, which all others are compared with.
    pub const BY_HAND: Way = Way { compiler: "stock", name: "amac" };
    const NULL: Way = Way { compiler: "stock", name: "null" };
    /// One lookup after the other.
    pub const SEQUENTIAL: Way = Way { compiler: "stock", name: "sequential" };
    const STOCK: Way = Way { compiler: "stock", name: "flat" };
    /// An async fn, by the plugin.
    pub const PLUGIN: Way = Way { compiler: "plugin", name: "flat" };
    /// The same out of smaller ones.
    pub const PLUGIN_NESTED: Way = Way { compiler: "plugin", name: "nested" };
    /// A C++20 coroutine.
    pub const CPP: Way = Way { compiler: "c++", name: "flat" };
    /// The same out of smaller ones.
    pub const CPP_NESTED: Way = Way { compiler: "c++", name: "nested" };
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Way { compiler, name } = self;
        write!(f, "{compiler} {name}")
    }
}

/// One measured number.
#[derive(Clone, Debug, Serialize)]
pub struct Point {
    /// The kind of lookup.
    pub workload: &'static str,
    /// The size of what is looked up in, bytes.
    pub bytes: usize,
    /// How many were under way at once.
    pub group: usize,
    /// How.
    #[serde(flatten)]
    pub way: Way,
    /// CPU time of a lookup in nanoseconds, the median of all rounds.
    pub nanoseconds: f64,
    /// The ratio to [`Way::BY_HAND`] in the same round: first quartile, median, third quartile.
    pub ratio: [f64; 3],
}

/// The libraries by all compilers.
#[derive(Debug)]
pub struct Libraries {
    stock: Library,
    plugin: Library,
    cpp: Option<CppLibrary>,
}

impl Libraries {
    /// Builds and loads them.
    ///
    /// # Errors
    /// If they cannot be built.
    pub fn build(layout: &Layout) -> Result<Self> {
        let cpp = build::cpp_library(layout)?;
        Ok(Libraries {
            stock: Library::load(&build::library(layout, Compiler::Stock)?)?,
            plugin: Library::load(&build::library(layout, Compiler::Plugin)?)?,
            cpp: cpp.map(|path| CppLibrary::load(&path)).transpose()?,
        })
    }

    /// Whether C++ is among them.
    pub fn has_cpp(&self) -> bool {
        self.cpp.is_some()
    }
}

/// What was measured of a workload.
#[derive(Debug, Default, Serialize)]
pub struct Measured {
    /// All ways, sizes and groups.
    pub points: Vec<Point>,
    /// Pairs of them, in the smallest and the largest size.
    pub comparisons: Vec<Comparison>,
}

/// Measures `workload` in sizes up to `largest` bytes, and groups at the largest one.
///
/// # Errors
/// If there is no memory, or a variant finds something else.
pub fn measure(
    libraries: &Libraries,
    workload: &'static str,
    largest: usize,
    rounds: usize,
) -> Result<Measured> {
    let ways = ways(workload, libraries.has_cpp());
    let mut measured = Measured::default();
    let mut sizes: Vec<_> = std::iter::successors(Some(SMALLEST), |size| Some(size * 8))
        .take_while(|size| *size < largest)
        .collect();
    sizes.push(largest);
    for bytes in sizes {
        eprintln!("{workload}: {} KiB", bytes / KIB);
        let made = Workload::new(workload, bytes, KEYS, HOPS)?;
        let mut race = Race { libraries, workload, bytes, made: &made, used: 0 };
        let times = race.run(&ways, GROUP, rounds)?;
        measured.points.extend(race.points(&times, GROUP)?);
        if bytes == SMALLEST {
            measured
                .comparisons
                .extend(Goal::IN_CACHE.iter().filter_map(|it| race.compare(it, &times)));
        }
        if bytes == largest {
            measured
                .comparisons
                .extend(Goal::IN_MEMORY.iter().filter_map(|it| race.compare(it, &times)));
            for group in GROUPS.into_iter().filter(|group| *group != GROUP) {
                let groups = [Way::BY_HAND, Way::STOCK, Way::PLUGIN];
                let times = race.run(&groups, group, rounds)?;
                measured.points.extend(race.points(&times, group)?);
            }
        }
    }
    Ok(measured)
}

/// All ways: those without coroutines by stock rustc alone.
fn ways(workload: &str, has_cpp: bool) -> Vec<Way> {
    // The entry points of the library differ in instructions, which the tests count.
    let names = VARIANTS.iter().filter(|variant| {
        variant.workload == workload && !matches!(variant.name, "each" | "macro")
    });
    let mut ways: Vec<_> =
        names.clone().map(|variant| Way { compiler: "stock", name: variant.name }).collect();
    ways.push(Way::NULL);
    let lowered = names.filter(|variant| matches!(variant.name, "flat" | "nested"));
    ways.extend(lowered.map(|variant| Way { compiler: "plugin", name: variant.name }));
    if has_cpp && CppLibrary::WORKLOADS.contains(&workload) {
        ways.extend([Way::CPP, Way::CPP_NESTED]);
    }
    ways
}

/// Measurements on the same memory.
struct Race<'a> {
    libraries: &'a Libraries,
    workload: &'static str,
    bytes: usize,
    made: &'a Workload,
    /// How many of the keys were used.
    used: usize,
}

/// Times of each way, round by round, in nanoseconds.
type Times = Vec<(Way, Vec<f64>)>;

impl Race<'_> {
    fn run(&mut self, ways: &[Way], group: usize, rounds: usize) -> Result<Times> {
        self.check(ways, group)?;
        let mut times: Times = ways.iter().map(|way| (*way, vec![])).collect();
        for round in 0..rounds {
            // Each begins a round in turn.
            for turn in 0..ways.len() {
                let at = (turn + round) % ways.len();
                times[at].1.push(self.time(ways[at], group)?);
            }
        }
        Ok(times)
    }

    fn points(&self, times: &Times, group: usize) -> Result<Vec<Point>> {
        let by_hand = of(times, Way::BY_HAND).context("nothing to compare with")?;
        let points = times.iter().map(|(way, times)| Point {
            workload: self.workload,
            bytes: self.bytes,
            group,
            way: *way,
            ratio: ratios(times, by_hand),
            nanoseconds: quartiles(times.clone())[1],
        });
        Ok(points.collect())
    }

    /// None if one of the two was not measured.
    fn compare(&self, goal: &Goal, times: &Times) -> Option<Comparison> {
        let ratio = ratios(of(times, goal.way)?, of(times, goal.to)?);
        Some(Comparison { workload: self.workload, bytes: self.bytes, goal: *goal, ratio })
    }

    /// Demands that all ways find the same.
    fn check(&mut self, ways: &[Way], group: usize) -> Result<()> {
        let mut expected = None;
        for way in ways {
            let mut found = vec![];
            self.look_up(*way, 0, &mut found, group)?;
            let expected = expected.get_or_insert_with(|| found.clone());
            ensure!(found == *expected, "{way} finds other values than {}", ways[0]);
        }
        Ok(())
    }

    /// CPU time of a lookup in nanoseconds.
    fn time(&mut self, way: Way, group: usize) -> Result<f64> {
        let first = self.used;
        self.used = if self.used + 2 * LOOKUPS <= KEYS { self.used + LOOKUPS } else { 0 };
        let mut found = Vec::with_capacity(LOOKUPS);
        let start = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)?;
        self.look_up(way, first, &mut found, group)?;
        let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)? - start;
        Ok((time.tv_sec() as f64 * 1e9 + time.tv_nsec() as f64) / LOOKUPS as f64)
    }

    fn look_up(&self, way: Way, first: usize, found: &mut Vec<u64>, group: usize) -> Result<()> {
        let name = if way == Way::NULL { Way::BY_HAND.name } else { way.name };
        let Libraries { stock, plugin, cpp } = self.libraries;
        let (data, keys) = (self.made.data(), &self.made.keys()[first..first + LOOKUPS]);
        let library = match (way.compiler, cpp) {
            ("c++", Some(cpp)) => {
                return cpp.look_up((self.workload, name), data, keys, found, group);
            }
            ("plugin", _) => plugin,
            _ => stock,
        };
        library.look_up(Library::variant(self.workload, name)?, data, keys, found, group)
    }
}

fn of(times: &Times, way: Way) -> Option<&[f64]> {
    times.iter().find(|(it, _)| *it == way).map(|(_, times)| &times[..])
}

/// Quartiles of the ratios of times in the same round.
fn ratios(times: &[f64], to: &[f64]) -> [f64; 3] {
    quartiles(times.iter().zip(to).map(|(time, to)| time / to).collect())
}

/// First quartile, median, third quartile.
fn quartiles(mut values: Vec<f64>) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| values[(values.len() - 1) * quarter / 4])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_in_order() {
        assert_eq!(quartiles(vec![5.0, 1.0, 4.0, 2.0, 3.0]), [2.0, 3.0, 4.0]);
        assert_eq!(quartiles(vec![7.0]), [7.0; 3]);
    }

    #[test]
    fn every_workload_has_a_way_by_hand_and_one_by_each_compiler() {
        for workload in arguments::WORKLOADS {
            let ways = ways(workload, true);
            for (compiler, name) in [("stock", "sequential"), ("stock", "flat"), ("plugin", "flat")]
            {
                assert!(ways.contains(&Way { compiler, name }), "{workload} {compiler} {name}");
            }
            assert!(ways.contains(&Way::BY_HAND) && ways.contains(&Way::NULL));
            let has_cpp = ways.contains(&Way::CPP) && ways.contains(&Way::CPP_NESTED);
            assert_eq!(has_cpp, CppLibrary::WORKLOADS.contains(&workload));
        }
    }
}
