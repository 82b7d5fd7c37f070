//! Two stages and a bounded channel between them, on the host: the fast one waits for the slow one.
//!
//! ```text
//! took 1
//! took 4
//! took 9
//! took 16
//! the channel held 2 at most
//! ```
//!
//! `cargo run --example pipeline`

use std::cell::Cell;

use runtime_min::sync::Channel;
use runtime_min::{block_on, join, yield_now};

fn main() {
    let squares = Channel::<u32, 2>::new();
    let most = Cell::new(0);
    let made = Cell::new(0);

    let maker = async {
        for n in 1..=4 {
            squares.send(n * n).await;
            made.set(made.get() + 1);
        }
    };
    let taker = async {
        for taken in 0..4 {
            // Slower than the maker.
            yield_now().await;
            yield_now().await;
            most.set(most.get().max(made.get() - taken));
            println!("took {}", squares.receive().await);
        }
    };
    block_on(join(maker, taker));
    println!("the channel held {} at most", most.get());
}
