//! Captures and locals with destructors: the order of drops at the end, on the way, and when the
//! future is dropped early, at each of its suspensions and before the first poll.
#![no_std]
#![no_main]

use core::pin::pin;

use board::hprintln;
use cortex_m_rt::entry;
use lowering::{Noisy, drive, poll_once, suspend};

async fn many_locals(first: Noisy, second: Noisy) -> u32 {
    let _third = Noisy("third");
    suspend().await;
    {
        let _inner = Noisy("inner");
        suspend().await;
        hprintln!("inner scope ends");
    }
    drop(first);
    suspend().await;
    let _fourth = Noisy("fourth");
    suspend().await;
    hprintln!("body ends with {}", second.0);
    7
}

/// A local that some paths drop and others keep.
async fn conditional(keep: bool) {
    let value = Noisy(if keep { "kept" } else { "given away" });
    let mut kept = None;
    if keep {
        kept = Some(value);
    } else {
        suspend().await;
        drop(value);
    }
    suspend().await;
    hprintln!("kept: {}", kept.is_some());
}

/// A fresh local in each round, dropped by `continue`, by `break` and at the end of the body.
async fn looping() -> u32 {
    let mut rounds = 0;
    loop {
        let _round = Noisy(["round 0", "round 1", "round 2"][rounds as usize]);
        suspend().await;
        rounds += 1;
        match rounds {
            1 => continue,
            2 => {}
            _ => break,
        }
        let _tail = Noisy("tail");
        suspend().await;
    }
    rounds
}

async fn failing(fail: bool) -> Result<Noisy, &'static str> {
    let _local = Noisy("local of the callee");
    suspend().await;
    if fail { Err("failed") } else { Ok(Noisy("result")) }
}

async fn early_return(fail: bool) -> Result<u32, &'static str> {
    let _outer = Noisy("outer");
    let result = failing(fail).await?;
    suspend().await;
    hprintln!("has {}", result.0);
    Ok(1)
}

/// Captured by reference and by value; the block owns what it moves.
async fn blocks() {
    let owned = Noisy("moved into the block");
    let borrowed = Noisy("borrowed by the block");
    let by_reference = async {
        suspend().await;
        hprintln!("sees {}", borrowed.0);
    };
    let by_value = async move {
        suspend().await;
        hprintln!("owns {}", owned.0);
    };
    by_value.await;
    hprintln!("between the blocks");
    by_reference.await;
}

#[entry]
fn main() -> ! {
    hprintln!("-- to the end");
    let (output, polls) = drive(pin!(many_locals(Noisy("first"), Noisy("second"))));
    assert_eq!((output, polls), (7, 5));

    for stop in 0..5 {
        hprintln!("-- dropped after {} polls", stop);
        let mut future = pin!(Some(many_locals(Noisy("first"), Noisy("second"))));
        for _ in 0..stop {
            let Some(inner) = future.as_mut().as_pin_mut() else {
                unreachable!("it was not dropped yet");
            };
            assert!(poll_once(inner).is_pending());
        }
        future.set(None);
        hprintln!("gone");
    }

    hprintln!("-- conditional");
    drive(pin!(conditional(true)));
    drive(pin!(conditional(false)));

    hprintln!("-- loop");
    assert_eq!(drive(pin!(looping())), (3, 5));

    hprintln!("-- early return");
    assert_eq!(drive(pin!(early_return(true))), (Err("failed"), 2));
    assert_eq!(drive(pin!(early_return(false))), (Ok(1), 3));

    hprintln!("-- blocks");
    drive(pin!(blocks()));
    board::succeed()
}
