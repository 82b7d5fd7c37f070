// Captures and locals with alignments up to a page.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
//@ compile-flags: -Cdebuginfo=2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[repr(align(16))]
struct Sixteen(u8);
#[repr(align(256))]
struct Line(u8);
#[repr(align(4096))]
struct Page(u8);

fn aligned<T>(value: &T) -> bool {
    (&raw const *value).addr() % align_of::<T>() == 0
}

async fn keeps(sixteen: Sixteen, line: Line, small: u8, page: Page) -> u32 {
    assert!(aligned(&sixteen) && aligned(&line) && aligned(&page));
    pause().await;
    let local = Page(small);
    assert!(aligned(&local));
    pause().await;
    assert!(aligned(&sixteen) && aligned(&line) && aligned(&page) && aligned(&local));
    u32::from(sixteen.0) + u32::from(line.0) + u32::from(page.0) + u32::from(local.0)
}

fn main() {
    let future = Box::pin(keeps(Sixteen(1), Line(2), 3, Page(4)));
    assert_eq!(align_of_val(&*future), 4096);
    assert_eq!(drive(future), 10);
}
