//! Projects of every shape that other people's have: each is compiled by the plugin as it is, and with
//! its own flags.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::project::{MAIN, MANIFEST, Project};
use super::{Tool, fail, run, script, succeed};
use crate::Tally;

/// Builds a project, and looks at what came out.
type Shape = fn(&Tool) -> Result<()>;

/// Builds all of them.
pub fn check(tool: &Tool, tally: &mut Tally) {
    let shapes: &[(&str, Shape)] = &[
        ("a pinned toolchain and rustup's proxies", pinned_toolchain),
        ("flags of the configuration", flags),
        ("features", features),
        ("symbols", symbols),
        ("an alias", alias),
        ("vendored sources", vendored),
        ("a workspace", workspace),
        ("a git dependency and another cargo", git_dependency),
        ("a runner and a linker script", runner),
        ("stock and plugin in one target folder", stock_beside_plugin),
    ];
    for (name, shape) in shapes {
        tally.add(name, shape(tool));
    }
}

/// The proxies refuse to work; every project has them first in its PATH, and a toolchain that
/// nobody has.
fn pinned_toolchain(tool: &Tool) -> Result<()> {
    let project = tool.project(
        "pinned",
        &[
            ("Cargo.toml", MANIFEST),
            ("src/main.rs", MAIN),
            ("rust-toolchain.toml", "[toolchain]\nchannel = \"nightly-2019-01-01\"\n"),
            // A build script finds the compiler by the variable, as cargo documents it.
            (
                "build.rs",
                "fn main() {\n    let rustc = std::env::var(\"RUSTC\").unwrap();\n    \
                 let version = std::process::Command::new(rustc).arg(\"-vV\").output().unwrap();\n    \
                 assert!(String::from_utf8(version.stdout).unwrap().contains(\"release: 1.96.0\"));\n}\n",
            ),
        ],
    )?;
    fail(project.cargo("build").env("LLVMCORO_RUSTC", tool.proxies().join("rustc")), &["1.96.0"])?;
    project.prints_42(&mut project.reporting("run --quiet"))
}

