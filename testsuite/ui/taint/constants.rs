// Constants that cannot be evaluated, in types and in values.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0080]: index out of bounds: the length is 1 but the index is 3
//@ error[E0080]: attempt to compute `200_u8 + 100_u8`, which would overflow
#![crate_type = "lib"]

const TOO_LARGE: u8 = 200 + 100;
const LENGTH: usize = [1_usize][3];

async fn value() -> u8 {
    std::future::ready(()).await;
    TOO_LARGE
}

async fn array() -> [u8; LENGTH] {
    let bytes = [0; LENGTH];
    std::future::ready(()).await;
    bytes
}

pub async fn outer() -> usize {
    array().await.len() + usize::from(value().await)
}
