// A parameter without a bound, and a trait whose futures promise nothing.
//@ check-fail
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
#![crate_type = "lib"]

fn send(_: impl Send) {}

async fn hold<T>(value: T) {
    std::future::ready(()).await;
    drop(value);
}

pub fn parameter<T: 'static>(value: T) {
    send(hold(value));
}

pub trait Work {
    async fn work(&self);

    fn opaque(&self) -> impl Future<Output = ()>;
}

pub fn method<W: Work + Sync>(work: &W) {
    send(async { work.work().await });
}

pub fn opaque<W: Work + Sync>(work: &W) {
    send(async { work.opaque().await });
}
