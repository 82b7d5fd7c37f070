// A future in the place of its output.
//@ check-fail
//@ error[E0308]: mismatched types
//@ error[E0599]: no method named `len` found for opaque type `impl Future<Output = Vec<u8>>` in the current scope
//@ error[E0609]: no field `x` on type `impl Future<Output = Point>`
//@ error[E0369]: cannot add `{integer}` to `impl Future<Output = u8>`
//@ error[E0277]: the `?` operator can only be applied to values that implement `Try`
//@ message: consider `await`ing on the `Future`
#![crate_type = "lib"]

pub struct Point {
    x: u8,
}

async fn number() -> u8 {
    1
}

async fn point() -> Point {
    Point { x: 1 }
}

async fn list() -> Vec<u8> {
    Vec::new()
}

async fn result() -> Result<u8, ()> {
    Ok(1)
}

pub async fn mismatched() -> u8 {
    number()
}

pub async fn method() -> usize {
    list().len()
}

pub async fn field() -> u8 {
    point().x
}

pub async fn operator() -> u8 {
    number() + 1
}

pub async fn question_mark() -> Result<u8, ()> {
    Ok(result()?)
}
