//! Floats across suspensions: more of them than registers, as arguments and as results, so that the
//! hard-float target holds them in registers of the floating-point unit around every suspension.
#![no_std]
#![no_main]

use core::pin::pin;

use board::hprintln;
use cortex_m_rt::entry;
use lowering::{drive, suspend};

async fn horner(x: f32, coefficients: [f32; 5]) -> f32 {
    let mut value = 0.0;
    for coefficient in coefficients {
        value = value * x + coefficient;
        suspend().await;
    }
    value
}

async fn oscillate(steps: u32) -> (f64, f64) {
    let (mut position, mut velocity) = (1.0_f64, 0.0_f64);
    let step = 0.01;
    for _ in 0..steps {
        velocity -= position * step;
        suspend().await;
        position += velocity * step;
    }
    (position, velocity)
}

/// Twenty floats that live across every suspension.
async fn many(seed: f32) -> f32 {
    let [a, b, c, d, e] = [1.0, 2.0, 3.0, 4.0, 5.0].map(|n: f32| n * seed);
    suspend().await;
    let [f, g, h, i, j] = [a + b, b + c, c + d, d + e, e + a];
    suspend().await;
    let [k, l, m, n, o] = [f * g, g * h, h * i, i * j, j * f];
    suspend().await;
    let [p, q, r, s, t] = [a - k, b - l, c - m, d - n, e - o];
    suspend().await;
    a + b - c + d - e + f - g + h - i + j - k + l - m + n - o + p - q + r - s + t
}

async fn mixed(n: u32, x: f32, y: f64, flag: bool) -> f64 {
    let scaled = x * n as f32;
    suspend().await;
    if flag { f64::from(scaled) + y } else { y - f64::from(scaled) }
}

async fn nested(x: f32) -> f32 {
    let polynomial = horner(x, [1.0, -2.0, 0.5, 3.0, -1.25]).await;
    let sum = many(polynomial).await;
    sum / (x + polynomial)
}

#[entry]
fn main() -> ! {
    // Bit patterns, so that equal means equal.
    let (value, polls) = drive(pin!(horner(1.5, [1.0, -2.0, 0.5, 3.0, -1.25])));
    hprintln!("horner {:#010x} after {} polls", value.to_bits(), polls);
    assert_eq!(value, 2.6875);
    let ((position, velocity), polls) = drive(pin!(oscillate(25)));
    hprintln!("oscillator {:#x} {:#x}", position.to_bits(), velocity.to_bits());
    assert_eq!(polls, 26);
    hprintln!("many {:#010x}", drive(pin!(many(0.75))).0.to_bits());
    assert_eq!(drive(pin!(mixed(3, 0.5, 10.0, true))), (11.5, 2));
    assert_eq!(drive(pin!(mixed(3, 0.5, 10.0, false))), (8.5, 2));
    let (value, polls) = drive(pin!(nested(1.5)));
    hprintln!("nested {:#010x} after {} polls", value.to_bits(), polls);
    board::succeed()
}
