//! `./x debian`: set-up, demo and tests from nothing, in a folder with a release of Debian and nothing
//! else.
//!
//! The folder is made by debootstrap, and entered by chroot in mount and process namespaces of its own,
//! so that nothing stays mounted or running. Of this machine it gets what is needed to reach the
//! network: name servers, certificates, the proxy variables. All of it needs root or sudo.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use crate::args::Debian;
use crate::check::files;
use crate::ctx::Ctx;
use crate::{cmd, fsx};

/// Where the tree is in the folder.
const TREE: &str = "llvmcoro";

/// What is run where nothing is chosen: `./x` makes what each needs.
const USUAL: [&[&str]; 2] = [&["demo"], &["test"]];

/// What this machine has to reach the network, and where it goes. The certificates keep out of the way
/// of the package that has the usual ones, and would drop a proxy's.
const NETWORK: [(&str, &str); 2] = [
    ("/etc/resolv.conf", "etc/resolv.conf"),
    ("/etc/ssl/certs/ca-certificates.crt", "etc/ssl/of-the-host.crt"),
];

/// What tells cargo, pip and others of these certificates.
const CERTIFICATES: [&str; 3] = ["CARGO_HTTP_CAINFO", "PIP_CERT", "SSL_CERT_FILE"];

/// Variables that are handed on.
const VARIABLES: [&str; 7] =
    ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

/// A release of Debian that has the pinned compiler and LLVM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Release {
    /// Debian 12.
    Bookworm,
    /// Debian 13.
    Trixie,
}

impl Release {
    const ALL: [Release; 2] = [Release::Bookworm, Release::Trixie];

    fn name(self) -> &'static str {
        match self {
            Release::Bookworm => "bookworm",
            Release::Trixie => "trixie",
        }
    }

    fn sources(self, mirror: &str) -> String {
        let name = self.name();
        format!(
            "deb {mirror}/debian {name} main\ndeb {mirror}/debian-security {name}-security main\n"
        )
    }
}

/// Where this system's apt gets Debian from, without the archive's name.
fn mirror() -> Result<String> {
    let mut apt = cmd::clean("apt-get");
    let sites = cmd::output(apt.args(["indextargets", "--format", "$(SITE)"]))?;
    let mirror = sites.lines().find_map(|site| site.trim_end_matches('/').strip_suffix("/debian"));
    Ok(mirror.context("apt has no source that ends in `/debian`")?.to_owned())
}

/// Runs the commands in each chosen release, and says how each ended.
pub fn run(ctx: &Ctx, debian: &Debian) -> Result<()> {
    let releases = debian.release.map_or(Release::ALL.to_vec(), |release| vec![release]);
    let given: Vec<&str> = debian.command.iter().map(String::as_str).collect();
    let commands = if given.is_empty() { USUAL.to_vec() } else { vec![&given[..]] };
    let mut failed = Vec::new();
    for release in releases {
        let folder = ctx.build.join("debian").join(release.name());
        make(ctx, release, &folder, debian.keep)?;
        for command in &commands {
            let line = format!("{}: ./x {}", release.name(), command.join(" "));
            println!("== {line}");
            let start = Instant::now();
            let status = inside(&folder, command).status().context("unshare cannot be started")?;
            println!("== {line}: {status}, {} s", start.elapsed().as_secs());
            if !status.success() {
                failed.push(line);
            }
        }
    }
    ensure!(failed.is_empty(), "failed: {}", failed.join("; "));
    Ok(())
}

/// Makes the folder, and a copy of the tree in it.
fn make(ctx: &Ctx, release: Release, folder: &Path, keep: bool) -> Result<()> {
    if folder.exists() && !keep {
        // Files of root's.
        cmd::output(root("rm").arg("-rf").arg(folder))?;
    }
    if !folder.exists() {
        fsx::create_dir(folder.parent().context("it is in a folder")?)?;
        println!("== {}: debootstrap", release.name());
        let mirror = mirror()?;
        let mut debootstrap = root("debootstrap");
        debootstrap.arg("--variant=minbase").arg(release.name()).arg(folder);
        cmd::output(debootstrap.arg(format!("{mirror}/debian")))?;
        let sources = ctx.build.join("debian/sources.list");
        fsx::write(&sources, release.sources(&mirror))?;
        let to = folder.join("etc/apt/sources.list");
        cmd::output(root("cp").arg(&sources).arg(to))?;
        for (file, to) in NETWORK.iter().filter(|(file, _)| Path::new(file).exists()) {
            let to = folder.join(to);
            cmd::output(root("install").args(["-D", "--mode=644"]).arg(file).arg(to))?;
        }
    }
    let list = ctx.build.join("debian/files");
    let names: Vec<String> =
        files(&ctx.root)?.iter().map(|file| file.display().to_string()).collect();
    fsx::write(&list, names.join("\n") + "\n")?;
    let tree = folder.join(TREE);
    cmd::output(root("mkdir").arg("--parents").arg(&tree))?;
    let archive = ctx.build.join("debian/tree.tar");
    let mut tar = Command::new("tar");
    tar.arg("--create").arg("--file").arg(&archive).arg("--directory").arg(&ctx.root);
    cmd::output(tar.arg("--files-from").arg(&list))?;
    let mut tar = root("tar");
    tar.args(["--extract", "--no-same-owner", "--file"]).arg(&archive);
    cmd::output(tar.arg("--directory").arg(&tree))?;
    fs::remove_file(&archive).with_context(|| archive.display().to_string())
}

/// `./x` with these arguments in the folder.
fn inside(folder: &Path, arguments: &[&str]) -> Command {
    // /proc is that of the new process namespace; /dev is this machine's.
    const SCRIPT: &str = "set -eu; root=$1; shift
        mount --rbind /dev \"$root/dev\"
        mount -t proc proc \"$root/proc\"
        mount -t tmpfs tmpfs \"$root/tmp\"
        exec chroot \"$root\" \"$@\"";
    let mut command = root("unshare");
    command.args(["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", SCRIPT, "sh"]);
    command.arg(folder).args(["env", "--ignore-environment"]);
    command.args(["HOME=/root", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]);
    if folder.join(NETWORK[1].1).exists() {
        command.args(CERTIFICATES.map(|name| format!("{name}=/{}", NETWORK[1].1)));
    }
    for name in VARIABLES {
        if let Ok(value) = std::env::var(name) {
            command.arg(format!("{name}={value}"));
        }
    }
    command.arg(PathBuf::from("/").join(TREE).join("x")).args(arguments);
    command
}

/// A command as root, by sudo if need be.
fn root(program: impl AsRef<OsStr>) -> Command {
    // The owner of a process's folder is its user.
    let is_root = fs::metadata("/proc/self").is_ok_and(|meta| {
        use std::os::unix::fs::MetadataExt;
        meta.uid() == 0
    });
    if is_root {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}
