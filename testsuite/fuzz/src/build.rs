//! The ways to compile a program.

use std::fmt;

use testsuite::{Configuration, Panic};

use crate::compiler::Target;
use crate::flags::Flags;

/// One way to compile a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Build {
    /// How the crate with `main` is compiled.
    pub driver: Configuration,
    /// How the library is compiled, if there is one.
    pub library: Option<Configuration>,
    /// The value of `-C lto`.
    pub lto: Option<&'static str>,
}

impl Build {
    /// The build by stock rustc to compare this one with. It is not optimised, because no compared
    /// result depends on that. The panic strategies stay, because they affect what is kept across a
    /// suspension.
    pub fn reference(self) -> Self {
        let plain = |configuration: Configuration| Configuration::new("0", configuration.panic);
        Build { driver: plain(self.driver), library: self.library.map(plain), lto: None }
    }
}

/// The name in file names and messages.
impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.driver)?;
        if let Some(lto) = self.lto {
            write!(f, "-lto-{lto}")?;
        }
        match self.library {
            Some(library) => write!(f, "-library-{library}"),
            None => Ok(()),
        }
    }
}

/// How to compile a program for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The builds by the plugin.
    pub builds: Vec<Build>,
    /// The flags that both compilers get.
    pub flags: Flags,
}

impl Settings {
    /// Every build of a program with these flags.
    pub fn new(target: Target, flags: Flags) -> Self {
        let fast = match target {
            Target::Host => "3",
            Target::Thumb | Target::Riscv32 | Target::Wasm32 => "s",
        };
        let build = |panic, levels| build(target, &flags, panic, levels);
        let builds = target
            .strategies()
            .iter()
            .flat_map(|&panic| levels(panic, fast).map(|levels| build(panic, levels)))
            .collect();
        Settings { builds, flags }
    }
}

/// The opt-levels of the driver and the library. The builds of both panic strategies together pair
/// each level with each.
fn levels(panic: Panic, fast: &'static str) -> [(&'static str, &'static str); 2] {
    match panic {
        Panic::Abort => [("0", fast), (fast, fast)],
        Panic::Unwind => [("0", fast), (fast, "0")],
    }
}

fn build(
    target: Target,
    flags: &Flags,
    panic: Panic,
    (driver, library): (&'static str, &'static str),
) -> Build {
    let library_panic = flags.library.map(|strategy| match panic {
        Panic::Abort if target.lowers_unwinding() => strategy,
        Panic::Abort | Panic::Unwind => panic,
    });
    let configuration = |opt, panic| Configuration { opt, panic, units: flags.units };
    Build {
        driver: configuration(driver, panic),
        library: library_panic.map(|panic| configuration(library, panic)),
        // Unoptimised code takes time and shows nothing new.
        lto: flags.lto.filter(|_| driver != "0"),
    }
}
