//! Nested awaits that return large values.

use core::future::Future;
use core::pin::Pin;

use super::common::{Pause, drive, look, mix};

#[derive(Clone, Copy)]
struct Packet {
    length: u16,
    words: [u32; 11],
}

struct Report {
    title: [u8; 18],
    packet: Packet,
    checked: Option<u32>,
}

async fn receive(seed: u32) -> Packet {
    let mut packet = Packet { length: 11, words: [seed; 11] };
    look(&packet);
    Pause(1).await;
    packet.words[3] ^= mix(&packet.words);
    packet
}

async fn checked(seed: u32) -> Option<Packet> {
    let packet = receive(seed).await;
    Pause(1).await;
    (mix(&look(&packet).words) != 1).then_some(packet)
}

async fn report(seed: u32) -> Report {
    let packet = match checked(seed).await {
        Some(packet) => packet,
        None => receive(seed + 1).await,
    };
    Pause(1).await;
    let report = Report { title: [b'r'; 18], packet, checked: Some(mix(&packet.words)) };
    look(&report);
    Pause(1).await;
    report
}

/// What is awaited keeps a frame of its own.
async fn opaque<F: Future<Output = Report>>(inner: F, extra: [u32; 5]) -> (Report, [u32; 5]) {
    let report = inner.await;
    Pause(1).await;
    let pair = (report, extra);
    look(&pair);
    Pause(1).await;
    pair
}

async fn by_pointer(mut inner: Pin<&mut dyn Future<Output = Report>>) -> Packet {
    let report = inner.as_mut().await;
    let Report { packet, .. } = report;
    Pause(1).await;
    let copy = look(&packet);
    let sum = mix(&copy.words);
    Pause(sum % 2).await;
    packet
}

async fn top(seed: u32) -> u32 {
    let (first, extra) = opaque(report(seed), [seed; 5]).await;
    Pause(1).await;
    let sum = mix(&extra) ^ first.checked.unwrap_or(0) ^ u32::from(first.title[2]);
    let packet = first.packet;
    Pause(1).await;
    look(&packet);
    let second = core::pin::pin!(report(seed ^ 1));
    let last = by_pointer(second).await;
    Pause(1).await;
    sum ^ mix(&packet.words) ^ mix(&look(&last).words) ^ u32::from(last.length)
}

async fn chained(seed: u32) -> [u32; 11] {
    let first = receive(seed).await.words;
    look(&first);
    Pause(1).await;
    let second = receive(first[3]).await.words;
    look(&second);
    Pause(1).await;
    second
}

pub fn run() -> [u32; 3] {
    let seed = core::hint::black_box(17);
    [drive(top(seed)), mix(&drive(chained(seed))), drive(report(seed)).checked.unwrap_or(0)]
}
