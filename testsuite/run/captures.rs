// What async blocks and functions capture: by value, by reference, changed, lent out and pinned.
// lowered: 9
// begins: 18

mod common;

use common::{Noisy, drive, pause, poll};
use std::future::Future;
use std::pin::{Pin, pin};

struct Point {
    x: i32,
    y: i32,
    name: Noisy,
}

async fn destructured(Point { x, y, ref name }: Point, (a, [_, b]): (i32, [i32; 2])) -> i32 {
    pause().await;
    println!("{} {a} {b}", name.0);
    x * y + a + b
}

async fn unused(_: Noisy, _named: Noisy) {
    pause().await;
    println!("both parameters live to the end");
}

async fn through(target: &mut Vec<u32>, more: u32) -> usize {
    for n in 0..more {
        target.push(n);
        pause().await;
    }
    target.len()
}

/// Awaits a future that the caller keeps.
async fn borrowed<F: Future<Output = u32>>(mut future: Pin<&mut F>) -> u32 {
    let once = poll(future.as_mut()).is_pending();
    pause().await;
    future.await + u32::from(once)
}

fn main() {
    let point = || Point { x: 3, y: 4, name: Noisy("point") };
    println!("{}", drive(destructured(point(), (1, [2, 3]))));
    drive(unused(Noisy("underscore"), Noisy("named")));

    let mut list = vec![9];
    println!("{}", drive(through(&mut list, 3)));
    println!("{list:?}");

    // By reference: the block changes what its surroundings own.
    let mut count = 0;
    let text = String::from("shared");
    drive(async {
        count += 1;
        pause().await;
        println!("{text}");
        count += 10;
    });
    println!("{count} {text}");

    // By value: parts of a struct are captured apart from each other.
    let point = point();
    drive(async move {
        let x = &point.x;
        pause().await;
        println!("{}", x + 1);
        let name = point.name;
        pause().await;
        println!("moved {}", name.0);
    });
    println!("y is left: {}", point.y);

    // A capture that is lent out and changed while it is.
    let numbers = [1, 2, 3, 4];
    let sum = drive(async move {
        let mut numbers = numbers;
        for n in &mut numbers {
            pause().await;
            *n *= 10;
        }
        numbers.iter().sum::<i32>()
    });
    println!("{sum} {numbers:?}");

    let mut inner = pin!(async {
        pause().await;
        pause().await;
        41
    });
    println!("{}", drive(borrowed(inner.as_mut())));

    let greeting = String::from("hello");
    let length = drive(async move { greeting.len() });
    println!("{length}");
}
