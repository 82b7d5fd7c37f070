// `return` and `?` leave the block, not the function around it.
//@ run-pass
//@ lowered: 2
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

fn run(text: &str) -> Result<usize, String> {
    let length = drive(async {
        if text.is_empty() {
            return 0;
        }
        pause().await;
        text.len()
    });
    let number = drive(async {
        let number: usize = text.parse().map_err(|_| text.to_owned())?;
        pause().await;
        Ok::<_, String>(number)
    })?;
    Ok(length + number)
}

fn main() {
    assert_eq!(run("12"), Ok(14));
    assert_eq!(run("x"), Err("x".to_owned()));
}
