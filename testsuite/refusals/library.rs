//! A library with one generic coroutine and one that is not.

/// Generated where it is used.
pub async fn generic<T: Copy>(value: T) -> [T; 2] {
    std::future::ready(()).await;
    [value, value]
}

/// Generated here.
pub async fn plain(value: u32) -> u32 {
    let [left, right] = generic(value).await;
    left + right
}

/// Uses both, so that both are generated here, too.
pub fn here(context: &mut std::task::Context<'_>) -> bool {
    use std::future::Future;
    std::pin::pin!(generic(1_u32)).poll(context).is_ready()
        && std::pin::pin!(plain(1)).poll(context).is_ready()
}
