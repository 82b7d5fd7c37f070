// Async closures, called through AsyncFn, AsyncFnMut and AsyncFnOnce.
// lowered: 9
// begins: 24

mod common;

use common::{Noisy, drive, drop_everywhere, pause};

async fn by_reference<R>(function: impl AsyncFn(u32) -> R) -> (R, R) {
    (function(1).await, function(2).await)
}

async fn by_mutable_reference(mut function: impl AsyncFnMut(&str)) {
    function("first").await;
    pause().await;
    function("second").await;
}

async fn once<R>(function: impl AsyncFnOnce(u32) -> R) -> R {
    function(10).await
}

fn main() {
    let offset = 100;
    let add = async |n: u32| {
        pause().await;
        n + offset
    };
    println!("{:?}", drive(by_reference(&add)));
    // The same closure by value: its body owns what it captures.
    println!("{}", drive(once(add)));

    let mut log = Vec::new();
    drive(by_mutable_reference(async |text: &str| {
        log.push(text.len());
        pause().await;
        log.push(text.len() * 10);
    }));
    println!("{log:?}");

    drop_everywhere("once", || {
        let owned = Noisy("owned");
        once(async move |n| {
            pause().await;
            let moved = owned;
            pause().await;
            moved.0.len() as u32 + n
        })
    });

    // Captures by move, lent out at each call, and moved at the last.
    drop_everywhere("by move", || {
        let owned = Noisy("lent");
        let copied = 5;
        once(async move |n| {
            let name = &owned.0;
            pause().await;
            name.len() as u32 + n + copied
        })
    });
    let text = String::from("text");
    println!(
        "{:?}",
        drive(by_reference(async move |n| {
            pause().await;
            text.repeat(n as usize)
        }))
    );
}
