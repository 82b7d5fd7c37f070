// A generator may not hold a borrow of its own across a `yield` either.
//@ check-fail
//@ error[E0626]: borrow may still be in use when `gen` block yields
#![crate_type = "lib"]
#![feature(gen_blocks)]

pub fn numbers() -> impl Iterator<Item = u8> {
    gen {
        let list = [1, 2, 3];
        for number in &list {
            yield *number;
        }
    }
}
