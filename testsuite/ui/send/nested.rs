// What keeps an awaited future from being `Send` keeps the awaiter, too.
//@ check-fail
//@ error[E0277]: `dyn Future<Output = ()>` cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ message: await occurs here, with `counted` maybe used later
#![crate_type = "lib"]

use std::pin::Pin;
use std::rc::Rc;

fn send(_: impl Send) {}

async fn inner() {
    let counted = Rc::new(1);
    std::future::ready(()).await;
    drop(counted);
}

async fn middle() {
    inner().await;
}

pub fn two_levels() {
    send(async { middle().await });
}

fn opaque() -> impl Future<Output = ()> {
    inner()
}

pub fn through_an_opaque_type() {
    send(async {
        opaque().await;
    });
}

pub fn as_an_object() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let object: Pin<Box<dyn Future<Output = ()>>> = Box::pin(middle());
    Box::pin(object)
}
