// Coroutines whose state may be noted in bytes that hold nothing while they are suspended: padding, which
// whoever writes the value overwrites, and what an awaited function needs only until it is first suspended.
// lowered: 14
// begins: 25

#![feature(coroutines, coroutine_trait)]

mod common;

use common::{Noisy, drive, drop_everywhere, pause, poll};
use std::cell::Cell;
use std::future::Future;
use std::hint::black_box;
use std::ops::{Coroutine, CoroutineState};
use std::pin::{Pin, pin};
use std::ptr;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, AtomicU32};
use std::task::{Context, Poll};

include!("common/timer.rs");

/// Writes all bytes of `value`, and so its padding.
fn fill<T: Copy>(value: &mut T, byte: u8, same: T) {
    let address = black_box(&raw mut *value);
    // SAFETY: all bytes may be written, and none is read before it is written again.
    unsafe { address.write_bytes(byte, 1) };
    // SAFETY: the place is valid. The fields are written one by one, so the padding stays.
    unsafe { assign(address, black_box(same)) };
}

/// Writes `value`, and most often not its padding.
unsafe fn assign<T: Copy>(address: *mut T, value: T) {
    // SAFETY: the caller's.
    unsafe { *address = value };
}

/// A variable with padding, which is written as a whole.
async fn pairs(mut pair: (u64, u8)) -> u64 {
    for byte in 0..3 {
        let same = pair;
        fill(&mut pair, byte, same);
        pause().await;
        let mut next = (pair.0 + 1, pair.1);
        fill(&mut next, 0xa0 + byte, (pair.0 + 1, pair.1));
        pair = next;
        pause().await;
    }
    pair.0 * 256 + u64::from(pair.1)
}

/// Where the variable of `lent` is.
static LENT: AtomicPtr<(u64, u8)> = AtomicPtr::new(ptr::null_mut());

/// Pending every other time, and takes no bytes.
struct Turn;

impl Future for Turn {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        static TURNED: AtomicBool = AtomicBool::new(false);
        let turned = TURNED.load(Relaxed);
        TURNED.store(!turned, Relaxed);
        if turned { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Its variable is written while it is suspended.
async fn lent() -> u64 {
    let mut pair = (1, 2);
    LENT.store(&raw mut pair, Relaxed);
    Turn.await;
    let first = pair.0;
    Turn.await;
    first + pair.0 + u64::from(pair.1)
}

fn write_lent() -> u64 {
    let mut future = pin!(lent());
    loop {
        if let Poll::Ready(sum) = poll(future.as_mut()) {
            return sum;
        }
        // SAFETY: the future is suspended where the variable is alive, and its address is out.
        unsafe {
            let pair = LENT.load(Relaxed);
            let next = ((*pair).0 * 10, (*pair).1 + 1);
            fill(&mut *pair, 0xee, next);
        }
    }
}

/// Reads a pair whenever it is polled.
struct Reads<'a>(&'a (u64, u8), u64);

impl Future for Reads<'_> {
    type Output = u64;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        if self.1 == 0 {
            return Poll::Ready(black_box(*self.0).0);
        }
        self.1 -= 1;
        Poll::Pending
    }
}

/// Its variable is lent to those who may only read it.
async fn shown(number: u64) -> u64 {
    let pair = black_box((number, 7));
    let sum = Reads(&pair, 2).await + Reads(&pair, 1).await;
    sum + pair.0 + u64::from(pair.1)
}

/// Where the variable of `in_a_cell` is.
static CELL: AtomicPtr<Cell<(u64, u8)>> = AtomicPtr::new(ptr::null_mut());

/// Who has such a reference may write.
async fn in_a_cell() -> u64 {
    let cell = Cell::new((1, 2));
    CELL.store(ptr::from_ref(&cell).cast_mut(), Relaxed);
    Turn.await;
    let first = cell.get().0;
    Turn.await;
    let second = cell.get();
    first + second.0 + u64::from(second.1)
}

fn write_cell() -> u64 {
    let mut future = pin!(in_a_cell());
    loop {
        if let Poll::Ready(sum) = poll(future.as_mut()) {
            return sum;
        }
        // SAFETY: the future is suspended where the cell is alive, and a reference to it is out.
        let cell = unsafe { &*CELL.load(Relaxed) };
        let (number, byte) = cell.get();
        // SAFETY: nobody else has a reference to what is in it.
        fill(unsafe { &mut *cell.as_ptr() }, 0xdd, (number * 10, byte + 1));
    }
}

/// Its only byte beside a capture with padding would be the tag's.
async fn padded(pair: (u64, u8)) -> u64 {
    Turn.await;
    pair.0 + u64::from(pair.1)
}

/// To find a future in an array, rustc makes an LLVM type of it, in which captures and tag are apart.
fn in_an_array(at: usize) -> u64 {
    let mut all = [1, 2, 3].map(|number| padded((number, 4)));
    // SAFETY: none of them is moved from now on.
    let mut one = unsafe { Pin::new_unchecked(&mut all[black_box(at)]) };
    loop {
        if let Poll::Ready(sum) = poll(one.as_mut()) {
            return sum;
        }
    }
}

/// Two at a time, each in its own frame.
async fn joined() -> u64 {
    let mut one = pin!(closure(4, true));
    let mut other = pin!(pairs((7, 1)));
    let mut sum = 0;
    let mut left = 2;
    while left > 0 {
        if left & 1 == 0
            && let Poll::Ready(value) = poll(one.as_mut())
        {
            sum += value;
            left -= 1;
            continue;
        }
        if let Poll::Ready(value) = poll(other.as_mut()) {
            sum += value;
            break;
        }
        pause().await;
    }
    sum
}

/// Is moved while it is suspended.
fn moved() {
    let mut generator = Box::new(
        #[coroutine]
        |mut pair: (u64, u8)| {
            let mut sum = 0;
            for byte in 0..4 {
                let same = pair;
                fill(&mut pair, 0x55 + byte, same);
                sum += pair.0;
                let next = yield sum;
                pair = (pair.0 + next.0, pair.1);
            }
            u64::from(pair.1) + sum
        },
    );
    loop {
        match Pin::new(&mut *generator).resume((1, 9)) {
            CoroutineState::Yielded(sum) => println!("  yielded {sum}"),
            CoroutineState::Complete(sum) => return println!("  complete {sum}"),
        }
        let elsewhere = Box::new(*generator);
        generator = black_box(elsewhere);
    }
}

fn main() {
    println!("timers: {}", drive(timers(4, Some(Noisy("passed on")))));
    println!("layers: {}", drive(two_layers(3)));
    println!("pairs: {}", drive(pairs((250, 3))));
    println!("lent: {}", write_lent());
    println!("shown: {}", drive(shown(3)));
    println!("in a cell: {}", write_cell());
    println!("in an array: {} {}", in_an_array(0), in_an_array(2));
    println!("sums: {}", drive(sums(5)));
    println!("closure: {}", drive(closure(3, true)));
    println!("joined: {}", drive(joined()));
    drop_everywhere("timers", || timers(3, Some(Noisy("dropped"))));
    drop_everywhere("layers", || two_layers(2));
    drop_everywhere("sums", || sums(1));
    drop_everywhere("closure", || closure(2, true));
    moved();
}
