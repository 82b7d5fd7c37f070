// What a `#[coroutine]`, a generator and an async generator hold across a suspension.
//@ check-fail
//@ error: coroutine cannot be sent between threads safely
//@ error: coroutine cannot be sent between threads safely
//@ error: coroutine cannot be sent between threads safely
#![crate_type = "lib"]
#![feature(coroutines, gen_blocks, stmt_expr_attributes)]

use std::rc::Rc;

fn send(_: impl Send) {}

pub fn coroutine() {
    send(
        #[coroutine]
        || {
            let counted = Rc::new(1);
            yield *counted;
            drop(counted);
        },
    );
}

pub fn generator() {
    send(gen {
        let counted = Rc::new(1);
        yield *counted;
        drop(counted);
    });
}

pub fn async_generator() {
    send(async gen {
        let counted = Rc::new(1);
        yield *counted;
        drop(counted);
    });
}
