// The futures of async closures.
//@ check-fail
//@ error[E0277]: `Rc<u8>` cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
#![crate_type = "lib"]

use std::rc::Rc;

fn send(_: impl Send) {}

pub fn captured() {
    let counted = Rc::new(1_u8);
    send(async move || {
        drop(Rc::clone(&counted));
    });
}

pub fn local() {
    let closure = async || {
        let counted = Rc::new(1_u8);
        std::future::ready(()).await;
        drop(counted);
    };
    send(closure());
}
