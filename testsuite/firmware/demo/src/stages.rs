//! How the stages of the pipeline hand over data, and how large their futures are.

use board::report_size;
use runtime_min::{Signal, join};

use crate::bus::Bus;
use crate::sensor::{Accelerometer, Sensor, Thermometer};
use crate::{application, combinators, filter, lamp, reporter, sampler};

/// A place for one item between two stages: the sender waits until the receiver has taken it, so
/// that nothing is lost at any speed of either.
pub struct Handover<T> {
    item: Signal<T>,
    taken: Signal<()>,
}

impl<T> Handover<T> {
    pub const fn new() -> Self {
        Handover { item: Signal::new(), taken: Signal::new() }
    }

    /// Hands `item` over; ready when it was taken.
    pub async fn send(&self, item: T) {
        self.item.set(item);
        self.taken.wait().await;
    }

    /// Takes the next item.
    pub async fn receive(&self) -> T {
        let item = self.item.wait().await;
        self.taken.set(());
        item
    }
}

/// Prints the size of every future of the demo.
pub fn report_sizes() {
    let mut bus = Bus::new();
    let mut thermometer = Thermometer { address: 0 };
    let mut accelerometer = Accelerometer { address: 0, range: 1 };
    let mut data = [0; 4];
    report_size("bus.read", &bus.read(0, &mut data));
    report_size("thermometer.measure", &thermometer.measure(&mut bus));
    report_size("accelerometer.measure", &accelerometer.measure(&mut bus));
    report_size(
        "measure_reliably(thermometer)",
        &sampler::measure_reliably(&mut thermometer, &mut bus),
    );
    report_size(
        "measure_reliably(accelerometer)",
        &sampler::measure_reliably(&mut accelerometer, &mut bus),
    );
    report_size("handover.receive", &filter::INPUT.receive());
    report_size("sampler", &sampler::run(0));
    report_size("filter", &filter::run());
    report_size("reporter.transmit", &reporter::transmit(&[]));
    report_size("reporter", &reporter::run());
    report_size("lamp", &lamp::blink(0));
    report_size("join(filter,reporter)", &join(filter::run(), reporter::run()));
    report_size("application", &application());
    report_size("combinators.leaf", &combinators::countdown(0));
    report_size("combinators.branch", &combinators::branch(0));
    report_size("combinators.tree", &combinators::tree(0));
}
