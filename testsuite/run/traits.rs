// Async functions in traits, with default bodies and associated types, and futures as trait objects.
// lowered: 10
// begins: 20

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::future::Future;
use std::pin::Pin;

trait Device {
    type Word: Copy + Into<u64>;

    async fn read(&mut self) -> Self::Word;

    async fn read_two(&mut self) -> u64 {
        let _guard = Noisy("default body");
        let first = self.read().await.into();
        let second = self.read().await.into();
        first << 32 | second
    }

    fn name(&self) -> impl Future<Output = String> + use<Self>;
}

struct Counter(u8);
struct Constant(u32);

impl Device for Counter {
    type Word = u8;

    async fn read(&mut self) -> u8 {
        self.0 += 1;
        pause().await;
        self.0
    }

    fn name(&self) -> impl Future<Output = String> + use<> {
        let number = self.0;
        async move {
            pause().await;
            format!("counter {number}")
        }
    }
}

impl Device for Constant {
    type Word = u32;

    async fn read(&mut self) -> u32 {
        self.0
    }

    async fn read_two(&mut self) -> u64 {
        pause().await;
        u64::from(self.0)
    }

    fn name(&self) -> impl Future<Output = String> + use<> {
        std::future::ready("constant".to_owned())
    }
}

async fn use_device(device: &mut impl Device) -> String {
    let name = device.name().await;
    let value = device.read_two().await;
    format!("{name}: {value:#x}")
}

/// A trait with methods that can be called through a trait object.
trait Service {
    fn call<'a>(&'a self, input: &'a str) -> Pin<Box<dyn Future<Output = usize> + 'a>>;
}

struct Length;
struct Words(Noisy);

impl Service for Length {
    fn call<'a>(&'a self, input: &'a str) -> Pin<Box<dyn Future<Output = usize> + 'a>> {
        Box::pin(async {
            pause().await;
            input.len()
        })
    }
}

impl Service for Words {
    fn call<'a>(&'a self, input: &'a str) -> Pin<Box<dyn Future<Output = usize> + 'a>> {
        Box::pin(async move {
            let words = input.split_whitespace();
            pause().await;
            words.count() + self.0.0.len()
        })
    }
}

async fn call_all(services: &[Box<dyn Service>], input: String) -> usize {
    let mut sum = 0;
    for service in services {
        let future = service.call(&input);
        sum += future.await;
    }
    sum
}

fn main() {
    println!("{}", drive(use_device(&mut Counter(6))));
    println!("{}", drive(use_device(&mut Constant(7))));
    drop_everywhere("read_two", || async { Counter(1).read_two().await });
    let services = || [Box::new(Length) as Box<dyn Service>, Box::new(Words(Noisy("words")))];
    println!("{}", drive(call_all(&services(), "one two".into())));
}
