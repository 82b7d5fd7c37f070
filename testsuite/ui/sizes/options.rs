// Every variant around a future is told from the others, before and between its polls.
//@ run-pass
//@ lowered: 1
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{pause, poll};
use std::pin::Pin;

async fn keeps(flag: bool, letter: char) -> (bool, char) {
    pause().await;
    (flag, letter)
}

enum Stage<F> {
    Waiting,
    Running(F),
    Failed(u8),
    Done((bool, char)),
}

impl<F: Future<Output = (bool, char)>> Stage<F> {
    fn step(self: Pin<&mut Self>) -> &'static str {
        // SAFETY: the future is not moved; it is dropped in its place.
        let this = unsafe { self.get_unchecked_mut() };
        let output = match this {
            Stage::Running(future) => poll(unsafe { Pin::new_unchecked(future) }),
            Stage::Waiting => return "waiting",
            Stage::Failed(_) => return "failed",
            Stage::Done(_) => return "done",
        };
        if let std::task::Poll::Ready(output) = output {
            *this = Stage::Done(output);
        }
        "running"
    }
}

fn main() {
    let mut all = [
        Box::pin(Stage::Waiting),
        Box::pin(Stage::Running(keeps(true, 'x'))),
        Box::pin(Stage::Failed(3)),
        Box::pin(Stage::Done((false, 'y'))),
    ];
    for expected in ["running", "running", "done"] {
        let steps = all.each_mut().map(|stage| stage.as_mut().step());
        assert_eq!(steps, ["waiting", expected, "failed", "done"]);
    }
    assert!(matches!(*all[1], Stage::Done((true, 'x'))) && matches!(*all[2], Stage::Failed(3)));
    let nested = Some(Some(Some(keeps(false, 'z'))));
    assert!(nested.is_some() && matches!(nested, Some(Some(Some(_)))));
}
