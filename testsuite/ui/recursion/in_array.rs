// The recursive futures stand in an array and are awaited in a loop.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub async fn parent(depth: u8) {
    let children = [child(depth), child(depth)];
    for future in children {
        future.await;
    }
}

async fn child(depth: u8) {
    if depth > 0 {
        Some(parent(depth - 1)).unwrap().await
    }
}
