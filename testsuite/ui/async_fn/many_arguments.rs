// Arguments of many types, all needed after the suspension.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[allow(clippy::too_many_arguments)]
async fn all(
    a: bool,
    b: u8,
    c: char,
    d: i128,
    e: f32,
    f: &str,
    g: String,
    h: [u16; 3],
    i: Option<Box<u32>>,
    j: fn(u32) -> u32,
    k: *const u8,
    l: (),
) -> String {
    pause().await;
    let next = j(*i.as_deref().unwrap_or(&0));
    pause().await;
    format!("{a} {b} {c} {d} {e} {f} {g} {h:?} {next} {} {l:?}", k.is_null())
}

fn main() {
    let text = drive(all(
        true,
        2,
        'ß',
        -(1_i128 << 100),
        0.5,
        "f",
        "g".to_owned(),
        [1, 2, 3],
        Some(Box::new(9)),
        |x| x + 1,
        std::ptr::null(),
        (),
    ));
    assert_eq!(text, "true 2 ß -1267650600228229401496703205376 0.5 f g [1, 2, 3] 10 true ()");
}
