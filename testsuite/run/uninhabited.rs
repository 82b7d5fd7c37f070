// Zero-sized and uninhabited values, and bodies that end by no return at all.
// lowered: 8
// begins: 16

mod common;

use common::{Noisy, drive, drop_everywhere, pause, poll};
use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::pin;

struct Empty;

impl Drop for Empty {
    fn drop(&mut self) {
        println!("  drop of a value without bytes");
    }
}

async fn no_await() {}

async fn zero_sized(empty: Empty, _marker: PhantomData<String>) -> [Empty; 2] {
    let local = Empty;
    pause().await;
    drop(local);
    pause().await;
    [empty, Empty]
}

async fn forever(_guard: Noisy) -> ! {
    let mut turn = 0_u32;
    loop {
        turn += 1;
        println!("  turn {turn}");
        pause().await;
    }
}

async fn awaits_forever() -> u32 {
    let _guard = Noisy("guard");
    forever(Noisy("forever")).await
}

async fn infallible(value: Result<u8, Infallible>) -> u8 {
    pause().await;
    match value {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

async fn never_pending() -> Result<u8, Infallible> {
    match std::future::pending::<Infallible>().await {}
}

async fn unreachable_await(value: Option<Infallible>) -> u8 {
    if let Some(never) = value {
        pause().await;
        match never {}
    }
    pause().await;
    7
}

fn main() {
    drive(no_await());
    drop_everywhere("zero_sized", || zero_sized(Empty, PhantomData));
    {
        let mut future = pin!(awaits_forever());
        for _ in 0..3 {
            assert!(poll(future.as_mut()).is_pending());
        }
    }
    println!("{}", drive(infallible(Ok(8))));
    {
        let mut future = pin!(never_pending());
        assert!(poll(future.as_mut()).is_pending());
        assert!(poll(future.as_mut()).is_pending());
    }
    println!("{}", drive(unreachable_await(None)));
    drive(async {
        let () = pause().await;
        let [] = [Empty; 0];
    });
}
