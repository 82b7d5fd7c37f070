// Attributes and derives that do not exist, on what a body captures.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: cannot find attribute `missing` in this scope
//@ error: cannot find derive macro `Missing` in this scope
//@ error[E0599]: no method named `clone` found for struct `Token` in the current scope
#![crate_type = "lib"]

#[derive(Missing)]
pub struct Token;

async fn take(#[missing] token: Token, again: Token) {
    std::future::ready(()).await;
    drop((token, again.clone()));
}

pub async fn outer() {
    take(Token, Token).await;
}
