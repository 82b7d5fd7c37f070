// The lint on MIR for what edition 2024 drops in another order.
//@ check-fail
//@ edition: 2021
//@ error: relative drop order changing in Rust 2024
//@ message: relative drop order changing in Rust 2024
#![crate_type = "lib"]
#![deny(tail_expr_drop_order)]

pub struct Loud;

impl Drop for Loud {
    fn drop(&mut self) {
        println!("dropped");
    }
}

impl Loud {
    fn number(&self) -> u8 {
        1
    }
}

pub async fn tail() -> u8 {
    let _local = Loud;
    std::future::ready(()).await;
    Loud.number()
}
