// Large values that move through captures, results, arrays and enums: what is copied arrives whole.
// lowered: 30
// begins: 50

#[path = "../copies/common.rs"]
mod common;

#[path = "../copies/arrays.rs"]
mod arrays;
#[path = "../copies/captures.rs"]
mod captures;
#[path = "../copies/enums.rs"]
mod enums;
#[path = "../copies/nested.rs"]
mod nested;
#[path = "../copies/results.rs"]
mod results;

fn main() {
    println!("arrays {:?}", arrays::run());
    println!("captures {:?}", captures::run());
    println!("enums {:?}", enums::run());
    println!("nested {:?}", nested::run());
    println!("results {:?}", results::run());
}
