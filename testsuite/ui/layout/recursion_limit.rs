// A future that is nested too deeply for the recursion limit.
//@ build-fail
//@ error: recursion limit reached while expanding `nest!`
#![recursion_limit = "20"]

async fn nothing() {}

fn wrap<F: Future<Output = ()>>(future: F) -> impl Future<Output = ()> {
    async move { future.await }
}

macro_rules! nest {
    ($inner:expr $(,)?) => { $inner };
    ($inner:expr, $head:tt $($tail:tt)*) => { nest!(wrap($inner), $($tail)*) };
}

fn main() {
    drop(Box::pin(nest!(nothing(), x x x x x x x x x x x x x x x x x x x x x x x x)));
}
