//! Moves of large values in async bodies.
//@ errors: 3
//@ message: moving _ bytes
//@ any order

#![feature(large_assignments)]
#![move_size_limit = "1000"]
#![deny(large_assignments)]

struct Large([u8; 9999]);

fn consume(large: Large) -> u8 {
    large.0[17]
}

async fn moves(byte: u8) -> u8 {
    let large = Large([byte; 9999]);
    std::future::pending::<()>().await;
    consume(large)
}

async fn keeps(byte: u8) -> u8 {
    let large = [byte; 9999];
    std::future::pending::<()>().await;
    large[3]
}

fn poll(future: impl Future<Output = u8>) {
    let mut future = Box::pin(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let _ = future.as_mut().poll(&mut context);
}

fn main() {
    poll(moves(1));
    poll(keeps(1));
}
