// `?` leaves the body early, before and after a suspension.
//@ run-pass
//@ lowered: 2
//@ stdout:   drop parse
//@ stdout:   drop parse
//@ stdout:   drop both
//@ stdout:   ready at poll 3
//@ stdout: Ok(6)
//@ stdout:   drop parse
//@ stdout:   drop both
//@ stdout:   ready at poll 1
//@ stdout: true
//@ stdout:   drop parse
//@ stdout:   drop parse
//@ stdout:   drop both
//@ stdout:   ready at poll 2
//@ stdout: true
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};
use std::num::ParseIntError;

async fn parse(text: &str) -> Result<i32, ParseIntError> {
    let _guard = Noisy("parse");
    let first = text.parse::<i32>()?;
    pause().await;
    Ok(first * 2)
}

async fn both(left: &str, right: &str) -> Result<i32, ParseIntError> {
    let _guard = Noisy("both");
    Ok(parse(left).await? + parse(right).await?)
}

fn main() {
    println!("{:?}", drive(both("1", "2")));
    println!("{:?}", drive(both("x", "2")).is_err());
    println!("{:?}", drive(both("1", "y")).is_err());
}
