//! `cargo llvmcoro compare`.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;
use llvmcoro_report::{Comparison, Mode, Program};

use crate::dist::Dist;
use crate::output;
use crate::project::{Of, Project};
use crate::selection::Selection;

/// Build by stock and by the plugin, and compare programs and futures
///
/// Both get the same flags and the same sysroot. Per program, the sizes of .text, .rodata, .data and
/// .bss are printed, and per future its size, the largest first. What is larger is marked.
#[derive(Args, Debug)]
pub struct Compare {
    /// Futures of all crates, and not only of the project's
    #[arg(long)]
    graph: bool,
    /// Write JSON to a file; without one to the standard output, in the place of the tables
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = output::STDOUT)]
    json: Option<PathBuf>,
    /// Write Markdown, for a pull request, in the same way
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = output::STDOUT,
        conflicts_with = "json")]
    markdown: Option<PathBuf>,
    /// Write a page to a file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    #[command(flatten)]
    selection: Selection,
}

impl Compare {
    /// Builds, measures, compares and tells.
    ///
    /// # Errors
    /// If something cannot be built or written.
    pub fn run(&self, dist: &Dist) -> Result<()> {
        let project = Project::new(dist, &self.selection)?;
        let stock = project.build(Mode::Stock)?;
        let plugin = project.build(Mode::Plugin)?;
        ensure!(stock.keys().eq(plugin.keys()), "the compilers built different programs");
        let programs = stock.iter().zip(plugin.values());
        let programs = programs
            .map(|(((package, name), stock), plugin)| Program::read(package, name, stock, plugin));
        let programs = programs.collect::<Result<Vec<_>>>()?;
        let futures = project.futures(if self.graph { Of::Graph } else { Of::Local })?;
        let profile = self.selection.profile();
        let comparison = Comparison::new(&project.target, profile, programs, futures);
        let mut told = false;
        if let Some(file) = &self.json {
            told |= output::write(file, &comparison.json()?)?;
        }
        if let Some(file) = &self.markdown {
            told |= output::write(file, &comparison.markdown())?;
        }
        if let Some(file) = &self.html {
            output::write(file, &comparison.html())?;
        }
        if !told {
            print!("{}", comparison.text());
        }
        Ok(())
    }
}
