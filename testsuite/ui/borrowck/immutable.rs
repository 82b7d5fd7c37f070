// Changes of what is not mutable, in bodies and through captures.
//@ check-fail
//@ error[E0384]: cannot assign twice to immutable variable `number`
//@ error[E0596]: cannot borrow `list` as mutable, as it is not declared as mutable
//@ error[E0594]: cannot assign to `*number`, which is behind a `&` reference
//@ warning: value assigned to `number` is never read
//@ error[E0596]: cannot borrow `list` as mutable, as it is not declared as mutable
//@ error[E0594]: cannot assign to `number`, as it is not declared as mutable
//@ warning: value captured by `number` is never read
//@ warning: value assigned to `number` is never read
//@ warning: unused variable: `number`
#![crate_type = "lib"]

async fn other() {}

pub async fn assigned_twice(number: u8) -> u8 {
    other().await;
    number = 2;
    number
}

pub async fn borrowed(list: Vec<u8>) {
    other().await;
    list.push(1);
}

pub async fn through_a_reference(number: &u8) {
    *number = 1;
    other().await;
}

pub fn captured() {
    let list = Vec::<u8>::new();
    drop(async { list.push(1) });
}

pub fn captured_by_move() {
    let number = 1;
    drop(async move { number = 2 });
}
