//! The sizes of futures: against stock's, and the same whatever the flags are.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use object::{Object, ObjectSymbol};
use testsuite::{Compile, Configuration, Panic, Rustc, Stages, Tally, scratch};
use testsuite_support::Layout;
use testsuite_support::table::Table;

const HOST: &str = "x86_64-unknown-linux-gnu";
const TARGETS: [&str; 11] = [
    HOST,
    "thumbv7em-none-eabi",
    "thumbv7em-none-eabihf",
    "thumbv6m-none-eabi",
    "thumbv7m-none-eabi",
    "thumbv8m.main-none-eabi",
    "thumbv8m.main-none-eabihf",
    "riscv32imac-unknown-none-elf",
    "riscv64gc-unknown-none-elf",
    "aarch64-unknown-none",
    "wasm32-unknown-unknown",
];

/// Those on which `./x test` tries all flags; `./x targets` does so on all.
const WITH_ALL_FLAGS: [&str; 3] = [HOST, "thumbv7em-none-eabihf", "wasm32-unknown-unknown"];

/// Stock's sizes on the host, in bytes: a check that the futures are the ones that are meant.
const STOCK: [(&str, u64); 5] =
    [("leaf", 12), ("two", 168), ("big_then_small", 16), ("many", 64), ("buf_across", 280)];

/// What else is measured.
const OTHERS: [&str; 9] =
    ["middle", "chain", "combine_4", "halves", "by_value", "zeros", "delayed", "once", "taken"];

/// Futures whose tag may be in bytes that hold nothing, and then no niche.
const SHARED: [&str; 2] = ["delayed", "once"];

/// All that is measured.
fn names() -> impl Iterator<Item = &'static str> {
    STOCK.map(|(name, _)| name).into_iter().chain(OTHERS)
}

/// Eighteen coroutines; nothing drops a `first_of`, which has nothing to drop once it has run.
const STAGES: Stages = Stages { lowered: 18, begins: 41 };

/// One for each coroutine, and four for `combine`, which is generic.
const FRAMES: usize = 21;

type Sizes = BTreeMap<String, u64>;

fn sizes(
    layout: &Layout,
    rustc: Rustc,
    target: &str,
    folder: &Path,
    flags: &[&str],
) -> Result<Sizes> {
    let name = format!("{target}-{}{}", rustc.name(), flags.concat());
    let output = folder.join(name.replace(['=', ' '], "-")).with_extension("o");
    let mut compile =
        Compile::new(layout, rustc, &layout.root.join("testsuite/frames/futures.rs"), &output)
            .flag("--crate-type=lib")
            .flag("--emit=obj")
            .flag("-Ccodegen-units=1")
            .flag(format!("--target={target}"));
    for flag in flags {
        compile = compile.flag(*flag);
    }
    let artifact = compile.run()?;
    if rustc == Rustc::Plugin {
        let stages = artifact.lowered.count()?;
        ensure!(stages == STAGES, "{stages:?}, not {STAGES:?}");
    }
    read_sizes(&output)
}

/// The sizes of the symbols `size_…`, and under `Option<…>` those of the symbols `optional_…`.
fn read_sizes(object: &Path) -> Result<Sizes> {
    let data = fs::read(object).with_context(|| object.display().to_string())?;
    let file = object::File::parse(&*data)?;
    let mut sizes = Sizes::new();
    for symbol in file.symbols() {
        let name = symbol.name()?;
        if let Some(name) = name.strip_prefix("size_") {
            sizes.insert(name.to_owned(), symbol.size());
        } else if let Some(name) = name.strip_prefix("optional_") {
            sizes.insert(optional(name), symbol.size());
        }
    }
    ensure!(sizes.len() == 2 * names().count(), "{} has {} sizes", object.display(), sizes.len());
    Ok(sizes)
}

/// The type with a future of `name` in it.
fn optional(name: &str) -> String {
    format!("Option<{name}>")
}

/// What the plugin's sizes are on the host: a change that makes one larger has to say why.
const PLUGIN_AT_MOST: [(&str, u64); 14] = [
    ("leaf", 8),
    ("two", 88),
    ("big_then_small", 16),
    ("many", 40),
    ("buf_across", 272),
    ("middle", 8),
    ("chain", 20),
    ("combine_4", 4106),
    ("halves", 80),
    ("by_value", 88),
    ("zeros", 8),
    ("delayed", 16),
    ("once", 8),
    ("taken", 88),
];

