// Async trait methods with types, constants and lifetimes of their own.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

trait Codec {
    async fn encode<'a, T: AsRef<[u8]>, const N: usize>(
        &self,
        input: &'a T,
        output: &mut [u8; N],
    ) -> Option<&'a u8>;
}

struct Xor(u8);

impl Codec for Xor {
    async fn encode<'a, T: AsRef<[u8]>, const N: usize>(
        &self,
        input: &'a T,
        output: &mut [u8; N],
    ) -> Option<&'a u8> {
        for (to, from) in output.iter_mut().zip(input.as_ref()) {
            pause().await;
            *to = from ^ self.0;
        }
        input.as_ref().get(N)
    }
}

fn main() {
    let mut output = [0; 2];
    let input = vec![1, 2, 3];
    assert_eq!(drive(Xor(0xf0).encode(&input, &mut output)), Some(&3));
    assert_eq!(output, [0xf1, 0xf2]);
}
