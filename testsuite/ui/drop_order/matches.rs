// Scrutinees, bindings and guards of matches and of `let … else`.
//@ run-pass
//@ lowered: 2
//@ stdout:   drop none
//@ stdout:   drop else
//@ stdout:   ready at poll 3
//@ stdout: 0
//@ stdout:   drop scrutinee
//@ stdout:   drop scrutinee
//@ stdout:   ready at poll 3
//@ stdout: 1
//@ stdout: body, dropped after 0 polls
//@ stdout: body, dropped after 1 polls
//@ stdout: body, dropped after 2 polls
//@ stdout:   drop found
//@ stdout: body, dropped after 3 polls
//@ stdout:   drop scrutinee
//@ stdout:   drop found
//@ stdout: body, dropped after 4 polls
//@ stdout:   drop scrutinee
//@ stdout:   drop found
//@ stdout:   ready
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drive, drop_everywhere, pause};

async fn make(name: &'static str) -> Option<Noisy> {
    pause().await;
    (name != "none").then_some(Noisy(name))
}

async fn body(name: &'static str) -> usize {
    let Some(found) = make(name).await else {
        let _else = Noisy("else");
        pause().await;
        return 0;
    };
    match make("scrutinee").await {
        Some(ref inner) if inner.0 == found.0 => 1,
        Some(Noisy(text)) if text.is_empty() => 2,
        Some(_other) => {
            pause().await;
            3
        }
        None => 4,
    }
}

fn main() {
    println!("{}", drive(body("none")));
    println!("{}", drive(body("scrutinee")));
    drop_everywhere("body", || body("found"));
}
