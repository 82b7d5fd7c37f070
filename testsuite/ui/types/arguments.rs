// Calls with too few, too many, or wrong arguments.
//@ check-fail
//@ error[E0061]: this function takes 2 arguments but 1 argument was supplied
//@ error[E0061]: this function takes 2 arguments but 3 arguments were supplied
//@ error[E0308]: mismatched types
//@ error[E0425]: cannot find function `three` in this scope
//@ error[E0599]: no method named `wait` found for type `u8` in the current scope
#![crate_type = "lib"]

async fn two(_: u8, _: &str) {}

pub async fn few() {
    two(1).await;
}

pub async fn many() {
    two(1, "", 3).await;
}

pub async fn wrong() {
    two("", "").await;
}

pub async fn unknown() {
    three().await;
}

pub async fn method() {
    1_u8.wait().await;
}
