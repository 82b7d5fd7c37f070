//! Shows what was measured.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::manifest::{Compiler, Style};
use crate::measure::Measured;

/// What was seen on one device.
#[derive(Clone, Debug)]
pub struct Run {
    /// The device's name.
    pub device: String,
    /// The kernels that ran to their end.
    pub measured: Vec<Measured>,
    /// The workloads that did not, with what went wrong.
    pub failed: Vec<(String, String)>,
}

/// A kernel with coroutines beside those that it is compared with, all launched alike.
struct Comparison<'r> {
    plugin: &'r Measured,
    /// The plugin's time as a part of: stock's, that of the workload's kernel by hand, the plain one's.
    ratios: [Option<f64>; 3],
}

impl Run {
    /// Whether all kernels ran, and computed the same as the host.
    pub fn is_right(&self) -> bool {
        self.failed.is_empty() && self.measured.iter().all(|kernel| kernel.wrong.is_none())
    }

    /// The table of all kernels, with a sentence on results and one on the mean.
    pub fn table(&self) -> String {
        let mut text = format!("On {}:\n\n", self.device);
        let mut heading = None;
        for kernel in &self.measured {
            let launch = (&kernel.workload, kernel.launch);
            if heading != Some(launch) {
                let name = format!("{}, {} threads", kernel.workload, kernel.launch.threads);
                let _ = writeln!(
                    text,
                    "{name:<32} {:>10} {:>10} {:>8} {:>8} {:>8}",
                    "stock, ms", "plugin, ms", "/stock", "/by hand", "/plain"
                );
                heading = Some(launch);
            }
            match (kernel.style, kernel.compiler) {
                (Style::Coroutines, Compiler::Stock) => {}
                (Style::Coroutines, Compiler::Plugin) => text += &self.row(kernel),
                (Style::ByHand | Style::Plain, _) => {
                    let _ = writeln!(text, "  {:<30} {:>10.4}", kernel.kernel, kernel.median());
                }
            }
        }
        let _ = write!(text, "\n{}", self.verdict());
        text
    }

    fn row(&self, kernel: &Measured) -> String {
        let stock = self.beside(kernel, |other| {
            other.kernel == kernel.kernel && other.compiler == Compiler::Stock
        });
        let ratios = self.comparison(kernel).ratios.map(|ratio| match ratio {
            Some(ratio) => format!("{ratio:8.3}"),
            None => format!("{:>8}", "-"),
        });
        format!(
            "  {:<30} {:>10.4} {:>10.4} {}\n",
            kernel.kernel,
            stock.unwrap_or(f64::NAN),
            kernel.median(),
            ratios.join(" ")
        )
    }

    fn verdict(&self) -> String {
        let mut text = String::new();
        let wrong =
            self.measured.iter().filter_map(|kernel| Some((kernel, kernel.wrong.as_ref()?)));
        for (kernel, what) in wrong {
            let Measured { kernel, compiler, launch, .. } = kernel;
            let _ = writeln!(
                text,
                "WRONG: {kernel} by {compiler}, {} threads: {what}.",
                launch.threads
            );
        }
        for (workload, what) in &self.failed {
            let _ = writeln!(text, "FAILED: {workload}: {what}");
        }
        if self.is_right() {
            let _ = writeln!(text, "All results are equal to the host's: {}.", self.measured.len());
        }
        if let Some(mean) = self.mean() {
            let _ = writeln!(text, "Time, the plugin's to stock's, in geometric mean: {mean:.3}.");
        }
        text
    }

    /// The geometric mean of the plugin's times to stock's.
    pub fn mean(&self) -> Option<f64> {
        let logarithms: Vec<f64> =
            self.comparisons().filter_map(|pair| Some(pair.ratios[0]?.ln())).collect();
        let count = logarithms.len();
        (count > 0).then(|| (logarithms.iter().sum::<f64>() / count as f64).exp())
    }

