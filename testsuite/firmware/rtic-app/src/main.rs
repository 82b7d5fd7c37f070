//! A weighing machine on RTIC 2: software tasks at three priorities, a hardware task, resources with
//! ceilings, channels, an arbiter, a signal, delays and timeouts of rtic-monotonics.
#![no_std]
#![no_main]

use board::CORE_HZ;
use rtic_monotonics::systick::prelude::*;

systick_monotonic!(Mono, 1_000);

/// A line that several tasks take for whole messages.
pub struct Line {
    messages: u32,
    check: u32,
}

impl Line {
    const fn new() -> Self {
        Line { messages: 0, check: 0 }
    }

    fn byte(&mut self, byte: u8) {
        self.check = self.check.rotate_left(3) ^ u32::from(byte);
    }
}

#[rtic::app(device = board, peripherals = false, dispatchers = [SWI1, SWI2, SWI3])]
mod app {
    use board::{Interrupt, hprintln, region_start, region_stop, report_region, report_size};
    use rtic_sync::arbiter::Arbiter;
    use rtic_sync::channel::{Receiver, Sender};
    use rtic_sync::signal::{SignalReader, SignalWriter};
    use rtic_sync::{make_channel, make_signal};

    use super::*;

    const WEIGHINGS: u32 = 40;
    const BATCH: u32 = 4;
    const DEPTH: usize = 2;

    static LINE: Arbiter<Line> = Arbiter::new(Line::new());

    #[shared]
    struct Shared {
        total: u32,
        presses: u32,
    }

    #[local]
    struct Local {
        last: u32,
    }

    #[init]
    fn init(cx: init::Context) -> (Shared, Local) {
        Mono::start(cx.core.SYST, CORE_HZ);
        report_size("say", &say(0, 0));
        report_size("settle", &settle(0));
        report_region("weighing");
        region_start();
        let (weights, incoming) = make_channel!(u32, DEPTH);
        let (batches, outgoing) = make_channel!(u32, DEPTH);
        let (done, finished) = make_signal!(u32);
        let started = [
            scale::spawn(weights).is_ok(),
            batch::spawn(incoming, batches).is_ok(),
            report::spawn(outgoing, done).is_ok(),
            lamp::spawn().is_ok(),
            finish::spawn(finished).is_ok(),
        ];
        assert_eq!(started, [true; 5]);
        (Shared { total: 0, presses: 0 }, Local { last: 7 })
    }

    #[idle]
    fn idle(_: idle::Context) -> ! {
        loop {
            cortex_m::asm::wfi();
        }
    }

    /// The scale swings for a while.
    async fn settle(weight: u32) -> u32 {
        let mut seen = weight + 16;
        while seen > weight {
            Mono::delay(1.millis()).await;
            seen -= 8;
        }
        weight
    }

    /// Sends a message byte by byte; nobody else's bytes come between.
    async fn say(kind: u8, value: u32) {
        let mut line = LINE.access().await;
        line.byte(kind);
        for byte in value.to_le_bytes() {
            line.byte(byte);
            Mono::delay(1.millis()).await;
        }
        line.messages += 1;
    }

    #[task(priority = 3, local = [last])]
    async fn scale(cx: scale::Context, mut weights: Sender<'static, u32, DEPTH>) {
        for index in 0..WEIGHINGS {
            *cx.local.last = (*cx.local.last * 75 + 74) % 65537;
            let weight = settle(*cx.local.last % 1000).await;
            if index % 10 == 9 {
                rtic::pend(Interrupt::SWI0);
            }
            if weights.send(weight).await.is_err() {
                return;
            }
        }
    }

    /// Somebody presses the button.
    #[task(binds = SWI0, priority = 4, shared = [presses])]
    fn button(mut cx: button::Context) {
        cx.shared.presses.lock(|presses| *presses += 1);
    }

    #[task(priority = 2, shared = [total])]
    async fn batch(
        mut cx: batch::Context,
        mut weights: Receiver<'static, u32, DEPTH>,
        mut batches: Sender<'static, u32, DEPTH>,
    ) {
        loop {
            let mut sum = 0;
            for _ in 0..BATCH {
                let Ok(weight) = weights.recv().await else { return };
                sum += weight;
            }
            cx.shared.total.lock(|total| *total += sum);
            if batches.send(sum).await.is_err() {
                return;
            }
        }
    }

    #[task(priority = 1)]
    async fn report(
        _: report::Context,
        mut batches: Receiver<'static, u32, DEPTH>,
        mut done: SignalWriter<'static, u32>,
    ) {
        let mut count = 0;
        while let Ok(sum) = batches.recv().await {
            say(b'b', sum).await;
            count += 1;
            done.write(count);
        }
    }

    /// Says that the machine is on, with its bytes between nobody's.
    #[task(priority = 1)]
    async fn lamp(_: lamp::Context) {
        for number in 0..5 {
            Mono::delay(7.millis()).await;
            say(b'l', number).await;
        }
    }

    #[task(priority = 1, shared = [total, presses])]
    async fn finish(mut cx: finish::Context, mut done: SignalReader<'static, u32>) {
        while done.wait().await < WEIGHINGS / BATCH {}
        // No batch comes any more.
        let more = Mono::timeout_after(50.millis(), done.wait()).await;
        let line = LINE.access().await;
        region_stop();
        let total = cx.shared.total.lock(|total| *total);
        let presses = cx.shared.presses.lock(|presses| *presses);
        hprintln!("weighed {} in all, button pressed {} times", total, presses);
        // In which order the two kinds come is a matter of time; how often is not.
        hprintln!("messages: {}", line.messages);
        assert_ne!(line.check, 0);
        hprintln!("another batch: {}", more.is_ok());
        board::succeed()
    }
}
