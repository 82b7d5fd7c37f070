//! A compiler's library of lookups.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use lookups::{Data, Entrance, MAX_GROUP, Slice, VARIANTS};

/// The library that one compiler made of the crate `lookups`.
#[derive(Debug)]
pub struct Library {
    entrance: libloading::os::unix::Symbol<Entrance>,
    /// Keeps the code in memory.
    _library: libloading::os::unix::Library,
}

impl Library {
    /// Loads it.
    ///
    /// # Errors
    /// If it cannot be loaded.
    pub fn load(path: &Path) -> Result<Self> {
        // SAFETY: it is the crate `lookups` as this workspace has it, which runs nothing when it is
        // loaded, and whose function has this type.
        unsafe {
            let library = libloading::os::unix::Library::new(path)?;
            let entrance = library.get(b"lookup")?;
            Ok(Library { entrance, _library: library })
        }
    }

    /// The number of a variant.
    ///
    /// # Errors
    /// If there is none with these names.
    pub fn variant(workload: &str, name: &str) -> Result<usize> {
        VARIANTS
            .iter()
            .position(|variant| variant.workload == workload && variant.name == name)
            .with_context(|| format!("there is no `{workload} {name}`"))
    }

    /// Looks `keys` up by the variant with this number, in groups of `group`.
    ///
    /// # Errors
    /// If there is no such group.
    pub fn look_up(
        &self,
        variant: usize,
        data: &Data<'_>,
        keys: &[u64],
        out: &mut Vec<u64>,
        group: usize,
    ) -> Result<()> {
        make_room(keys, out, group)?;
        // SAFETY: there is room for the results.
        unsafe { measured(*self.entrance, variant, data, keys.into(), out.as_mut_ptr(), group) };
        Ok(())
    }
}

/// What the library of C++ exports for each of its variants.
type CppEntrance = unsafe extern "C" fn(&Data<'_>, Slice<'_, u64>, *mut u64, usize);

/// The library of the same lookups as C++20 coroutines.
#[derive(Debug)]
pub struct CppLibrary {
    entrances: HashMap<(&'static str, &'static str), libloading::os::unix::Symbol<CppEntrance>>,
    /// Keeps the code in memory.
    _library: libloading::os::unix::Library,
}

impl CppLibrary {
    /// Workloads that it has.
    pub const WORKLOADS: [&str; 4] = ["bs", "ht", "ls", "bst"];

    /// Loads it.
    ///
    /// # Errors
    /// If it cannot be loaded.
    pub fn load(path: &Path) -> Result<Self> {
        let mut entrances = HashMap::new();
        // SAFETY: it is `lookups.cpp` as this workspace has it, which runs nothing when it is loaded.
        let library = unsafe { libloading::os::unix::Library::new(path) }?;
        for workload in Self::WORKLOADS {
            for name in ["flat", "nested"] {
                // SAFETY: its functions have this type.
                let entrance = unsafe { library.get(format!("{workload}_{name}").as_bytes()) }?;
                entrances.insert((workload, name), entrance);
            }
        }
        Ok(CppLibrary { entrances, _library: library })
    }

    /// Looks `keys` up, in groups of `group`.
    ///
    /// # Errors
    /// If there is no such variant or group.
    pub fn look_up(
        &self,
        variant: (&'static str, &'static str),
        data: &Data<'_>,
        keys: &[u64],
        out: &mut Vec<u64>,
        group: usize,
    ) -> Result<()> {
        let entrance =
            self.entrances.get(&variant).with_context(|| format!("C++ has no {variant:?}"))?;
        make_room(keys, out, group)?;
        // SAFETY: there is room for the results.
        unsafe { entrance(data, keys.into(), out.as_mut_ptr(), group) };
        Ok(())
    }
}

/// Makes `out` as long as `keys`. Fails if there is no such group.
fn make_room(keys: &[u64], out: &mut Vec<u64>, group: usize) -> Result<()> {
    ensure!((1..=MAX_GROUP).contains(&group), "a group has 1 to {MAX_GROUP} lookups");
    out.clear();
    out.resize(keys.len(), !0);
    Ok(())
}

/// The function that valgrind counts, by this name.
#[unsafe(no_mangle)]
#[inline(never)]
unsafe extern "C" fn measured(
    entrance: Entrance,
    variant: usize,
    data: &Data<'_>,
    keys: Slice<'_, u64>,
    out: *mut u64,
    group: usize,
) {
    // SAFETY: the caller says that there is room for the results.
    unsafe { entrance(variant, data, keys, out, group) }
}
