//! The sources and tests of LLVM's coroutine passes, out of Debian's source package.
//!
//! apt fetches the package's upstream tarball from the mirror that this machine already uses. The
//! same tarball stands in the indexes of several of Debian's suites, but at times some name a file that
//! is gone, or a newer one, so they are tried in turn; its checksum is pinned.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::ctx::Ctx;
use crate::digest::{self, Input};
use crate::step::{Run, Step};
use crate::{cmd, fsx, pins};

/// The name of the step.
pub const NAME: &str = "llvm sources";

/// The files and folders of the tarball that are unpacked, below its top folder: what the patches
/// change, and the style that they are written in.
const UNPACKED: &[&str] = &[
    ".clang-format",
    "llvm/docs/Coroutines.rst",
    "llvm/include/llvm/Transforms/Coroutines",
    "llvm/lib/Passes/PassBuilder.cpp",
    "llvm/lib/Passes/PassRegistry.def",
    "llvm/lib/Transforms/Coroutines",
    "llvm/test/Transforms/Coroutines",
];

/// The root of the unpacked sources, which has the folder `llvm`.
pub fn root(ctx: &Ctx) -> PathBuf {
    ctx.build.join("llvm-source")
}

/// The step that fetches and unpacks.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![
            Input::text(pins::LLVM_TARBALL_SHA256),
            Input::text(include_str!("llvm_source.rs")),
        ],
        outputs: UNPACKED.iter().map(|path| root(ctx).join(path)).collect(),
        advice: "check the network and run the same command again; if no index of this machine's \
                 mirror has the tarball any more, put it into build/download/ by hand (its name \
                 and checksum stand in xtask/src/pins.rs)",
        action: Box::new(move |run| {
            let tarball = ctx.build.join("download").join(pins::LLVM_TARBALL);
            if !tarball.is_file() {
                fetch(run, &tarball)?;
            }
            verify(&tarball)?;
            unpack(ctx, run, &tarball)
        }),
    }
}

/// Downloads the tarball from the first index that has it.
fn fetch(run: &Run<'_>, tarball: &Path) -> Result<()> {
    let indexes = indexes()?;
    ensure!(!indexes.is_empty(), "apt knows no Debian mirror (see /etc/apt/sources.list.d)");
    for (number, index) in indexes.iter().enumerate() {
        let apt = Apt::new(&run.scratch.join(format!("apt-{number}")), index)?;
        run.log.note(&format!("looking for {} in the index of {}", pins::LLVM_TARBALL, index.1))?;
        if run.log.run(apt.get().arg("update")).is_err() {
            continue;
        }
        // Downloading the wrong version would cost 200 MB: ask first what would come.
        let offer = cmd::output(apt.source().arg("--print-uris")).unwrap_or_default();
        if !offer.contains(pins::LLVM_TARBALL) {
            run.log.note(&format!("{} offers another version or none: {offer}", index.1))?;
            continue;
        }
        if run.log.run(&mut apt.source()).is_err() {
            continue;
        }
        return fsx::publish(&apt.dir.join(pins::LLVM_TARBALL), tarball);
    }
    bail!("no index of this machine's mirror offers {}", pins::LLVM_TARBALL)
}

/// Where to look: address and suite; the security updates first, then the release, then others that
/// have it.
fn indexes() -> Result<Vec<(String, String)>> {
    let targets = cmd::output(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(REPO_URI) $(RELEASE)",
        "Created-By: Packages",
    ]))?;
    Ok(indexes_in(&targets))
}

fn indexes_in(targets: &str) -> Vec<(String, String)> {
    let targets = || targets.lines().filter_map(|line| line.split_once(' '));
    let security = targets().filter(|(_, suite)| suite.ends_with("-security"));
    let own = || targets().filter(|(_, suite)| !suite.contains('-'));
    let others = pins::LLVM_SOURCE_SUITES
        .iter()
        .flat_map(|suite| own().map(move |(address, _)| (address, *suite)));
    let mut indexes = Vec::new();
    for (address, suite) in security.chain(own()).chain(others) {
        let index = (address.to_owned(), suite.to_owned());
        if !indexes.contains(&index) {
            indexes.push(index);
        }
    }
    indexes
}

/// apt with folders and a source list of its own, so that the machine's are left alone and root is
/// not needed.
struct Apt {
    dir: PathBuf,
}

impl Apt {
    fn new(dir: &Path, (address, suite): &(String, String)) -> Result<Self> {
        fsx::empty_dir(dir)?;
        for folder in ["lists/partial", "cache/archives/partial"] {
            fsx::create_dir(&dir.join(folder))?;
        }
        let line = format!(
            "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {address} {suite} main\n"
        );
        fsx::write(&dir.join("sources.list"), line)?;
        Ok(Self { dir: dir.to_owned() })
    }

    fn get(&self) -> Command {
        let mut apt = Command::new("apt-get");
        let folder = |name: &str| self.dir.join(name).display().to_string();
        for option in [
            format!("Dir::Etc::sourcelist={}", folder("sources.list")),
            "Dir::Etc::sourceparts=-".to_owned(),
            format!("Dir::State::lists={}", folder("lists")),
            format!("Dir::Cache={}", folder("cache")),
            // apt's own user cannot write here.
            "APT::Sandbox::User=root".to_owned(),
        ] {
            apt.args(["-o", &option]);
        }
        apt.arg("--quiet").current_dir(&self.dir);
        apt
    }

    fn source(&self) -> Command {
        let mut apt = self.get();
        apt.args(["source", "--download-only", "--tar-only", pins::LLVM_SOURCE_PACKAGE]);
        apt
    }
}

fn verify(tarball: &Path) -> Result<()> {
    let sum = digest::of_file(tarball)?;
    if sum != pins::LLVM_TARBALL_SHA256 {
        fsx::remove(tarball)?;
        bail!("{} had the checksum {sum} and was removed", tarball.display());
    }
    Ok(())
}

fn unpack(ctx: &Ctx, run: &Run<'_>, tarball: &Path) -> Result<()> {
    let new = run.scratch.join("unpacked");
    fsx::empty_dir(&new)?;
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--use-compress-program=xz --threads=0", "--strip-components=1"])
        .args(["--wildcards", "--no-wildcards-match-slash"])
        .arg("--file")
        .arg(tarball)
        .arg("--directory")
        .arg(&new)
        .args(UNPACKED.iter().map(|path| format!("*/{path}")));
    run.log.run(&mut tar).context("unpacking LLVM's sources")?;
    fsx::publish(&new, &root(ctx))
}

#[cfg(test)]
mod tests {
    use super::indexes_in;

    #[test]
    fn security_comes_first_and_other_suites_last() {
        let targets = "http://m/debian/ bookworm\nhttp://m/debian/ bookworm\n\
                       http://m/debian/ bookworm-updates\n\
                       http://m/debian-security/ bookworm-security\n";
        let expected = [
            ("http://m/debian-security/", "bookworm-security"),
            ("http://m/debian/", "bookworm"),
            ("http://m/debian/", "trixie"),
            ("http://m/debian/", "sid"),
        ];
        assert_eq!(indexes_in(targets), expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
