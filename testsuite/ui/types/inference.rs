// Types that nothing decides.
//@ check-fail
//@ error[E0282]: type annotations needed for `Result<(), _>`
//@ error[E0282]: type annotations needed for `Option<_>`
//@ error[E0283]: type annotations needed
#![crate_type = "lib"]

pub async fn error_type() {
    let _ = async {
        std::fmt::Result::Ok(())?;
        Ok(())
    }
    .await;
}

pub async fn output() {
    let none = async { None }.await;
    drop(none);
}

pub async fn parameter() {
    make().await;
}

async fn make<T: Default>() -> T {
    T::default()
}
