//! Everything in [`sync`](super), in every order, with cancellations wherever a task waits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::*;
use crate::testing::explorer::{End, Limits, Outcome, Scenario, explore, log};
use crate::testing::fault::{self, Fault};
use crate::time::{self, Instant, Timer};
use crate::yield_now;

/// Explores, and requires a minimum number of executions: exploring nothing finds nothing.
fn all_orders(limits: Limits, at_least: u64, scenario: impl Fn() -> Scenario) {
    let executions = explore(limits, scenario).unwrap();
    println!("{executions} executions");
    assert!(executions >= at_least, "only {executions} executions");
}

/// Requires that the exploration finds a mistake.
fn is_found(fault: Fault, limits: Limits, scenario: impl Fn() -> Scenario) {
    let error = fault::with(fault, || explore(limits, scenario)).unwrap_err();
    println!("{fault:?}: {error}");
}

fn ensure(holds: bool, message: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message.into()) }
}

/// Checks that those who were not cancelled got what they asked for, in the order of asking.
fn in_order(outcome: &Outcome) -> Result<(), String> {
    let mut asked = outcome.logged("asks");
    let got = outcome.logged("got");
    asked.retain(|number| got.contains(number));
    ensure(asked == got, "not in the order of asking")
}

/// Checks that those who were not cancelled are done.
fn all_done(outcome: &Outcome) -> Result<(), String> {
    ensure(!outcome.ends.contains(&End::Waiting), "a task waits for ever")
}

const ONE_OF_EACH: Limits = Limits { cancels: 1, preemptions: 1 };

/// Tasks that each lock a mutex for two turns.
fn mutex() -> Scenario {
    let mutex = Rc::new(Mutex::new(0_u32));
    let task = |number: u32| {
        let mutex = mutex.clone();
        Box::pin(async move {
            log("asks", number);
            let mut guard = mutex.lock().await;
            log("got", number);
            assert_eq!(*guard, 0, "two have it locked");
            *guard = 1;
            struct Unlock<'a>(MutexGuard<'a, u32>);
            impl Drop for Unlock<'_> {
                fn drop(&mut self) {
                    *self.0 = 0;
                }
            }
            let _unlock = Unlock(guard);
            yield_now().await;
        }) as _
    };
    Scenario {
        tasks: (0..3).map(task).collect(),
        interrupts: vec![],
        check: Box::new(move |outcome| {
            in_order(outcome)?;
            all_done(outcome)?;
            ensure(mutex.try_lock().is_some(), "it is still locked")
        }),
    }
}

#[test]
fn mutex_in_all_orders() {
    all_orders(Limits { cancels: 2, preemptions: 3 }, 10_000, mutex);
}

/// More tasks than permits; an interrupt adds one.
fn semaphore() -> Scenario {
    let semaphore = Rc::new(Semaphore::new(1));
    let task = |number: u32| {
        let semaphore = semaphore.clone();
        Box::pin(async move {
            log("asks", number);
            let _permit = semaphore.acquire().await;
            log("got", number);
            yield_now().await;
        }) as _
    };
    let releasing = semaphore.clone();
    Scenario {
        tasks: (0..3).map(task).collect(),
        interrupts: vec![Box::new(move || releasing.release())],
        check: Box::new(move |outcome| {
            all_done(outcome)?;
            ensure(semaphore.free_permits() == 2, "a permit is lost or was made")
        }),
    }
}

#[test]
fn semaphore_in_all_orders() {
    all_orders(Limits { cancels: 1, preemptions: 2 }, 10_000, semaphore);
}

/// Counts its drops.
struct Value(u32, Rc<Cell<u32>>);

impl Drop for Value {
    fn drop(&mut self) {
        self.1.set(self.1.get() + 1);
    }
}

