// `#[coroutine]` closures: arguments of every shape at each resume, movable and static ones.
// lowered: 7
// begins: 14

#![feature(coroutine_trait, coroutines, stmt_expr_attributes)]

use std::fmt::Debug;
use std::ops::{Coroutine, CoroutineState};
use std::pin::{Pin, pin};

fn drive<A, C>(name: &str, mut coroutine: Pin<&mut C>, arguments: impl IntoIterator<Item = A>)
where
    C: Coroutine<A, Yield: Debug, Return: Debug>,
{
    for argument in arguments {
        match coroutine.as_mut().resume(argument) {
            CoroutineState::Yielded(value) => println!("{name}: yielded {value:?}"),
            CoroutineState::Complete(value) => println!("{name}: complete {value:?}"),
        }
    }
}

fn echo<T: Clone>(value: T) -> impl Coroutine<String, Yield = T, Return = usize> {
    #[coroutine]
    move |first: String| {
        let second = yield value.clone();
        let third = yield value;
        first.len() + second.len() + third.len()
    }
}

fn main() {
    let mut scalar = #[coroutine]
    |mut x: u32| {
        let text = String::from("text");
        while x < 10 {
            x = yield x + 1;
        }
        text
    };
    drive("scalar", Pin::new(&mut scalar), [1, 5]);
    let mut moved = scalar;
    drive("moved", Pin::new(&mut moved), [50]);

    let flags = #[coroutine]
    |a: (bool, u8)| {
        let b = yield a.0;
        let c: (bool, u8) = yield !b.0;
        a.1 + b.1 + c.1
    };
    drive("pair of small", pin!(flags), [(true, 1), (false, 2), (true, 3)]);

    let wide = #[coroutine]
    |a: (u64, u64)| {
        let b: (u64, u64) = yield a.0 + a.1;
        b.0 * b.1
    };
    drive("pair of wide", pin!(wide), [(1, 3), (5, 4)]);

    let mixed = #[coroutine]
    static |a: (u8, u16, u32)| {
        let array = [a.0; 4];
        let borrowed = &array;
        let (x, y, z) = yield u64::from(a.1);
        println!("{borrowed:?} {x} {y} {z}");
        let last: (u8, u16, u32) = yield 9;
        u128::from(last.2)
    };
    drive("in one register", pin!(mixed), [(1, 2, 3), (4, 5, 6), (7, 8, 9)]);

    let large = #[coroutine]
    |a: [u64; 5]| {
        let mut sum = a[0];
        for n in 0..3 {
            let next: [u64; 5] = yield sum + n;
            sum += next[4];
        }
        sum
    };
    drive("in memory", pin!(large), (0..4).map(|n| [n, n, n, n, n * 10]));

    let nothing = #[coroutine]
    || {
        yield "one";
        yield "two";
    };
    drive("nothing", pin!(nothing), [(), (), ()]);

    let texts = || ["a", "bb", "ccc"].map(String::from);
    drive("owned", pin!(echo("x")), texts());
    drive("owned", pin!(echo([7_u16; 3])), texts());
}
