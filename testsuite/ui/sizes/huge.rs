// A future that is larger than any memory has a size, and so has one that awaits it.
//@ run-pass
//@ lowered: 2
async fn huge() {
    let bytes = [0_u8; 1 << 41];
    std::hint::black_box(&bytes);
    std::future::pending::<()>().await;
    std::hint::black_box(&bytes);
}

async fn outer() {
    huge().await
}

fn size<F>(_: impl Fn() -> F) -> usize {
    size_of::<F>()
}

fn main() {
    assert!(size(huge) > 1 << 41);
    assert!(size(outer) > size(huge));
}
