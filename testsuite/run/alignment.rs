// Over-aligned captures, locals and results stand at addresses that are multiples of their alignment.
// lowered: 5
// begins: 10

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::hint::black_box;

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
struct Line([u8; 5]);

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(256))]
struct Page(u32);

#[repr(align(32))]
struct Owner(u8, Noisy);

fn check<T>(value: &T) {
    let address = black_box(std::ptr::from_ref(value)).addr();
    assert_eq!(address % align_of::<T>(), 0, "{}", std::any::type_name::<T>());
}

async fn local(byte: u8, seed: u8) -> (u8, Line) {
    let before = byte;
    let mut line = Line([seed; 5]);
    check(&line);
    pause().await;
    check(&line);
    line.0[2] = before;
    pause().await;
    check(&line);
    (byte, line)
}

async fn parameter(first: u8, page: Page, second: u16) -> Page {
    check(&page);
    pause().await;
    check(&page);
    Page(page.0 + u32::from(first) + u32::from(second))
}

async fn packed(small: u8) -> u32 {
    #[repr(C, packed)]
    struct Packed {
        small: u8,
        large: u32,
    }
    let packed = black_box(Packed { small, large: 0x0102_0304 });
    pause().await;
    u32::from(packed.small) + packed.large
}

async fn owners(owner: Owner) -> usize {
    check(&owner);
    let second = Owner(2, Noisy("second"));
    pause().await;
    check(&second);
    let (line, _) = local(1, 2).await;
    check(&owner);
    pause().await;
    usize::from(owner.0 + second.0 + line) + second.1.0.len()
}

fn main() {
    println!("{:?}", drive(local(1, 2)));
    println!("{:?}", drive(parameter(1, Page(10), 300)));
    println!("{:x}", drive(packed(7)));
    drop_everywhere("owners", || owners(Owner(1, Noisy("first"))));

    let line = Line([9; 5]);
    let future = async move {
        check(&line);
        pause().await;
        check(&line);
        line
    };
    // On the heap, in an array and behind an odd byte: the future's own alignment does it.
    assert!(align_of_val(&future) >= 64);
    assert_eq!(drive(Box::pin(future)), line);
    let futures = [local(1, 1), local(2, 2), local(3, 3)];
    for (n, future) in futures.into_iter().enumerate() {
        let odd = (n as u8, future);
        check(&odd.1);
        println!("{} {:?}", odd.0, drive(odd.1));
    }
    println!("{:?}", drive(Box::pin(parameter(2, Page(20), 4))));
}
