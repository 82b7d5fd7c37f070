// Signatures that are wrong in themselves, of bodies that others await.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: `self` parameter is only allowed in associated functions
//@ error[E0415]: identifier `number` is bound more than once in this parameter list
//@ error[E0403]: the name `T` is already used for a generic parameter in this item's generic parameters
//@ error[E0261]: use of undeclared lifetime name `'a`
//@ error[E0261]: use of undeclared lifetime name `'b`
//@ error[E0061]: this function takes 1 argument but 0 arguments were supplied
//@ warning: unused variable: `number`
#![crate_type = "lib"]

async fn twice(number: u8, number: u8) -> u8 {
    std::future::ready(number).await
}

async fn same<T, T>(value: T) {
    std::future::ready(value).await;
}

async fn undeclared(text: &'a str) -> &'b str {
    std::future::ready(()).await;
    text
}

async fn method(self) {}

pub async fn outer() {
    twice(1, 2).await;
    same(1).await;
    undeclared("").await;
    method().await;
}
