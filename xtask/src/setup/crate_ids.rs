//! Checks that our metadata and the installed driver refer to the same crates.
//!
//! A symbol in v0 mangling names its crate by the crate's *disambiguator*, the base-62 form of the
//! crate's stable id. A plugin that was compiled against metadata with another id would import
//! symbols that the installed driver does not export, and fail to load with a bare symbol error.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::ctx::Ctx;
use crate::{cmd, fsx, pins};

/// Crates that the plugin certainly imports. If the driver exports nothing of one of them, or we
/// have no metadata for it, the check has missed its subject.
const NEEDED: &[&str] = &[
    "rustc_abi",
    "rustc_codegen_llvm",
    "rustc_codegen_ssa",
    "rustc_data_structures",
    "rustc_hir",
    "rustc_index",
    "rustc_metadata",
    "rustc_middle",
    "rustc_mir_transform",
    "rustc_session",
    "rustc_span",
    "rustc_target",
];

/// Checks every compiler crate with an `.rmeta` in `dir`; returns how many the driver exports.
pub fn check(ctx: &Ctx, dir: &Path) -> Result<usize> {
    let exported = exported_crates(&ctx.tools.driver)?;
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for path in fsx::list(dir)? {
        let Some(name) = crate_of(&path) else { continue };
        let prefix = format!("_{}{name}", name.len());
        if !exported.iter().any(|root| root.ends_with(&prefix)) {
            continue;
        }
        let ours = format!("C{}{}", disambiguator(stable_id(ctx, &path)?), &prefix);
        if !exported.contains(&ours) {
            wrong.push(name.clone());
        }
        seen.insert(name);
    }
    ensure!(
        wrong.is_empty(),
        "the ids of these crates differ from those in {}: {} (packages: {})",
        ctx.tools.driver.display(),
        wrong.join(", "),
        ctx.tools.package_versions(pins::RUSTC_PACKAGES),
    );
    for needed in NEEDED {
        ensure!(
            seen.contains(*needed),
            "crate {needed} could not be compared with {} (packages: {})",
            ctx.tools.driver.display(),
            ctx.tools.package_versions(pins::RUSTC_PACKAGES),
        );
    }
    Ok(seen.len())
}

/// The name of the compiler crate whose metadata `path` is, from the file name
/// `lib<crate>-<hash>.rmeta`.
fn crate_of(path: &Path) -> Option<String> {
    let stem = path.file_name()?.to_str()?.strip_prefix("lib")?.strip_suffix(".rmeta")?;
    let (name, _) = stem.rsplit_once('-')?;
    name.starts_with("rustc_").then(|| name.to_owned())
}

/// Every crate root (`Cs…_<length><name>`) in the names that the driver exports.
fn exported_crates(driver: &Path) -> Result<BTreeSet<String>> {
    let names = cmd::output(Command::new("nm").args(["-D", "--defined-only"]).arg(driver))?;
    let mut roots = BTreeSet::new();
    for symbol in names.lines().filter_map(|line| line.rsplit(' ').next()) {
        roots.extend(crate_roots(symbol));
    }
    Ok(roots)
}

/// The crate roots of the compiler's crates in one v0 symbol.
fn crate_roots(symbol: &str) -> Vec<String> {
    let mut roots = Vec::new();
    for (start, _) in symbol.match_indices("Cs") {
        let rest = &symbol[start + 2..];
        let Some((digits, path)) = rest.split_once('_') else { continue };
        if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            continue;
        }
        let length = path.len() - path.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Ok(size) = path[..length].parse::<usize>() else { continue };
        match path.get(length..length + size) {
            Some(name) if name.starts_with("rustc_") => {
                roots.push(format!(
                    "Cs{digits}_{length_and_name}",
                    length_and_name = &path[..length + size]
                ));
            }
            _ => {}
        }
    }
    roots
}

/// The stable crate id that a metadata file records.
fn stable_id(ctx: &Ctx, rmeta: &Path) -> Result<u64> {
    let listing = cmd::output(
        cmd::clean(&ctx.tools.rustc).env("RUSTC_BOOTSTRAP", "1").arg("-Zls=root").arg(rmeta),
    )?;
    listing
        .split_once("StableCrateId(")
        .and_then(|(_, rest)| rest.split_once(')'))
        .and_then(|(id, _)| id.parse().ok())
        .with_context(|| format!("{} does not tell its stable crate id", rmeta.display()))
}

/// The v0 disambiguator: `s`, the number less two in base 62, and nothing else (the `_` that ends
/// it belongs to what follows here). Zero and one have short forms that a crate id never takes.
fn disambiguator(id: u64) -> String {
    const DIGITS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut rest = id.wrapping_sub(2);
    let mut digits = Vec::new();
    loop {
        digits.push(DIGITS[(rest % 62) as usize]);
        rest /= 62;
        if rest == 0 {
            break;
        }
    }
    digits.push(b's');
    digits.iter().rev().map(|&digit| digit as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_and_the_symbol_that_debians_driver_exports_for_it() {
        assert_eq!(disambiguator(8252351058573464390), "s9PBR29CKfKk");
    }

    #[test]
    fn roots_are_found_inside_generic_symbols() {
        let symbol = "_RINvNtCs9PBR29CKfKk_12rustc_middle2ty3fooNtCs1_4coreEB4_";
        assert_eq!(crate_roots(symbol), ["Cs9PBR29CKfKk_12rustc_middle"]);
    }

    #[test]
    fn the_file_name_tells_the_crate() {
        let name = |path| crate_of(Path::new(path));
        assert_eq!(name("/a/librustc_middle-e1d6.rmeta").as_deref(), Some("rustc_middle"));
        assert_eq!(name("/a/libserde-e1d6.rmeta"), None);
        assert_eq!(name("/a/librustc_driver-e1d6.so"), None);
    }
}
