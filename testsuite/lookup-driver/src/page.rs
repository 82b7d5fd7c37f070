//! A page with the measurements as plots.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::table::size;
use crate::{Point, Way};

const STYLE: &str = "body { font: 15px/1.4 sans-serif; margin: 2em; color: #222; }
figure { display: inline-block; margin: 0 1em 2em 0; }
figcaption { font-weight: bold; }
svg text { font: 11px sans-serif; fill: #555; }
svg .axis { stroke: #ccc; }
.key span { display: inline-block; width: 1.2em; height: .7em; margin: 0 .4em 0 1.2em; }";

/// Inside of a plot's axes, in pixels.
const WIDTH: f64 = 380.0;
const HEIGHT: f64 = 240.0;
const MARGIN: f64 = 46.0;

/// Colours that are told apart by the colour-blind, too.
fn colour(way: &Way) -> &'static str {
    match (way.compiler, way.name) {
        ("plugin", "flat") => "#0072b2",
        ("plugin", _) => "#56b4e9",
        ("c++", "flat") => "#f0e442",
        ("c++", _) => "#8b6914",
        (_, "sequential") => "#000000",
        (_, "grouped") => "#009e73",
        (_, "amac") => "#d55e00",
        (_, "flat") => "#cc79a7",
        (_, "nested") => "#e69f00",
        _ => "#bbbbbb",
    }
}

/// The page.
pub fn page(points: &[Point]) -> String {
    let mut workloads: Vec<_> = points.iter().map(|point| point.workload).collect();
    workloads.dedup();
    let ways = ways(points.iter());
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Interleaved lookups" } style { (PreEscaped(STYLE)) } }
            body {
                h1 { "Interleaved lookups" }
                p { "CPU time of a lookup in nanoseconds, both axes logarithmic." }
                p.key { @for way in &ways {
                    span style=(format!("background: {}", colour(way))) {} (way)
                } }
                @for workload in workloads { (plots(points, workload)) }
            }
        }
    }
    .into_string()
}

fn ways<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Way> {
    let mut ways = vec![];
    for point in points {
        if !ways.contains(&point.way) {
            ways.push(point.way);
        }
    }
    ways
}

fn plots(points: &[Point], workload: &str) -> Markup {
    let of_workload: Vec<_> = points.iter().filter(|point| point.workload == workload).collect();
    let largest = of_workload.iter().map(|point| point.bytes).max().unwrap_or_default();
    // The group that all sizes were measured with.
    let group = of_workload.first().map(|point| point.group).unwrap_or_default();
    let sizes = of_workload.iter().filter(|point| point.group == group);
    let groups = of_workload.iter().filter(|point| point.bytes == largest);
    html! {
        h2 { (workload) }
        (plot("by size", sizes.copied().collect(), |point| point.bytes, size))
        (plot("by group", groups.copied().collect(), |point| point.group, |group| group.to_string()))
    }
}

/// Positions of values on a logarithmic axis of some pixels.
struct Axis {
    low: f64,
    scale: f64,
}

impl Axis {
    fn new(values: impl Iterator<Item = f64>, pixels: f64) -> Self {
        let (low, high) = values.fold((f64::MAX, f64::MIN_POSITIVE), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let scale = pixels / (high / low).ln().max(f64::EPSILON);
        Axis { low, scale }
    }

    fn at(&self, value: f64) -> f64 {
        (value / self.low).ln() * self.scale
    }
}

fn plot(
    caption: &str,
    mut points: Vec<&Point>,
    x: impl Fn(&Point) -> usize,
    label: impl Fn(usize) -> String,
) -> Markup {
    points.sort_by_key(|point| x(point));
    let across = Axis::new(points.iter().map(|point| x(point) as f64), WIDTH);
    let up = Axis::new(points.iter().map(|point| point.nanoseconds), HEIGHT);
    let place = |point: &Point| {
        let (x, y) = (across.at(x(point) as f64), up.at(point.nanoseconds));
        (MARGIN + x, MARGIN / 2.0 + HEIGHT - y)
    };
    let mut ticks: Vec<_> = points.iter().map(|point| x(point)).collect();
    ticks.sort_unstable();
    ticks.dedup();
    let highest = points.iter().map(|point| point.nanoseconds).fold(0.0, f64::max);
    let steps = (-3..8).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * 10_f64.powi(power)));
    let steps: Vec<_> = steps.filter(|step| *step >= up.low && *step <= highest).collect();
    let bottom = MARGIN / 2.0 + HEIGHT;
    html! {
        figure {
            figcaption { (caption) }
            svg width=(WIDTH + 1.5 * MARGIN) height=(HEIGHT + 1.5 * MARGIN) {
                @for step in steps {
                    @let y = bottom - up.at(step);
                    line.axis x1=(MARGIN) x2=(MARGIN + WIDTH) y1=(y) y2=(y) {}
                    text x=(MARGIN - 6.0) y=(y + 4.0) text-anchor="end" { (step) }
                }
                @for tick in ticks {
                    @let x = MARGIN + across.at(tick as f64);
                    line.axis x1=(x) x2=(x) y1=(bottom) y2=(bottom + 4.0) {}
                    text x=(x) y=(bottom + 18.0) text-anchor="middle" { (label(tick)) }
                }
                @for way in ways(points.iter().copied()) {
                    @let line: Vec<_> = points.iter().filter(|point| point.way == way)
                        .map(|point| place(point)).collect();
                    @let corners: Vec<_> = line.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
                    polyline points=(corners.join(" ")) fill="none" stroke=(colour(&way)) {
                        title { (way) }
                    }
                    @for (x, y) in line { circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="2.5" fill=(colour(&way)) {} }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_drawn() {
        let point = |bytes, group, nanoseconds| Point {
            workload: "bs",
            bytes,
            group,
            way: Way::BY_HAND,
            nanoseconds,
            ratio: [1.0; 3],
        };
        let points = [point(1 << 15, 32, 1.0), point(1 << 30, 32, 100.0), point(1 << 30, 8, 150.0)];
        let page = page(&points);
        // The largest size with the usual group is in both plots.
        assert_eq!(page.matches("<circle").count(), 4);
        assert!(
            page.contains("32 KiB") && page.contains("1 GiB") && !page.contains("NaN"),
            "{page}"
        );
    }
}
