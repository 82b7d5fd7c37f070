// The entry point of a program is no async fn.
//@ check-fail
//@ error[E0752]: `main` function is not allowed to be `async`
async fn main() {}
