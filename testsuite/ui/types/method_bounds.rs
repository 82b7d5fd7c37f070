// Methods that exist for some types only.
//@ check-fail
//@ error[E0599]: no method named `load` found for struct `Plain` in the current scope
//@ error[E0277]: the trait bound `&str: Load` is not satisfied
//@ error[E0277]: the trait bound `&str: Load` is not satisfied
//@ error[E0277]: the trait bound `&str: Load` is not satisfied
#![crate_type = "lib"]

struct Plain;

trait Load {
    async fn load(&self) -> u8;
}

impl Load for u8 {
    async fn load(&self) -> u8 {
        *self
    }
}

pub async fn method() {
    Plain.load().await;
}

async fn generic<T: Load>(value: T) -> u8 {
    value.load().await
}

pub async fn bound() -> u8 {
    generic("text").await
}
