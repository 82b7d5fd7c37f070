// A type that holds itself, across a suspension.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0072]: recursive type `List` has infinite size
#![crate_type = "lib"]

pub struct List {
    number: u8,
    next: Option<List>,
}

async fn sum(list: List) -> u8 {
    let mut sum = list.number;
    std::future::ready(()).await;
    if let Some(next) = list.next {
        sum += next.number;
    }
    sum
}

pub async fn outer(list: List) -> u8 {
    sum(list).await
}