/// Two senders, two receivers, one place.
fn channel() -> Scenario {
    let channel = Rc::new(Channel::<Value, 1>::new());
    let drops = Rc::new(Cell::new(0));
    let sender = |number: u32| {
        let (channel, value) = (channel.clone(), Value(number, drops.clone()));
        Box::pin(async move {
            channel.send(value).await;
            log("sent", number);
        }) as _
    };
    let receiver = |_| {
        let channel = channel.clone();
        Box::pin(async move {
            let value = channel.receive().await;
            log("received", value.0);
        }) as _
    };
    let mut tasks: Vec<_> = (0..2).map(sender).collect();
    tasks.extend((0..2).map(receiver));
    let interrupt = (channel.clone(), Value(2, drops.clone()));
    Scenario {
        tasks,
        interrupts: vec![Box::new(move || {
            let (channel, value) = interrupt;
            if channel.try_send(value).is_ok() {
                log("sent", 2);
            }
        })],
        check: Box::new(move |outcome| {
            let mut sent = outcome.logged("sent");
            let mut received = outcome.logged("received");
            let left = channel.try_receive().map(|value| value.0);
            let waits = |tasks: &[End]| tasks.contains(&End::Waiting);
            ensure(left.is_none() || !waits(&outcome.ends[2..]), "a receiver waits for a value")?;
            received.extend(left);
            ensure(channel.try_receive().is_none(), "more than its capacity")?;
            sent.sort_unstable();
            received.sort_unstable();
            ensure(sent == received, "a value is lost or came twice")?;
            ensure(drops.get() == 3, "a value is leaked")?;
            let full = Value(3, drops);
            ensure(channel.try_send(full).is_ok(), "a place is lost")
        }),
    }
}

#[test]
fn channel_in_all_orders() {
    all_orders(ONE_OF_EACH, 10_000, channel);
}

/// Values come out in the order they went in, and receivers are served in the order of arrival.
fn channel_order() -> Scenario {
    let channel = Rc::new(Channel::<u32, 2>::new());
    let sending = channel.clone();
    let sender: std::pin::Pin<Box<dyn Future<Output = ()>>> = Box::pin(async move {
        for number in 0..4 {
            sending.send(number).await;
        }
    });
    let receiver = |number: u32| {
        let channel = channel.clone();
        Box::pin(async move {
            for _ in 0..2 {
                log("asks", number);
                let value = channel.receive().await;
                log("value", value);
                log("got", number);
            }
        }) as _
    };
    let mut tasks = vec![sender];
    tasks.extend((0..2).map(receiver));
    Scenario {
        tasks,
        interrupts: vec![],
        check: Box::new(|outcome| {
            let mut values = outcome.logged("value");
            values.sort_unstable();
            all_done(outcome)?;
            ensure(values == [0, 1, 2, 3], "a value is lost")
        }),
    }
}

#[test]
fn channel_with_two_places_in_all_orders() {
    all_orders(Limits { cancels: 0, preemptions: 2 }, 10_000, channel_order);
}

/// Two values from interrupts, and tasks that follow them.
fn watch() -> Scenario {
    let watch = Rc::new(Watch::<u32>::new());
    let follower = |number: u32| {
        let watch = watch.clone();
        Box::pin(async move {
            let mut receiver = watch.receiver();
            let mut last = 0;
            while last < 2 {
                let value = receiver.changed().await;
                assert!(value > last, "an old value");
                last = value;
                log("saw", number);
            }
        }) as _
    };
    let send = |value: u32| {
        let watch = watch.clone();
        Box::new(move || watch.send(value)) as _
    };
    Scenario {
        tasks: (0..3).map(follower).collect(),
        interrupts: vec![send(1), send(2)],
        check: Box::new(all_done),
    }
}

#[test]
fn watch_in_all_orders() {
    all_orders(ONE_OF_EACH, 10_000, watch);
}

/// Interrupts, and a task that waits for all of them.
fn interrupt() -> Scenario {
    let interrupt = Rc::new(Interrupt::new());
    let waiting = interrupt.clone();
    let task = async move {
        let mut count = 0;
        while count < 3 {
            count += waiting.wait().await;
            log("count", count);
        }
    };
    let notify = |_| {
        let interrupt = interrupt.clone();
        Box::new(move || interrupt.notify()) as _
    };
    Scenario {
        tasks: vec![Box::pin(task)],
        interrupts: (0..3).map(notify).collect(),
        check: Box::new(all_done),
    }
}

#[test]
fn interrupt_in_all_orders() {
    all_orders(Limits { cancels: 1, preemptions: 3 }, 50, interrupt);
}

