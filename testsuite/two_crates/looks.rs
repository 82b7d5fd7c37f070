use std::mem::{size_of, size_of_val};

async fn own(value: u32) -> u32 {
    std::future::ready(()).await;
    value
}

fn sizes<F>(future: &F) -> String {
    format!("{} {}", size_of_val(future), size_of::<Option<F>>())
}

fn main() {
    println!("{}", sizes(&tags::once(1)));
    println!("{}", sizes(&tags::of(1_u32)));
    println!("{}", sizes(&own(1)));
    println!("{}", sizes(&async { tags::once(2).await }));
}
