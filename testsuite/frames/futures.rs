//! Futures whose sizes are compared. Each size is the size of a static, so it can be read from the
//! object file of any target; `poll_all` makes the compiler generate every poll function.

#![no_std]

use core::future::Future;
use core::hint::black_box;
use core::pin::{Pin, pin};
use core::task::{Context, Poll};

/// Pending once.
struct Suspend(bool);

impl Future for Suspend {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.0 {
            return Poll::Ready(());
        }
        self.0 = true;
        Poll::Pending
    }
}

fn suspend() -> Suspend {
    Suspend(false)
}

/// A value whose destructor cannot be left out.
struct Guard(&'static str);

impl Drop for Guard {
    fn drop(&mut self) {
        black_box(self.0);
    }
}

async fn leaf(x: u32) -> u32 {
    Suspend(false).await;
    x + 1
}

async fn two(bytes: [u8; 64]) -> u32 {
    let _guard = Guard("two");
    let first = leaf(1).await;
    let second = leaf(first).await;
    u32::from(bytes[0]) + second
}

async fn big_then_small() -> usize {
    let sum = {
        let buffer = [7_u8; 1024];
        black_box(&buffer);
        buffer.iter().map(|byte| *byte as usize).sum::<usize>()
    };
    Suspend(false).await;
    sum
}

async fn many(x: u64) -> u64 {
    let a = u64::from(leaf(1).await);
    let b = u64::from(leaf(2).await);
    let c = u64::from(leaf(3).await);
    let d = u64::from(leaf(4).await);
    a + b + c + d + x
}

async fn buf_across() -> usize {
    let mut buffer = [0_u8; 256];
    black_box(&mut buffer);
    let length = buffer.len();
    Suspend(false).await;
    Suspend(false).await;
    length
}

async fn middle(n: u32) -> u32 {
    let first = leaf(n).await;
    let second = leaf(first).await;
    first ^ second
}

async fn chain(n: u32) -> u32 {
    let mut sum = 0_u32;
    for turn in 0..n {
        sum = sum.wrapping_add(middle(turn).await);
    }
    sum
}

async fn combine<F: Future<Output = u8>>(inner: F) -> u8 {
    suspend().await;
    inner.await
}

fn combine_4(blob: [u8; 4096]) -> impl Future<Output = u8> {
    combine(combine(combine(combine(async move {
        suspend().await;
        blob[5]
    }))))
}

/// A lock, or what makes one impossible.
fn locked(n: u32) -> Result<[Guard; 4], [Guard; 4]> {
    let guards = [(); 4].map(|()| Guard("locked"));
    if n > 1 { Ok(guards) } else { Err(guards) }
}

async fn hold(guards: [Guard; 4]) -> u32 {
    suspend().await;
    guards.len() as u32
}

/// What is left of a result after each arm has taken its part, or none.
async fn halves(n: u32) -> Result<u32, [Guard; 4]> {
    let first = match locked(n) {
        Ok(guards) => hold(guards).await,
        Err(_) => 0,
    };
    Ok(first + hold(locked(n)?).await)
}

/// A message that is handed on by value.
struct Message(Guard, [u8; 64]);

async fn send(message: Message) -> u32 {
    suspend().await;
    u32::from(message.1[0])
}

async fn by_value(byte: u8) -> u32 {
    let mut message = Message(Guard("message"), [0; 64]);
    message.1.fill(byte);
    send(message).await
}

/// What is not used before the await.
async fn zeros(n: u32) -> u32 {
    let mut bytes = [0; 64];
    bytes[leaf(n).await as usize % 64] = 1;
    bytes.into_iter().map(u32::from as fn(u8) -> u32).sum()
}

/// A time and a flag: nine bytes, and seven of padding.
struct Delay(u64, bool);

impl Future for Delay {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        if self.0 == 0 {
            return Poll::Ready(u32::from(self.1));
        }
        *self = Delay(self.0 - 1, self.0 % 5 == 0);
        Poll::Pending
    }
}

async fn delayed(n: u32) -> u32 {
    Delay(u64::from(n), false).await
}

/// Needs its argument only before it is first suspended.
async fn first_of(pair: (u32, u32)) -> u32 {
    let first = pair.0;
    suspend().await;
    first
}

/// What is in an awaited function's argument.
async fn once(n: u32) -> u32 {
    first_of((n, n)).await
}

/// What an enum held is in use, and the enum is not; something else may panic.
async fn taken(guards: Option<[Guard; 4]>) -> u32 {
    let other = Guard("other");
    let mut sum = locked(2).is_ok() as u32;
    if let Some(guards) = guards {
        sum += hold(guards).await;
    }
    sum += locked(3).is_ok() as u32;
    drop(other);
    sum
}

/// The sizes of what a function returns, without and with an `Option` around it.
const fn sizes_of_output<A, F>(_: fn(A) -> F) -> (usize, usize) {
    (size_of::<F>(), size_of::<Option<F>>())
}

const fn sizes_of_only_output<F>(_: fn() -> F) -> (usize, usize) {
    (size_of::<F>(), size_of::<Option<F>>())
}

macro_rules! sizes {
    ($($name:ident, $optional:ident = $sizes:expr;)*) => {
        $(
            #[used]
            #[unsafe(no_mangle)]
            #[allow(non_upper_case_globals)]
            static $name: [u8; $sizes.0] = [1; $sizes.0];
            #[used]
            #[unsafe(no_mangle)]
            #[allow(non_upper_case_globals)]
            static $optional: [u8; $sizes.1] = [1; $sizes.1];
        )*
    };
}

sizes! {
    size_leaf, optional_leaf = sizes_of_output(leaf);
    size_two, optional_two = sizes_of_output(two);
    size_big_then_small, optional_big_then_small = sizes_of_only_output(big_then_small);
    size_many, optional_many = sizes_of_output(many);
    size_buf_across, optional_buf_across = sizes_of_only_output(buf_across);
    size_middle, optional_middle = sizes_of_output(middle);
    size_chain, optional_chain = sizes_of_output(chain);
    size_combine_4, optional_combine_4 = sizes_of_output(combine_4);
    size_halves, optional_halves = sizes_of_output(halves);
    size_by_value, optional_by_value = sizes_of_output(by_value);
    size_zeros, optional_zeros = sizes_of_output(zeros);
    size_delayed, optional_delayed = sizes_of_output(delayed);
    size_once, optional_once = sizes_of_output(once);
    size_taken, optional_taken = sizes_of_output(taken);
}

/// Polls each future once.
pub fn poll_all(context: &mut Context<'_>, seed: u8) -> bool {
    let n = u32::from(seed);
    pin!(leaf(n)).poll(context).is_ready()
        | pin!(two([seed; 64])).poll(context).is_ready()
        | pin!(big_then_small()).poll(context).is_ready()
        | pin!(many(n.into())).poll(context).is_ready()
        | pin!(buf_across()).poll(context).is_ready()
        | pin!(middle(n)).poll(context).is_ready()
        | pin!(chain(n)).poll(context).is_ready()
        | pin!(combine_4([seed; 4096])).poll(context).is_ready()
        | pin!(halves(n)).poll(context).is_ready()
        | pin!(by_value(seed)).poll(context).is_ready()
        | pin!(zeros(n)).poll(context).is_ready()
        | pin!(delayed(n)).poll(context).is_ready()
        | pin!(once(n)).poll(context).is_ready()
        | pin!(taken(locked(n).ok())).poll(context).is_ready()
}
