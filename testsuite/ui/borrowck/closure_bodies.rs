// The future of a closure must not outlive what the closure lends to it.
//@ check-fail
//@ error: captured variable cannot escape `FnMut` closure body
//@ error[E0507]: cannot move out of `text`, a captured variable in an `AsyncFn` closure
#![crate_type = "lib"]

fn call(_: impl AsyncFn()) {}

pub fn escapes(mut text: String) {
    let _closure = move || async { text.push('x') };
}

pub fn consumes(text: String) {
    call(async move || drop(text));
}
