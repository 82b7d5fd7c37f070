//! A lamp that blinks with a period of its own.

use runtime_min::time::{Instant, Timer};

/// Switches the lamp `times` times, every 5 milliseconds without drift; returns how often it went on.
pub async fn blink(times: u32) -> u32 {
    let mut next = Instant::now();
    let mut on = false;
    let mut blinks = 0;
    for _ in 0..times {
        next = next.saturating_add_millis(5);
        Timer::at(next).await;
        on = !on;
        blinks += u32::from(on);
    }
    blinks
}
