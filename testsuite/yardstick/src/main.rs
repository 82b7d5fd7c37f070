//! `./x frames`: see `docs/frames.md`.

use std::fs;
use std::io;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use arguments::{Frames, Output, What};
use llvmcoro_report::{Future, Summary, explain, page, table};
use testsuite_support::Layout;
use yardstick::{Part, parts, single};

/// The requested parts of the corpus, files and packages; the whole corpus if none are requested.
fn chosen(options: &Frames, layout: &Layout) -> Result<Vec<Part>> {
    let corpus = parts(layout)?;
    if options.what.is_empty() {
        return Ok(corpus);
    }
    let part = |what: &What| match what {
        What::Part(name) => {
            let part = corpus.iter().find(|part| part.name == *name);
            part.cloned().with_context(|| format!("the corpus has no part `{name}`"))
        }
        What::Path(path) => single(path, options.target.as_deref()),
    };
    options.what.iter().map(part).collect()
}

fn main() -> ExitCode {
    match run(&arguments::read()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Frames) -> Result<()> {
    let mut out = Output::beside(options.json.as_ref());
    let layout = Layout::from_env()?;
    let mut all: Vec<Future> = vec![];
    let mut means = vec![];
    for part in chosen(options, &layout)? {
        for target in &part.targets {
            let futures = part.measure(&layout, target)?;
            let title = format!("{}, {target}, bytes", part.name);
            match &options.explain {
                None => writeln!(out, "{}", table(&title, &futures))?,
                Some(name) => {
                    for future in futures.iter().filter(|future| future.name.contains(name)) {
                        writeln!(out, "{}", explain(future))?;
                    }
                }
            }
            if let Some(summary) = Summary::of(&futures) {
                means.push((format!("{}, {target}", part.name), summary));
            }
            all.extend(futures);
        }
    }
    if let Some(output) = &options.json {
        output.write(&serde_json::to_string_pretty(&all)?).context("writing JSON")?;
    }
    if let Some(html) = &options.html {
        let name = options.explain.as_deref().unwrap_or_default();
        let shown: Vec<Future> = all.iter().filter(|f| f.name.contains(name)).cloned().collect();
        fs::write(html, page(&shown)).with_context(|| html.display().to_string())?;
    }
    let total = Summary::of(&all).context("there is no coroutine")?;
    for (name, summary) in means.into_iter().chain([("all".to_owned(), total.clone())]) {
        writeln!(out, "{name}: {summary}")?;
    }
    let mut report = |what: &str, is: &dyn Fn(&Future) -> bool| -> io::Result<usize> {
        let found: Vec<&Future> = all.iter().filter(|future| is(future)).collect();
        for future in &found {
            let Future { target, name, source, .. } = future;
            writeln!(out, "{what} on {target}: {name} ({source})")?;
        }
        Ok(found.len())
    };
    let larger = report("larger than stock", &|future| future.plugin > future.stock)?;
    let below = report("below the floor", &|future| future.plugin < future.floor)?;
    ensure!(larger == 0, "{larger} futures are larger than stock's");
    ensure!(below == 0, "{below} futures are below their floors, which therefore are none");
    Ok(())
}
