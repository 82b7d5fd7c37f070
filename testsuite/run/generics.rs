// Generic and const-generic async functions, each used with several types.
// lowered: 6
// begins: 42

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::fmt::{Debug, Display};
use std::future::Future;
use std::marker::PhantomData;

async fn keep<T>(value: T) -> T {
    pause().await;
    value
}

async fn show<T: Display + ?Sized, U: Debug>(a: &T, b: U) -> String {
    let shown = a.to_string();
    let b = keep(b).await;
    format!("{shown} {b:?}")
}

async fn fill<const N: usize, T: Copy + Default>(seed: T) -> [T; N] {
    let mut array = [T::default(); N];
    for place in &mut array {
        *place = seed;
        pause().await;
    }
    array
}

async fn then<F, G, T>(first: F, second: impl FnOnce(F::Output) -> G) -> T
where
    F: Future,
    G: Future<Output = T>,
{
    second(first.await).await
}

struct Wrapper<T, const N: usize> {
    items: [T; N],
    marker: PhantomData<fn() -> T>,
}

impl<T: Clone, const N: usize> Wrapper<T, N> {
    async fn last(&self) -> Option<T> {
        let last = self.items.last();
        pause().await;
        last.cloned()
    }
}

fn main() {
    println!("{}", drive(keep(1_u8)));
    println!("{:?}", drive(keep([1.5_f64; 20])));
    println!("{:?}", drive(keep(())));
    println!("{:?}", drive(keep(Some("text"))));
    drop_everywhere("keep", || keep(Noisy("kept")));
    drop_everywhere("keep keep", || keep(keep(Noisy("kept future"))));
    println!("{}", drive(show("str", vec![1, 2])));
    println!("{}", drive(show(&3.5, 'c')));
    println!("{:?}", drive(fill::<0, u8>(1)));
    println!("{:?}", drive(fill::<3, i64>(-7)));
    println!("{:?}", drive(fill::<5, Option<char>>(Some('x'))));
    println!("{}", drive(then(keep(20_u32), |n| async move { n + keep(1).await })));
    println!("{}", drive(then(keep("a"), |text| keep(text.len()))));
    println!("{:?}", drive(Wrapper { items: ["a", "b"], marker: PhantomData }.last()));
    println!("{:?}", drive(Wrapper::<String, 0> { items: [], marker: PhantomData }.last()));
}
