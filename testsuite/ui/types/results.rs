// Bodies whose end does not have the type that they promise.
//@ check-fail
//@ error[E0308]: mismatched types
//@ error[E0308]: mismatched types
//@ error[E0308]: mismatched types
//@ error[E0277]: the `?` operator can only be used in an async function that returns `Result` or `Option` (or another type that implements `FromResidual`)
#![crate_type = "lib"]

pub async fn wrong() -> String {
    "text"
}

pub async fn nothing() -> u8 {
    std::future::ready(()).await;
}

pub async fn two(flag: bool) -> u8 {
    if flag {
        return "text";
    }
    1
}

pub async fn question_mark(text: &str) -> u8 {
    text.parse::<u8>()?
}
