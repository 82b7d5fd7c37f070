// Errors from macros in bodies that others await.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: not this one
//@ error: no rules expected `two`
#![crate_type = "lib"]

macro_rules! number {
    (one) => {
        1
    };
}

async fn broken() -> u8 {
    compile_error!("not this one");
    number!(two)
}

pub async fn outer() -> u8 {
    broken().await + number!(one)
}
