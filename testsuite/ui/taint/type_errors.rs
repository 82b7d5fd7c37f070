// Errors in a body, and in the bodies that await it.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0425]: cannot find value `missing` in this scope
//@ error[E0425]: cannot find type `Missing` in this scope
//@ error[E0425]: cannot find type `Missing` in this scope
//@ error[E0425]: cannot find value `also_missing` in this scope
//@ error[E0308]: mismatched types
#![crate_type = "lib"]

async fn broken() -> u8 {
    missing
}

async fn mismatched() -> u8 {
    broken().await;
    "text"
}

async fn unknown(value: Missing) -> Missing {
    std::future::ready(()).await;
    value
}

pub async fn outer() -> u8 {
    let first = mismatched().await;
    unknown(broken().await).await;
    first + broken().await + also_missing
}