/// Two values from interrupts, and a task that waits for the last one.
fn signal() -> Scenario {
    let signal = Rc::new(Signal::new());
    let waiting = signal.clone();
    let task = async move {
        while waiting.wait().await < 2 {
            log("early", 1);
        }
    };
    let set = |value: u32| {
        let signal = signal.clone();
        Box::new(move || signal.set(value)) as _
    };
    Scenario {
        tasks: vec![Box::pin(task)],
        interrupts: vec![set(1), set(2)],
        check: Box::new(move |outcome| {
            let left = signal.try_take();
            let cancelled = outcome.ends[0] == End::Cancelled;
            ensure(cancelled || left.is_none(), "a value is left")?;
            all_done(outcome)
        }),
    }
}

#[test]
fn signal_in_all_orders() {
    all_orders(Limits { cancels: 1, preemptions: 2 }, 10, signal);
}

/// Tasks that wait for points in time, and the ticks.
fn timers() -> Scenario {
    let start = Instant::now();
    let task = |number: u32| {
        Box::pin(async move {
            for turn in 1..=2 {
                let point = start.saturating_add_millis(u64::from(turn + number % 2));
                Timer::at(point).await;
                assert!(Instant::now() >= point, "too early");
                log("turn", number);
            }
        }) as _
    };
    let tick = |_| Box::new(time::on_tick) as _;
    Scenario {
        tasks: (0..2).map(task).collect(),
        interrupts: (0..3).map(tick).collect(),
        check: Box::new(all_done),
    }
}

#[test]
fn timers_in_all_orders() {
    let _clock = time::CLOCK.lock().unwrap();
    all_orders(ONE_OF_EACH, 5000, timers);
}

/// A bus whose transfers end with an interrupt, and two drivers that each make two transactions of
/// three transfers. The hardware is a third task, which ends a transfer at any time after its
/// start.
fn bus() -> Scenario {
    #[derive(Default)]
    struct Hardware {
        started: Signal<()>,
        done: Signal<()>,
        log: RefCell<Vec<(u32, u32)>>,
    }
    struct Bus(Rc<Hardware>);
    impl Bus {
        async fn transfer(&mut self, driver: u32, number: u32) {
            self.0.log.borrow_mut().push((driver, number));
            self.0.started.set(());
            self.0.done.wait().await;
        }
    }
    async fn driver(bus: Rc<Mutex<Bus>>, number: u32) {
        for _ in 0..2 {
            let mut bus = bus.lock().await;
            for transfer in 0..3 {
                bus.transfer(number, transfer).await;
            }
        }
    }
    async fn run(hardware: Rc<Hardware>) {
        for _ in 0..12 {
            hardware.started.wait().await;
            hardware.done.set(());
        }
    }
    let hardware = Rc::new(Hardware::default());
    let bus = Rc::new(Mutex::new(Bus(hardware.clone())));
    Scenario {
        tasks: vec![
            Box::pin(driver(bus.clone(), 0)),
            Box::pin(driver(bus, 1)),
            Box::pin(run(hardware.clone())),
        ],
        interrupts: vec![],
        check: Box::new(move |outcome| {
            let log = hardware.log.borrow();
            for transaction in log.chunks(3) {
                let driver = transaction[0].0;
                let whole = (0..3).map(|number| (driver, number));
                ensure(whole.eq(transaction.iter().copied()), "a transaction is torn")?;
            }
            ensure(log.len() == 12, "a transfer is missing")?;
            all_done(outcome)
        }),
    }
}

#[test]
fn transactions_on_a_shared_bus_are_whole_in_all_orders() {
    all_orders(Limits { cancels: 0, preemptions: 2 }, 1000, bus);
}

#[test]
fn mistakes_are_found() {
    is_found(Fault::ReleaseWakesNobody, ONE_OF_EACH, mutex);
    is_found(Fault::CancelledKeepsItsGrant, ONE_OF_EACH, mutex);
    is_found(Fault::LastComeFirstServed, ONE_OF_EACH, mutex);
    is_found(Fault::ReleaseWakesNobody, ONE_OF_EACH, channel);
    is_found(Fault::CancelledKeepsItsGrant, ONE_OF_EACH, channel);
    is_found(Fault::OneIsWoken, ONE_OF_EACH, watch);
    is_found(Fault::RegisteredTooLate, ONE_OF_EACH, interrupt);
    is_found(Fault::ReleaseWakesNobody, ONE_OF_EACH, bus);
}
