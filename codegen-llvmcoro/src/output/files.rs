//! Files in the folders that options name.

use std::hash::Hash;
use std::path::Path;

use rustc_data_structures::stable_hasher::StableHasher;
use rustc_hashes::Hash64;
use rustc_middle::ty::TyCtxt;

/// Makes a file name of `text`: non-alphanumeric characters become `_`, and a hash replaces the end
/// of a long name.
pub fn name(text: &str) -> String {
    const LONGEST: usize = 150;
    let mut name: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if name.len() > LONGEST {
        let mut hasher = StableHasher::new();
        text.hash(&mut hasher);
        let hash: Hash64 = hasher.finish();
        name.truncate(LONGEST - 17);
        name.push_str(&format!("_{:016x}", hash.as_u64()));
    }
    name
}

/// Writes a file, and creates the folder if needed.
pub fn write(tcx: TyCtxt<'_>, dir: &Path, name: &str, bytes: &[u8]) {
    let result = std::fs::create_dir_all(dir).and_then(|()| std::fs::write(dir.join(name), bytes));
    if let Err(error) = result {
        tcx.dcx().fatal(format!("llvmcoro: cannot write {}: {error}", dir.join(name).display()));
    }
}
