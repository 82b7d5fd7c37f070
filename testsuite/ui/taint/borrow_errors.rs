// A body that borrowck refuses, awaited by others, boxed, and as a generic argument.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0382]: use of moved value: `text`
//@ error[E0505]: cannot move out of `text` because it is borrowed
#![crate_type = "lib"]

async fn refused(text: String) -> String {
    drop(text);
    text
}

async fn refused_too(text: String) -> usize {
    let kept = &text;
    drop(text);
    kept.len()
}

async fn hold<F: Future>(future: F) -> F::Output {
    future.await
}

pub async fn outer() -> usize {
    let boxed = Box::pin(refused(String::new()));
    hold(boxed).await.len() + hold(refused_too(String::new())).await
}
