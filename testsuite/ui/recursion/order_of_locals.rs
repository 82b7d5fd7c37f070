// Several locals lead back, or have a parameter's type: which is laid out first decides.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

async fn other(n: u8) -> u8 {
    std::future::ready(n).await
}

async fn drive<F: Future<Output = u8>>(future: F) -> u8 {
    future.await
}

async fn hold<F>(future: F) -> F {
    future
}

pub async fn wrapped_and_dropped<T: Copy>(value: T, n: u8) -> u8 {
    let next = Some(wrapped_and_dropped(value, n - 1));
    if let Some(next) = next {
        next.await;
    }
    drop(wrapped_and_dropped(value, n - 1));
    match n {
        _ => drop(other(n).await),
    }
    0
}

pub async fn driven_and_awaited<T: Copy>(value: T, n: u8) -> u8 {
    drive(driven_and_awaited(value, n - 1)).await;
    match n {
        _ => drop(driven_and_awaited(value, n - 1).await),
    }
    0
}

pub async fn held_and_driven<T: Copy>(value: T, n: u8) -> u8 {
    hold(held_and_driven(value, n - 1)).await.await;
    drive(held_and_driven(value, n - 1)).await;
    0
}