/// The project's flags stay when the plugin has options, and the variables of cargo's mean what they
/// mean to cargo.
fn flags(tool: &Tool) -> Result<()> {
    let main = "\
async fn none() {}

fn main() {
    std::hint::black_box(none());
    println!(\"{} {}\", cfg!(configured), cfg!(environment));
}
";
    let configuration = "[build]\nrustflags = [\"--cfg\", \"configured\"]\n";
    let files =
        [("Cargo.toml", MANIFEST), ("src/main.rs", main), (".cargo/config.toml", configuration)];
    let project = tool.project("flags", &files)?;
    let prints = |flags: Option<&str>, expected: &str| -> Result<()> {
        let mut command = project.reporting("run --quiet");
        command.envs(flags.map(|flags| ("RUSTFLAGS", flags)));
        let stdout = project.lowers(&mut command, &["app::none"])?.stdout;
        ensure!(stdout == expected, "{flags:?}: {stdout:?} instead of {expected:?}");
        Ok(())
    };
    prints(None, "true false\n")?;
    prints(Some("--cfg environment"), "false true\n")?;
    // Options in RUSTFLAGS work, too.
    let mut command = project.cargo("run --quiet");
    let option = format!("-Cllvm-args=-llvmcoro-report={}/reports", project.folder().display());
    project.lowers(command.env("RUSTFLAGS", option), &["app::none"])?;
    let mut wrong = project.cargo("build");
    fail(wrong.env("CARGO_LLVMCORO_OPTIONS", "-O3"), &["CARGO_LLVMCORO_OPTIONS", "`-O3`"])?;
    let mut wrong = project.cargo("build");
    fail(wrong.env("CARGO_LLVMCORO_OPTIONS", "-llvmcoro-no-such"), &["llvmcoro-no-such"])?;
    Ok(())
}

/// An unstable feature is refused by the plugin's compiler as by stock's, and works where stock's would.
fn features(tool: &Tool) -> Result<()> {
    let main = format!("#![feature(never_type)]\n{MAIN}");
    let project = tool.project("features", &[("Cargo.toml", MANIFEST), ("src/main.rs", &main)])?;
    let refusal = "error[E0554]: `#![feature]` may not be used on the stable release channel";
    fail(&mut project.cargo("build"), &[refusal])?;
    fail(&mut project.cargo("test"), &[refusal])?;
    project.prints_42(project.reporting("run --quiet").env("RUSTC_BOOTSTRAP", "1"))
}

/// Maps of both programs line up.
fn symbols(tool: &Tool) -> Result<()> {
    let main =
        format!("{MAIN}\npub mod named {{\n    #[inline(never)]\n    pub fn here() {{}}\n}}\n")
            .replace("fn main() {\n", "fn main() {\n    named::here();\n");
    let project = tool.project("symbols", &[("Cargo.toml", MANIFEST), ("src/main.rs", &main)])?;
    succeed(&mut project.cargo("build"))?;
    let mut stock = testsuite_support::cargo::clean("/usr/bin/cargo");
    stock.current_dir(project.folder()).env("RUSTC", "/usr/bin/rustc");
    stock.args(["build", "--target", "x86_64-unknown-linux-gnu", "--target-dir", "stock"]);
    succeed(&mut stock)?;
    let symbol = |folder: &str| -> Result<String> {
        let program = project.folder().join(folder).join("x86_64-unknown-linux-gnu/debug/app");
        let names = succeed(std::process::Command::new("nm").arg(program))?.stdout;
        let name = names.split_whitespace().find(|name| name.contains("5named4here"));
        let name = name.context("the function has no symbol")?;
        // The hash tells apart crates.
        Ok(name.split_once("17h").map_or(name, |(path, _)| path).to_owned())
    };
    let (stock, plugin) = (symbol("stock")?, symbol("target")?);
    ensure!(stock == plugin, "stock {stock}, plugin {plugin}");
    Ok(())
}

fn alias(tool: &Tool) -> Result<()> {
    let configuration = "[alias]\ngo = [\"run\", \"--quiet\"]\n";
    let files =
        [("Cargo.toml", MANIFEST), ("src/main.rs", MAIN), (".cargo/config.toml", configuration)];
    let project = tool.project("alias", &files)?;
    project.prints_42(&mut project.reporting("go"))
}

fn vendored(tool: &Tool) -> Result<()> {
    let project = tool.project(
        "vendored",
        &[
            ("Cargo.toml", &format!("{MANIFEST}\n[dependencies]\nhalves = \"1.0.0\"\n")),
            ("src/main.rs", &MAIN.replace("doubled(21)", "halves::quadrupled(10)")),
            (
                ".cargo/config.toml",
                "[source.crates-io]\nreplace-with = \"vendor\"\n\n\
                 [source.vendor]\ndirectory = \"vendor\"\n\n[net]\noffline = true\n",
            ),
            (
                "vendor/halves/Cargo.toml",
                "[package]\nname = \"halves\"\nversion = \"1.0.0\"\nedition = \"2024\"\n",
            ),
            ("vendor/halves/.cargo-checksum.json", "{\"files\":{},\"package\":null}"),
            (
                "vendor/halves/src/lib.rs",
                "pub async fn quadrupled(x: u32) -> u32 {\n    std::future::ready(()).await;\n    \
                 4 * x + 2\n}\n",
            ),
        ],
    )?;
    let expected = ["app::doubled", "halves::quadrupled"];
    let output = project.lowers(&mut project.reporting("run --quiet"), &expected)?;
    ensure!(output.stdout == "42\n", "it printed {:?}", output.stdout);
    Ok(())
}

/// Members, a path dependency outside of them, a proc macro, a build script: what is for the build is
/// compiled by stock.
fn workspace(tool: &Tool) -> Result<()> {
    let member = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    let unused = "async fn for_the_build() {}\n";
    let macros = format!(
        "{unused}\n#[proc_macro]\npub fn answer(_: proc_macro::TokenStream) -> \
         proc_macro::TokenStream {{\n    drop(for_the_build());\n    \"21\".parse().unwrap()\n}}\n"
    );
    let build = format!("{unused}\nfn main() {{\n    drop(for_the_build());\n}}\n");
    let main = MAIN.replace("doubled(21)", "library::doubled(macros::answer!())");
    let project = tool.project(
        "workspace",
        &[
            ("Cargo.toml", "[workspace]\nmembers = [\"app\", \"macros\"]\nresolver = \"3\"\n"),
            (
                "app/Cargo.toml",
                &member(
                    "app",
                    "\n[dependencies]\nmacros = { path = \"../macros\" }\n\
                     library = { path = \"../../workspace-library\" }\n",
                ),
            ),
            ("app/src/main.rs", &main),
            ("app/build.rs", &build),
            ("macros/Cargo.toml", &member("macros", "\n[lib]\nproc-macro = true\n")),
            ("macros/src/lib.rs", &macros),
            ("../workspace-library/Cargo.toml", &member("library", "")),
            (
                "../workspace-library/src/lib.rs",
                "pub async fn doubled(x: u32) -> u32 {\n    std::future::ready(()).await;\n    \
                 2 * x\n}\n",
            ),
        ],
    )?;
    let mut command = project.reporting("run --quiet --package app");
    let output = project.lowers(&mut command, &["app::doubled", "library::doubled"])?;
    ensure!(output.stdout == "42\n", "it printed {:?}", output.stdout);
    Ok(())
}

/// The other cargo resolves and fetches, and the plugin compiles. Debian's is the only one that every
/// machine has; it stands in for one that can fetch, with the sources that `cargo vendor` would have
/// fetched.
fn git_dependency(tool: &Tool) -> Result<()> {
    let library = tool.project(
        "fetched/library",
        &[
            (
                "Cargo.toml",
                "[package]\nname = \"library\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
            ),
            ("src/lib.rs", "pub async fn fetched() -> u32 {\n    21\n}\n"),
            (".cargo-checksum.json", "{\"files\":{},\"package\":null}"),
        ],
    )?;
    let url = "https://example.org/library";
    let project = tool.project(
        "git",
        &[
            (
                "Cargo.toml",
                &format!("{MANIFEST}\n[dependencies]\nlibrary = {{ git = \"{url}\" }}\n"),
            ),
            (
                "Cargo.lock",
                &format!(
                    "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\n\
                     dependencies = [\"library\"]\n\n[[package]]\nname = \"library\"\n\
                     version = \"0.1.0\"\nsource = \"git+{url}#{:040}\"\n",
                    1
                ),
            ),
            ("src/main.rs", &MAIN.replace("std::future::ready(())", "library::fetched()")),
        ],
    )?;
    let (other, log) = (tool.proxies().join("another-cargo"), project.folder().join("log"));
    let fetched = library.folder().parent().context("the library is in a folder")?;
    let text = format!(
        "#!/bin/sh\necho \"$*\" >>'{}'\nexec /usr/bin/cargo --config 'source.git.git=\"{url}\"' \\\n    \
         --config 'source.git.replace-with=\"fetched\"' \\\n    \
         --config 'source.fetched.directory=\"{}\"' \"$@\"\n",
        log.display(),
        fetched.display()
    );
    script(&other, &text)?;
    let mut command = project.reporting("run --quiet");
    command.env("CARGO_LLVMCORO_CARGO", &other);
    let output = project.lowers(&mut command, &["app::doubled", "library::fetched"])?;
    ensure!(output.stdout == "42\n", "it printed {:?}", output.stdout);
    let log = fs::read_to_string(log).context("the other cargo was not called")?;
    ensure!(log.contains("run --target"), "{log}");
    Ok(())
}

/// Firmware for a board under QEMU: target, linker script and runner are in its configuration.
pub fn firmware<'t>(tool: &'t Tool, name: &str) -> Result<Project<'t>> {
    let manifest = format!(
        "{MANIFEST}\n[profile.dev]\npanic = \"abort\"\n\n\
                            [profile.release]\npanic = \"abort\"\n"
    );
    let configuration = include_str!("../../tool/firmware/.cargo/config.toml");
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", include_str!("../../tool/firmware/src/main.rs")),
        ("src/board.rs", include_str!("../../tool/firmware/src/board.rs")),
        ("link.x", include_str!("../../tool/firmware/link.x")),
        (".cargo/config.toml", configuration),
    ];
    tool.project(name, &files)
}

