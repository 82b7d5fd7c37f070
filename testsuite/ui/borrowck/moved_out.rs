// Moves out of what is only borrowed.
//@ check-fail
//@ error[E0507]: cannot move out of `*text` which is behind a shared reference
//@ error[E0507]: cannot move out of an `Rc`
//@ error[E0507]: cannot move out of `text`, a captured variable in an `FnMut` closure
//@ error[E0508]: cannot move out of type `[String; 2]`, a non-copy array
#![crate_type = "lib"]

use std::rc::Rc;

async fn take(_: String) {}

pub async fn of_a_reference(text: &String) {
    take(*text).await;
}

pub async fn of_a_shared_value(text: Rc<(String, u8)>) {
    take(text.0).await;
}

pub fn of_a_closure(text: String) -> impl FnMut() {
    move || drop(async move { take(text).await })
}

pub async fn of_an_array(texts: [String; 2], index: usize) {
    take(texts[index]).await;
}