    /// The same for programs.
    pub fn json(&self) -> Value {
        let kernels = self.measured.iter().map(|kernel| {
            let mut times = kernel.milliseconds.clone();
            times.sort_by(f64::total_cmp);
            json!({
                "workload": kernel.workload,
                "kernel": kernel.kernel,
                "style": kernel.style,
                "compiler": kernel.compiler,
                "threads": kernel.launch.threads,
                "block": kernel.launch.block,
                "wrong": kernel.wrong,
                "median_ms": kernel.median(),
                "min_ms": times.first(),
                "max_ms": times.last(),
                "runs": times.len(),
            })
        });
        let comparisons = self.comparisons().map(|Comparison { plugin, ratios }| {
            json!({
                "workload": plugin.workload,
                "kernel": plugin.kernel,
                "threads": plugin.launch.threads,
                "plugin_to_stock": ratios[0],
                "plugin_to_by_hand": ratios[1],
                "plugin_to_plain": ratios[2],
            })
        });
        let failed = self.failed.iter().map(|(workload, what)| json!([workload, what]));
        json!({
            "device": self.device,
            "right": self.is_right(),
            "plugin_to_stock": self.mean(),
            "comparisons": comparisons.collect::<Value>(),
            "kernels": kernels.collect::<Value>(),
            "failed": failed.collect::<Value>(),
        })
    }

    fn comparisons(&self) -> impl Iterator<Item = Comparison<'_>> {
        let is_plugins = |kernel: &&Measured| kernel.compiler == Compiler::Plugin;
        self.measured.iter().filter(is_plugins).map(|kernel| self.comparison(kernel))
    }

    fn comparison<'r>(&'r self, plugin: &'r Measured) -> Comparison<'r> {
        let stock = self.beside(plugin, |other| {
            other.kernel == plugin.kernel && other.compiler == Compiler::Stock
        });
        let styled = |style| self.beside(plugin, move |other| other.style == style);
        let others = [stock, styled(Style::ByHand), styled(Style::Plain)];
        Comparison { plugin, ratios: others.map(|time| Some(plugin.median() / time?)) }
    }

    /// The shortest median of the kernels of the same workload, launched alike, for which `wanted` holds.
    fn beside(&self, kernel: &Measured, wanted: impl Fn(&Measured) -> bool) -> Option<f64> {
        let alike = self.measured.iter().filter(|other| {
            other.workload == kernel.workload && other.launch == kernel.launch && wanted(other)
        });
        alike.map(Measured::median).min_by(f64::total_cmp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Launch;

    fn measured(kernel: &str, style: Style, compiler: Compiler, time: f64) -> Measured {
        Measured {
            workload: "walk".to_owned(),
            kernel: kernel.to_owned(),
            style,
            compiler,
            launch: Launch { threads: 64, block: 32 },
            wrong: None,
            milliseconds: vec![time],
        }
    }

    fn run() -> Run {
        let measured = vec![
            measured("walk", Style::Coroutines, Compiler::Stock, 4.0),
            measured("walk", Style::Coroutines, Compiler::Plugin, 1.0),
            measured("walk_by_hand", Style::ByHand, Compiler::Stock, 2.0),
            measured("other", Style::Coroutines, Compiler::Stock, 2.0),
            measured("other", Style::Coroutines, Compiler::Plugin, 2.0),
        ];
        Run { device: "a device".to_owned(), measured, failed: Vec::new() }
    }

    #[test]
    fn ratios_are_to_the_same_workload() {
        let text = run().table();
        let expected = "\
On a device:

walk, 64 threads                  stock, ms plugin, ms   /stock /by hand   /plain
  walk                               4.0000     1.0000    0.250    0.500        -
  walk_by_hand                       2.0000
  other                              2.0000     2.0000    1.000    1.000        -

All results are equal to the host's: 5.
Time, the plugin's to stock's, in geometric mean: 0.500.
";
        assert_eq!(text, expected);
        assert_eq!(run().json()["comparisons"][0]["plugin_to_by_hand"], 0.5);
    }

    #[test]
    fn what_is_wrong_stands_out() {
        let mut run = run();
        run.measured[1].wrong = Some("1 word differs".to_owned());
        run.failed.push(("chase".to_owned(), "it ran too long".to_owned()));
        let text = run.table();
        assert!(!run.is_right());
        assert!(text.contains("WRONG: walk by plugin, 64 threads: 1 word differs."), "{text}");
        assert!(text.contains("FAILED: chase: it ran too long"), "{text}");
        assert!(!text.contains("All results"), "{text}");
    }
}
