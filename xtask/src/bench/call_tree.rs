//! The call tree: async fns that await each other, compiled under callgrind.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use testsuite_support::{Layout, callgrind, cargo, process};

use super::{DEBUG_LIMIT, RELEASE_LIMIT, Row};
use crate::fsx;

/// The number of levels of fns.
const LEVELS: usize = 6;
/// How many other fns each fn awaits, except on the last level.
const AWAITS: usize = 3;

/// On a slow machine, valgrind takes half a minute per thousand million instructions.
const LIMIT: Duration = Duration::from_secs(1200);

const PRELUDE: &str = "\
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

struct Tick(bool);

impl Future for Tick {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
";

const MAIN: &str = "
fn main() {
    let mut cx = Context::from_waker(Waker::noop());
    let mut root = pin!(f0(1));
    let mut polls = 0;
    loop {
        polls += 1;
        if let Poll::Ready(value) = root.as_mut().poll(&mut cx) {
            println!(\"{value} after {polls} polls\");
            return;
        }
    }
}
";

/// The program's source and its number of async fns.
fn source() -> (String, usize) {
    let mut text = PRELUDE.to_owned();
    let mut count = 0;
    write_fn(&mut text, &mut count, 0, 1);
    text.push_str(MAIN);
    (text, count)
}

/// Writes fn `number` of `level`, and those that it awaits. The fns of one level are numbered.
fn write_fn(text: &mut String, count: &mut usize, number: usize, level: usize) {
    // In a tree in which each node has this many awaits, the numbers run on from level to level.
    let children: Vec<usize> = match level {
        LEVELS => Vec::new(),
        _ => (1..=AWAITS).map(|child| number * AWAITS + child).collect(),
    };
    *count += 1;
    let mut body = String::new();
    if children.is_empty() {
        body.push_str("    Tick(false).await;\n");
    }
    for child in &children {
        body +=
            &format!("    let part = f{child}(sum).await;\n    sum = sum.wrapping_add(part);\n");
    }
    writeln!(
        text,
        "\nasync fn f{number}(x: u64) -> u64 {{\n    let mut sum = x ^ {number};\n{body}    \
         sum = sum.wrapping_mul(3);\n    sum\n}}"
    )
    .expect("a string takes it");
    for child in children {
        write_fn(text, count, child, level + 1);
    }
}

/// Counts for a debug and a release build.
pub fn measure(layout: &Layout) -> Result<Vec<Row>> {
    let folder = layout.build.join("bench/call-tree");
    fsx::empty_dir(&folder)?;
    let (text, count) = source();
    let file = folder.join("call_tree.rs");
    fsx::write(&file, text)?;
    let mut rows = Vec::new();
    for (profile, opt_level, limit) in
        [("debug", "0", DEBUG_LIMIT), ("release", "3", RELEASE_LIMIT)]
    {
        eprintln!("compiling the call tree under callgrind ({profile})");
        let compile = |plugin| compile(layout, &file, &folder, opt_level, plugin);
        let (stock, plugin) = std::thread::scope(|scope| {
            let stock = scope.spawn(|| compile(false));
            (stock.join(), compile(true))
        });
        let (stock_program, stock) = stock.ok().context("a thread panicked")??;
        let (plugin_program, plugin) = plugin?;
        let (expected, printed) = (run(&stock_program)?, run(&plugin_program)?);
        ensure!(expected == printed, "stock's prints `{expected}`, the plugin's `{printed}`");
        let millions = |instructions: u64| instructions as f64 / 1e6;
        rows.push(Row {
            name: format!("await-call-tree of {count} fns, {profile}"),
            unit: "M insns",
            stock: millions(stock),
            plugin: millions(plugin),
            limit,
        });
    }
    Ok(rows)
}

fn compile(
    layout: &Layout,
    source: &Path,
    folder: &Path,
    opt_level: &str,
    plugin: bool,
) -> Result<(PathBuf, u64)> {
    let kind = if plugin { "plugin" } else { "stock" };
    let program = folder.join(format!("call-tree-{kind}-{opt_level}"));
    let counted = callgrind::count(&layout.rustc, LIMIT, |command| {
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["--edition=2024", "--sysroot"])
            .arg(layout.dist.join("sysroot"))
            .args(["-Ccodegen-units=1", "-Zno-parallel-backend"])
            .arg(format!("-Copt-level={opt_level}"))
            .arg(source)
            .arg("-o")
            .arg(&program);
        if plugin {
            let backend = layout.dist.join("lib/librustc_codegen_llvmcoro.so");
            command.arg(format!("-Zcodegen-backend={}", backend.display()));
        }
    })?;
    Ok((program, counted.instructions))
}

fn run(program: &Path) -> Result<String> {
    let output = process::run(&mut cargo::clean(program), Duration::from_secs(60))?;
    ensure!(output.status.success(), "{} ended with {}", program.display(), output.status);
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fn_but_the_root_is_awaited_once() {
        let (text, count) = source();
        let expected: usize = (0..LEVELS as u32).map(|level| AWAITS.pow(level)).sum();
        assert_eq!(count, expected);
        assert_eq!(text.matches("async fn f").count(), count);
        assert_eq!(
            text.matches(").await").count() - text.matches("Tick(false).await").count(),
            count - 1
        );
        assert!((0..count).all(|number| text.contains(&format!("async fn f{number}("))));
    }
}
