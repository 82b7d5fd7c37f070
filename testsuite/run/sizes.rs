// What the language says of a future's size, alignment and bytes is one and the same thing.
// lowered: 5
// begins: 14

mod common;

use common::{Noisy, drive, pause};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;

/// Notes the layout of the last allocation.
struct Noting;

thread_local! {
    static LAST: Cell<Layout> = const { Cell::new(Layout::new::<()>()) };
}

// SAFETY: the system's allocator does it all.
unsafe impl GlobalAlloc for Noting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LAST.set(layout);
        // SAFETY: the caller's promises are the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: likewise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Noting = Noting;

async fn small(n: u32) -> u32 {
    pause().await;
    n + 1
}

async fn large(bytes: [u8; 777]) -> usize {
    pause().await;
    let sum = bytes.iter().map(|&byte| usize::from(byte)).sum::<usize>();
    small(1).await;
    sum
}

async fn generic<F: Future>(future: F, _noisy: Noisy) -> F::Output {
    let output = future.await;
    pause().await;
    output
}

struct Holder<F> {
    before: u8,
    future: F,
    after: u64,
}

fn check<F: Future<Output: std::fmt::Debug> + 'static>(make: impl Fn() -> F) {
    let future = make();
    let layout = Layout::new::<F>();
    assert_eq!(Layout::for_value(&future), layout);
    assert_eq!(size_of::<F>() % align_of::<F>(), 0);
    assert_eq!(size_of::<[F; 3]>(), 3 * size_of::<F>());

    let boxed: Pin<Box<dyn Future<Output = F::Output>>> = black_box(Box::pin(future));
    assert_eq!(LAST.get(), layout);
    assert_eq!(Layout::for_value(&*boxed), layout);
    println!("{:?}", drive(boxed));

    // In an option and a struct: each keeps what stands beside the future.
    let mut option = black_box(Some(make()));
    assert!(option.is_some() && size_of::<Option<F>>() >= size_of::<F>());
    let taken = option.take().unwrap();
    assert!(black_box(&option).is_none());
    println!("{:?}", drive(taken));
    assert!(black_box(None::<F>).is_none());

    let holder = black_box(Holder { before: 0xaa, future: make(), after: u64::MAX / 7 });
    let Holder { before, future, after } = holder;
    println!("{:?}", drive(future));
    assert_eq!((before, after), (0xaa, u64::MAX / 7));
    let nested = black_box(Some(Some(Ok::<F, u8>(make()))));
    let Some(Some(Ok(future))) = nested else { unreachable!() };
    println!("{:?}", drive(future));
}

fn main() {
    check(|| small(1));
    check(|| large([2; 777]));
    check(|| generic(small(2), Noisy("generic")));
    check(|| generic(generic(large([1; 777]), Noisy("inner")), Noisy("outer")));
    check(|| async { 5 });
    check(|| async {
        let value = black_box(6_u8);
        pause().await;
        value
    });
}
