// A cycle of generic bodies that an instance closes is one error.
//@ revisions: check build
//@[check] check-pass
//@[build] build-fail
//@[build] error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub trait Poller {
    #[allow(async_fn_in_trait)]
    async fn poll_once(&self)
    where
        Self: Sized,
    {
        poll_all(self).await
    }
}

async fn poll_all<P: Poller>(poller: &P) {
    poller.poll_once().await
}

impl Poller for u8 {}

pub fn start() {
    drop(1_u8.poll_once());
}
