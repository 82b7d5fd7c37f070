// Array lengths and constants as parameters of async fns, blocks and types.
//@ run-pass
//@ lowered: 2
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

struct Ring<T, const N: usize> {
    items: [T; N],
    next: usize,
}

impl<T: Copy, const N: usize> Ring<T, N> {
    async fn take<const M: usize>(&mut self) -> [T; M] {
        let mut taken = [self.items[0]; M];
        for slot in &mut taken {
            pause().await;
            *slot = self.items[self.next];
            self.next = (self.next + 1) % N;
        }
        taken
    }
}

fn flagged<const FLAG: bool, const C: char>() -> impl Future<Output = String> {
    async {
        let text = [C; 2];
        pause().await;
        if FLAG { text.iter().collect() } else { String::new() }
    }
}

fn main() {
    let mut ring = Ring { items: [1_u16, 2, 3], next: 0 };
    assert_eq!(drive(ring.take::<4>()), [1, 2, 3, 1]);
    assert_eq!(drive(ring.take::<0>()), []);
    assert_eq!(drive(ring.take::<1>()), [2]);
    assert_eq!(drive(flagged::<true, 'x'>()), "xx");
    assert_eq!(drive(flagged::<false, 'x'>()), "");
}
