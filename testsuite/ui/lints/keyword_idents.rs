// Names that a later edition keeps for itself.
//@ check-pass
//@ edition: 2015
//@ warning: `async` is a keyword in the 2018 edition
//@ warning: `await` is a keyword in the 2018 edition
//@ warning: `await` is a keyword in the 2018 edition
#![crate_type = "lib"]
#![warn(keyword_idents)]

pub fn async() {}

pub fn body() -> u8 {
    let await = 1;
    await
}
