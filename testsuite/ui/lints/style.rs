// Lints on the source in bodies: braces, parentheses, names, semicolons, deprecated items.
//@ check-pass
//@ warning: unnecessary trailing semicolon
//@ warning: unnecessary parentheses around `if` condition
//@ warning: unnecessary parentheses around `return` value
//@ warning: use of deprecated function `old`: there is a newer one
//@ warning: variable `camelCase` should have a snake case name
#![crate_type = "lib"]

#[deprecated = "there is a newer one"]
async fn old() {}

#[allow(deprecated)]
pub async fn body(flag: bool) -> u8 {
    if (flag) {
        old().await;
    }
    let camelCase = { std::future::ready(1) };
    let number = camelCase.await;;
    return (number);
}

pub async fn uses_it() {
    old().await;
}
