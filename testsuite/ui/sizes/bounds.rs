// Bounds of sizes and alignments that any layout has to keep.
//@ run-pass
//@ lowered: 2
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[repr(align(128))]
struct Wide {
    _bytes: [u8; 130],
}

async fn keeps<T>(value: T) -> T {
    pause().await;
    value
}

async fn two<T, U>(first: T, second: U) -> (T, U) {
    pause().await;
    let first = keeps(first).await;
    (first, second)
}

fn check<F: Future>(future: &F, least: usize, align: usize) {
    let (size, found) = (size_of::<F>(), align_of::<F>());
    assert!(size > least, "{size} > {least}");
    assert!(found >= align && size % found == 0, "{size}, {found}");
    assert_eq!((size_of_val(future), align_of_val(future)), (size, found));
    assert_eq!(size_of::<[F; 4]>(), 4 * size);
    assert!(size_of::<(F, u8)>() > size);
    assert!(size_of::<Option<F>>() >= size);
}

fn main() {
    check(&keeps(1_u8), 1, 1);
    check(&keeps([1_u32; 5]), 20, 4);
    check(&keeps(Wide { _bytes: [0; 130] }), 256, 128);
    check(&two(1_u64, Wide { _bytes: [0; 130] }), 264, 128);
    check(&two([0_u8; 100], String::new()), 100 + size_of::<String>(), align_of::<String>());
    assert_eq!(drive(two(1, 2)), (1, 2));
}
