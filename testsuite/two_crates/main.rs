//! The program that uses the library's futures.

#[path = "../run/common/mod.rs"]
mod common;

use common::{drive, drop_everywhere, poll};
use pipeline::{
    Noisy, Pause, Source, begun, begun_by_steps, boxed, even, guarded, increment, read, repeat,
    shared,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

struct Countdown(u32, Noisy);

impl Source for Countdown {
    async fn next(&mut self) -> Option<u32> {
        let _local = Noisy::new("next's local");
        Pause(1).await;
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

async fn all(text: String) -> u32 {
    let capture = Noisy::new("capture");
    let ((byte, noisy), list) = async move {
        let first = guarded(read(&text, 1), capture).await;
        (first, repeat(text.len(), 2).await)
    }
    .await;
    let sum = Countdown(2, Noisy::new("countdown")).sum().await;
    u32::from(byte.unwrap_or(0)) + list.len() as u32 + noisy.0.len() as u32 + sum
}

/// How often this one was polled, and is until it is ready.
fn polls(mut begun: Pin<Box<impl Future>>) -> usize {
    let pending = std::iter::from_fn(|| poll(begun.as_mut()).is_pending().then_some(()));
    2 + pending.count()
}

fn main() {
    println!("{:?} {:?}", drive(read("text", 1)), drive(read("text", 4)));
    println!("{} {}", drive(increment(4)), drive(shared()));
    println!("{} and {} polls", polls(begun(4)), polls(begun_by_steps(4)));
    println!("{:?}", drive(repeat([1_u64; 5], 2)));
    println!("{:?}", drive(repeat(7_u8, 2)));
    println!("{:?}", drive(boxed(2)));
    println!("{}", drive(all("text".into())));
    println!("{}", drive(Countdown(3, Noisy::new("countdown")).sum()));
    assert_eq!(size_of_val(&read("", 0)), pipeline::size_of_read());
    assert_eq!(size_of_val(&repeat(7_u8, 2)), pipeline::size_of_repeat());

    drop_everywhere("read", || read("text", 0));
    drop_everywhere("repeat", || repeat(Box::new(5), 2));
    drop_everywhere("guarded", || guarded(guarded(shared(), Noisy::new("a")), Noisy::new("b")));
    drop_everywhere("boxed", || boxed(1));
    drop_everywhere("all", || all("text".into()));

    println!("{}", drive(even(4_u32, Noisy::new("even"))));
    println!("a panic");
    let mut odd = Box::pin(guarded(even(5_u8, Noisy::new("odd")), Noisy::new("guard")));
    assert!(poll(odd.as_mut()).is_pending());
    for _ in 0..2 {
        let caught = catch_unwind(AssertUnwindSafe(|| poll(odd.as_mut()).is_pending()));
        println!("  caught: {}", caught.is_err());
    }
    println!("  the future is dropped");
    drop(odd);
    println!("end");
}
