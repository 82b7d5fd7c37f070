// A generator that is dropped while it is suspended drops its locals.
//@ run-pass
//@ lowered: 1
//@ stdout:   drop argument
//@ stdout: []
//@ stdout:   drop first
//@ stdout:   drop argument
//@ stdout: [1]
//@ stdout:   drop second
//@ stdout:   drop first
//@ stdout:   drop argument
//@ stdout: [1, 2]
//@ stdout:   drop second
//@ stdout:   drop first
//@ stdout:   drop argument
//@ stdout: [1, 2, 3]
#![feature(gen_blocks)]
#[path = "../../run/common/mod.rs"]
mod common;

use common::Noisy;

gen fn three(_argument: Noisy) -> u32 {
    let _first = Noisy("first");
    yield 1;
    {
        let _second = Noisy("second");
        yield 2;
    }
    yield 3;
}

fn main() {
    for taken in 0..4 {
        println!("{:?}", three(Noisy("argument")).take(taken).collect::<Vec<_>>());
    }
}
