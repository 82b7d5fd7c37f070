// What is awaited and is no future.
//@ check-fail
//@ error[E0277]: `u8` is not a future
//@ error[E0277]: `{closure@ui/types/not_a_future.rs:15:6: 15:8}` is not a future
//@ error[E0277]: `&impl Future<Output = u8>` is not a future
//@ error[E0277]: `u8` is not a future
#![crate_type = "lib"]

async fn number() -> u8 {
    1
}

pub async fn all() -> u8 {
    1_u8.await;
    (|| ()).await;
    (&number()).await;
    number().await.await
}
