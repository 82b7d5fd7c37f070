// References to fields of packed structs.
//@ check-fail
//@ error[E0793]: reference to field of packed struct is unaligned
#![crate_type = "lib"]

#[repr(C, packed)]
pub struct Packed {
    byte: u8,
    word: u32,
}

pub async fn body(packed: Packed) -> u32 {
    std::future::ready(()).await;
    let word = &packed.word;
    std::future::ready(()).await;
    *word + u32::from(packed.byte)
}
