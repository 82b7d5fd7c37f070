// Futures that live in statics, whose size and alignment are constants.
// lowered: 2
// begins: 4

mod common;

use common::{Noisy, pause, poll};
use std::cell::UnsafeCell;
use std::mem::MaybeUninit;
use std::pin::Pin;

const fn size_of_output<A, F>(_: fn(A) -> F) -> usize {
    size_of::<F>()
}

const fn align_of_output<A, F>(_: fn(A) -> F) -> usize {
    align_of::<F>()
}

/// Aligned for every future here.
#[repr(C, align(64))]
struct Place<const SIZE: usize>(UnsafeCell<[MaybeUninit<u8>; SIZE]>);

// SAFETY: this program has one thread.
unsafe impl<const SIZE: usize> Sync for Place<SIZE> {}

impl<const SIZE: usize> Place<SIZE> {
    const fn new() -> Self {
        Place(UnsafeCell::new([MaybeUninit::uninit(); SIZE]))
    }

    /// Runs a future here, dropped after `polls` polls if it is not ready by then.
    fn run<A, F: Future<Output = u64>>(&'static self, make: fn(A) -> F, input: A, polls: u32) {
        assert_eq!(size_of::<F>(), SIZE);
        assert!(align_of::<F>() <= 64);
        let place = self.0.get().cast::<F>();
        // SAFETY: the place has the future's size and alignment, nobody else uses it, and the
        // future is dropped where it was made.
        unsafe {
            place.write(make(input));
            for _ in 0..polls {
                println!("  {:?}", poll(Pin::new_unchecked(&mut *place)));
            }
            place.drop_in_place();
        }
    }
}

#[repr(align(32))]
struct Aligned([u8; 40]);

async fn plain(input: u32) -> u64 {
    let _guard = Noisy("guard");
    let doubled = u64::from(input) * 2;
    pause().await;
    doubled + 1
}

async fn aligned((input, seed): (Aligned, u8)) -> u64 {
    pause().await;
    assert_eq!(std::ptr::from_ref(&input).addr() % 32, 0);
    u64::from(input.0[39]) + u64::from(seed)
}

static PLAIN: Place<{ size_of_output(plain) }> = Place::new();
static ALIGNED: Place<{ size_of_output(aligned) }> = Place::new();

/// A table that is computed from a future's size.
static BLANK: [u8; size_of_output(plain)] = [b'-'; size_of_output(plain)];

const _: () = assert!(size_of_output(aligned) % align_of_output(aligned) == 0);

fn main() {
    for turn in 0..2 {
        PLAIN.run(plain, turn, 2);
        PLAIN.run(plain, turn, 1);
        PLAIN.run(plain, turn, 0);
    }
    ALIGNED.run(aligned, (Aligned([3; 40]), 4), 2);
    assert!(BLANK.iter().all(|&byte| byte == b'-') && BLANK.len() >= 8);
}
