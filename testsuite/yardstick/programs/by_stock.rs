//! A coroutine that stock rustc compiles.
#![crate_type = "lib"]

pub async fn elsewhere() -> u8 {
    core::future::ready(1).await
}
