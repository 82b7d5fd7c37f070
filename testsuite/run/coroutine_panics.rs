// Coroutines and generators that panic, and what resuming them afterwards does.
// lowered: 3
// begins: 6
// matrix: panic=unwind
// host only: every panic is caught

#![feature(coroutine_trait, coroutines, gen_blocks, stmt_expr_attributes)]

use std::ops::Coroutine;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

fn caught<T: std::fmt::Debug>(run: impl FnOnce() -> T) {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(value) => println!("{value:?}"),
        Err(_) => println!("panicked"),
    }
}

fn main() {
    let mut panics = #[coroutine]
    |x: u32| {
        let _local = Loud("local");
        let y: u32 = yield x;
        assert!(y < 5, "too large");
        y
    };
    caught(|| Pin::new(&mut panics).resume(1));
    caught(|| Pin::new(&mut panics).resume(9));
    caught(|| Pin::new(&mut panics).resume(1));

    let mut ends = #[coroutine]
    |x: u32| {
        yield x;
    };
    for n in 0..3 {
        caught(|| Pin::new(&mut ends).resume(n));
    }

    let mut numbers = gen {
        let _local = Loud("in gen");
        yield 1;
        let never: Option<u32> = std::hint::black_box(None);
        yield never.expect("nothing");
    };
    for _ in 0..3 {
        caught(|| numbers.next());
    }
}
