//! Futures that nobody awaits.
//@ errors: 10
//@ message: unused output of future returned by `number` that must be used

#![feature(gen_blocks)]
#![deny(unused_must_use)]

#[must_use = "a number"]
async fn number() -> u32 {
    1
}

async fn plain() {}

trait Work {
    async fn work(&self);
}

impl Work for u32 {
    async fn work(&self) {}
}

async fn results() -> Result<(), u32> {
    Err(1)
}

async fn all() {
    plain();
    number();
    number().await;
    results().await;
    3_u32.work();
    async { 5 };
    (async || 5)();
    gen { yield 1 };
}

fn main() {
    all();
}
