//! What the wrapper programs share: where the distribution is, and whether the compiler on this
//! machine is the one that its plugin was built for.
//!
//! ```text
//! dist/bin/rustc-llvmcoro    rustc with the plugin
//! dist/bin/cargo-llvmcoro    cargo that compiles crates for the target with the plugin
//! dist/libexec/rustc,rustdoc what that cargo calls in the place of rustc and rustdoc
//! dist/lib/                  the plugin, and a record of the compiler that it is for
//! dist/sysroot/              std for the host, core and alloc for the bare targets
//! ```
//!
//! The folder can be moved as a whole.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// A sentence for the user: what is wrong and what to do.
pub type Result<T> = std::result::Result<T, String>;

/// The folder that this program is a part of.
pub struct Dist {
    root: PathBuf,
}

impl Dist {
    /// Finds the folder by the place of the program that runs: `<root>/<folder>/<program>`.
    pub fn of_this_program() -> Result<Self> {
        let program = env::current_exe()
            .map_err(|error| format!("the program's own path is unknown: {error}"))?;
        match program.parent().and_then(Path::parent) {
            Some(root) => Ok(Self { root: root.to_owned() }),
            None => Err(format!("{} is not in a folder of dist/", program.display())),
        }
    }

    /// The plugin.
    pub fn plugin(&self) -> PathBuf {
        self.root.join("lib/librustc_codegen_llvmcoro.so")
    }

    /// The sysroot that has every target of the plugin.
    pub fn sysroot(&self) -> PathBuf {
        self.root.join("sysroot")
    }

    /// The program that cargo is to call in the place of `rustc` or `rustdoc`.
    pub fn shim(&self, name: &str) -> PathBuf {
        self.root.join("libexec").join(name)
    }

    /// The flags that make rustc or rustdoc use the plugin and its sysroot, as far as `args` does
    /// not set them.
    pub fn plugin_flags(&self, args: &[OsString]) -> Vec<OsString> {
        let mut flags = self.sysroot_flags(args);
        if !sets_codegen_backend(args) {
            let mut flag = OsString::from("-Zcodegen-backend=");
            flag.push(self.plugin());
            flags.push(flag);
        }
        flags
    }

    /// The flag for the sysroot, if `args` does not set one.
    pub fn sysroot_flags(&self, args: &[OsString]) -> Vec<OsString> {
        if args.iter().any(|arg| starts_with(arg, "--sysroot")) {
            return Vec::new();
        }
        vec!["--sysroot".into(), self.sysroot().into()]
    }

    /// Refuses every compiler but the one that the plugin was built for.
    pub fn check_compiler(&self) -> Result<()> {
        let record_path = self.root.join("lib/compiler.txt");
        let record = fs::read_to_string(&record_path).map_err(|error| {
            format!(
                "{} cannot be read ({error}): the plugin is not built; run `./x setup`",
                record_path.display()
            )
        })?;
        let rustc = rustc();
        let output = Command::new(&rustc)
            .arg("-vV")
            .output()
            .map_err(|error| format!("{} cannot be started: {error}", rustc.display()))?;
        compare(&rustc, &record, &String::from_utf8_lossy(&output.stdout), |path| {
            fs::metadata(path).map(|meta| meta.len())
        })
    }

    /// A number that changes when the plugin does, or the crates of the bare targets: cargo knows of
    /// neither, and what it compiled against others is of no use any more.
    pub fn hash(&self) -> Result<u64> {
        let unread = |path: &Path, error| format!("{} cannot be read: {error}", path.display());
        let path = self.plugin();
        let bytes = fs::read(&path).map_err(|error| unread(&path, error))?;
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        let rustlib = self.sysroot().join("lib/rustlib");
        for target in sorted_entries(&rustlib).map_err(|error| unread(&rustlib, error))? {
            let lib = target.join("lib");
            // The host's is a link to the installed one, which rustc's version tells of.
            if !lib.is_dir() || lib.is_symlink() {
                continue;
            }
            for file in sorted_entries(&lib).map_err(|error| unread(&lib, error))? {
                let size = fs::metadata(&file).map_err(|error| unread(&file, error))?.len();
                // Without the folder of the distribution, which can be moved.
                file.file_name().hash(&mut hasher);
                size.hash(&mut hasher);
            }
        }
        Ok(hasher.finish())
    }
}

fn sorted_entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Debian's rustc; `LLVMCORO_RUSTC` may name another one, which is then checked like any.
pub fn rustc() -> PathBuf {
    env::var_os("LLVMCORO_RUSTC").map_or_else(|| "/usr/bin/rustc".into(), PathBuf::from)
}

