// Edition 2015 knows neither `async` nor `await`.
//@ check-fail
//@ edition: 2015
//@ error[E0670]: `async fn` is not permitted in Rust 2015
//@ error[E0609]: no field `await` on type `impl Future<Output = ()>`
#![crate_type = "lib"]

async fn other() {}

pub fn body() {
    other().await;
}
