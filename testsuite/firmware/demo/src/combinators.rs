//! A tree of joins: the cost of combinators alone, without a timer or an interrupt of interest.

use runtime_min::{join, yield_now};

/// Sums the numbers up to `n`, giving way before each.
pub async fn countdown(n: u32) -> u32 {
    let mut sum = 0;
    for number in 1..=n {
        yield_now().await;
        sum += number;
    }
    sum
}

/// Two countdowns side by side, and one more after them.
pub async fn branch(n: u32) -> u32 {
    let (short, long) = join(countdown(n), countdown(2 * n)).await;
    short + long + countdown(short % 8).await
}

/// Two branches side by side, with a buffer that lives across them.
pub async fn tree(n: u32) -> u32 {
    let weights = [n as u8; 16];
    let (left, right) = join(branch(n), branch(n + 1)).await;
    left * u32::from(weights[(right % 16) as usize]) + right
}
