// Futures that are pending once, whose second poll is left out, and others that are nearly like them.
// lowered: 2
// begins: 22

mod common;

use common::{Noisy, drop_everywhere};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering::Relaxed};
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

macro_rules! leaf {
    ($name:ident { $($field:ident: $ty:ty = $value:expr),* } -> $output:ty, $this:ident, $context:ident, $poll:block) => {
        struct $name { $($field: $ty),* }
        impl $name {
            fn new() -> Self {
                $name { $($field: $value),* }
            }
        }
        impl Future for $name {
            type Output = $output;
            #[inline]
            fn poll(mut self: Pin<&mut Self>, $context: &mut Context<'_>) -> Poll<$output> {
                let $this = &mut *self;
                $poll
            }
        }
    };
}

leaf!(Once { asked: bool = false } -> (), this, context, {
    if this.asked {
        return Poll::Ready(());
    }
    this.asked = true;
    context.waker().wake_by_ref();
    Poll::Pending
});
leaf!(OnceByMatch { before: u32 = 7, state: u8 = 0 } -> (), this, _context, {
    match this.state {
        0 => {
            this.state = 9;
            Poll::Pending
        }
        _ => Poll::Ready(()),
    }
});
leaf!(Twice { left: u8 = 2 } -> (), this, _context, {
    if this.left == 0 {
        return Poll::Ready(());
    }
    this.left -= 1;
    Poll::Pending
});
leaf!(TwiceByStates { state: u8 = 0 } -> (), this, _context, {
    match this.state {
        0 => this.state = 1,
        1 => this.state = 2,
        _ => return Poll::Ready(()),
    }
    Poll::Pending
});
leaf!(Loud { asked: bool = false } -> (), this, _context, {
    if this.asked {
        println!("  asked again");
        return Poll::Ready(());
    }
    this.asked = true;
    Poll::Pending
});
leaf!(Valued { asked: bool = false } -> bool, this, _context, {
    if this.asked {
        return Poll::Ready(true);
    }
    this.asked = true;
    Poll::Pending
});
leaf!(Wakes { asked: bool = false } -> (), this, context, {
    if this.asked {
        context.waker().wake_by_ref();
        return Poll::Ready(());
    }
    this.asked = true;
    Poll::Pending
});
leaf!(Elsewhere { asked: bool = false } -> (), this, _context, {
    if this.asked && is_later() {
        return Poll::Ready(());
    }
    this.asked = true;
    Poll::Pending
});
leaf!(AtOnce { asked: bool = true } -> (), this, _context, {
    if this.asked {
        return Poll::Ready(());
    }
    this.asked = true;
    Poll::Pending
});
leaf!(Forgetful { asked: bool = false, polls: u8 = 0 } -> (), this, _context, {
    this.polls += 1;
    if this.polls == 3 {
        return Poll::Ready(());
    }
    this.asked = true;
    Poll::Pending
});
leaf!(Shares { asked: bool = false } -> (), this, _context, {
    SHARED.store(&raw mut this.asked, Relaxed);
    if this.asked {
        return Poll::Ready(());
    }
    this.asked = true;
    Poll::Pending
});

static LATER: AtomicU32 = AtomicU32::new(2);
static SHARED: AtomicPtr<bool> = AtomicPtr::new(std::ptr::null_mut());
static WAKES: AtomicU32 = AtomicU32::new(0);
static PANICS_AT: AtomicU32 = AtomicU32::new(u32::MAX);

/// Whether this is the third call or a later one.
fn is_later() -> bool {
    let later = LATER.load(Relaxed);
    LATER.store(later.saturating_sub(1), Relaxed);
    later == 0
}

/// Awaits it three times, with something that is dropped, and something that is kept.
async fn awaits<F: Future>(make: impl Fn() -> F, number: u32) -> u32 {
    let mut sum = number;
    for round in 1..3 {
        let _round = Noisy("round");
        make().await;
        sum += round;
    }
    let future = make();
    let _last = Noisy("last");
    future.await;
    sum * 2
}

/// Of known types, as in most code.
async fn all_of_them() -> u32 {
    let noisy = Noisy("all");
    Once::new().await;
    println!("  once");
    OnceByMatch::new().await;
    println!("  once by match");
    Twice::new().await;
    println!("  twice");
    TwiceByStates::new().await;
    println!("  twice by states");
    Loud::new().await;
    println!("  loud");
    let value = Valued::new().await;
    println!("  valued {value}");
    Wakes::new().await;
    println!("  wakes");
    Elsewhere::new().await;
    println!("  elsewhere");
    AtOnce::new().await;
    println!("  at once");
    Forgetful::new().await;
    println!("  forgetful");
    Shares::new().await;
    println!("  shares");
    drop(noisy);
    let mut by_hand = Once::new();
    (&mut by_hand).await;
    println!("  by reference, asked: {}", by_hand.asked);
    by_hand.await;
    let mut rounds = 0;
    while rounds < 3 {
        Once::new().await;
        rounds += 1;
    }
    rounds
}

const VTABLE: RawWakerVTable = RawWakerVTable::new(|_| raw_waker(), |_| wake(), |_| wake(), |_| ());

fn raw_waker() -> RawWaker {
    RawWaker::new(std::ptr::null(), &VTABLE)
}

fn wake() {
    WAKES.store(WAKES.load(Relaxed) + 1, Relaxed);
    assert!(WAKES.load(Relaxed) != PANICS_AT.load(Relaxed), "a waker that panics");
}

/// Polls to the end, counts polls and wakes.
fn run<F: Future>(future: F) -> F::Output {
    // SAFETY: the functions of the table ignore their argument.
    let waker = unsafe { Waker::from_raw(raw_waker()) };
    let mut future = pin!(future);
    let mut polls = 0;
    WAKES.store(0, Relaxed);
    loop {
        polls += 1;
        let poll = future.as_mut().poll(&mut Context::from_waker(&waker));
        println!("  poll {polls}, {} wakes", WAKES.load(Relaxed));
        if let Poll::Ready(output) = poll {
            return output;
        }
    }
}

fn main() {
    println!("all of them");
    println!("{}", run(all_of_them()));
    LATER.store(2, Relaxed);
    drop_everywhere("all of them", all_of_them);

    macro_rules! awaited {
        ($($name:ident)*) => {
            $(
                println!(stringify!($name));
                LATER.store(2, Relaxed);
                println!("{}", run(awaits($name::new, 5)));
                drop_everywhere(stringify!($name), || awaits($name::new, 5));
            )*
        };
    }
    awaited!(Once OnceByMatch Twice TwiceByStates Loud Valued Wakes Elsewhere Forgetful Shares);

    #[cfg(panic = "unwind")]
    for at in 1..5 {
        PANICS_AT.store(at, Relaxed);
        println!("a panic at wake {at}");
        let result = std::panic::catch_unwind(|| run(all_of_them()));
        println!("{:?}", result.ok());
    }
}
