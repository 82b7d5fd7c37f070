//! Links the patched coroutine passes, which `./x setup` builds, into the plugin.

use std::env;
use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-env-changed=LLVMCORO_PASSES_DIR");
    let passes = PathBuf::from(env::var_os("LLVMCORO_PASSES_DIR").expect(
        "LLVMCORO_PASSES_DIR must name the folder of libllvmcoro_passes.a; build with `./x setup`, test \
         with `./x test`",
    ));
    let llvm = env::var("LLVM_SYS_221_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into());
    println!("cargo:rerun-if-changed={}", passes.join("libllvmcoro_passes.a").display());
    println!("cargo:rustc-link-search=native={}", passes.display());
    println!("cargo:rustc-link-lib=static:+whole-archive=llvmcoro_passes");
    #[cfg(feature = "mutations")]
    mutation_option(&llvm);
    println!("cargo:rustc-link-lib=dylib=stdc++");
    println!("cargo:rustc-link-search=native={llvm}/lib");
    println!("cargo:rustc-link-lib=dylib=LLVM-22");
}

/// Adds the option that only the plugin with deliberate mistakes has.
#[cfg(feature = "mutations")]
fn mutation_option(llvm: &str) {
    println!("cargo:rerun-if-changed=cpp/mutation_option.cpp");
    cc::Build::new()
        .cpp(true)
        .std("c++17")
        .flag("-fno-rtti")
        .warnings(false)
        .include(format!("{llvm}/include"))
        // The option registers itself: nothing refers to this file.
        .link_lib_modifier("+whole-archive")
        .file("cpp/mutation_option.cpp")
        .compile("llvmcoro_mutation_option");
}
