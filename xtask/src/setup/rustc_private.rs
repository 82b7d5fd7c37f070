//! A sysroot with the compiler's own crates, for Debian's rustc, which ships none.
//!
//! A plugin needs the metadata of `rustc_middle` and its kin to be compiled against; their code is
//! in the installed `librustc_driver`. So every compiler crate is built from Debian's sources as
//! metadata only (see [`metadata_compiler`]), with what entered the crate ids when the package was
//! built: the same packages with the same features, the same profile, the same variables. Whether
//! that has worked is checked crate by crate (see [`crate_ids`]).

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::crate_ids;
use super::metadata_compiler::{self, Role};
use crate::ctx::Ctx;
use crate::digest::Input;
use crate::step::{Run, Step};
use crate::{cmd, fsx, pins};

/// The name of the step.
pub const NAME: &str = "rustc-private sysroot";

/// In the place of the build script that compiles LLVM's C++ interface: that code is in the installed
/// driver, and metadata needs no more of it than a library of that name.
const LLVM_BUILD_SCRIPT: &str = r#"
fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    std::fs::write(format!("{out}/libllvm-wrapper.a"), "!<arch>\n").unwrap();
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-check-cfg=cfg(llvm_component,values(any()))");
}
"#;

/// The sysroot, to be named with `--sysroot`.
pub fn sysroot(ctx: &Ctx) -> PathBuf {
    ctx.build.join("rustc-private")
}

/// The step that makes the sysroot.
pub fn step(ctx: &Ctx) -> Step<'_> {
    Step {
        name: NAME,
        after: vec![],
        inputs: vec![
            ctx.tools.rustc_input(),
            Input::text(ctx.tools.package_versions(pins::LLVM_PACKAGES)),
            Input::text(include_str!("rustc_private.rs")),
            Input::text(include_str!("metadata_compiler.rs")),
            Input::text(include_str!("crate_ids.rs")),
        ],
        outputs: vec![sysroot(ctx)],
        advice: "if cargo could not download a crate, check the network and run the same command \
                 again (it resumes); if crate ids differ, install rustc-web, cargo-web and \
                 rust-web-src in one and the same version",
        action: Box::new(move |run| build(ctx, run)),
    }
}

fn build(ctx: &Ctx, run: &Run<'_>) -> Result<()> {
    let workspace = run.scratch.join("workspace");
    // The sources are prepared once per key, so that an interrupted build goes on where it was.
    let prepared = run.scratch.join("prepared");
    if std::fs::read_to_string(&prepared).ok().as_deref() != Some(run.key) {
        fsx::empty_dir(run.scratch)?;
        prepare(ctx, run, &workspace)?;
        fsx::write(&prepared, run.key)?;
    }
    let target = run.scratch.join("target");
    compile(ctx, run, &workspace, &target)?;

    let sysroot_new = run.scratch.join("sysroot");
    fsx::empty_dir(&sysroot_new)?;
    let lib = sysroot_new.join("lib/rustlib").join(pins::HOST).join("lib");
    assemble(&target, &lib)?;
    let count = crate_ids::check(ctx, &lib)?;
    run.log.note(&format!("{count} compiler crates have the ids that the driver exports"))?;
    fsx::publish(&sysroot_new, &sysroot(ctx))
}

/// A workspace of the compiler alone, with the packages' sources beside it.
fn prepare(ctx: &Ctx, run: &Run<'_>, workspace: &Path) -> Result<()> {
    let source = Path::new(pins::RUSTC_SOURCE);
    ensure!(
        source.join("compiler/rustc/Cargo.toml").is_file(),
        "the compiler's sources are not in {}: install Debian's package rust-web-src in version {}",
        source.display(),
        pins::RUSTC_RELEASE
    );
    fsx::copy_tree(&source.join("compiler"), &workspace.join("compiler"))?;
    std::fs::copy(source.join("Cargo.lock"), workspace.join("Cargo.lock"))
        .context("copying the compiler's Cargo.lock")?;
    fsx::symlink(&source.join("library"), &workspace.join("library"))?;
    let manifest = compiler_only(&fsx::read(&source.join("Cargo.toml"))?)?;
    fsx::write(&workspace.join("Cargo.toml"), manifest)?;

    fsx::write(&workspace.join("compiler/rustc_llvm/build.rs"), LLVM_BUILD_SCRIPT)?;

    run.log.note("$ cargo vendor")?;
    let config = cmd::output(
        ctx.tools.cargo().args(["vendor", "--versioned-dirs", "vendor"]).current_dir(workspace),
    )?;
    fsx::create_dir(&workspace.join(".cargo"))?;
    fsx::write(&workspace.join(".cargo/config.toml"), config)?;
    repeat_packaging(&workspace.join("vendor"))
}

