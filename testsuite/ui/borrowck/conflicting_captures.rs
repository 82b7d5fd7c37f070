// Two blocks that run at the same time borrow the same variable.
//@ check-fail
//@ error[E0499]: cannot borrow `number` as mutable more than once at a time
//@ error[E0502]: cannot borrow `list` as mutable because it is also borrowed as immutable
#![crate_type = "lib"]

async fn both(_: impl Future, _: impl Future) {}

pub async fn two_writers() -> u8 {
    let mut number = 1;
    both(async { number += 1 }, async { number += 2 }).await;
    number
}

pub async fn reader_and_writer() -> usize {
    let mut list = vec![1];
    both(async { list.len() }, async { list.push(1) }).await;
    list.len()
}
