//! The parts of the corpus that are single files: frames against stock's, against the floor, and the
//! floor against numbers that were computed by hand.

use std::io::Write;

use anyhow::{Context, Result, ensure};
use llvmcoro_report::{Future, Summary};
use testsuite::Tally;
use testsuite_support::Layout;
use yardstick::{Part, parts};

/// The largest mean of plugin/stock that a part may have.
const MEANS: &[(&str, f64)] = &[("micro", 0.4), ("generic", 0.45)];

/// Floors by hand, in `micro`: file, name, and bytes on x86-64 and on thumbv7em.
const FLOORS: &[(&str, &str, u64, u64)] = &[
    // At the await: x (4), the bool of `Suspend` (1), tag (1); aligned to 4.
    ("futures.rs", "leaf", 8, 8),
    // At either await: bytes (64), the guard's &str (16 or 8), what `leaf` keeps (4 + 1), tag (1):
    // 86 or 78; aligned to 8 or 4.
    ("futures.rs", "two", 88, 80),
    // sum (8 or 4), the bool (1), tag (1): 10 or 6.
    ("futures.rs", "big_then_small", 16, 8),
    // At the last await: a, b, c and x (32), `leaf` (5), tag (1): 38; aligned to 8.
    ("futures.rs", "many", 40, 40),
    // length (8 or 4), the bool, the tag; the buffer is not used any more, and its length is a usize.
    ("futures.rs", "buf_across", 16, 8),
    // At the second await: first, which is `leaf`'s x too (4), the bool (1), tag (1): 6.
    ("futures.rs", "middle", 8, 8),
    // sum (4), the range's start and end (8), what `middle` keeps (5), tag (1): 18.
    ("futures.rs", "chain", 20, 20),
    // What `leaf` keeps (5), tag (1): the array is constant until then.
    ("futures.rs", "zeros", 8, 8),
    // The blob (65,536), one bool, one tag: the futures around it wait while it is unresumed, or keep
    // nothing while it runs.
    ("blob.rs", "combine", 65_538, 65_538),
    // The array (8,192), one bool, one tag, in every layer.
    ("layers.rs", "use_future", 8_194, 8_194),
    // The KiB, one bool, one tag.
    ("arguments.rs", "around", 1_026, 1_026),
    // At the second await: bytes (256), first (1), one bool, one tag: what `borrowed` keeps besides are
    // the address of bytes and a constant.
    ("arguments.rs", "lender", 259, 259),
    // A sum of 4 bytes, one bool, one tag: the array is dead, though its scope is open.
    ("dead.rs", "last_use", 8, 8),
    // One bool, one tag: a future that was never polled keeps its captures, and there are none.
    ("dead.rs", "not_awaited", 2, 2),
    // One bool, one tag: pair.1 is a constant.
    ("dead.rs", "one_field", 2, 2),
    // The argument before the first resume (1), one tag: it never suspends.
    ("dead.rs", "across_ready", 2, 2),
    // One of two equal arrays (128), one bool, one tag.
    ("dead.rs", "copies", 130, 130),
    // The largest arm: 800 bytes, one bool, one tag.
    ("matches.rs", "arms", 802, 802),
    // Two `MaybeDone`s of 1,026 each (no tag: the coroutine's has values to spare), one tag.
    ("combinators.rs", "joined", 2_053, 2_053),
];

fn check(future: &Future) -> Result<()> {
    let Future { stock, plugin, floor, lowered, .. } = future;
    ensure!(lowered, "it went the stock way");
    ensure!(plugin <= stock, "{plugin} bytes, stock {stock}");
    ensure!(plugin >= floor, "{plugin} bytes are below the floor of {floor}: it is no floor");
    ensure!(floor <= stock, "a floor of {floor} bytes, stock {stock}");
    Ok(())
}

/// The floor of all instances of a definition.
fn floor(futures: &[Future], file: &str, name: &str) -> Result<u64> {
    let mut floors = futures
        .iter()
        .filter(|f| f.name.ends_with(&format!("::{name}")) && f.source.contains(file))
        .map(|future| future.floor);
    let first = floors.next().with_context(|| format!("there is no {name} in {file}"))?;
    ensure!(floors.all(|floor| floor == first), "its instances have different floors");
    Ok(first)
}

#[test]
fn single_files() -> Result<()> {
    let layout = Layout::from_env()?;
    let parts = parts(&layout)?;
    let mut tally = Tally::new("frames");
    for (name, limit) in MEANS {
        let part = parts.iter().find(|part| part.name == *name);
        measure(&layout, part.with_context(|| format!("there is no {name}"))?, *limit, &mut tally)?;
    }
    tally.finish()
}

/// Measures the futures of a part, whose mean of plugin/stock may be `limit`.
fn measure(layout: &Layout, part: &Part, limit: f64, tally: &mut Tally) -> Result<()> {
    for target in &part.targets {
        let futures = part.measure(layout, target)?;
        for future in &futures {
            tally.add(format!("{} ({target}, {})", future.name, future.source), check(future));
        }
        let floors = if part.name == "micro" { FLOORS } else { &[] };
        for (file, name, host, thumb) in floors {
            let by_hand = if target.starts_with("x86_64") { host } else { thumb };
            let check = || {
                let floor = floor(&futures, file, name)?;
                ensure!(floor == *by_hand, "the floor is {floor}, by hand {by_hand}");
                Ok(())
            };
            tally.add(format!("floor of {name} ({target}, {file})"), check());
        }
        let summary = Summary::of(&futures).context("there is no future")?;
        writeln!(std::io::stdout(), "\n{}, {target}: {summary}", part.name)?;
        let check = || {
            ensure!(summary.to_stock <= limit, "{:.3}, at most {limit}", summary.to_stock);
            Ok(())
        };
        tally.add(format!("mean of {} ({target})", part.name), check());
    }
    Ok(())
}