/// The compiler's root manifest with `compiler/rustc` as its only member: Debian's source package
/// lacks most of the others.
fn compiler_only(manifest: &str) -> Result<String> {
    const START: &str = "# tidy-alphabetical-start\n";
    const END: &str = "# tidy-alphabetical-end\n";
    let (head, rest) =
        manifest.split_once(START).context("the compiler's manifest has no START")?;
    let (_, tail) = rest.split_once(END).context("the compiler's manifest has no END")?;
    // Profiles may speak of packages of the workspace only.
    let mut kept = String::new();
    let mut dropping = false;
    for line in tail.lines() {
        if line.starts_with('[') {
            dropping = ["lld-wrapper]", "wasm-component-ld-wrapper]", "test-float-parse]"]
                .iter()
                .any(|end| line.starts_with("[profile.") && line.ends_with(&format!(".{end}")));
        }
        if !dropping {
            kept += line;
            kept.push('\n');
        }
    }
    Ok(format!("{head}\"compiler/rustc\",\n{kept}"))
}

/// Two of the package's changes to its dependencies alter their features, and so the crate ids of
/// all that use them: blake3's default features gain `pure`, anstream's lose `wincon`.
fn repeat_packaging(vendor: &Path) -> Result<()> {
    edit_crate(vendor, "blake3-", |manifest| {
        manifest.replace("default = [\"std\"]", "default = [\n    \"std\",\n    \"pure\",\n]")
    })?;
    edit_crate(vendor, "anstream-", without_wincon)
}

fn without_wincon(manifest: &str) -> String {
    let mut kept = String::new();
    let mut dropping = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            dropping = line.contains("dependencies.anstyle-wincon]");
        }
        let feature = line.trim() == "\"wincon\"," || line.starts_with("wincon = ");
        if !dropping && !feature {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

/// Changes the manifest of every version of a vendored crate, and its checksums with it.
fn edit_crate(vendor: &Path, prefix: &str, change: impl Fn(&str) -> String) -> Result<()> {
    let mut changed = false;
    for dir in fsx::list(vendor)? {
        let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(char::is_numeric)) {
            continue;
        }
        let manifest = dir.join("Cargo.toml");
        let before = fsx::read(&manifest)?;
        let after = change(&before);
        changed |= before != after;
        fsx::write(&manifest, after)?;
        let sums = dir.join(".cargo-checksum.json");
        let mut json: serde_json::Value = serde_json::from_str(&fsx::read(&sums)?)
            .with_context(|| format!("reading {}", sums.display()))?;
        json["files"] = serde_json::json!({});
        fsx::write(&sums, json.to_string())?;
    }
    ensure!(changed, "no crate {prefix}* has the features that the Debian package changed");
    Ok(())
}

