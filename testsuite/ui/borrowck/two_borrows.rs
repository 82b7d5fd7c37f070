// Borrows that exclude each other and are both used after a suspension.
//@ check-fail
//@ error[E0499]: cannot borrow `*list` as mutable more than once at a time
//@ error[E0502]: cannot borrow `*list` as mutable because it is also borrowed as immutable
//@ error[E0506]: cannot assign to `number` because it is borrowed
//@ warning: value assigned to `number` is never read
#![crate_type = "lib"]

async fn other() {}

pub async fn both_mutable(list: &mut Vec<u8>) {
    let first = &mut *list;
    other().await;
    let second = &mut *list;
    other().await;
    first.push(1);
    second.push(2);
}

pub async fn shared_and_mutable(list: &mut Vec<u8>) {
    let first = list.first();
    other().await;
    list.push(1);
    other().await;
    drop(first);
}

pub async fn assigned(mut number: u8) -> u8 {
    let borrowed = &number;
    other().await;
    number = 2;
    *borrowed
}
