//! Tests of the executors on the host.

use std::boxed::Box;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::thread;

use super::*;
use crate::sync::{AtomicWaker, Channel};
use crate::testing::explorer::{Limits, Scenario, explore, log};
use crate::{Signal, task_pool, yield_now};

/// A runner of a fresh executor.
fn executor() -> Runner {
    let executor: &'static ThreadExecutor = Box::leak(Box::new(ThreadExecutor::new()));
    executor.take().unwrap()
}

fn run(runner: &mut Runner) {
    while runner.is_ready() {
        runner.poll();
    }
}

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn note(line: String) {
    LOG.with_borrow_mut(|log| log.push(line));
}

async fn turns(name: &'static str, count: u32) {
    struct Ends(&'static str);
    impl Drop for Ends {
        fn drop(&mut self) {
            note(format!("{} dropped", self.0));
        }
    }
    let _ends = Ends(name);
    for turn in 0..count {
        note(format!("{name}{turn}"));
        yield_now().await;
    }
}

#[test]
fn tasks_take_turns_in_the_order_of_their_wakes() {
    task_pool!(
        static TURNS: [turns; 3];
    );
    let mut runner = executor();
    for (name, count) in [("a", 1), ("b", 3), ("c", 2)] {
        runner.spawner().spawn(&TURNS, || turns(name, count)).unwrap();
    }
    assert!(LOG.take().is_empty());
    run(&mut runner);
    let expected = ["a0", "b0", "c0", "a dropped", "b1", "c1", "b2", "c dropped", "b dropped"];
    assert_eq!(LOG.take(), expected);
}

#[test]
fn a_place_is_free_again_when_its_task_has_ended() {
    async fn ends(rounds: u32) {
        for _ in 0..rounds {
            yield_now().await;
        }
    }
    task_pool!(
        static PLACES: [ends; 2];
    );
    let mut runner = executor();
    let spawner = runner.spawner();
    spawner.spawn(&PLACES, || ends(1)).unwrap();
    spawner.spawn(&PLACES, || ends(5)).unwrap();
    assert_eq!(spawner.spawn(&PLACES, || ends(1)), Err(PoolFull));
    runner.poll();
    runner.poll();
    spawner.spawn(&PLACES, || ends(1)).unwrap();
    assert_eq!(spawner.to_send().spawn(&PLACES, || ends(1)), Err(PoolFull));
    run(&mut runner);
    spawner.spawn(&PLACES, || ends(1)).unwrap();
    spawner.spawn(&PLACES, || ends(1)).unwrap();
    run(&mut runner);
}

#[test]
fn a_place_stays_with_its_first_executor() {
    async fn ends() {}
    task_pool!(
        static TWO: [ends; 2];
    );
    let (mut first, mut second) = (executor(), executor());
    first.spawner().spawn(&TWO, ends).unwrap();
    run(&mut first);
    second.spawner().spawn(&TWO, ends).unwrap();
    assert_eq!(second.spawner().spawn(&TWO, ends), Err(PoolFull));
    run(&mut second);
    first.spawner().spawn(&TWO, ends).unwrap();
    run(&mut first);
    assert!(!first.is_ready() && !second.is_ready());
}

#[test]
fn pools_are_as_large_as_their_tasks() {
    #[repr(align(64))]
    struct Wide(u8);
    async fn wide(wide: Wide) {
        yield_now().await;
        note(format!("{} {}", wide.0, std::ptr::from_ref(&wide).addr() % 64));
    }
    async fn large(first: [u8; 1000], second: u8) {
        yield_now().await;
        note(format!("{} {second}", first[999]));
    }
    task_pool! {
        static WIDE: [wide; 1];
        static LARGE: [large; 2];
    }
    assert_eq!(align_of_val(&WIDE), 64);
    let least = 2 * (size_of_val(&large([0; 1000], 0)) + size_of::<Header>());
    let most = least + 2 * align_of::<Header>() + size_of::<&str>();
    assert!((least..=most).contains(&size_of_val(&LARGE)), "{}", size_of_val(&LARGE));
    let mut runner = executor();
    runner.spawner().spawn(&WIDE, || wide(Wide(7))).unwrap();
    runner.spawner().spawn(&LARGE, || large([9; 1000], 8)).unwrap();
    run(&mut runner);
    assert_eq!(LOG.take(), ["7 0", "9 8"]);
}

#[test]
fn a_waker_may_outlive_its_task() {
    fn keep(into: Rc<RefCell<Option<Waker>>>, ready: bool) -> impl Future<Output = ()> {
        poll_fn(move |context| {
            let other = into.borrow_mut().replace(context.waker().clone());
            if let Some(waker) = other {
                waker.wake();
            }
            if ready { Poll::Ready(()) } else { Poll::Pending }
        })
    }
    async fn ends(into: Rc<RefCell<Option<Waker>>>, ready: bool) {
        note("polled".into());
        keep(into, ready).await;
    }
    task_pool!(
        static ONE: [ends; 1];
    );
    let mut runner = executor();
    let waker = Rc::default();
    for round in 0..3 {
        runner.spawner().spawn(&ONE, || ends(Rc::clone(&waker), true)).unwrap();
        assert!(runner.is_ready());
        // From the second round on, the task wakes itself through its predecessor's waker while it
        // ends.
        run(&mut runner);
        assert_eq!(LOG.take(), ["polled"], "{round}");
        waker.borrow().as_ref().unwrap().wake_by_ref();
        assert!(!runner.is_ready());
    }
    assert_eq!(Rc::strong_count(&waker), 1);
}

#[test]
fn there_is_one_runner() {
    static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
    assert!(EXECUTOR.take().is_some());
    assert!(EXECUTOR.take().is_none());
}

#[test]
fn wakes_from_other_threads() {
    static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
    static PING: [Signal<u32>; 4] = [const { Signal::new() }; 4];
    static PONG: [Signal<u32>; 4] = [const { Signal::new() }; 4];
    const ROUNDS: u32 = 2000;
    async fn echo(index: usize, done: Arc<()>) {
        for _ in 0..ROUNDS {
            let value = PING[index].wait().await;
            PONG[index].set(value + 1);
        }
        drop(done);
    }
    task_pool!(
        static ECHO: [echo; 4];
    );
    let done = Arc::new(());
    let mut runner = EXECUTOR.take().unwrap();
    for index in 0..4 {
        let done = done.clone();
        runner.spawner().to_send().spawn(&ECHO, || echo(index, done)).unwrap();
    }
    let callers: Vec<_> = (0..4)
        .map(|index| {
            thread::spawn(move || {
                for round in 0..ROUNDS {
                    PING[index].set(round);
                    while PONG[index].try_take() != Some(round + 1) {
                        thread::yield_now();
                    }
                }
            })
        })
        .collect();
    while Arc::strong_count(&done) > 1 {
        runner.poll();
        thread::yield_now();
    }
    for caller in callers {
        caller.join().unwrap();
    }
}

/// Two tasks that wait for interrupts, which come at every step of the run queue.
fn interrupted() -> Scenario {
    async fn waits(channel: Rc<Channel<u32, 2>>, count: u32) {
        for _ in 0..count {
            log("received", channel.receive().await);
        }
    }
    type Pool = TaskPool<{ task_rest(&waits) }, { task_align(&waits) }, 2>;
    let pool: &'static Pool = Box::leak(Box::new(TaskPool::new("waits")));
    let executor: &'static ThreadExecutor = Box::leak(Box::new(ThreadExecutor::new()));
    let mut runner = executor.take().unwrap();
    let channels: [Rc<Channel<u32, 2>>; 2] = Default::default();
    for channel in &channels {
        runner.spawner().spawn(pool, || waits(channel.clone(), 2)).unwrap();
    }
    // The core sleeps until a task is ready.
    let wakes = Rc::new(AtomicWaker::new());
    let sleeps = wakes.clone();
    let polls = Cell::new(0);
    let core = poll_fn(move |context| {
        sleeps.register(context.waker());
        if executor.executor.is_ready() {
            polls.set(polls.get() + 1);
            assert!(polls.get() < 20, "the core never sleeps");
            runner.poll();
            context.waker().wake_by_ref();
        }
        Poll::<()>::Pending
    });
    let interrupts = (0..4)
        .map(|number: u32| {
            let (channel, wakes) = (channels[number as usize % 2].clone(), wakes.clone());
            Box::new(move || {
                channel.try_send(number).unwrap();
                wakes.wake();
            }) as _
        })
        .collect();
    Scenario {
        tasks: vec![Box::pin(core)],
        interrupts,
        check: Box::new(move |outcome| {
            let mut seen = outcome.logged("received");
            seen.sort_unstable();
            if executor.executor.is_ready() {
                return Err("a task that is ready is not polled".into());
            }
            if seen != [0, 1, 2, 3] {
                return Err("a wake is lost".into());
            }
            Ok(())
        }),
    }
}

#[test]
fn interrupts_at_each_step_of_the_run_queue() {
    let limits = Limits { cancels: 0, preemptions: 2 };
    let executions = explore(limits, interrupted).unwrap();
    println!("{executions} executions");
    assert!(executions > 1000, "only {executions} executions");
}

#[test]
fn a_task_that_is_idle_too_late_is_found() {
    let limits = Limits { cancels: 0, preemptions: 2 };
    fault::with(Fault::IdleAfterThePoll, || explore(limits, interrupted)).unwrap_err();
}

#[cfg(feature = "alloc")]
#[test]
fn tasks_on_the_heap_are_freed_with_their_last_waker() {
    let mut runner = executor();
    let (alive, waker) = (Rc::new(()), Rc::new(RefCell::new(None::<Waker>)));
    for again in [false, true] {
        let (held, into) = (alive.clone(), waker.clone());
        runner.spawner().spawn_boxed("held", async move {
            yield_now().await;
            poll_fn(|context| {
                into.replace(Some(context.waker().clone()));
                Poll::Ready(())
            })
            .await;
            if again {
                yield_now().await;
            }
            drop(held);
        });
        assert_eq!(Rc::strong_count(&alive), 2);
        run(&mut runner);
        assert_eq!((Rc::strong_count(&alive), Rc::strong_count(&waker)), (1, 1));
        waker.borrow().as_ref().unwrap().wake_by_ref();
        assert!(!runner.is_ready());
    }
    waker.take().unwrap().wake();
    assert!(!runner.is_ready());
}

#[cfg(feature = "trace")]
#[test]
fn each_step_is_traced() {
    use crate::trace::{self, Step, TaskId, Trace};
    use std::sync::Mutex;

    /// Records the steps of this test's own task, since tests on other threads make steps too.
    struct Steps(Mutex<Vec<Step>>);
    impl Trace for Steps {
        fn step(&self, task: TaskId, step: Step) {
            if task.name() == "TRACED" {
                self.0.lock().unwrap().push(step);
            }
        }
    }
    static STEPS: Steps = Steps(Mutex::new(Vec::new()));
    async fn traced() {
        yield_now().await;
    }
    task_pool!(
        static TRACED: [traced; 1];
    );
    trace::install(&STEPS);
    let mut runner = executor();
    runner.spawner().spawn(&TRACED, traced).unwrap();
    run(&mut runner);
    let expected = [
        Step::Spawned,
        Step::PollStarted,
        Step::Woken,
        Step::PollEnded,
        Step::PollStarted,
        Step::Ended,
    ];
    assert_eq!(*STEPS.0.lock().unwrap(), expected);
}
