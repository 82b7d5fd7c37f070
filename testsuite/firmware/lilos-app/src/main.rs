//! A press on lilos: four tasks, a queue, a handoff, a mutex, notifications, gates and deadlines.
#![no_std]
#![no_main]

use core::cell::Cell;
use core::convert::Infallible;
use core::mem::MaybeUninit;
use core::pin::{Pin, pin};

use board::{hprintln, region_start, region_stop, report_region, report_size};
use cortex_m_rt::entry;
use lilos::exec::{ALL_TASKS, Notify, run_tasks, yield_cpu};
use lilos::mutex::Mutex;
use lilos::spsc::{Popper, Pusher, Queue};
use lilos::time::{Millis, PeriodicGate, initialize_sys_tick, sleep_for, with_timeout};
use lilos::util::CancelSafe;
use lilos_handoff::Handoff;

const SHEETS: u32 = 24;

/// What is printed on.
#[derive(Clone, Copy)]
struct Sheet {
    number: u32,
    ink: [u8; 12],
}

/// The ink that all presses share.
struct Ink {
    left: u32,
    refills: u32,
}

type SharedInk<'a> = Pin<&'a Mutex<CancelSafe<Ink>>>;

/// Puts a sheet into the queue every two milliseconds.
async fn feeder(mut queue: Pusher<'_, Sheet>) -> Infallible {
    let mut gate = PeriodicGate::from(Millis(2));
    for number in 0..SHEETS {
        gate.next_time().await;
        let place = queue.reserve().await;
        place.push(Sheet { number, ink: [0; 12] });
    }
    loop {
        sleep_for(Millis(1000)).await;
    }
}

/// Takes ink, and has it refilled if there is none.
async fn ink(shared: SharedInk<'_>) -> u8 {
    loop {
        {
            let mut ink = shared.lock_assuming_cancel_safe().await;
            if ink.left > 0 {
                ink.left -= 1;
                return (ink.left % 251) as u8 + 1;
            }
            sleep_for(Millis(3)).await;
            ink.left = 50;
            ink.refills += 1;
        }
        yield_cpu().await;
    }
}

async fn print(sheet: &mut Sheet, shared: SharedInk<'_>) {
    let mut fresh = [0; 12];
    for place in &mut fresh {
        *place = ink(shared).await;
    }
    sheet.ink = fresh;
}

/// Prints what comes from the queue and hands it over.
async fn press(
    mut queue: Popper<'_, Sheet>,
    mut out: lilos_handoff::Pusher<'_, Sheet>,
    shared: SharedInk<'_>,
) -> Infallible {
    loop {
        let mut sheet = queue.pop().await;
        print(&mut sheet, shared).await;
        out.push(sheet).await;
    }
}

/// Counts the sheets and tells everybody.
async fn stacker(
    mut sheets: lilos_handoff::Popper<'_, Sheet>,
    stacked: &Cell<u32>,
    check: &Cell<u32>,
    changed: &Notify,
) -> Infallible {
    loop {
        let sheet = sheets.pop().await;
        assert_eq!(sheet.number, stacked.get());
        let sum = sheet
            .ink
            .iter()
            .fold(check.get(), |sum, ink| sum.wrapping_mul(31).wrapping_add(u32::from(*ink)));
        check.set(sum);
        stacked.set(stacked.get() + 1);
        changed.notify();
    }
}

/// Waits until all are there, then sees that nothing comes any more.
async fn manager(
    stacked: &Cell<u32>,
    check: &Cell<u32>,
    changed: &Notify,
    shared: SharedInk<'_>,
) -> Infallible {
    changed.until(|| stacked.get() >= SHEETS / 2).await;
    let half = stacked.get();
    changed.until(|| stacked.get() == SHEETS).await;
    let more = with_timeout(Millis(20), changed.until(|| stacked.get() > SHEETS)).await;
    region_stop();
    hprintln!("half of it: {}", half);
    hprintln!("stacked: {}, check {:#010x}", stacked.get(), check.get());
    hprintln!("more: {}", more.is_some());
    let ink = shared.lock_assuming_cancel_safe().await;
    hprintln!("ink left: {}, refills: {}", ink.left, ink.refills);
    board::succeed()
}

#[entry]
fn main() -> ! {
    let Some(mut peripherals) = cortex_m::Peripherals::take() else {
        unreachable!("nobody else takes the peripherals");
    };
    initialize_sys_tick(&mut peripherals.SYST, board::CORE_HZ);
    let mut storage = [const { MaybeUninit::uninit() }; 3];
    let mut queue = Queue::new(&mut storage);
    let (feed, fed) = queue.split();
    let mut handoff = Handoff::new();
    let (give, take) = handoff.split();
    lilos::create_mutex!(shared, CancelSafe(Ink { left: 20, refills: 0 }));
    let (stacked, check, changed) = (Cell::new(0), Cell::new(0), Notify::new());

    report_size("ink", &ink(shared));
    report_size("print", &print(&mut Sheet { number: 0, ink: [0; 12] }, shared));
    let feeder = pin!(feeder(feed));
    report_size("feeder", &*feeder);
    let press = pin!(press(fed, give, shared));
    report_size("press", &*press);
    let stacker = pin!(stacker(take, &stacked, &check, &changed));
    report_size("stacker", &*stacker);
    let manager = pin!(manager(&stacked, &check, &changed, shared));
    report_size("manager", &*manager);
    report_region("press");
    region_start();
    run_tasks(&mut [feeder, press, stacker, manager], ALL_TASKS)
}
