// Join and select by hand, over futures that are kept in place and over ones that are moved in.
// lowered: 6
// begins: 16

mod common;

use common::{Noisy, Pause, drive, drop_everywhere, poll};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

enum Either<A, B> {
    Left(A),
    Right(B),
}

/// Both outputs, as soon as both futures are ready.
async fn join<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let mut a = pin!(a);
    let mut b = pin!(b);
    let (mut first, mut second) = (None, None);
    poll_fn(move |context| {
        if first.is_none()
            && let Poll::Ready(output) = a.as_mut().poll(context)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = b.as_mut().poll(context)
        {
            second = Some(output);
        }
        if first.is_some() && second.is_some() {
            Poll::Ready((first.take().unwrap(), second.take().unwrap()))
        } else {
            Poll::Pending
        }
    })
    .await
}

/// The output of whichever is ready first; the other one is dropped.
async fn select<A: Future, B: Future>(a: A, b: B) -> Either<A::Output, B::Output> {
    let mut a = pin!(a);
    let mut b = pin!(b);
    poll_fn(|context| match a.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Either::Left(output)),
        Poll::Pending => b.as_mut().poll(context).map(Either::Right),
    })
    .await
}

/// The same, as a type that holds the futures.
struct Join<A: Future, B: Future> {
    a: Pin<Box<A>>,
    b: Pin<Box<B>>,
    first: Option<A::Output>,
}

impl<A: Future<Output: Unpin>, B: Future> Future for Join<A, B> {
    type Output = (A::Output, B::Output);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.first.is_none() {
            match self.a.as_mut().poll(context) {
                Poll::Ready(output) => self.first = Some(output),
                Poll::Pending => return Poll::Pending,
            }
        }
        let second = std::task::ready!(self.b.as_mut().poll(context));
        Poll::Ready((self.first.take().unwrap(), second))
    }
}

async fn work(name: &'static str, turns: u32) -> Noisy {
    let _work = Noisy("work");
    for turn in 0..turns {
        println!("  {name} {turn}");
        Pause(1).await;
    }
    Noisy(name)
}

async fn timeout(turns: u32) -> &'static str {
    let outcome = select(work("slow", 3), async {
        Pause(turns).await;
        "late"
    })
    .await;
    match outcome {
        Either::Left(noisy) => noisy.0,
        Either::Right(text) => text,
    }
}

async fn everything() -> usize {
    let (a, (b, c)) = join(work("a", 1), join(work("b", 2), work("c", 0))).await;
    let held = Join { a: Box::pin(work("d", 1)), b: Box::pin(timeout(1)), first: None };
    let (d, text) = held.await;
    a.0.len() + b.0.len() + c.0.len() + d.0.len() + text.len()
}

fn main() {
    println!("{}", drive(timeout(2)));
    println!("{}", drive(timeout(9)));
    drop_everywhere("everything", everything);
    // A future that is not kept: dropped inside of its combinator, half-way.
    let mut left = Box::pin(select(work("left", 9), work("right", 9)));
    assert!(poll(left.as_mut()).is_pending());
    drop(left);
}
