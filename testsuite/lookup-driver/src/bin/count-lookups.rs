//! `count-lookups LIBRARY WORKLOAD BYTES HOPS NAME GROUP KEYS`: looks keys up, for valgrind to count the
//! instructions of the function `measured`, and prints the sum of the results.

use std::path::Path;

use anyhow::{Result, bail};
use lookup_driver::{Library, Workload};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [library, workload, bytes, hops, name, group, keys] = &arguments[..] else {
        bail!("LIBRARY WORKLOAD BYTES HOPS NAME GROUP KEYS");
    };
    let library = Library::load(Path::new(library))?;
    let variant = Library::variant(workload, name)?;
    let workload = Workload::new(workload, bytes.parse()?, keys.parse()?, hops.parse()?)?;
    let mut out = Vec::new();
    library.look_up(variant, workload.data(), workload.keys(), &mut out, group.parse()?)?;
    println!("{}", out.iter().fold(0_u64, |sum, value| sum.wrapping_mul(31).wrapping_add(*value)));
    Ok(())
}
