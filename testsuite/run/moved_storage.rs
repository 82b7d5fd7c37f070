// Values that are moved out after they were lent: what comes next may take their bytes. Where `unsafe` code or
// a raw pointer is about, they stay where they were until their scope ends.
// lowered: 18
// begins: 36

#![allow(unsafe_op_in_unsafe_fn)]

mod common;

use common::{Noisy, drive, drop_everywhere, pause, poll};
use std::cell::Cell;
use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::task::Poll;

/// Many bytes, which whoever takes their place overwrites.
#[derive(Debug, PartialEq)]
struct Message {
    bytes: [u8; 48],
    noisy: Option<Noisy>,
}

impl Message {
    fn new(byte: u8) -> Self {
        Message { bytes: [byte; 48], noisy: None }
    }

    fn append(&mut self, byte: u8) -> &mut Self {
        self.bytes.rotate_left(1);
        self.bytes[0] = byte;
        self
    }
}

impl PartialEq for Noisy {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

fn sum(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(*byte)).sum()
}

async fn send(message: Message) -> u32 {
    pause().await;
    let sum = sum(&message.bytes);
    pause().await;
    sum
}

async fn lent_and_sent(seed: u8) -> u32 {
    let mut message = Message::new(seed);
    message.append(1).append(2);
    let first = send(message).await;
    let mut message = Message::new(seed + 1);
    pause().await;
    message.append(3);
    first + send(message).await
}

async fn in_a_loop(turns: u8) -> u32 {
    let mut message = Message::new(0);
    let mut all = 0;
    for turn in 0..turns {
        message.append(turn);
        let sent = message;
        pause().await;
        all += sum(&sent.bytes);
        message = sent;
        message.append(7);
        if turn % 2 == 0 {
            all += send(message).await;
            message = Message::new(turn);
        }
        pause().await;
    }
    all + sum(&message.bytes)
}

async fn on_some_paths(condition: bool) -> u32 {
    let mut message = Message::new(4);
    message.noisy = Some(Noisy("some paths"));
    message.append(5);
    if condition {
        let first = send(message).await;
        let other = Message::new(9);
        pause().await;
        return first + sum(&other.bytes);
    }
    pause().await;
    sum(&message.append(6).bytes)
}

async fn in_parts(condition: bool) -> u32 {
    let mut message = Message::new(4);
    message.noisy = Some(Noisy("part"));
    let Message { bytes, noisy } = message.append(8);
    bytes[3] = 77;
    *noisy = Some(Noisy("other part"));
    let noisy = message.noisy;
    pause().await;
    let more = Message::new(200);
    pause().await;
    if condition {
        drop(noisy);
        pause().await;
    }
    sum(&message.bytes) + sum(&more.bytes)
}

async fn captured(mut message: Message) -> u32 {
    message.append(11);
    pause().await;
    message.append(12);
    let block = async move {
        message.append(13);
        pause().await;
        sum(&message.bytes)
    };
    let mut other = Message::new(100);
    pause().await;
    other.append(1);
    block.await + send(other).await
}

async fn counted() -> u32 {
    let cell = Cell::new([3_u32; 8]);
    let reference = &cell;
    reference.set([4; 8]);
    pause().await;
    let inner = cell.into_inner();
    pause().await;
    let next = Message::new(9);
    pause().await;
    inner.iter().sum::<u32>() + sum(&next.bytes)
}

/// Takes the bytes that another value may have given up.
async fn fill() -> u32 {
    let mut filler = [Message::new(1), Message::new(2), Message::new(3)];
    pause().await;
    filler[1].append(5);
    pause().await;
    filler.iter().map(|message| sum(&message.bytes)).sum()
}

unsafe fn write(at: *mut Message, byte: u8) {
    at.write(Message::new(byte));
}

fn read(from: *const Message) -> u32 {
    unsafe { sum(&(*from).bytes) }
}

fn overwrite(at: *mut Message, byte: u8) {
    unsafe { write(at, byte) }
}

/// What is found where a message was before it moved, after others could have taken the place.
async fn later(old: *const Message, moved: &Message) -> u32 {
    let filled = fill().await;
    let found = read(old);
    pause().await;
    filled + found * 1000 + sum(&moved.bytes)
}

/// Writes to where a message was, and reads it again later.
async fn pointer_from_a_reference() -> u32 {
    let mut message = Message::new(1);
    let old = black_box(std::ptr::from_mut(&mut message));
    let moved = message;
    unsafe { old.write(Message::new(2)) };
    later(old, &moved).await
}

async fn raw_pointer() -> u32 {
    let mut message = Message::new(1);
    let old = black_box(&raw mut message);
    let moved = message;
    overwrite(old, 2);
    later(old, &moved).await
}

async fn in_a_closure() -> u32 {
    let mut message = Message::new(1);
    let lend = |message: &mut Message| {
        let old: *mut Message = message;
        unsafe { write(old, 3) };
        old
    };
    let old = lend(&mut message);
    let moved = message;
    overwrite(old, 2);
    later(old, &moved).await
}

async unsafe fn in_an_unsafe_fn() -> u32 {
    let mut message = Message::new(1);
    let old = black_box(std::ptr::from_mut(&mut message));
    let moved = message;
    write(old, 2);
    later(old, &moved).await
}

macro_rules! forget_lifetime {
    ($reference:expr) => {
        unsafe { &mut *std::ptr::from_mut($reference) }
    };
}

async fn in_a_macro() -> u32 {
    let mut message = Message::new(1);
    let old: *mut Message = black_box(forget_lifetime!(&mut message));
    let moved = message;
    overwrite(old, 2);
    later(old, &moved).await
}

/// Polls to the end, and overwrites what each poll left on the stack.
fn drive_over_garbage<F: Future>(future: F) -> F::Output {
    #[inline(never)]
    fn overwrite_stack(byte: u8) {
        black_box([byte; 2048]);
    }
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = poll(future.as_mut()) {
            return output;
        }
        overwrite_stack(black_box(55));
    }
}

fn main() {
    println!("{}", drive(lent_and_sent(3)));
    println!("{}", drive(in_a_loop(5)));
    for condition in [false, true] {
        println!("{}", drive(on_some_paths(condition)));
        println!("{}", drive(in_parts(condition)));
        drop_everywhere("on some paths", || on_some_paths(condition));
        drop_everywhere("in parts", || in_parts(condition));
    }
    println!("{}", drive(captured(Message::new(10))));
    println!("{}", drive(counted()));

    println!("{}", drive_over_garbage(pointer_from_a_reference()));
    println!("{}", drive_over_garbage(raw_pointer()));
    println!("{}", drive_over_garbage(in_a_closure()));
    println!("{}", drive_over_garbage(unsafe { in_an_unsafe_fn() }));
    println!("{}", drive_over_garbage(in_a_macro()));
    let closure = async |byte: u8| {
        let mut message = Message::new(byte);
        let old = black_box(std::ptr::from_mut(&mut message));
        let moved = message;
        unsafe { write(old, 2) };
        later(old, &moved).await
    };
    println!("{}", drive_over_garbage(closure(1)));
    println!("{}", drive_over_garbage(call_once(closure)));
}

async fn call_once(closure: impl AsyncFnOnce(u8) -> u32) -> u32 {
    closure(2).await
}
