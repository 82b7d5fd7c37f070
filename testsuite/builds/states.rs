// Coroutines whose awaits stay awaits, so that their states and saved variables are stock's.
#![feature(gen_blocks)]

use std::future::{Future, pending};
use std::hint::black_box;

fn use_it<T>(value: &T) {
    black_box(value);
}

async fn connect(address: String, retries: u8) -> u64 {
    let mut buffer = [0_u64; 4];
    use_it(&mut buffer);
    pending::<()>().await;
    let total = black_box(7_u64);
    pending::<u8>().await;
    use_it(&address);
    total + buffer[0] + u64::from(retries)
}

gen fn numbers(limit: u32) -> u32 {
    let step = black_box(3);
    let mut at = 0;
    while at < limit {
        yield at;
        at += step;
    }
}

fn size<F: Future>(_: &F) -> usize {
    size_of::<F>()
}

fn main() {
    println!("{}", size(&connect(String::new(), 3)));
    println!("{}", size_of_val(&numbers(9)));
}
