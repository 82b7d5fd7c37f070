//! `yardstick [PART…|FILE.rs|FOLDER] [--target TARGET] [--json FILE] [--html FILE] [--explain NAME]`: see `docs/frames.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;
use yardstick::{Future, Part, Summary, explain, page, parts, single, table};

#[derive(Default)]
struct Options {
    what: Vec<String>,
    target: Option<String>,
    json: Option<PathBuf>,
    html: Option<PathBuf>,
    explain: Option<String>,
}

impl Options {
    fn parse() -> Result<Self> {
        let mut options = Options::default();
        let mut args = std::env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value =
                || args.next().with_context(|| format!("a value is missing after `{arg}`"));
            match arg.as_str() {
                "--target" => options.target = Some(value()?),
                "--explain" => options.explain = Some(value()?),
                "--html" => options.html = Some(value()?.into()),
                "--json" => options.json = Some(value()?.into()),
                _ => {
                    ensure!(!arg.starts_with('-'), "unknown option `{arg}`");
                    options.what.push(arg);
                }
            }
        }
        Ok(options)
    }

    /// The named parts of the corpus, or all of them; anything else is a file or a folder.
    fn parts(&self, layout: &Layout) -> Result<Vec<Part>> {
        let corpus = parts(layout)?;
        if self.what.is_empty() {
            return Ok(corpus);
        }
        let part = |name: &String| match corpus.iter().find(|part| part.name == *name) {
            Some(part) => Ok(part.clone()),
            None => single(Path::new(name), self.target.as_deref()),
        };
        self.what.iter().map(part).collect()
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let options = Options::parse()?;
    let layout = Layout::from_env()?;
    let mut all: Vec<Future> = vec![];
    let mut means = vec![];
    for part in options.parts(&layout)? {
        for target in &part.targets {
            let futures = part.measure(&layout, target)?;
            let title = format!("{}, {target}, bytes", part.name);
            match &options.explain {
                None => println!("{}", table(&title, &futures)),
                Some(name) => {
                    let named = futures.iter().filter(|future| future.name.contains(name));
                    named.for_each(|future| println!("{}", explain(future)));
                }
            }
            if let Some(summary) = Summary::of(&futures) {
                means.push((format!("{}, {target}", part.name), summary));
            }
            all.extend(futures);
        }
    }
    if let Some(json) = &options.json {
        fs::write(json, serde_json::to_string_pretty(&all)? + "\n")
            .with_context(|| json.display().to_string())?;
    }
    if let Some(html) = &options.html {
        let name = options.explain.as_deref().unwrap_or_default();
        let shown: Vec<Future> = all.iter().filter(|f| f.name.contains(name)).cloned().collect();
        fs::write(html, page(&shown)).with_context(|| html.display().to_string())?;
    }
    let total = Summary::of(&all).context("there is no coroutine")?;
    for (name, summary) in means.into_iter().chain([("all".to_owned(), total.clone())]) {
        println!("{name}: {summary}");
    }
    let report = |what: &str, is: &dyn Fn(&Future) -> bool| {
        let found: Vec<&Future> = all.iter().filter(|future| is(future)).collect();
        for future in &found {
            println!("{what} on {}: {} ({})", future.target, future.name, future.source);
        }
        found.len()
    };
    let larger = report("larger than stock", &|future| future.plugin > future.stock);
    let below = report("below the floor", &|future| future.plugin < future.floor);
    ensure!(larger == 0, "{larger} futures are larger than stock's");
    ensure!(below == 0, "{below} futures are below their floors, which therefore are none");
    Ok(())
}
