// Zero-sized values between other captures, in futures that stand in arrays.
//@ revisions: plain debug
//@ run-pass
//@[debug] compile-flags: -Cdebuginfo=2
//@ opt-levels: 0 3
//@ lowered: 4
#[path = "../../run/common/mod.rs"]
mod common;

use common::{pause, poll};
use std::task::Poll;

#[derive(Clone, Copy)]
struct Marker;

#[derive(Clone, Copy)]
#[repr(align(16))]
struct Wide;

fn touch<T>(_: T) {}

async fn word_first(sum: u64, marker: Marker, step: u64) -> u64 {
    touch(marker);
    pause().await;
    touch(marker);
    sum + step
}

async fn byte_first(flag: bool, marker: Marker) -> u64 {
    touch(marker);
    pause().await;
    touch(marker);
    u64::from(flag)
}

async fn several(bytes: [u8; 3], first: Marker, half: u16, second: [Wide; 0], third: Wide) -> u64 {
    touch((first, third));
    pause().await;
    touch((first, second, third));
    u64::from(half) + u64::from(bytes[2])
}

struct Sensor {
    samples: [u64; 2],
    sum: u64,
    enabled: bool,
    marker: Marker,
}

/// Captures the fields in the order in which they are used.
fn fields(mut sensor: Sensor) -> impl Future<Output = u64> {
    async move {
        sensor.sum += sensor.samples[1];
        touch(sensor.marker);
        pause().await;
        if sensor.enabled {
            touch(sensor.marker);
            sensor.sum += 1;
        }
        pause().await;
        sensor.sum
    }
}

/// Polls each to its end, in turns, where it stands.
fn run<F: Future<Output = u64>, const N: usize>(futures: [F; N]) -> [u64; N] {
    let mut futures = Box::pin(futures);
    let mut outputs = [0; N];
    for _ in 0..3 {
        for index in 0..N {
            if outputs[index] == 0 {
                // SAFETY: the array stays where it is.
                let future = unsafe { futures.as_mut().map_unchecked_mut(|all| &mut all[index]) };
                if let Poll::Ready(output) = poll(future) {
                    outputs[index] = output;
                }
            }
        }
    }
    outputs
}

fn main() {
    assert_eq!(run([1, 2, 3].map(|number| word_first(number, Marker, 10))), [11, 12, 13]);
    assert_eq!(run([true; 2].map(|flag| byte_first(flag, Marker))), [1, 1]);
    assert_eq!(run([4, 5].map(|half| several([1; 3], Marker, half, [], Wide))), [5, 6]);
    let sensor =
        |number| Sensor { samples: [9, number], sum: 5, enabled: number % 2 == 0, marker: Marker };
    assert_eq!(run([1, 2, 3, 4].map(|number| fields(sensor(number)))), [6, 8, 8, 10]);
}
