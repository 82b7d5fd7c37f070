// Futures are values until they are pinned: moved, swapped, replaced, stored and forgotten.
// lowered: 3
// begins: 6

mod common;

use common::{Noisy, drive, pause};
use std::mem::{ManuallyDrop, replace, swap};

async fn named(name: &'static str, size: [u32; 6]) -> u32 {
    let _guard = Noisy(name);
    pause().await;
    size.iter().sum()
}

async fn owns(noisy: Noisy) -> usize {
    pause().await;
    noisy.0.len()
}

enum State<F> {
    Idle,
    Busy { future: F, priority: u8 },
}

fn pass<F>(future: F) -> F {
    let mut place = [Some(future), None];
    place.swap(0, 1);
    place[1].take().unwrap()
}

async fn stored(futures: Vec<impl Future<Output = u32>>) -> u32 {
    let mut sum = 0;
    for future in futures {
        sum += future.await;
    }
    sum
}

fn main() {
    let mut a = named("a", [1; 6]);
    let mut b = named("b", [2; 6]);
    swap(&mut a, &mut b);
    println!("{} {}", drive(pass(a)), drive(b));

    let mut state = State::Idle;
    for round in 0..3 {
        let future = owns(Noisy("state"));
        match replace(&mut state, State::Busy { future, priority: round }) {
            State::Idle => println!("idle"),
            State::Busy { future, priority } if priority > 0 => {
                println!("{priority} {}", drive(future));
            }
            State::Busy { priority, .. } => println!("{priority} replaced"),
        }
    }
    println!("at last");
    drop(state);

    let forgotten = ManuallyDrop::new(owns(Noisy("never dropped")));
    println!("{}", size_of_val(&forgotten) == size_of_val(&*forgotten));
    let list = vec![named("x", [3; 6]), named("y", [4; 6])];
    println!("{}", drive(stored(list)));
}
