//! Values that are moved are copied by `memcpy`: a firmware that has no `memmove` with stock has none
//! with the plugin.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use object::{Object, ObjectSymbol};
use testsuite::{Compile, Configuration, Panic, Rustc, Tally, scratch};
use testsuite_support::Layout;

const TARGET: &str = "thumbv7em-none-eabi";

/// The files in `testsuite/copies/` that `shapes.rs` can be; `run/large_moves.rs` runs them.
const SHAPES: [&str; 5] = ["arrays", "captures", "enums", "nested", "results"];

/// The other files in that folder.
const NO_SHAPES: [&str; 2] = ["common", "shapes"];

#[test]
fn every_shape_is_listed() -> Result<()> {
    let files = testsuite::programs::programs("copies", SHAPES.len() + NO_SHAPES.len())?;
    let unknown = |name: &&String| ![&SHAPES[..], &NO_SHAPES].concat().contains(&name.as_str());
    let unknown: Vec<_> = files.iter().filter(unknown).collect();
    ensure!(unknown.is_empty(), "nobody compiles {unknown:?}");
    Ok(())
}

#[test]
fn no_memmove() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "copies")?;
    let source = layout.root.join("testsuite/copies/shapes.rs");
    let mut tally = Tally::new("copies");
    for shape in SHAPES {
        for opt in ["s", "z", "2", "3"] {
            let configuration = Configuration::new(opt, Panic::Abort);
            let check = || {
                let compile = |rustc: Rustc| -> Result<Vec<String>> {
                    let output = folder.join(format!("{shape}-{configuration}-{}.o", rustc.name()));
                    let artifact = Compile::new(&layout, rustc, &source, &output)
                        .configuration(configuration)
                        .flag(format!("--target={TARGET}"))
                        .flag("--emit=obj")
                        .flag("-Ccodegen-units=1")
                        .flag(format!("--cfg=shape=\"{shape}\""))
                        .run()?;
                    if rustc == Rustc::Plugin {
                        let stages = artifact.lowered.count()?;
                        ensure!(stages.lowered > 1 && stages.begins > 1, "{stages:?}");
                    }
                    wanted_functions(&output)
                };
                let (stock, plugin) = (compile(Rustc::Stock)?, compile(Rustc::Plugin)?);
                // Otherwise there would be nothing that is copied.
                let copies = |name: &String| name.contains("memcpy");
                ensure!(stock.iter().any(copies), "stock copies nothing: {stock:?}");
                let moves = |name: &&String| name.contains("memmove");
                let found = plugin.iter().any(|name| moves(&name));
                // What a large result is made of overlaps with it: the one is in the frame of what
                // is awaited, the other in the awaiter's, and with one placement for all awaiters
                // they cannot be at one place. Stock moves there, too, at most levels.
                ensure!(found == (shape == "nested"), "{plugin:?}, stock {stock:?}");
                Ok(())
            };
            tally.add(format!("{shape} {configuration}"), check());
        }
    }
    tally.finish()
}

/// The symbols that an object file wants of others.
fn wanted_functions(object: &Path) -> Result<Vec<String>> {
    let data = fs::read(object).with_context(|| object.display().to_string())?;
    let file = object::File::parse(&*data)?;
    let undefined = file.symbols().filter(|symbol| symbol.is_undefined());
    undefined.map(|symbol| Ok(symbol.name()?.to_owned())).collect()
}
