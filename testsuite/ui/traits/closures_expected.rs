// Arguments that are no async closures of the demanded kind.
//@ check-fail
//@ error[E0277]: `u8` is not a future
//@ error[E0277]: `u8` is not a future
//@ error[E0277]: `u8` is not a future
//@ error[E0631]: type mismatch in function arguments
//@ error[E0631]: type mismatch in function arguments
//@ error[E0631]: type mismatch in function arguments
//@ error[E0308]: mismatched types
//@ error[E0593]: closure is expected to take 1 argument, but it takes 0 arguments
#![crate_type = "lib"]

async fn call(_: impl AsyncFn(u8) -> u8) {}

pub async fn not_async() {
    call(|number: u8| number).await;
}

pub async fn wrong_argument() {
    call(async |text: &str| text.len() as u8).await;
}

pub async fn wrong_result() {
    call(async |_: u8| "text").await;
}

pub async fn wrong_number() {
    call(async || 1).await;
}

pub async fn accepted() {
    call(|number: u8| async move { number }).await;
    call(std::future::ready::<u8>).await;
}
