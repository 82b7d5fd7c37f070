// Captures that may not go to another thread.
//@ check-fail
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
#![crate_type = "lib"]

use std::cell::Cell;
use std::rc::Rc;

fn send(_: impl Send) {}

pub fn counted(counted: Rc<u8>) {
    send(async move { drop(counted) });
}

pub fn shared(cell: &Cell<u8>) {
    send(async { cell.set(1) });
}

pub fn raw(pointer: *mut u8) {
    send(async move { drop(pointer) });
}

async fn argument(counted: Rc<u8>) {
    std::future::ready(()).await;
    drop(counted);
}

pub fn of_a_function() {
    send(argument(Rc::new(1)));
}
