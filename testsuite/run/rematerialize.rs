// Values that are computed again after a suspension: addresses, reborrows, constants, flags. Each
// function has a case where that would be wrong, because the ingredients have changed.
// lowered: 12
// begins: 23

mod common;

use common::{Noisy, drive, drop_everywhere, pause};

struct Bus {
    log: Vec<u32>,
}

impl Bus {
    async fn transfer(&mut self, address: u8, data: &mut [u8]) -> Result<usize, u8> {
        for byte in data.iter_mut() {
            pause().await;
            *byte = byte.wrapping_add(address);
            self.log.push(u32::from(*byte));
        }
        pause().await;
        if address == 0 { Err(data[0]) } else { Ok(data.len()) }
    }
}

struct Sensor {
    bus: Bus,
    offset: u32,
}

impl Sensor {
    async fn measure(&mut self) -> Result<u32, u8> {
        let mut data = [1_u8, 2, 3];
        let length = self.bus.transfer(17, &mut data).await?;
        self.offset += length as u32;
        self.bus.transfer(18, &mut data[1..]).await?;
        let other = [9_u8; 2];
        let mut data = other;
        self.bus.transfer(3, &mut data).await?;
        Ok(self.offset + u32::from(data[1]))
    }
}

/// The pointer that another one is computed from moves on, and the other one does not.
async fn root_moves_on(list: &[(u32, u32)]) -> u32 {
    let mut pair = &list[0];
    let mut sum = 0;
    for next in list {
        let second = &pair.1;
        pair = next;
        pause().await;
        sum = sum * 10 + *second + pair.0;
    }
    sum
}

/// On one way the pointer is made of one thing, on the other way of another.
async fn one_of_two(condition: bool) -> u32 {
    let (a, b) = ([1_u32, 2], [3_u32, 4]);
    let chosen = if condition { &a[1] } else { &b[0] };
    pause().await;
    let reborrowed = &*chosen;
    pause().await;
    *chosen * 10 + *reborrowed
}

/// A mutable pointer that is set aside and comes back.
async fn exchanged(mut left: &mut u32, mut right: &mut u32) {
    for turn in 0..3 {
        let first = &mut *left;
        pause().await;
        *first += turn;
        std::mem::swap(&mut left, &mut right);
        pause().await;
        *left *= 2;
    }
}

/// The same variable has another home in each turn, and its address is shown.
async fn addresses(count: usize) -> usize {
    let mut same = 0;
    for turn in 0..count {
        let mut value = turn;
        let address = &raw mut value;
        let number = address as usize;
        pause().await;
        unsafe { *address += 1 };
        pause().await;
        same += usize::from(number == &raw const value as usize && value == turn + 1);
    }
    same
}

/// Constants that stop being constant.
async fn constants(condition: bool) -> (u32, &'static str, bool) {
    let (mut number, mut text, mut flag) = (1, "one", false);
    pause().await;
    if condition {
        (number, text) = (2, "two");
        pause().await;
        flag = true;
    }
    pause().await;
    number += 1;
    pause().await;
    (number, text, flag)
}

async fn flags(condition: bool) {
    let (first, second) = (Noisy("first"), Noisy("second"));
    pause().await;
    if condition {
        drop(first);
        pause().await;
    }
    pause().await;
    drop(second);
    pause().await;
}

trait Speak {
    fn speak(&self) -> String;
}

impl Speak for u8 {
    fn speak(&self) -> String {
        format!("byte {self}")
    }
}

impl Speak for String {
    fn speak(&self) -> String {
        format!("text {self}")
    }
}

async fn as_trait_objects() -> String {
    let (byte, text) = (7_u8, String::from("seven"));
    let mut object: &dyn Speak = &byte;
    pause().await;
    let first = object.speak();
    let other: &dyn Speak = &text;
    pause().await;
    object = other;
    pause().await;
    first + " " + &object.speak() + " " + &other.speak()
}

/// The arguments are what they were when the future was made.
async fn late(a: u32, b: u32, (c, _): (u32, u32), _: u32, d: u32) -> u32 {
    pause().await;
    ((a * 10 + b) * 10 + c) * 10 + d
}

async fn in_order() -> u32 {
    let mut n = 0;
    let mut next = || {
        n += 1;
        n
    };
    let first = late(next(), next(), (next(), next()), next(), next()).await;
    let mut five = 5;
    let future = late(five, 6, (7, 0), 0, 8);
    five += 1;
    first + five + future.await
}

async fn later() -> u32 {
    let mut four = 4;
    let future = late(four, 3, (2, 0), 0, 1);
    four += 1;
    pause().await;
    future.await + four
}

fn main() {
    let mut sensor = Sensor { bus: Bus { log: vec![] }, offset: 100 };
    println!("{:?}", drive(sensor.measure()));
    println!("{:?}", sensor.bus.log);
    println!("{:?}", drive(sensor.bus.transfer(0, &mut [5])));
    println!("{}", drive(root_moves_on(&[(1, 2), (3, 4), (5, 6)])));
    println!("{} {}", drive(one_of_two(true)), drive(one_of_two(false)));
    let (mut left, mut right) = (1, 2);
    drive(exchanged(&mut left, &mut right));
    println!("{left} {right}");
    println!("{}", drive(addresses(3)));
    println!("{:?} {:?}", drive(constants(true)), drive(constants(false)));
    drop_everywhere("flags(true)", || flags(true));
    drop_everywhere("flags(false)", || flags(false));
    println!("{}", drive(as_trait_objects()));
    println!("{} {}", drive(in_order()), drive(later()));
}