/// Firmware as its users run it.
fn runner(tool: &Tool) -> Result<()> {
    let project = firmware(tool, "runner")?;
    let expected = ["app::sampled", "app::task"];
    let output = project.lowers(&mut project.reporting("run --quiet"), &expected)?;
    ensure!(output.stdout == "sum 6\n", "it printed {:?}", output.stdout);
    Ok(())
}

/// Cargo compiles again when the other compiler is asked, and does not mix their crates.
fn stock_beside_plugin(tool: &Tool) -> Result<()> {
    let project = tool.project("beside", &[("Cargo.toml", MANIFEST), ("src/main.rs", MAIN)])?;
    project.prints_42(&mut project.reporting("run --quiet"))?;
    let mut stock = testsuite_support::cargo::clean("/usr/bin/cargo");
    stock.current_dir(project.folder()).env("RUSTC", "/usr/bin/rustc");
    stock.args(["build", "--target", "x86_64-unknown-linux-gnu"]);
    let output = succeed(&mut stock)?;
    ensure!(output.stderr.contains("Compiling app"), "{}", output.stderr);
    // The program that lies there now is stock's, and is replaced.
    let output = succeed(&mut project.cargo("build"))?;
    ensure!(output.stderr.contains("Compiling app"), "{}", output.stderr);
    let fresh = run(&mut project.cargo("build"))?;
    ensure!(!fresh.stderr.contains("Compiling"), "{}", fresh.stderr);
    Ok(())
}