/// Becomes `command`; returns only if it cannot be started.
pub fn exec(mut command: Command) -> Result<ExitCode> {
    let error = command.exec();
    Err(format!("{} cannot be started: {error}", command.get_program().to_string_lossy()))
}

/// The status for `result`, an error told under this program's name.
pub fn finish(program: &str, result: Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|message| {
        eprintln!("{program}: {message}");
        ExitCode::FAILURE
    })
}

/// Whether an argument begins with an ASCII prefix.
pub fn starts_with(arg: &OsStr, prefix: &str) -> bool {
    arg.as_encoded_bytes().starts_with(prefix.as_bytes())
}

fn sets_codegen_backend(args: &[OsString]) -> bool {
    let split =
        args.windows(2).any(|pair| pair[0] == "-Z" && starts_with(&pair[1], "codegen-backend"));
    split || args.iter().any(|arg| starts_with(arg, "-Zcodegen-backend"))
}

/// Compares what the set-up recorded (`rustc -vV` and a line `driver: SIZE PATH`) with this machine.
fn compare(
    rustc: &Path,
    record: &str,
    verbose_version: &str,
    size_of: impl Fn(&Path) -> io::Result<u64>,
) -> Result<()> {
    let first = |text: &str| text.lines().next().unwrap_or("no version at all").to_owned();
    let (expected, driver) = record
        .split_once("driver: ")
        .ok_or_else(|| "lib/compiler.txt names no driver: run `./x setup`".to_owned())?;
    if expected != verbose_version {
        return Err(format!(
            "{} is {}, but the plugin was built for {}: install that version (Debian's package \
             rustc-web) or, for a change of the pinned version, run `./x setup` again",
            rustc.display(),
            first(verbose_version),
            first(expected),
        ));
    }
    let (size, path) = driver
        .trim_end()
        .split_once(' ')
        .ok_or_else(|| "lib/compiler.txt has no size of the driver: run `./x setup`".to_owned())?;
    match size_of(Path::new(path)) {
        Ok(actual) if size.parse() == Ok(actual) => Ok(()),
        _ => Err(format!(
            "{path} is not the file that the plugin was built for, although {} tells the same \
             version: Debian's package has changed; run `./x setup` again",
            rustc.display()
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "rustc 1.96.0 (ac68faa20 2026-05-25)\nrelease: 1.96.0\n";

    fn check(version: &str, size: u64) -> Result<()> {
        let record = format!("{VERSION}driver: 42 /usr/lib/librustc_driver-1.so\n");
        compare(Path::new("/usr/bin/rustc"), &record, version, |_| Ok(size))
    }

    #[test]
    fn the_recorded_compiler_is_accepted_and_others_are_refused() {
        check(VERSION, 42).unwrap();
        let message = check("rustc 1.85.0 (abc 2025-02-17)\nrelease: 1.85.0\n", 42).unwrap_err();
        assert!(message.contains("is rustc 1.85.0"), "{message}");
        assert!(message.contains("built for rustc 1.96.0"), "{message}");
        let message = check(VERSION, 43).unwrap_err();
        assert!(message.contains("run `./x setup` again"), "{message}");
    }

    #[test]
    fn another_plugin_or_another_core_is_another_number() {
        let root = env::temp_dir().join(format!("wrappers-hash-{}", std::process::id()));
        let lib = root.join("sysroot/lib/rustlib/thumb/lib");
        fs::create_dir_all(&lib).unwrap();
        fs::create_dir_all(root.join("lib")).unwrap();
        let dist = Dist { root: root.clone() };
        fs::write(dist.plugin(), "plugin").unwrap();
        fs::write(lib.join("libcore-1.rlib"), "core").unwrap();
        let first = dist.hash().unwrap();
        assert_eq!(first, dist.hash().unwrap());
        fs::rename(lib.join("libcore-1.rlib"), lib.join("libcore-2.rlib")).unwrap();
        let other_core = dist.hash().unwrap();
        fs::write(dist.plugin(), "another").unwrap();
        let other_plugin = dist.hash().unwrap();
        assert!(first != other_core && other_core != other_plugin && first != other_plugin);
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn flags_that_are_given_are_not_repeated() {
        let dist = Dist { root: "/d".into() };
        let args = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            dist.plugin_flags(&args(&["a.rs"])),
            args(&[
                "--sysroot",
                "/d/sysroot",
                "-Zcodegen-backend=/d/lib/librustc_codegen_llvmcoro.so"
            ])
        );
        assert!(dist.plugin_flags(&args(&["--sysroot=/s", "-Z", "codegen-backend=x"])).is_empty());
    }
}
