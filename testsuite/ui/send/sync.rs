// Futures that two threads must not look at.
//@ check-fail
//@ error: future cannot be shared between threads safely
//@ error: future cannot be shared between threads safely
#![crate_type = "lib"]

use std::cell::Cell;

fn sync(_: impl Sync) {}

async fn cell() -> u8 {
    let cell = Cell::new(1);
    std::future::ready(()).await;
    cell.get()
}

pub fn local() {
    sync(cell());
}

pub fn captured(cell: Cell<u8>) {
    sync(async move { cell.set(1) });
}

pub fn allowed() {
    sync(async {
        let cell = Cell::new(1);
        cell.set(2);
    });
}
