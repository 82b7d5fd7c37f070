// More lints that look at MIR: constants that are changed, addresses of functions.
//@ build-pass
//@ warning: attempting to modify a `const` item
//@ warning: taking a reference to a function item does not give a function pointer
//@ lowered: 2
#![crate_type = "lib"]
#![warn(function_item_references)]

const LIST: [u8; 2] = [1, 2];

fn function() {}

pub async fn constant() {
    std::future::ready(()).await;
    LIST[0] = 5;
}

pub async fn address() -> String {
    std::future::ready(()).await;
    format!("{:p}", &function)
}
