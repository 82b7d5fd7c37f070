//! What is surveyed.

use arguments::PARTS_OF_SURVEY;

/// Programs that one run of `cargo llvmcoro compare` builds and measures.
#[derive(Debug)]
pub struct Part {
    /// Its name for `--part`.
    pub name: &'static str,
    /// Where its workspace comes from.
    pub source: Source,
    /// rustc's name of the target.
    pub target: &'static str,
    /// What optimizes, as the tables say it.
    pub optimized: &'static str,
    /// The crates and their programs.
    pub subjects: &'static [Subject],
}

/// Where a workspace comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Copies of the registry's packages, with a lock file in `locks/`.
    Registry,
    /// A folder of this repository.
    Tree(&'static str),
}

/// A published crate, and the programs that stand for it.
#[derive(Debug)]
pub struct Subject {
    /// The crate.
    pub name: &'static str,
    /// The version of the package that is copied; empty where a lock file has it.
    pub version: &'static str,
    /// The package of the programs: the crate's own, or a small one around it.
    pub package: &'static str,
    /// Cargo's names of the programs.
    pub programs: &'static [Program],
    /// Features that they need and the package does not have by default.
    pub features: &'static [&'static str],
    /// Published crates whose futures count with the package's.
    pub with: &'static [&'static str],
}

/// One of cargo's targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// A program.
    Bin(&'static str),
    /// An example.
    Example(&'static str),
}

use Program::{Bin, Example};

impl Program {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Bin(name) | Example(name) => name,
        }
    }

    /// Cargo's option for it.
    pub fn option(self) -> [&'static str; 2] {
        match self {
            Bin(name) => ["--bin", name],
            Example(name) => ["--example", name],
        }
    }
}

impl Subject {
    const fn published(
        name: &'static str,
        version: &'static str,
        programs: &'static [Program],
    ) -> Self {
        Subject { name, version, package: name, programs, features: &[], with: &[] }
    }

    const fn around(
        name: &'static str,
        package: &'static str,
        programs: &'static [Program],
        with: &'static [&'static str],
    ) -> Self {
        Subject { name, version: "", package, programs, features: &[], with }
    }

    /// Whether the programs are the package's own.
    pub fn is_own(&self) -> bool {
        self.name == self.package
    }
}

/// The target of programs for this machine.
pub const HOST: &str = "x86_64-unknown-linux-gnu";

/// Everything.
pub static PARTS: [Part; PARTS_OF_SURVEY.len()] = [
    Part {
        name: PARTS_OF_SURVEY[0],
        source: Source::Registry,
        target: HOST,
        optimized: "opt-level 3",
        subjects: &[
            Subject::published("axum-server", "0.9.2", &[Example("from_std_listener")]),
            Subject::published("bore-cli", "0.6.0", &[Bin("bore")]),
            Subject::published(
                "mini-redis",
                "0.4.1",
                &[Bin("mini-redis-cli"), Bin("mini-redis-server")],
            ),
            Subject::published(
                "tokio-tungstenite",
                "0.30.0",
                &[Example("echo-server"), Example("server")],
            ),
        ],
    },
    Part {
        name: PARTS_OF_SURVEY[1],
        source: Source::Registry,
        target: "thumbv7m-none-eabi",
        optimized: "opt-level z",
        subjects: &[Subject {
            features: &["async"],
            ..Subject::published(
                "ssd1306",
                "0.10.0",
                &[Example("async_i2c_spi"), Example("async_terminal_i2c")],
            )
        }],
    },
    Part {
        name: PARTS_OF_SURVEY[2],
        source: Source::Tree("testsuite/survey/firmware"),
        target: "thumbv7em-none-eabihf",
        optimized: "opt-level s, fat LTO",
        subjects: &[
            Subject::around("lorawan-device", "lora", &[Bin("lora")], &["lora-phy"]),
            Subject::around("rust-mqtt", "mqtt", &[Bin("mqtt")], &[]),
            Subject::around("sequential-storage", "storage", &[Bin("storage")], &[]),
            Subject::around("picoserve", "web", &[Bin("web")], &[]),
            Subject::around("trouble-host", "ble", &[Bin("ble")], &["bt-hci", "bt-hci-serial"]),
        ],
    },
    Part {
        name: PARTS_OF_SURVEY[3],
        source: Source::Tree("testsuite/firmware"),
        target: "thumbv7em-none-eabi",
        optimized: "opt-level s",
        subjects: &[
            Subject::around("lilos", "lilos-app", &[Bin("lilos-app")], &["lilos-handoff"]),
            Subject::around(
                "rtic",
                "rtic-app",
                &[Bin("rtic-app")],
                &["rtic-monotonics", "rtic-sync", "rtic-time"],
            ),
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_twelve_crates_and_no_program_twice_in_a_part() {
        assert!(PARTS.iter().map(|part| part.subjects.len()).sum::<usize>() >= 12);
        for part in &PARTS {
            let programs = part.subjects.iter().flat_map(|subject| subject.programs);
            let mut names: Vec<_> = programs.map(|program| program.name()).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{}", part.name);
            for subject in part.subjects {
                let copied = part.source == Source::Registry;
                assert_eq!(copied, !subject.version.is_empty(), "{}", subject.name);
                assert!(subject.is_own() || !copied, "{}", subject.name);
            }
        }
    }
}
