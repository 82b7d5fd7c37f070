//! Summaries for people: a table, worst first, and means.

use std::collections::BTreeMap;
use std::fmt;

use crate::Future;

/// How far a set of futures is from stock and from the floor. Every definition counts once; a
/// generic one counts with the mean of its instances.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The number of coroutine definitions.
    pub definitions: usize,
    /// The number of coroutine types.
    pub types: usize,
    /// The number of types that went the stock way.
    pub stock_way: usize,
    /// The geometric mean of plugin/stock.
    pub to_stock: f64,
    /// The geometric mean of plugin/floor.
    pub to_floor: f64,
    /// The largest plugin/floor.
    pub worst: f64,
    /// The number of types that are larger than stock's.
    pub larger: usize,
}

fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}

impl Summary {
    /// Summarises these futures; `None` if there are none.
    pub fn of<'a>(futures: impl IntoIterator<Item = &'a Future>) -> Option<Self> {
        let mut definitions: BTreeMap<(&str, &str), Vec<&Future>> = BTreeMap::new();
        for future in futures {
            definitions.entry((&future.target, &future.source)).or_default().push(future);
        }
        let all = || definitions.values().flatten();
        let mean = |of: &dyn Fn(&Future) -> f64| {
            let logarithms: f64 = definitions
                .values()
                .map(|types| types.iter().map(|f| of(f).ln()).sum::<f64>() / types.len() as f64)
                .sum();
            (logarithms / definitions.len() as f64).exp()
        };
        (!definitions.is_empty()).then(|| Summary {
            definitions: definitions.len(),
            types: all().count(),
            stock_way: all().filter(|future| !future.lowered).count(),
            to_stock: mean(&|future| ratio(future.plugin, future.stock)),
            to_floor: mean(&|future| ratio(future.plugin, future.floor)),
            worst: all().map(|f| ratio(f.plugin, f.floor)).fold(0.0, f64::max),
            larger: all().filter(|future| future.plugin > future.stock).count(),
        })
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} definitions, {} types ({} stock way): plugin/stock {:.3}, plugin/floor {:.3} \
             (worst {:.2}), {} larger than stock",
            self.definitions,
            self.types,
            self.stock_way,
            self.to_stock,
            self.to_floor,
            self.worst,
            self.larger
        )
    }
}

/// One line per future, farthest from the floor first.
pub fn table(title: &str, futures: &[Future]) -> String {
    let mut sorted: Vec<&Future> = futures.iter().collect();
    sorted.sort_by(|a, b| {
        ratio(b.plugin, b.floor)
            .total_cmp(&ratio(a.plugin, a.floor))
            .then_with(|| (&a.source, a.stock).cmp(&(&b.source, b.stock)))
    });
    let width = sorted.iter().map(|future| future.name.chars().count()).max().unwrap_or(0);
    let width = width.max(title.len()).min(70);
    let mut text = format!(
        "{title:width$} {:>9} {:>9} {:>9} {:>7} {:>8}\n",
        "stock", "plugin", "floor", "/stock", "/floor"
    );
    for future in sorted {
        let Future { name, stock, plugin, floor, source, .. } = future;
        let (to_stock, to_floor) = (ratio(*plugin, *stock), ratio(*plugin, *floor));
        let mark = match (plugin > stock, future.lowered) {
            (true, _) => "  larger",
            (_, false) => "  stock way",
            _ => "",
        };
        text += &format!(
            "{name:width$} {stock:>9} {plugin:>9} {floor:>9} {to_stock:>7.3} {to_floor:>8.3}  \
             {source}{mark}\n"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn future(source: &str, stock: u64, plugin: u64, floor: u64) -> Future {
        Future {
            name: "f".to_owned(),
            corpus: "micro".to_owned(),
            target: "host".to_owned(),
            source: source.to_owned(),
            ty: "{f}".to_owned(),
            stock,
            plugin,
            floor,
            lowered: true,
            ..Future::default()
        }
    }

    #[test]
    fn a_definition_counts_once() {
        // One definition with ratios 1/4 and 1 (mean 1/2), one with 1/8: together 1/4.
        let futures = [future("a", 4, 1, 1), future("a", 4, 4, 1), future("b", 8, 1, 1)];
        let summary = Summary::of(&futures).unwrap();
        assert_eq!((summary.definitions, summary.types, summary.larger), (2, 3, 0));
        assert!((summary.to_stock - 0.25).abs() < 1e-9, "{summary}");
        assert!((summary.to_floor - 2_f64.sqrt()).abs() < 1e-9, "{summary}");
        assert_eq!(summary.worst, 4.0);
        assert_eq!(Summary::of(&[]), None);
    }

    #[test]
    fn the_worst_comes_first_and_what_is_larger_is_marked() {
        let text = table("micro", &[future("a", 4, 4, 4), future("b", 4, 8, 4)]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].ends_with("2.000    2.000  b  larger"), "{text}");
        assert!(lines[2].ends_with("1.000    1.000  a"), "{text}");
    }
}
