// A length that one instance underflows.
//@ build-fail
//@ error[E0080]: attempt to compute `0_usize - 1_usize`, which would overflow
//@ error[E0080]: attempt to compute `0_usize - 1_usize`, which would overflow
#![crate_type = "lib"]
#![feature(generic_const_exprs)]
#![allow(incomplete_features)]

async fn shorter<const N: usize>(bytes: [u8; N]) -> [u8; N - 1]
where
    [(); N - 1]:,
{
    let mut output = [0; N - 1];
    std::future::ready(()).await;
    output.copy_from_slice(&bytes[1..]);
    output
}

pub async fn outer() {
    shorter([1, 2]).await;
    shorter([]).await;
}
