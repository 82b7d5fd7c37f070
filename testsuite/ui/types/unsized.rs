// Values without a known size in bodies.
//@ check-fail
//@ error[E0277]: the size for values of type `[u8]` cannot be known at compilation time
//@ error[E0277]: the size for values of type `[u8]` cannot be known at compilation time
//@ error[E0277]: the size for values of type `str` cannot be known at compilation time
//@ error[E0277]: the size for values of type `str` cannot be known at compilation time
#![crate_type = "lib"]

pub async fn argument(_: [u8]) {}

pub async fn result() -> str {
    loop {}
}

pub async fn local(text: &str) {
    let copy = *text;
    std::future::ready(()).await;
    drop(&copy);
}
