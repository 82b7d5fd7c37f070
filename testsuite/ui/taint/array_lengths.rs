// Arrays whose length is an error, across suspensions.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0425]: cannot find value `missing` in this scope
//@ error[E0425]: cannot find function `also_missing` in this scope
//@ warning: unreachable statement
#![crate_type = "lib"]

const LENGTH: usize = 2 + missing;

pub async fn by_call() {
    let bytes: [u8; also_missing()] = loop {};
    std::future::ready(()).await;
    drop(bytes);
}

pub async fn by_constant() -> [u8; LENGTH] {
    let bytes = [0; LENGTH];
    std::future::ready(()).await;
    bytes
}

pub async fn outer() {
    by_call().await;
    drop(by_constant().await);
}
