// Futures that are made and dropped.
//@ build-pass
//@ warning: unused implementer of `Future` that must be used
//@ warning: unused implementer of `Future` that must be used
//@ warning: unused output of future returned by `number` that must be used
//@ warning: unused implementer of `Future` that must be used
//@ warning: unused implementer of `Future` that must be used
//@ warning: unused coroutine that must be used
//@ warning: unused implementer of `Future` that must be used
//@ warning: unused return value of `number` that must be used
//@ lowered: 8
//@ message: futures do nothing unless you `.await` or poll them
#![crate_type = "lib"]
#![feature(gen_blocks)]

async fn plain() {}

#[must_use = "count them"]
async fn number() -> u8 {
    1
}

fn opaque() -> impl Future<Output = ()> {
    async {}
}

pub async fn all() {
    plain();
    opaque();
    number().await;
    async {};
    (async || 1)();
    gen { yield 1 };
    let _ = plain();
    number();
}