/// The table goes to standard output itself, because what `println` prints is only shown of tests
/// that fail.
#[test]
fn no_larger_than_stock() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "frame_sizes/stock")?;
    let mut tally = Tally::new("frame_sizes");
    let mut table = Table::new();
    for target in TARGETS {
        let flags = ["-Copt-level=3"];
        let stock = sizes(&layout, Rustc::Stock, target, &folder, &flags)?;
        let plugin = sizes(&layout, Rustc::Plugin, target, &folder, &flags)?;
        table.heading(&format!("futures on {target}, bytes"));
        for name in names() {
            let check = || {
                let (of_stock, of_plugin) = (stock[name], plugin[name]);
                ensure!(of_plugin <= of_stock, "{of_plugin} bytes, stock {of_stock}");
                let (of_stock, of_plugin) = (stock[&optional(name)], plugin[&optional(name)]);
                ensure!(of_stock > stock[name], "stock has a niche: {of_stock} bytes");
                let expected = if SHARED.contains(&name) {
                    plugin[name]..=of_stock
                } else {
                    plugin[name]..=plugin[name]
                };
                ensure!(expected.contains(&of_plugin), "an option has {of_plugin} bytes");
                Ok(())
            };
            tally.add(format!("{name} on {target}"), check());
            table.row(name, stock[name], plugin[name]);
        }
        for (name, bytes) in PLUGIN_AT_MOST {
            let plugin = plugin[name];
            ensure!(target != HOST || plugin <= bytes, "{name} has grown to {plugin}");
        }
        for (name, bytes) in STOCK {
            ensure!(target != HOST || stock[name] == bytes, "stock's {name}: {}", stock[name]);
        }
    }
    writeln!(std::io::stdout(), "\n{table}")?;
    tally.finish()
}

#[test]
fn the_same_whatever_the_flags() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "frame_sizes/flags")?;
    let mut tally = Tally::new("frame_sizes");
    for target in TARGETS
        .into_iter()
        .filter(|target| WITH_ALL_FLAGS.contains(target) || testsuite::all_targets())
    {
        let reference = sizes(&layout, Rustc::Plugin, target, &folder, &["-Copt-level=3"])?;
        for opt in ["-Copt-level=0", "-Copt-level=3", "-Copt-level=s", "-Copt-level=z"] {
            for debuginfo in ["-Cdebuginfo=0", "-Cdebuginfo=2"] {
                for overflow in ["-Coverflow-checks=off", "-Coverflow-checks=on"] {
                    for assertions in ["-Cdebug-assertions=off", "-Cdebug-assertions=on"] {
                        let flags = [opt, debuginfo, overflow, assertions];
                        let check = || {
                            let sizes = sizes(&layout, Rustc::Plugin, target, &folder, &flags)?;
                            ensure!(sizes == reference, "{sizes:?}, not {reference:?}");
                            Ok(())
                        };
                        tally.add(format!("{target} {}", flags.join(" ")), check());
                    }
                }
            }
        }
    }
    tally.finish()
}

/// What `-llvmcoro-print-frames` and rustc's `-Zprint-type-sizes` print is what the language says.
#[test]
fn printed_sizes_are_true() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "frame_sizes/printed")?;
    let source = layout.root.join("testsuite/frames/futures.rs");
    let output = folder.join("futures.o");
    let artifact = Compile::new(&layout, Rustc::Plugin, &source, &output)
        .configuration(Configuration::new("s", Panic::Abort))
        .flag("--crate-type=lib")
        .flag("--emit=obj")
        .option("print-frames")
        .flag("-Zprint-type-sizes")
        .run()?;
    let frames = testsuite::frames(&artifact.stdout)?;
    let sizes = read_sizes(&output)?;
    ensure!(frames.len() == FRAMES, "{} frames", frames.len());
    let mut tally = Tally::new("frame_sizes");
    for name in names() {
        let size = sizes[name];
        let check = || {
            let ty = match name {
                "combine_4" => "{async fn body of combine<".repeat(4),
                _ => format!("{{async fn body of {name}()}}"),
            };
            let frame = frames.iter().find(|frame| frame.ty.starts_with(&ty));
            let frame = frame.with_context(|| format!("there is no frame of {ty}"))?;
            ensure!(frame.size == size, "{frame:?}, not {size}");
            ensure!(frame.size % frame.align == 0, "{frame:?}");
            let line = format!(
                "print-type-size type: `{}`: {} bytes, alignment: {} bytes",
                frame.ty, frame.size, frame.align
            );
            ensure!(artifact.stdout.lines().any(|printed| printed == line), "no line `{line}`");
            Ok(())
        };
        tally.add(name, check());
    }
    tally.finish()
}
