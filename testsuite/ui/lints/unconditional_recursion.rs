// A function that only calls itself, beside an async fn that boxes itself.
//@ build-pass
//@ warning: function cannot return without recursing
//@ lowered: 2
#![crate_type = "lib"]

pub async fn outer() -> u8 {
    fn inner() -> u8 {
        inner()
    }
    std::future::ready(()).await;
    inner()
}

pub async fn boxed() {
    Box::pin(boxed()).await;
}
