// Lifetimes that cannot be left out.
//@ check-fail
//@ error[E0106]: missing lifetime specifier
//@ error[E0106]: missing lifetime specifier
//@ error[E0261]: use of undeclared lifetime name `'a`
//@ error[E0106]: missing lifetime specifier
#![crate_type = "lib"]

pub async fn of_two(left: &str, right: &str) -> &str {
    if left.len() > 1 { left } else { right }
}

pub async fn of_none() -> &str {
    ""
}

pub async fn undeclared(text: &'a str) -> usize {
    text.len()
}

pub trait Lookup {
    async fn lookup(left: &u8, right: &u8) -> &u8;
}
