//! Links the patched coroutine passes, which `./x setup` builds, into the plugin.

use std::env;
use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-env-changed=LLVMCORO_PASSES_DIR");
    let passes = PathBuf::from(env::var_os("LLVMCORO_PASSES_DIR").expect(
        "LLVMCORO_PASSES_DIR must name the folder of libllvmcoro_passes.a; build with `./x setup`",
    ));
    println!("cargo:rerun-if-changed={}", passes.join("libllvmcoro_passes.a").display());
    println!("cargo:rustc-link-search=native={}", passes.display());
    println!("cargo:rustc-link-lib=static:+whole-archive=llvmcoro_passes");
    println!("cargo:rustc-link-lib=dylib=stdc++");
    let llvm = env::var("LLVM_SYS_221_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into());
    println!("cargo:rustc-link-search=native={llvm}/lib");
    println!("cargo:rustc-link-lib=dylib=LLVM-22");
}
