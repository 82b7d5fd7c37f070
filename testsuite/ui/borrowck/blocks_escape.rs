// A block that borrows a local must not leave the function.
//@ check-fail
//@ error[E0373]: async block may outlive the current function, but it borrows `text`, which is owned by the current function
//@ error[E0597]: `text` does not live long enough
//@ error[E0373]: async block may outlive the current function, but it borrows `number`, which is owned by the current function
#![crate_type = "lib"]

use std::pin::Pin;

pub fn returned(text: String) -> impl Future<Output = usize> {
    async { text.len() }
}

pub fn boxed(number: u8) -> Pin<Box<dyn Future<Output = u8>>> {
    Box::pin(async { number + 1 })
}

pub fn borrowed() -> impl Future<Output = usize> {
    let text = String::new();
    let slice = text.as_str();
    async move { slice.len() }
}
