// `await` where there is nothing that could wait.
//@ check-fail
//@ error[E0728]: `await` is only allowed inside `async` functions and blocks
//@ error[E0728]: `await` is only allowed inside `async` functions and blocks
//@ error[E0728]: `await` is only allowed inside `async` functions and blocks
//@ error[E0728]: `await` is only allowed inside `async` functions and blocks
#![crate_type = "lib"]

async fn other() -> u8 {
    1
}

pub fn in_a_function() -> u8 {
    other().await
}

pub async fn in_a_closure() -> u8 {
    let closure = || other().await;
    closure()
}

pub async fn in_a_nested_function() {
    fn nested() {
        other().await;
    }
    nested();
}

pub const NUMBER: u8 = other().await;
