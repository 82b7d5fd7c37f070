//! `cargo llvmcoro frames` and `cargo llvmcoro why`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use llvmcoro_report::{Future, Summary, explain, listing, page, stack, stacks, tasks, why};

use crate::budget::{Baseline, Limits};
use crate::dist::Dist;
use crate::output;
use crate::project::{Of, Project};
use crate::selection::Selection;

/// Show the futures of a project: sizes, and the largest slots of their frames
///
/// Sizes are in bytes: stock's, the plugin's, and the floor, which is the least that any layout of the
/// frame can take.
#[derive(Args, Debug)]
pub struct Frames {
    /// Futures of all crates, and not only of the project's
    #[arg(long)]
    graph: bool,
    /// Show the frames of the futures with such a name: their slots, and what has to be kept when
    #[arg(long, value_name = "NAME")]
    explain: Option<String>,
    /// Build the programs, too, and tell the stack that polling each task of embassy's takes (Cortex-M)
    #[arg(long)]
    stacks: bool,
    /// Write JSON to a file; without one to the standard output, in the place of the list
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = output::STDOUT)]
    json: Option<PathBuf>,
    /// Write the pictures of the frames to a file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the sizes to a file, for --check
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    save: Option<PathBuf>,
    /// Fail if a future has grown since a file was saved, or is larger than its `max_size` in
    /// Cargo.toml; without a file, only for the latter
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    #[expect(clippy::option_option, reason = "the option has a value or none")]
    check: Option<Option<PathBuf>>,
    #[command(flatten)]
    selection: Selection,
}

impl Frames {
    /// Measures and tells.
    ///
    /// # Errors
    /// If the project cannot be compiled, or a check fails.
    pub fn run(&self, dist: &Dist) -> Result<()> {
        let project = Project::new(dist, &self.selection)?;
        let futures = project.futures(if self.graph { Of::Graph } else { Of::Local })?;
        ensure!(!futures.is_empty(), "there is no future in it");
        let named = match &self.explain {
            Some(name) => named(&futures, name)?,
            None => futures.iter().collect(),
        };
        let mut told = false;
        if let Some(file) = &self.json {
            told |= output::write(file, &(serde_json::to_string_pretty(&named)? + "\n"))?;
        }
        if let Some(file) = &self.html {
            let shown: Vec<Future> = named.iter().copied().cloned().collect();
            output::write(file, &page(&shown))?;
        }
        let profile = self.selection.profile();
        let now = Baseline::of(&project.target, profile, &futures);
        if let Some(file) = &self.save {
            return output::write(file, &now.text()?).map(drop);
        }
        if let Some(file) = &self.check {
            let limits = Limits::of_metadata(&project.metadata)?;
            return check(&now, file.as_ref(), &limits);
        }
        if self.explain.is_some() && !told {
            for future in &named {
                println!("{}", explain(future));
            }
        } else if !told {
            let heading = format!("{}, {profile}, bytes", project.target);
            print!("{}", listing(&heading, &futures));
            if let Some(table) = tasks(&futures) {
                print!("\n{table}");
            }
            if self.stacks {
                print!("\n{}", polls(&project, profile, &futures)?);
            }
            if let Some(summary) = Summary::of(&futures) {
                println!("{summary}");
            }
        }
        Ok(())
    }
}

/// The stack of the tasks' polls, in each program that has them.
fn polls(project: &Project<'_>, profile: &str, futures: &[Future]) -> Result<String> {
    let target = &project.target;
    ensure!(target.starts_with("thumb"), "--stacks reads code for Cortex-M alone, not {target}");
    let mut text = String::new();
    for ((_, name), file) in project.build_with_stacks()? {
        text += &stacks(&name, profile, futures, &stack::Program::read(&file)?);
    }
    ensure!(!text.is_empty(), "no program has a task of embassy's: --stacks tells of no others");
    Ok(text)
}

/// Compares with a baseline, if there is one, and with the limits.
fn check(now: &Baseline, file: Option<&PathBuf>, limits: &Limits) -> Result<()> {
    ensure!(
        file.is_some() || !limits.is_empty(),
        "there is nothing to check: name a file that --save wrote, or give a max_size in \
         [package.metadata.llvmcoro] of Cargo.toml"
    );
    let mut complaints = limits.complaints(now);
    if let Some(file) = file {
        let saved = Baseline::read(file)?;
        let changes = now.since(&saved).with_context(|| file.display().to_string())?;
        for note in &changes.notes {
            println!("{note}");
        }
        complaints.extend(changes.grown);
    }
    for complaint in &complaints {
        println!("{complaint}");
    }
    match complaints.len() {
        0 => println!("no future is too large: {} were looked at", now.len()),
        count => bail!("{count} too large: see above"),
    }
    Ok(())
}

/// Tell what keeps the size of a future up, in order of bytes
///
/// For the suspension that keeps most: each variable with its line, the awaits that it crosses and
/// why, what is in an awaited future, and what boxing it would save.
#[derive(Args, Debug)]
pub struct WhyLarge {
    /// The future's name, or a part of it
    name: String,
    /// Also futures of other crates
    #[arg(long)]
    graph: bool,
    #[command(flatten)]
    selection: Selection,
}

impl WhyLarge {
    /// Measures and explains.
    ///
    /// # Errors
    /// If the project cannot be compiled, or has no such future.
    pub fn run(&self, dist: &Dist) -> Result<()> {
        let project = Project::new(dist, &self.selection)?;
        let futures = project.futures(if self.graph { Of::Graph } else { Of::Local })?;
        for future in named(&futures, &self.name)? {
            println!("{}", why(future));
        }
        Ok(())
    }
}

/// The futures with a name: those of which it is the last part of the path, or else those that contain
/// it; the largest first.
fn named<'a>(futures: &'a [Future], name: &str) -> Result<Vec<&'a Future>> {
    let with = |is: &dyn Fn(&Future) -> bool| -> Vec<&'a Future> {
        futures.iter().filter(|future| is(future)).collect()
    };
    let end = format!("::{name}");
    let mut found = with(&|future| future.name == name || future.name.ends_with(&end));
    if found.is_empty() {
        found = with(&|future| future.name.contains(name));
    }
    ensure!(!found.is_empty(), "no future is called `{name}`: `cargo llvmcoro frames` lists them");
    found.sort_by(|a, b| (b.plugin, &a.ty).cmp(&(a.plugin, &b.ty)));
    Ok(found)
}
