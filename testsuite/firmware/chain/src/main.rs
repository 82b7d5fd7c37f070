//! Nested async functions, polled by hand between the markers: instructions per poll.
#![no_std]
#![no_main]

use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

use board::{hprintln, region_start, region_stop, report_region, report_size};
use cortex_m_rt::entry;

/// Two calls of `leaf` in each round, one suspension in each call, and the poll that ends it all.
const ROUNDS: u32 = 1000;
const POLLS: u32 = 2 * ROUNDS + 1;
/// `tower::one` is called 256 times in each round.
const TOWER_ROUNDS: u32 = 20;
const TOWER_POLLS: u32 = 256 * TOWER_ROUNDS + 1;

/// Pending once; wakes nobody, because the loop below polls regardless.
struct Suspend {
    suspended: bool,
}

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.suspended {
            return Poll::Ready(());
        }
        self.suspended = true;
        Poll::Pending
    }
}

/// Defines the three functions, with an attribute on the innermost.
macro_rules! chain {
    ($(#[$attribute:meta])*) => {
        $(#[$attribute])*
        pub async fn leaf(n: u32) -> u32 {
            Suspend { suspended: false }.await;
            n.wrapping_mul(3) + 1
        }

        pub async fn middle(n: u32) -> u32 {
            let first = leaf(n).await;
            let second = leaf(first).await;
            first ^ second
        }

        pub async fn top(rounds: u32) -> u32 {
            let mut sum = 0_u32;
            for round in 0..rounds {
                sum = sum.wrapping_add(middle(round).await);
            }
            sum
        }
    };
}

mod plain {
    use super::Suspend;
    chain!();
}

/// Where the innermost function is not inlined: with stock only where it makes its future, with the plugin also
/// where that is polled.
mod outlined {
    use super::Suspend;
    chain!(#[inline(never)]);
}

macro_rules! layer {
    ($name:ident awaits $next:ident, |$inner:ident, $n:ident| $body:expr) => {
        async fn $name($n: u32) -> u32 {
            use self::$next as $inner;
            $body
        }
    };
}

/// Defines ten functions in each other. All but the innermost and the outermost compute `$body`, in
/// which `$inner` is the next one.
macro_rules! ten_deep {
    (|$inner:ident, $n:ident| $body:expr) => {
        async fn one(n: u32) -> u32 {
            Suspend { suspended: false }.await;
            n.wrapping_mul(3) + 1
        }

        layer!(two awaits one, |$inner, $n| $body);
        layer!(three awaits two, |$inner, $n| $body);
        layer!(four awaits three, |$inner, $n| $body);
        layer!(five awaits four, |$inner, $n| $body);
        layer!(six awaits five, |$inner, $n| $body);
        layer!(seven awaits six, |$inner, $n| $body);
        layer!(eight awaits seven, |$inner, $n| $body);
        layer!(nine awaits eight, |$inner, $n| $body);

        pub async fn ten(rounds: u32) -> u32 {
            let mut sum = 0_u32;
            for round in 0..rounds {
                sum = sum.wrapping_add(nine(round).await);
            }
            sum
        }
    };
}

/// With one await in each function.
mod deep {
    use super::Suspend;
    ten_deep!(|inner, n| inner(n).await.rotate_left(1) ^ n);
}

/// With two awaits in each function: 256 copies of the innermost if all of them were inlined.
mod tower {
    use super::Suspend;
    ten_deep!(|inner, n| {
        let first = inner(n).await;
        let second = inner(first).await;
        first ^ second
    });
}

/// What `top` computes, without suspensions.
fn expected(rounds: u32) -> u32 {
    let leaf = |n: u32| n.wrapping_mul(3) + 1;
    (0..rounds).fold(0, |sum, n| sum.wrapping_add(leaf(n) ^ leaf(leaf(n))))
}

/// What `deep::ten` computes, without suspensions.
fn expected_deep(rounds: u32) -> u32 {
    let layers = |n: u32| (2..10).fold(n.wrapping_mul(3) + 1, |inner, _| inner.rotate_left(1) ^ n);
    (0..rounds).fold(0, |sum, n| sum.wrapping_add(layers(n)))
}

/// What `tower::ten` computes, without suspensions.
fn expected_tower(rounds: u32) -> u32 {
    fn layer(depth: u32, n: u32) -> u32 {
        if depth == 1 {
            return n.wrapping_mul(3) + 1;
        }
        let first = layer(depth - 1, n);
        first ^ layer(depth - 1, first)
    }
    (0..rounds).fold(0, |sum, n| sum.wrapping_add(layer(9, n)))
}

/// Polls `future` to its end between the markers, and checks the sum and the number of polls.
fn measure(name: &str, mut future: Pin<&mut impl Future<Output = u32>>, expected: (u32, u32)) {
    report_region(name);
    let mut context = Context::from_waker(Waker::noop());
    let mut polls = 0;
    region_start();
    let sum = loop {
        polls += 1;
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            break sum;
        }
    };
    region_stop();
    hprintln!("sum {} polls {}", sum, polls);
    assert_eq!((sum, polls), expected);
}

#[entry]
fn main() -> ! {
    report_size("leaf", &plain::leaf(0));
    report_size("middle", &plain::middle(0));
    report_size("top", &plain::top(0));
    let rounds = core::hint::black_box(ROUNDS);
    let sum = expected(ROUNDS);
    measure("plain", pin!(plain::top(rounds)), (sum, POLLS));
    measure("outlined", pin!(outlined::top(rounds)), (sum, POLLS));
    measure("deep", pin!(deep::ten(rounds)), (expected_deep(ROUNDS), ROUNDS + 1));
    let rounds = core::hint::black_box(TOWER_ROUNDS);
    measure("tower", pin!(tower::ten(rounds)), (expected_tower(TOWER_ROUNDS), TOWER_POLLS));
    board::succeed()
}
