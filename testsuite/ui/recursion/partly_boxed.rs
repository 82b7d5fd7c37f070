// Boxes on some of the ways round do not help; a box on each does.
//@ revisions: some each
//@[some] build-fail
//@[some] error[E0733]: recursion in an async fn requires boxing
//@[each] build-pass
//@[each] lowered: 3
#![crate_type = "lib"]

pub async fn first(n: u8) {
    match n {
        0 => {}
        1 => Box::pin(second(n)).await,
        _ => Box::pin(first(n - 1)).await,
    }
}

async fn second(n: u8) {
    Box::pin(first(n)).await;
    #[cfg(some)]
    third(n).await;
    #[cfg(each)]
    Box::pin(third(n)).await;
}

async fn third(n: u8) {
    second(n).await
}
