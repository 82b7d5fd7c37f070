// A task that has to live for ever borrows from the function that starts it.
//@ check-fail
//@ error[E0597]: `text` does not live long enough
//@ error[E0373]: async block may outlive the current function, but it borrows `number`, which is owned by the current function
//@ error[E0521]: borrowed data escapes outside of function
#![crate_type = "lib"]

fn spawn(_: impl Future<Output = ()> + 'static) {}

pub fn local() {
    let text = String::from("text");
    let slice = &text;
    spawn(async move { assert_eq!(slice.len(), 4) });
}

pub fn by_reference() {
    let number = 1;
    spawn(async { assert_eq!(number, 1) });
}

pub fn argument(slice: &str) {
    spawn(async move { assert_eq!(slice.len(), 4) });
}
