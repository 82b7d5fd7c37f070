// A future that is polled by one thread after the other.
//@ run-pass
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{pause, poll};
use std::pin::Pin;
use std::task::Poll;
use std::thread;

async fn body(mut list: Vec<u32>) -> Vec<u32> {
    for number in 0..3 {
        list.push(number);
        pause().await;
    }
    list
}

fn main() {
    let mut future: Pin<Box<dyn Future<Output = Vec<u32>> + Send>> = Box::pin(body(vec![9]));
    let output = loop {
        let (back, result) = thread::spawn(move || {
            let result = poll(future.as_mut());
            (future, result)
        })
        .join()
        .unwrap();
        future = back;
        if let Poll::Ready(output) = result {
            break output;
        }
    };
    assert_eq!(output, [9, 0, 1, 2]);
}
