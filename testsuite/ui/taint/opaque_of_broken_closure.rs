// An opaque type whose hidden type needs a bound that an error keeps from holding.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: the handler is broken
#![crate_type = "lib"]

trait Route {
    type Reply;
}

impl<F, A> Route for F
where
    F: Fn() -> A,
    A: Future + Send,
{
    type Reply = F;
}

fn route<R: Route>(_: R) -> impl Sized {
    || -> <R as Route>::Reply { unreachable!() }
}

async fn handler() {
    compile_error!("the handler is broken");
}

async fn table() -> impl Sized {
    route(handler)
}

pub async fn serve() {
    let _table = table().await;
}
