//! Building a workspace by stock rustc or by the plugin, and what cargo says of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, ensure};
use testsuite::Rustc;
use testsuite_support::artifact::Artifact;
use testsuite_support::outputs::Inputs;
use testsuite_support::{Layout, cargo, process};

pub use arguments::Profile;

const HOST: &str = "x86_64-unknown-linux-gnu";

/// All of the published tests, optimised, from nothing, beside other work.
const LIMIT: Duration = Duration::from_secs(3600);

/// A folder with the outputs of one workspace.
#[derive(Clone, Debug)]
pub struct Outputs {
    folder: PathBuf,
}

impl Outputs {
    /// The folder `name` for what is built from the manifests and lock files `inputs`. It is emptied
    /// when the plugin or one of these has changed, so that no report of an earlier graph is in it.
    pub fn new(layout: &Layout, name: &str, inputs: &[PathBuf]) -> Result<Self> {
        let folder = layout.build.join("testsuite/crates").join(name);
        let plugin = Inputs::plugin(layout)?;
        inputs.iter().try_fold(plugin, |all, file| all.file(file))?.keep(&folder)?;
        Ok(Outputs { folder })
    }

    /// A folder for whatever else belongs to it.
    pub fn extra(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where the plugin writes its reports.
    pub fn reports(&self, profile: Profile) -> PathBuf {
        self.folder.join(format!("reports-{}", profile.name()))
    }

    /// Runs cargo's `command` (`build`, `test`) in the workspace at `manifest`. Stock rustc and the
    /// plugin have target folders of their own, so that neither leaves something to the other.
    ///
    /// # Errors
    /// If it fails. A coroutine that goes the stock way is no error: it is counted.
    pub fn build(
        &self,
        layout: &Layout,
        rustc: Rustc,
        profile: Profile,
        manifest: &Path,
        command: &[&str],
    ) -> Result<Vec<Artifact>> {
        let target_dir = self.folder.join(rustc.name());
        let mut cargo = match rustc {
            Rustc::Stock => {
                let mut cargo = cargo::clean(&layout.cargo);
                cargo.env("RUSTC", &layout.rustc);
                cargo
            }
            Rustc::Plugin => {
                let mut cargo = cargo::clean(layout.dist.join("bin/cargo-llvmcoro"));
                let reports = self.reports(profile);
                cargo.env(
                    "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS",
                    format!("-Cllvm-args=-llvmcoro-report={}", reports.display()),
                );
                cargo
            }
        };
        cargo
            .args(command)
            .args(["--locked", "--profile", profile.name(), "--target", HOST])
            .args(["--message-format", "json-render-diagnostics", "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(&target_dir);
        let output = process::run(&mut cargo, LIMIT)?;
        ensure!(
            output.status.success(),
            "cargo {} failed with {} rustc, profile {}:\n{}",
            command.join(" "),
            rustc.name(),
            profile.name(),
            output.stderr
        );
        Artifact::of_messages(&output.stdout, &[&target_dir.join(HOST)])
    }
}
