//! The library: futures that another crate instantiates, polls, drops early and lets panic.

#[path = "../run/common/mod.rs"]
mod common;

pub use common::Pause;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Prints its name when it is dropped.
pub struct Noisy(pub String);

impl Noisy {
    pub fn new(name: &str) -> Self {
        Noisy(name.to_owned())
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("  drop {}", self.0);
    }
}

/// Not generic: this crate generates its code.
pub async fn read(source: &str, at: usize) -> Option<u8> {
    let _local = Noisy::new("read's local");
    Pause(1).await;
    let byte = source.as_bytes().get(at).copied();
    Pause(1).await;
    byte
}

/// Not generic, and small enough that any crate may inline it.
#[inline]
pub async fn increment(n: u32) -> u32 {
    Pause(1).await;
    n + 1
}

/// Generic: the crate that uses it generates its code.
pub async fn repeat<T: Clone>(value: T, times: usize) -> Vec<T> {
    let mut list = Vec::new();
    for _ in 0..times {
        let _turn = Noisy::new("turn");
        Pause(1).await;
        list.push(value.clone());
    }
    list
}

/// Keeps a future of any type, and what is dropped together with it.
pub async fn guarded<F: Future>(future: F, _guard: Noisy) -> (F::Output, Noisy) {
    let before = Noisy::new("guarded's local");
    let output = future.await;
    drop(before);
    Pause(1).await;
    (output, Noisy::new("result"))
}

/// Panics if the number is odd.
pub async fn even<T: Into<u64> + Copy>(number: T, _noisy: Noisy) -> u64 {
    let _local = Noisy::new("even's local");
    Pause(1).await;
    let number = number.into();
    assert!(number % 2 == 0, "{number} is odd");
    number
}

/// Lets others run once. Only this crate has the code of its poll function.
struct Turn(bool);

impl Future for Turn {
    type Output = ();

    #[inline(never)]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}

async fn turns(times: u32) -> u32 {
    let mut sum = 0;
    for time in 0..times {
        Turn(false).await;
        sum += time;
    }
    sum
}

async fn step(time: u32) -> u32 {
    Turn(false).await;
    time
}

/// The same, but the leaf is in an awaited coroutine.
async fn turns_by_steps(times: u32) -> u32 {
    let (mut sum, mut time) = (0, 0);
    while time < times {
        sum += step(time).await;
        time += 1;
    }
    sum
}

/// Begun in this crate, to be resumed in another one. What nobody writes is zero: a `Turn` that is
/// pending once more.
pub fn begun(times: u32) -> Pin<Box<impl Future<Output = u32>>> {
    begin(|| turns(times))
}

pub fn begun_by_steps(times: u32) -> Pin<Box<impl Future<Output = u32>>> {
    begin(|| turns_by_steps(times))
}

#[inline(always)]
fn begin<F: Future>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    let mut place = Box::new_zeroed();
    place.write(make());
    // SAFETY: it was written.
    let mut future = Box::into_pin(unsafe { place.assume_init() });
    assert!(common::poll(future.as_mut()).is_pending());
    future
}

/// What both crates instantiate with the same types.
pub async fn shared() -> usize {
    repeat(7_u8, 2).await.len() + repeat(String::from("x"), 1).await.len()
}

/// A source of numbers.
pub trait Source {
    fn next(&mut self) -> impl Future<Output = Option<u32>>;

    fn sum(&mut self) -> impl Future<Output = u32> {
        async {
            let _sum = Noisy::new("sum");
            let mut sum = 0;
            while let Some(number) = self.next().await {
                sum += increment(number).await;
            }
            sum
        }
    }
}

/// As a trait object, made by this crate.
pub fn boxed(times: usize) -> Pin<Box<dyn Future<Output = Vec<u32>>>> {
    Box::pin(async move {
        let _boxed = Noisy::new("boxed");
        let mut list = repeat(1_u32, times).await;
        list.push(increment(9).await);
        list
    })
}

/// A future's size, as this crate sees it.
pub fn size_of_read() -> usize {
    size_of_val(&read("", 0))
}

/// The same for one that needs a type argument.
pub fn size_of_repeat() -> usize {
    size_of_val(&repeat(7_u8, 2))
}
