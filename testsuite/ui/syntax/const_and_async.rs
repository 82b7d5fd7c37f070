// What is evaluated at compile time does not wait.
//@ check-fail
//@ error: expected one of `extern` or `fn`, found keyword `async`
//@ error: functions cannot be both `const` and `async`
//@ error: functions cannot be both `const` and `async`
#![crate_type = "lib"]

pub const async fn both() {}

pub const unsafe async fn all() {}
