// Awaits in the middle of expressions: operands are evaluated from left to right.
//@ run-pass
//@ lowered: 2
//@ stdout:   a
//@ stdout:   b
//@ stdout:   c
//@ stdout:   y
//@ stdout:   x
//@ stdout:   first
//@ stdout:   second
//@ stdout:   index
//@ stdout:   one
//@ stdout:   three
//@ stdout:   left
//@ stdout:   left
//@ stdout:   pair
//@ stdout:   of
//@ stdout:   before
//@ stdout:   after
//@ stdout: 7 5 4 7 173 false true 8 11
//@ stdout:   returned
//@ stdout:   ready at poll 18
//@ stdout: 11
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

struct Point {
    x: u32,
    y: u32,
}

async fn get(name: &str, value: u32) -> u32 {
    println!("  {name}");
    pause().await;
    value
}

fn three(a: u32, b: u32, c: u32) -> u32 {
    a * 100 + b * 10 + c
}

async fn body() -> u32 {
    let sum = get("a", 1).await + get("b", 2).await * get("c", 3).await;
    let point = Point { y: get("y", 4).await, x: get("x", 5).await };
    let list = [get("first", 6).await, get("second", 7).await];
    let item = list[get("index", 1).await as usize];
    let called = three(get("one", 1).await, sum, get("three", 3).await);
    let both = get("left", 0).await == 1 && get("right", 1).await == 1;
    let either = get("left", 1).await == 1 || get("right", 1).await == 1;
    let (pair, _) = (get("pair", 8).await, get("of", 9).await);
    let mut changed = get("before", 1).await;
    changed += get("after", 10).await;
    println!("{sum} {} {} {item} {called} {both} {either} {pair} {changed}", point.x, point.y);
    return get("returned", 11).await;
}

fn main() {
    println!("{}", drive(body()));
}
