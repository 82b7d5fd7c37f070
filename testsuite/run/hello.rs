// A program without a coroutine.
// lowered: 0
// begins: 0

fn main() {
    println!("Hello, world!");
    eprintln!("and to standard error");
}
