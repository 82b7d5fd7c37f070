//! Awaits what a library without std offers.

#[path = "../run/common/mod.rs"]
mod common;

use common::{drive, drop_everywhere};

fn main() {
    println!("{:?}", drive(no_std::countdown(4)));
    println!("{:?}", drive(no_std::kept(String::from("text"))));
    drop_everywhere("kept", || no_std::kept(vec![1, 2]));
    #[cfg(feature = "alloc")]
    {
        println!("{:?}", drive(no_std::boxed::down(4)));
        drop_everywhere("boxed", || no_std::boxed::down(2));
    }
}
