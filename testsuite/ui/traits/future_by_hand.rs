// A future written by hand around coroutines: a join and a race.
//@ run-pass
//@ lowered: 3
//@ stdout:   drop left
//@ stdout:   drop right
//@ stdout:   drop middle
//@ stdout:   ready at poll 4
//@ stdout: (1, (3, 2))
//@ stdout:   drop fast
//@ stdout:   drop slow
//@ stdout:   ready at poll 3
//@ stdout: 2
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, Pause, drive};
use std::pin::{Pin, pin};
use std::task::Poll;

async fn join<A: Future, B: Future>(left: A, right: B) -> (A::Output, B::Output) {
    let (mut left, mut right) = (pin!(left), pin!(right));
    let (mut left_output, mut right_output) = (None, None);
    std::future::poll_fn(|context| {
        if left_output.is_none()
            && let Poll::Ready(output) = left.as_mut().poll(context)
        {
            left_output = Some(output);
        }
        if right_output.is_none()
            && let Poll::Ready(output) = right.as_mut().poll(context)
        {
            right_output = Some(output);
        }
        if left_output.is_some() && right_output.is_some() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    (left_output.unwrap(), right_output.unwrap())
}

async fn race<T>(mut futures: Vec<Pin<Box<dyn Future<Output = T>>>>) -> T {
    std::future::poll_fn(|context| {
        for future in &mut futures {
            if let Poll::Ready(output) = future.as_mut().poll(context) {
                return Poll::Ready(output);
            }
        }
        Poll::Pending
    })
    .await
}

async fn wait(polls: u32, name: &'static str) -> u32 {
    let _noisy = Noisy(name);
    Pause(polls).await;
    polls
}

fn main() {
    println!("{:?}", drive(join(wait(1, "left"), join(wait(3, "middle"), wait(2, "right")))));
    println!("{}", drive(race(vec![Box::pin(wait(4, "slow")), Box::pin(wait(2, "fast"))])));
}
