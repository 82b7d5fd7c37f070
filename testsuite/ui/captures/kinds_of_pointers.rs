// References, raw pointers, boxes, function pointers, trait objects and slices.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::rc::{Rc, Weak};

async fn all(
    slice: &[u8],
    text: &mut String,
    object: &dyn Fn(u8) -> u8,
    boxed: Box<[u16]>,
    shared: Rc<str>,
    weak: Weak<u8>,
    raw: *mut u8,
) -> usize {
    pause().await;
    text.push('!');
    // SAFETY: the caller keeps it alive.
    unsafe { *raw += object(slice[0]) };
    pause().await;
    slice.len() + text.len() + boxed.len() + shared.len() + usize::from(weak.upgrade().is_some())
}

fn main() {
    let mut text = String::from("text");
    let mut byte = 1;
    let add = 2;
    let kept = Rc::new(1);
    let object = |x| x + add;
    let future = all(
        &[1, 2, 3],
        &mut text,
        &object,
        vec![1, 2].into(),
        "abc".into(),
        Rc::downgrade(&kept),
        &raw mut byte,
    );
    assert_eq!(drive(future), 3 + 5 + 2 + 3 + 1);
    assert_eq!((text.as_str(), byte), ("text!", 4));
}
