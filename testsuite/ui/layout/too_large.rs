// Values that are larger than the address space.
//@ build-fail
//@ error: values of the type `[u8; 4611686018427387903]` are too big for the target architecture
//@ message: are too big for the target architecture
use std::mem::MaybeUninit;
use std::pin::pin;
use std::task::{Context, Waker};

type Huge = MaybeUninit<[[u8; usize::MAX / 4]; 9]>;

async fn hold(value: *const Huge) -> u8 {
    std::future::ready(()).await;
    // SAFETY: it is never polled.
    let copy = unsafe { value.read() };
    std::future::ready(()).await;
    // SAFETY: likewise.
    unsafe { copy.assume_init()[0][0] }
}

fn main() {
    let mut context = Context::from_waker(Waker::noop());
    let _ = pin!(hold(std::ptr::null())).poll(&mut context);
}
