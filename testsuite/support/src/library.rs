//! A library of `testsuite/firmware`, for programs that rustc compiles without cargo.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Where a library and its dependencies are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    name: String,
    file: PathBuf,
    /// The folders of the crates that it depends on: for the target, and for the host, because of
    /// macros.
    dependencies: [PathBuf; 2],
    /// The folders where build scripts put linker scripts.
    linked: Vec<PathBuf>,
}

impl Library {
    /// Reads cargo's JSON messages from building `package` for the target `triple`.
    pub(crate) fn of(
        messages: &str,
        package: &str,
        target_dir: &Path,
        triple: &str,
    ) -> Result<Self> {
        let messages = messages
            .lines()
            .map(|line| serde_json::from_str(line).with_context(|| format!("cargo said {line}")))
            .collect::<Result<Vec<Value>>>()?;
        let having = |reason: &'static str| {
            messages.iter().filter(move |message| message["reason"] == reason)
        };
        let manifest = Path::new(package).join("Cargo.toml");
        let mut of_package = having("compiler-artifact").filter(|message| {
            let path = message["manifest_path"].as_str().map(Path::new);
            path.is_some_and(|path| path.ends_with(&manifest))
                && message["target"]["kind"] == serde_json::json!(["lib"])
        });
        let artifact = of_package.next().with_context(|| format!("no library in {package}"))?;
        ensure!(of_package.next().is_none(), "{package} was built twice");
        let name = artifact["target"]["name"].as_str().context("the library has no name")?;
        let file = strings(&artifact["filenames"])
            .find(|file| file.ends_with(".rlib"))
            .context("the library has no file")?;
        let linked = having("build-script-executed")
            .flat_map(|message| strings(&message["linked_paths"]))
            // The path may have a kind as its prefix, as in `native=/path`.
            .map(|path| path.rsplit_once('=').map_or(path, |(_, path)| path).into())
            .collect();
        let crates = |folder: PathBuf| folder.join("release/deps");
        Ok(Library {
            name: name.to_owned(),
            file: file.into(),
            dependencies: [crates(target_dir.join(triple)), crates(target_dir.to_owned())],
            linked,
        })
    }

    /// The flags that let rustc find it.
    pub fn flags(&self) -> Vec<String> {
        let mut flags = vec![format!("--extern={}={}", self.name, self.file.display())];
        flags.extend(
            self.dependencies.iter().map(|folder| format!("-Ldependency={}", folder.display())),
        );
        flags.extend(self.linked.iter().map(|folder| format!("-L{}", folder.display())));
        flags
    }
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = r#"{"reason":"compiler-artifact","manifest_path":"/r/cortex-m-rt/Cargo.toml","target":{"kind":["lib"],"name":"cortex_m_rt"},"filenames":["/t/x/release/deps/librt.rlib"]}
{"reason":"build-script-executed","linked_paths":["native=/t/x/out","/board"]}
{"reason":"build-script-executed","linked_paths":[]}
{"reason":"compiler-artifact","manifest_path":"/f/bare-std/Cargo.toml","target":{"kind":["lib"],"name":"std"},"filenames":["/t/x/release/libstd.rlib","/t/x/release/deps/libstd.rmeta"]}
{"reason":"build-finished","success":true}"#;

    #[test]
    fn the_flags_name_all_that_is_needed() {
        let library = Library::of(MESSAGES, "bare-std", Path::new("/t"), "x").unwrap();
        assert_eq!(
            library.flags(),
            [
                "--extern=std=/t/x/release/libstd.rlib",
                "-Ldependency=/t/x/release/deps",
                "-Ldependency=/t/release/deps",
                "-L/t/x/out",
                "-L/board"
            ]
        );
    }

    #[test]
    fn another_package_is_not_taken_for_it() {
        assert!(Library::of(MESSAGES, "board", Path::new("/t"), "x").is_err());
    }
}
