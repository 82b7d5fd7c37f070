//! What of a project is looked at: options that mean what they mean to cargo.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::cargo;

/// Cargo's options that choose packages, programs, features, profile and target.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What is built, as with cargo")]
pub struct Selection {
    /// A package
    #[arg(short, long, value_name = "SPEC")]
    package: Vec<String>,
    /// All packages of the workspace
    #[arg(long, visible_alias = "all")]
    workspace: bool,
    /// A package that is left out
    #[arg(long, value_name = "SPEC", requires = "workspace")]
    exclude: Vec<String>,
    /// The library
    #[arg(long)]
    lib: bool,
    /// A program
    #[arg(long, value_name = "NAME")]
    bin: Vec<String>,
    /// All programs
    #[arg(long)]
    bins: bool,
    /// An example
    #[arg(long, value_name = "NAME")]
    example: Vec<String>,
    /// All examples
    #[arg(long)]
    examples: bool,
    /// Features, separated by commas or spaces
    #[arg(short = 'F', long)]
    features: Vec<String>,
    /// All features
    #[arg(long)]
    all_features: bool,
    /// Without the feature `default`
    #[arg(long)]
    no_default_features: bool,
    /// With the profile `release`
    #[arg(short, long, conflicts_with = "profile")]
    release: bool,
    /// With a profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// For a target [default: the configuration's, or the host]
    #[arg(long, value_name = "TRIPLE")]
    target: Option<String>,
    /// The project's Cargo.toml
    #[arg(long, value_name = "FILE")]
    manifest_path: Option<PathBuf>,
    /// Cargo.lock must stay as it is
    #[arg(long)]
    locked: bool,
    /// Without the network
    #[arg(long)]
    offline: bool,
    /// Both of these
    #[arg(long)]
    frozen: bool,
    /// Configuration
    #[arg(long, value_name = "KEY=VALUE")]
    config: Vec<String>,
    /// Unstable options of cargo's
    #[arg(short = 'Z', value_name = "FLAG")]
    unstable: Vec<String>,
    /// How many jobs run at a time
    #[arg(short, long, value_name = "N")]
    jobs: Option<String>,
}

impl Selection {
    /// The name of the profile.
    pub fn profile(&self) -> &str {
        match &self.profile {
            Some(name) => name,
            None if self.release => "release",
            None => "dev",
        }
    }

    /// The target.
    ///
    /// # Errors
    /// If the configuration names several.
    pub fn target(&self) -> Result<String> {
        if let Some(target) = &self.target {
            return Ok(target.clone());
        }
        let configured = cargo::configured_targets(&args_of("--config", &self.config));
        ensure!(
            configured.len() <= 1,
            "the configuration names {}: choose one with --target",
            configured.join(", ")
        );
        Ok(configured.into_iter().next().unwrap_or_else(|| cargo::HOST.to_owned()))
    }

    /// Cargo's arguments for it, without target and profile of the build.
    fn of_workspace(&self) -> Vec<OsString> {
        let mut args = args_of("--config", &self.config);
        args.extend(args_of("-Z", &self.unstable));
        if let Some(path) = &self.manifest_path {
            args.extend(["--manifest-path".into(), path.into()]);
        }
        args.extend(flags(&[
            ("--locked", self.locked),
            ("--offline", self.offline),
            ("--frozen", self.frozen),
        ]));
        args
    }

    /// Cargo's arguments for a build.
    pub fn args(&self) -> Vec<OsString> {
        let mut args = self.of_workspace();
        for (option, values) in [
            ("--package", &self.package),
            ("--exclude", &self.exclude),
            ("--bin", &self.bin),
            ("--example", &self.example),
            ("--features", &self.features),
        ] {
            args.extend(args_of(option, values));
        }
        args.extend(flags(&[
            ("--workspace", self.workspace),
            ("--lib", self.lib),
            ("--bins", self.bins),
            ("--examples", self.examples),
            ("--all-features", self.all_features),
            ("--no-default-features", self.no_default_features),
        ]));
        args.extend(["--profile".into(), self.profile().into()]);
        if let Some(jobs) = &self.jobs {
            args.extend(["--jobs".into(), jobs.into()]);
        }
        args
    }

    /// What cargo tells of the project.
    ///
    /// # Errors
    /// If there is none.
    pub fn metadata(&self) -> Result<Value> {
        let mut command = Command::new(cargo::program());
        command.args(["metadata", "--no-deps", "--format-version=1"]).args(self.of_workspace());
        command.stdin(Stdio::null()).stderr(Stdio::inherit());
        let output = command.output().context("cargo cannot be started")?;
        ensure!(output.status.success(), "cargo does not tell of this project");
        serde_json::from_slice(&output.stdout).context("what cargo tells of the project")
    }
}

fn args_of(option: &str, values: &[String]) -> Vec<OsString> {
    values.iter().flat_map(|value| [option.into(), value.into()]).collect()
}

fn flags<'a>(flags: &'a [(&str, bool)]) -> impl Iterator<Item = OsString> + 'a {
    flags.iter().filter(|(_, given)| *given).map(|(flag, _)| OsString::from(*flag))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        selection: Selection,
    }

    #[test]
    fn cargo_gets_what_was_given() {
        let line = "x -p a --bin b --features f,g -r --locked --config k=1 --target thumb";
        let selection = Program::parse_from(line.split(' ')).selection;
        let expected = "--config k=1 --locked --package a --bin b --features f,g --profile release";
        let args: Vec<_> = selection.args().into_iter().map(|a| a.into_string().unwrap()).collect();
        assert_eq!(args.join(" "), expected);
        assert_eq!(selection.target().unwrap(), "thumb");
        assert!(Program::try_parse_from(["x", "--release", "--profile", "p"]).is_err());
    }
}
