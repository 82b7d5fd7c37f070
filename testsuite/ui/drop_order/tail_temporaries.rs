// A temporary of the last expression outlives the locals before edition 2024.
//@ revisions: before since
//@ run-pass
//@[before] edition: 2021
//@[since] edition: 2024
//@ lowered: 3
//@[before] stdout:   drop local
//@[before] stdout:   drop temporary
//@[before] stdout:   ready at poll 2
//@[before] stdout: 9
//@[before] stdout:   else
//@[before] stdout:   drop scrutinee
//@[before] stdout:   ready at poll 2
//@[before] stdout: 0
//@[since] stdout:   drop temporary
//@[since] stdout:   drop local
//@[since] stdout:   ready at poll 2
//@[since] stdout: 9
//@[since] stdout:   drop scrutinee
//@[since] stdout:   else
//@[since] stdout:   ready at poll 2
//@[since] stdout: 0
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, pause};

impl Noisy {
    async fn name(&self) -> usize {
        pause().await;
        self.0.len()
    }
}

async fn tail() -> usize {
    let _local = Noisy("local");
    Noisy("temporary").name().await
}

async fn condition() -> usize {
    if let Some(number) = Some(Noisy("scrutinee").name().await).filter(|number| *number > 99) {
        number
    } else {
        println!("  else");
        0
    }
}

fn main() {
    println!("{}", drive(tail()));
    println!("{}", drive(condition()));
}
