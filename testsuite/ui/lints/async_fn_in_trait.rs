// A public trait with async fns warns, and its suggestion is accepted.
//@ check-pass
//@ warning: use of `async fn` in public traits is discouraged as auto trait bounds cannot be specified
//@ warning: use of `async fn` in public traits is discouraged as auto trait bounds cannot be specified
#![crate_type = "lib"]

pub trait Load {
    async fn load(&self) -> u8;

    async fn twice(&self) -> u8 {
        self.load().await + self.load().await
    }

    fn desugared(&self) -> impl Future<Output = u8> + Send;
}

trait Private {
    async fn load(&self);
}

impl Private for u8 {
    async fn load(&self) {}
}

pub async fn call() {
    Private::load(&1_u8).await;
}
