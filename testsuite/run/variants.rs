// Enums that are moved out of in part, or not at all, before a suspension point: what is left of them
// is dropped after it, or when the future is.
// lowered: 14
// begins: 28
// status panic=abort: signal 6

mod common;

use common::{Noisy, drive, drop_everywhere, pause, poll};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;

enum Shape {
    Empty,
    One(Noisy),
    Two(Noisy, Noisy),
    Number(u32),
}

fn fallible(n: u32) -> Result<Noisy, Noisy> {
    if n.is_multiple_of(2) { Ok(Noisy("even")) } else { Err(Noisy("odd")) }
}

fn counted(n: u32) -> Result<u32, Noisy> {
    if n.is_multiple_of(2) { Ok(n) } else { Err(Noisy("odd")) }
}

async fn keep(noisy: Noisy) -> usize {
    pause().await;
    noisy.0.len()
}

async fn question(n: u32) -> Result<usize, Noisy> {
    Ok(keep(fallible(n)?).await + keep(Noisy("twice")).await)
}

async fn awaited_part(n: u32) -> Result<usize, Noisy> {
    let future = fallible(n).map(keep);
    Ok(future?.await)
}

async fn ignored_error(n: u32) -> usize {
    let length = match fallible(n) {
        Ok(noisy) => keep(noisy).await,
        Err(_) => 0,
    };
    println!("  {length}");
    length
}

async fn kept_for_the_drop(n: u32) -> u32 {
    match counted(n) {
        Ok(number) => {
            pause().await;
            number
        }
        Err(_) => {
            pause().await;
            1
        }
    }
}

async fn variable(n: u32) -> usize {
    let result = fallible(n);
    if let Ok(noisy) = result {
        return keep(noisy).await;
    }
    pause().await;
    println!("  the error is still there");
    0
}

async fn assigned_again(n: u32) -> usize {
    let mut shape = Shape::One(Noisy("first"));
    let mut sum = 0;
    for round in 0..n {
        if let Shape::One(noisy) = shape {
            sum += keep(noisy).await;
            shape =
                if round == 1 { Shape::Two(Noisy("a"), Noisy("b")) } else { Shape::Number(round) };
        } else {
            pause().await;
            shape = Shape::One(Noisy("again"));
        }
    }
    pause().await;
    sum
}

async fn in_part(shape: Shape) -> u32 {
    let number = match shape {
        Shape::Two(_, second) => keep(second).await as u32,
        Shape::One(ref noisy) if noisy.0 == "borrowed" => {
            pause().await;
            noisy.0.len() as u32
        }
        Shape::Number(number) => {
            pause().await;
            number
        }
        Shape::One(_) | Shape::Empty => 0,
    };
    pause().await;
    number
}

async fn one_in_another(outer: Option<Result<Noisy, Noisy>>) -> usize {
    match outer {
        Some(Ok(noisy)) => keep(noisy).await,
        Some(Err(_)) => {
            pause().await;
            1
        }
        None => 2,
    }
}

async fn both(n: u32) -> usize {
    match (fallible(n), counted(n)) {
        (Ok(noisy), Ok(number)) => keep(noisy).await + number as usize,
        (Err(noisy), _) => keep(noisy).await,
        (Ok(_), Err(_)) => {
            pause().await;
            7
        }
    }
}

async fn panics(n: u32) -> usize {
    match fallible(n) {
        Ok(noisy) => {
            let length = keep(noisy).await;
            assert!(n != 4, "after the await");
            length
        }
        Err(_) => {
            pause().await;
            assert!(n != 3, "with the error");
            0
        }
    }
}

async fn looped(numbers: &[u32]) -> usize {
    let mut sum = 0;
    for &number in numbers {
        sum += match fallible(number) {
            Ok(_) if number == 2 => continue,
            Ok(noisy) => keep(noisy).await,
            Err(_) if number == 5 => break,
            Err(noisy) => noisy.0.len(),
        };
    }
    sum
}

fn captured(result: Result<Noisy, Noisy>) -> impl Future<Output = usize> {
    async move {
        let length = match result {
            Ok(noisy) => keep(noisy).await,
            Err(_) => 0,
        };
        pause().await;
        length
    }
}

fn captured_and_written(mut shape: Shape) -> impl Future<Output = u32> {
    async move {
        let mut sum = 0;
        for round in 0..4 {
            match shape {
                Shape::One(noisy) => sum += keep(noisy).await as u32,
                Shape::Two(first, _) => sum += keep(first).await as u32,
                Shape::Number(number) => {
                    pause().await;
                    sum += number;
                }
                Shape::Empty => pause().await,
            }
            shape = match round {
                0 => Shape::Two(Noisy("c"), Noisy("d")),
                1 => Shape::Empty,
                _ => Shape::One(Noisy("last")),
            };
            pause().await;
        }
        sum
    }
}

fn main() {
    for n in 0..2 {
        drop_everywhere("question", || question(n));
        drop_everywhere("awaited part", || awaited_part(n));
        drop_everywhere("ignored error", || ignored_error(n));
        drop_everywhere("kept for the drop", || kept_for_the_drop(n));
        drop_everywhere("variable", || variable(n));
        drop_everywhere("both", || both(n));
    }
    for n in 0..5 {
        drop_everywhere("assigned again", || assigned_again(n));
    }
    let shapes: [fn() -> Shape; 5] = [
        || Shape::Empty,
        || Shape::One(Noisy("one")),
        || Shape::One(Noisy("borrowed")),
        || Shape::Two(Noisy("left"), Noisy("right")),
        || Shape::Number(9),
    ];
    for shape in shapes {
        drop_everywhere("in part", || in_part(shape()));
        println!("{}", drive(in_part(shape())));
    }
    for shape in shapes {
        drop_everywhere("captured and written", || captured_and_written(shape()));
        println!("{}", drive(captured_and_written(shape())));
    }
    for n in 0..2 {
        drop_everywhere("captured", || captured(fallible(n)));
    }
    let nested: [fn() -> Option<Result<Noisy, Noisy>>; 3] =
        [|| None, || Some(Ok(Noisy("ok"))), || Some(Err(Noisy("err")))];
    for outer in nested {
        drop_everywhere("one in another", || one_in_another(outer()));
    }
    println!("{}", drive(looped(&[0, 1, 2, 3, 4, 5, 6])));
    drop_everywhere("looped", || looped(&[0, 1, 2, 3, 4, 5, 6]));
    for n in 0..5 {
        let mut future = pin!(panics(n));
        let result = catch_unwind(AssertUnwindSafe(|| while poll(future.as_mut()).is_pending() {}));
        println!("{n}: {}", if result.is_ok() { "ready" } else { "panicked" });
    }
}
