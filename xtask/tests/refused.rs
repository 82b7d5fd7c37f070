//! Wrong arguments are refused before anything is set up or built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A root without a source of anything, in which a set-up would leave `build/`.
struct Root(PathBuf);

impl Root {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        for folder in ["", "yardstick", "crates", "fuzz", "gpu"] {
            fs::create_dir_all(path.join("testsuite").join(folder).join("tests")).unwrap();
        }
        fs::write(path.join("testsuite/tests/kind.rs"), "").unwrap();
        Root(path)
    }

    fn run(&self, line: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(line.split_whitespace())
            .current_dir(&self.0)
            .env("LLVMCORO_ROOT", &self.0)
            .output()
            .unwrap()
    }

    fn is_untouched(&self) -> bool {
        let names = |path: &Path| -> Vec<_> {
            fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect()
        };
        names(&self.0) == ["testsuite"]
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        // A folder that stays behind is no failure.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Lines that are wrong, with what the message has to name and the command of the usage line.
const WRONG: &[(&str, &str, &str)] = &[
    ("", "", ""),
    ("build", "'build'", ""),
    ("--all", "--all", ""),
    ("setup all", "'all'", "setup"),
    ("setup --force", "--force", "setup"),
    ("demo fast", "'fast'", "demo"),
    ("check --all", "--all", "check"),
    ("check clippy more", "'more'", "check"),
    ("test --all", "--all", "test"),
    ("test other name", "kind", "test"),
    ("test kind name more", "'more'", "test"),
    ("fuzz --seeds", "--seeds", "fuzz"),
    ("fuzz --seeds x", "--seeds", "fuzz"),
    ("fuzz --valgrind --target thumbv7em", "--valgrind", "fuzz"),
    ("frames --json no/such/folder", "--json", "frames"),
    ("frames --target thumbv7em-none-eabi", "--target", "frames"),
    ("frames no_such_file.rs", "no_such_file.rs", "frames"),
    ("crates --profile fast", "--profile", "crates"),
    ("crates --update --profile release", "--update", "crates"),
    ("survey --part large", "--part", "survey"),
    ("survey --relock --update", "--relock", "survey"),
    ("debian --release sid", "--release", "debian"),
    ("debian trixie", "'trixie'", ""),
    ("book --open", "--open", "book"),
    ("bench", "", "bench"),
    ("bench speed", "'speed'", "bench"),
    ("bench compile --tree --real", "--real", "bench compile"),
    ("bench compile --real Cargo.toml", "--real", "bench compile"),
    ("bench compile --real no/Cargo.toml package", "--real", "bench compile"),
    ("bench cortex-m --tree", "--tree", "bench cortex-m"),
    ("soak --day", "--day", "soak"),
    ("clean --everything", "--everything", "clean"),
];

#[test]
fn nothing_is_made() {
    let root = Root::new("refused");
    for (line, named, command) in WRONG {
        let output = root.run(line);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "`{line}`: {stderr}");
        assert!(output.stdout.is_empty(), "`{line}`");
        assert!(stderr.contains(named), "`{line}`, without `{named}`: {stderr}");
        let usage = format!("Usage: ./x {command}");
        assert!(stderr.contains(&usage), "`{line}`, without `{usage}`: {stderr}");
        assert!(root.is_untouched(), "`{line}` left something");
    }
}

#[test]
fn every_command_has_help() {
    let root = Root::new("help");
    let all = root.run("help");
    let all = String::from_utf8_lossy(&all.stdout).into_owned();
    for command in [
        "setup", "demo", "check", "test", "fuzz", "frames", "crates", "gpu", "bench", "soak",
        "clean", "survey", "debian", "book",
    ] {
        assert!(all.lines().any(|line| line.trim_start().starts_with(command)), "{all}");
        for line in [format!("{command} --help"), format!("help {command}")] {
            let output = root.run(&line);
            let stdout = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "`{line}`");
            assert!(stdout.contains(&format!("Usage: ./x {command}")), "`{line}`: {stdout}");
        }
    }
    assert!(root.is_untouched());
}
