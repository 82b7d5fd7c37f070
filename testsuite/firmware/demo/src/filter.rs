//! Smooths the temperature and finds the strongest movement.

use runtime_min::yield_now;

use crate::reporter::{self, Report};
use crate::sampler::Sample;
use crate::stages::Handover;

/// Samples come in here; `None` is the end.
pub static INPUT: Handover<Option<Sample>> = Handover::new();

/// The temperature is the mean of so many samples.
const WINDOW: usize = 8;

/// Reports once for every fourth sample, until the end mark, which it passes on.
pub async fn run() {
    let mut window = [0; WINDOW];
    let mut seen = 0;
    let mut peak = 0;
    while let Some(sample) = INPUT.receive().await {
        window[seen % WINDOW] = sample.temperature;
        seen += 1;
        peak = strongest(&sample, peak);
        // The sampler goes on before the report is made.
        yield_now().await;
        if seen % 4 == 0 {
            let filled = &window[..seen.min(WINDOW)];
            let report = Report {
                last_sample: sample.number,
                temperature: filled.iter().sum::<i32>() / filled.len() as i32,
                peak,
            };
            reporter::INPUT.send(Some(report)).await;
            peak = 0;
        }
    }
    reporter::INPUT.send(None).await;
}

fn strongest(sample: &Sample, peak: i16) -> i16 {
    sample.acceleration.axes.into_iter().fold(peak, i16::max)
}
