//! Measures lookups: all variants on the same memory, in turn.

use std::fmt;

use anyhow::{Context, Result, ensure};
use lookups::VARIANTS;
use nix::time::{ClockId, clock_gettime};
use serde::Serialize;
use testsuite_support::Layout;
use testsuite_support::firmware::Compiler;

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

/// A way of doing lookups: how, and by which compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// `stock` or `plugin`.
    pub compiler: &'static str,
    /// A variant's name, or `null`: `amac` once more, to show what the differences are worth.
    pub name: &'static str,
}

impl Way {
    /// The state machine by hand, which all others are compared with.
    pub const BY_HAND: Way = Way { compiler: "stock", name: "amac" };
    const NULL: Way = Way { compiler: "stock", name: "null" };
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

/// The libraries by both compilers.
struct Libraries {
    stock: Library,
    plugin: Library,
}

/// Measures `workload` in sizes up to `largest` bytes, and groups at the largest one.
///
/// # Errors
/// If the libraries cannot be built, there is no memory, or a variant finds something else.
pub fn measure(
    layout: &Layout,
    workload: &'static str,
    largest: usize,
    rounds: usize,
) -> Result<Vec<Point>> {
    let libraries = Libraries {
        stock: Library::load(&build::library(layout, Compiler::Stock)?)?,
        plugin: Library::load(&build::library(layout, Compiler::Plugin)?)?,
    };
    let ways = ways(workload);
    let mut points = vec![];
    let mut sizes: Vec<_> = std::iter::successors(Some(32 * KIB), |size| Some(size * 8))
        .take_while(|size| *size < largest)
        .collect();
    sizes.push(largest);
    for bytes in sizes {
        eprintln!("{workload}: {} KiB", bytes / KIB);
        let made = Workload::new(workload, bytes, KEYS, HOPS)?;
        let mut race = Race { libraries: &libraries, workload, bytes, made: &made, used: 0 };
        points.extend(race.run(&ways, GROUP, rounds)?);
        if bytes == largest {
            for group in GROUPS.into_iter().filter(|group| *group != GROUP) {
                let groups = [
                    Way::BY_HAND,
                    Way { compiler: "stock", name: "flat" },
                    Way { compiler: "plugin", name: "flat" },
                ];
                points.extend(race.run(&groups, group, rounds)?);
            }
        }
    }
    Ok(points)
}

/// All ways: those without coroutines by stock rustc alone.
fn ways(workload: &str) -> Vec<Way> {
    let names = VARIANTS.iter().filter(|variant| variant.workload == workload);
    let mut ways: Vec<_> =
        names.clone().map(|variant| Way { compiler: "stock", name: variant.name }).collect();
    ways.push(Way::NULL);
    let lowered = names.filter(|variant| matches!(variant.name, "flat" | "nested"));
    ways.extend(lowered.map(|variant| Way { compiler: "plugin", name: variant.name }));
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

impl Race<'_> {
    fn run(&mut self, ways: &[Way], group: usize, rounds: usize) -> Result<Vec<Point>> {
        self.check(ways, group)?;
        let mut times = vec![vec![]; ways.len()];
        for round in 0..rounds {
            // Each begins a round in turn.
            for turn in 0..ways.len() {
                let way = (turn + round) % ways.len();
                times[way].push(self.time(ways[way], group)?);
            }
        }
        let by_hand = ways.iter().position(|way| *way == Way::BY_HAND);
        let by_hand = times[by_hand.context("nothing to compare with")?].clone();
        let points = ways.iter().zip(times).map(|(way, times)| Point {
            workload: self.workload,
            bytes: self.bytes,
            group,
            way: *way,
            ratio: {
                let ratios = times.iter().zip(&by_hand).map(|(time, by_hand)| time / by_hand);
                quartiles(ratios.collect())
            },
            nanoseconds: quartiles(times)[1],
        });
        Ok(points.collect())
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
        let library = match way.compiler {
            "plugin" => &self.libraries.plugin,
            _ => &self.libraries.stock,
        };
        let variant = Library::variant(self.workload, name)?;
        let keys = &self.made.keys()[first..first + LOOKUPS];
        library.look_up(variant, self.made.data(), keys, found, group)
    }
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
            let ways = ways(workload);
            for (compiler, name) in [("stock", "sequential"), ("stock", "flat"), ("plugin", "flat")]
            {
                assert!(ways.contains(&Way { compiler, name }), "{workload} {compiler} {name}");
            }
            assert!(ways.contains(&Way::BY_HAND) && ways.contains(&Way::NULL));
        }
    }
}