/// Builds the compiler's crates as metadata, with the variables that the package's build had: cargo
/// hashes some of them into the crate ids, and the crates read others through `env!`.
fn compile(ctx: &Ctx, run: &Run<'_>, workspace: &Path, target: &Path) -> Result<()> {
    let tools = &ctx.tools;
    let version = tools.verbose_version.lines().next().unwrap_or_default();
    let version = version.strip_prefix("rustc ").context("rustc -vV begins with its name")?;
    let release = pins::RUSTC_RELEASE;
    let mut cargo = tools.cargo();
    cargo
        .current_dir(workspace)
        .args(["build", "--release", "--target", pins::HOST, "-Zbinary-dep-depinfo"])
        .args(["--manifest-path", "compiler/rustc/Cargo.toml", "--package", "rustc-main"])
        .args(["--features", "llvm max_level_info"])
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTC", Role::Rustc.link(&run.scratch.join("bin"))?)
        .env(metadata_compiler::REAL_RUSTC, &tools.rustc)
        .env(metadata_compiler::REAL_DRIVER, &tools.driver)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "")
        .env("__CARGO_DEFAULT_LIB_METADATA", format!("stable{release}"))
        .env("CFG_RELEASE", release)
        .env("CFG_RELEASE_CHANNEL", "stable")
        .env("CFG_VERSION", version)
        .env("CFG_VER_HASH", tools.rustc_fact("commit-hash")?)
        .env("CFG_VER_DATE", tools.rustc_fact("commit-date")?)
        .env("CFG_COMPILER_HOST_TRIPLE", pins::HOST)
        .env("CFG_COMPILER_BUILD_TRIPLE", pins::HOST)
        .env("CFG_DEFAULT_CODEGEN_BACKEND", "llvm")
        .env("CFG_LIBDIR_RELATIVE", "lib")
        .env("CFG_DISABLE_UNSTABLE_FEATURES", "1")
        .env("CFG_OMIT_GIT_HASH", "1")
        .env("RUSTC_INSTALL_BINDIR", "bin")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "2")
        .env("CARGO_PROFILE_RELEASE_STRIP", "false")
        .env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "false")
        .env("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "false")
        .env("CARGO_PROFILE_RELEASE_BUILD_OVERRIDE_OPT_LEVEL", "0");
    run.log.run(&mut cargo)
}

/// The sysroot's library folder: the installed std by links, the compiler's crates as metadata,
/// their proc macros, and the driver whose code is the installed one's (it keeps its SONAME, so a
/// plugin that is linked to it loads the installed one).
fn assemble(target: &Path, lib: &Path) -> Result<()> {
    fsx::create_dir(lib)?;
    let std_lib = Path::new("/usr/lib/rustlib").join(pins::HOST).join("lib");
    for path in fsx::list(&std_lib)? {
        fsx::symlink(&path, &lib.join(path.file_name().expect("a listed entry has a name")))?;
    }
    let take = |dir: PathBuf, wanted: &dyn Fn(&str) -> bool, strip: bool| -> Result<()> {
        for path in fsx::list(&dir)? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if !wanted(name) {
                continue;
            }
            let place = lib.join(name);
            if strip {
                cmd::output(Command::new("objcopy").arg("--strip-debug").arg(&path).arg(&place))?;
                continue;
            }
            // A link, not a move: cargo may have to go on from here after a failed check.
            std::fs::hard_link(&path, &place)
                .with_context(|| format!("putting {} into the sysroot", path.display()))?;
        }
        Ok(())
    };
    let driver = |name: &str| name.starts_with("librustc_driver-") && name.ends_with(".so");
    take(
        target.join(pins::HOST).join("release/deps"),
        &|name| name.ends_with(".rmeta") || driver(name),
        false,
    )?;
    take(target.join("release/deps"), &|name| name.ends_with(".so"), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_keeps_the_compiler_alone() {
        let manifest = "[workspace]\nmembers = [\n# tidy-alphabetical-start\n  \"src/tools/x\",\n\
                        # tidy-alphabetical-end\n]\n[profile.release.package.lld-wrapper]\n\
                        debug = 0\n[profile.release.package.rustc_thread_pool]\n\
                        overflow-checks = false\n[profile.dev.package.test-float-parse]\nx = 1\n";
        assert_eq!(
            compiler_only(manifest).unwrap(),
            "[workspace]\nmembers = [\n\"compiler/rustc\",\n]\n\
             [profile.release.package.rustc_thread_pool]\noverflow-checks = false\n"
        );
    }

    #[test]
    fn anstream_loses_wincon_and_nothing_else() {
        let manifest = "[features]\nauto = [\"dep:anstyle-query\"]\ndefault = [\n    \"auto\",\n    \
                        \"wincon\",\n]\nwincon = [\"dep:anstyle-wincon\"]\n\
                        [target.\"cfg(windows)\".dependencies.anstyle-wincon]\nversion = \"3\"\n\
                        optional = true\n[lints]\n";
        assert_eq!(
            without_wincon(manifest),
            "[features]\nauto = [\"dep:anstyle-query\"]\ndefault = [\n    \"auto\",\n]\n[lints]\n"
        );
    }
}
