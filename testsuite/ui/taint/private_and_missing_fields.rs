// Captures whose type is an error.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0425]: cannot find type `Missing` in this scope
//@ error[E0609]: no field `other` on type `Holder`
//@ error[E0560]: struct `Holder` has no field named `strange`
#![crate_type = "lib"]

pub struct Holder {
    known: u8,
    unknown: Missing,
}

async fn hold(holder: Holder) -> u8 {
    let kept = holder;
    std::future::ready(()).await;
    drop(kept.unknown);
    kept.other
}

pub async fn outer() -> u8 {
    let block = async move { hold(Holder { known: 1, strange: 2 }).await };
    block.await
}
