//! Runs the suspended session.

mod suspended;

fn main() {
    println!("{}", suspended::run());
}
