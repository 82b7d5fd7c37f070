// Awaits whose frames are part of the awaiter's, for every way in which the awaited type is known.
// lowered: 23
// begins: 46
// status panic=abort: signal 6

mod common;

use common::{Noisy, drive, drop_everywhere, pause, poll};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};

async fn leaf(n: u32) -> u32 {
    let _guard = Noisy("leaf");
    pause().await;
    let m = n * 3;
    pause().await;
    m + n
}

/// The awaited type is a parameter.
async fn twice<F: Future<Output = u32>>(make: impl Fn(u32) -> F) -> u32 {
    let _guard = Noisy("twice");
    let first = make(1).await;
    first + make(first).await
}

/// It is an associated type.
trait Step {
    type Run: Future<Output = u32>;
    fn run(self) -> Self::Run;
}

struct Boxed(u32);

impl Step for Boxed {
    type Run = Pin<Box<dyn Future<Output = u32>>>;
    fn run(self) -> Self::Run {
        Box::pin(leaf(self.0))
    }
}

struct Made<F>(F);

impl<F: Future<Output = u32>> Step for Made<F> {
    type Run = F;
    fn run(self) -> F {
        self.0
    }
}

async fn stepped<S: Step>(step: S) -> u32 {
    let result = step.run().await;
    pause().await;
    result + 1
}

/// It is the future of an async method of a trait.
trait Bus {
    async fn read(&mut self, address: u32) -> u32;
}

struct Wire(u32);

impl Bus for Wire {
    async fn read(&mut self, address: u32) -> u32 {
        self.0 += leaf(address).await;
        self.0
    }
}

/// A bus that never waits.
struct Idle;

impl Bus for Idle {
    async fn read(&mut self, address: u32) -> u32 {
        address
    }
}

struct Driver<B>(B);

impl<B: Bus> Driver<B> {
    async fn probe(&mut self) -> u32 {
        let mut sum = 0;
        for address in 0..3 {
            sum += self.0.read(address).await;
        }
        sum
    }
}

/// It is opaque.
fn opaque(n: u32) -> impl Future<Output = u32> {
    async move {
        let _guard = Noisy("opaque");
        leaf(n).await + 1
    }
}

async fn of_opaque() -> u32 {
    opaque(1).await + opaque(2).await
}

/// It has a large alignment.
#[repr(align(64))]
struct Wide(u8);

async fn wide(n: u8) -> u8 {
    let value = Wide(n);
    pause().await;
    assert_eq!(&raw const value as usize % 64, 0);
    value.0
}

async fn of_wide(flag: bool) -> u8 {
    let byte = wide(1).await;
    if flag { wide(byte + 1).await + byte } else { byte }
}

/// It keeps nothing but its state.
async fn empty() {
    pause_empty().await;
    pause_empty().await;
}

async fn pause_empty() {
    struct Yield;
    impl Future for Yield {
        type Output = ();
        fn poll(self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<()> {
            cx.waker().wake_by_ref();
            std::task::Poll::Ready(())
        }
    }
    Yield.await
}

/// It is awaited in more places than have states of their own.
async fn often() -> u32 {
    let mut sum = leaf(1).await;
    sum += leaf(2).await;
    sum += leaf(3).await;
    sum += leaf(4).await;
    sum + leaf(5).await
}

/// States multiply until a tag of one byte does not do any more.
macro_rules! tower {
    ($($name:ident awaits $inner:ident;)*) => {
        $(async fn $name(n: u32) -> u32 {
            let a = $inner(n).await;
            let b = $inner(a).await;
            let c = $inner(b % 7).await;
            a.wrapping_add(b) ^ c
        })*
    };
}

async fn ground(n: u32) -> u32 {
    pause().await;
    n.wrapping_mul(5) + 1
}

tower! {
    one awaits ground;
    two awaits one;
    three awaits two;
    four awaits three;
    five awaits four;
    six awaits five;
}

/// It panics, at first or later, and is dropped then.
async fn fails(at: u32) -> u32 {
    let _guard = Noisy("fails");
    for n in 0..3 {
        assert!(n != at, "as told");
        pause().await;
    }
    at
}

async fn of_fails(at: u32) -> u32 {
    let _guard = Noisy("of_fails");
    let before = Noisy("before");
    let result = fails(at).await;
    drop(before);
    result
}

fn main() {
    drop_everywhere("twice", || twice(leaf));
    drop_everywhere("twice of opaque", || twice(opaque));
    drop_everywhere("twice of blocks", || twice(|n| async move { leaf(n).await }));
    println!("{}", drive(stepped(Boxed(4))));
    drop_everywhere("stepped", || stepped(Made(leaf(4))));
    println!("{}", drive(Driver(Wire(1)).probe()));
    println!("{}", drive(Driver(Idle).probe()));
    drop_everywhere("of_opaque", of_opaque);
    println!("{} {}", drive(of_wide(true)), drive(of_wide(false)));
    drive(empty());
    drop_everywhere("often", often);
    println!("{}", drive(six(3)));
    for at in 0..4 {
        let mut future = pin!(of_fails(at));
        for n in 0..6 {
            let polled = catch_unwind(AssertUnwindSafe(|| poll(future.as_mut())));
            println!("  poll {n} of {at}: {:?}", polled.as_ref().ok());
            if !matches!(polled, Ok(std::task::Poll::Pending)) {
                break;
            }
        }
    }
}
