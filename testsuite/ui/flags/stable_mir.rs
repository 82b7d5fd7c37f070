// Tools that read bodies through rustc's public interface can read these.
//@ check-pass
//@ compile-flags: -Zunpretty=stable-mir
#![feature(gen_blocks)]
#![crate_type = "lib"]

pub async fn one() -> u8 {
    std::future::ready(1).await
}

pub async fn two<T: Clone>(value: &T) -> (T, u8) {
    (value.clone(), one().await)
}

pub gen fn numbers() -> u8 {
    yield 1;
}
