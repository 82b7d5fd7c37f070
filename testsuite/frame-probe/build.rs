//! Says what is missing where the compiler's crates are not at hand, before rustc says it of each.

fn main() {
    println!("cargo::rerun-if-env-changed=CARGO_ENCODED_RUSTFLAGS");
    let flags = std::env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    if !flags.contains("--sysroot") {
        println!(
            "cargo::error=the frame probe is compiled against the compiler's own crates: `./x setup` \
             builds it, `./x check frame-probe` checks it, `./x test frames` tests it"
        );
    }
}
