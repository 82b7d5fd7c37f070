// Values with few valid bit patterns keep them across suspensions.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::cmp::Ordering;
use std::num::NonZero;

async fn all(
    truth: Option<Option<bool>>,
    letter: Option<char>,
    order: Option<Ordering>,
    number: Option<NonZero<u16>>,
    nested: Result<Option<&u8>, Box<u8>>,
) -> String {
    pause().await;
    let text = format!("{truth:?} {letter:?} {order:?}");
    pause().await;
    format!("{text} {number:?} {nested:?}")
}

fn main() {
    assert_eq!(
        drive(all(Some(None), None, Some(Ordering::Less), NonZero::new(3), Ok(None))),
        "Some(None) None Some(Less) Some(3) Ok(None)"
    );
    assert_eq!(
        drive(all(None, Some('x'), None, None, Err(Box::new(1)))),
        "None Some('x') None None Err(1)"
    );
}
