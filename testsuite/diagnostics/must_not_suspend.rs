//! Guards that live across a suspension.
//@ errors: 6
//@ message: it holds a lock

#![feature(must_not_suspend)]
#![deny(must_not_suspend)]

#[must_not_suspend = "it holds a lock"]
struct Guard(u32);

impl Guard {
    fn number(&self) -> u32 {
        self.0
    }
}

#[must_not_suspend]
trait Locked {}

impl Locked for u64 {}

fn locked() -> impl Locked {
    7_u64
}

async fn other() {}

async fn in_a_local() -> u32 {
    let guard = Guard(1);
    other().await;
    guard.number()
}

async fn in_a_tuple() -> u32 {
    let pair = (2_u8, Guard(2));
    other().await;
    pair.1.number()
}

async fn in_a_box() -> u32 {
    let boxed = Box::new(Guard(3));
    other().await;
    boxed.number()
}

async fn in_an_array() -> u32 {
    let guards = [Guard(4), Guard(5)];
    other().await;
    guards[1].number()
}

async fn of_a_trait() {
    let guard = locked();
    other().await;
    drop(guard);
}

async fn in_time() -> u32 {
    let number = { Guard(6).number() };
    other().await;
    number
}

fn main() {
    drop((in_a_local(), in_a_tuple(), in_a_box(), in_an_array(), of_a_trait(), in_time()));
    drop(async {
        let guard = Guard(7);
        other().await;
        drop(guard);
    });
}
