//! Futures that hold a generic value across their suspensions.

pub async fn keep<T, F: Future<Output = ()>>(value: T, future: F) {
    let kept = value;
    future.await;
    drop(kept);
}

pub fn keep_for_ever<T>(value: T) -> impl Future<Output = ()> {
    async {
        let kept = value;
        std::future::pending::<()>().await;
        drop(kept);
    }
}
