//! A program with futures that capture a struct of another module and of another crate.

mod data;
mod tasks;

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn drive<F: Future>(name: &str, future: F) -> F::Output {
    println!("size {name} {} {}", size_of_val(&future), align_of_val(&future));
    let mut future = pin!(future);
    loop {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn main() {
    let record = data::Record::new(3);
    println!("{}", drive("consume", tasks::consume(record)));
    println!("{}", drive("outer", tasks::outer(data::Record::new(4))));
    println!("{}", drive("generic", work::twice(data::Record::new(5), data::Record::sum)));
    println!("{}", drive("plain", work::plain(6)));
    drop(tasks::outer(data::Record::new(7)));
}
