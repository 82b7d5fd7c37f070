//! Models of the run queue, tasks and their wakers.

use std::future::poll_fn;
use std::sync::OnceLock;
use std::task::{Poll, Waker};

use loom::sync::atomic::AtomicBool;
use loom::thread;

use super::*;
use crate::Signal;
use crate::sleep::Sleep;
use crate::sync::Mutex;
use crate::testing::model::{
    ANY_NUMBER, AT_MOST_3, PENDING, Plain, Wfe, Wfi, all_end, finds, holds, interrupt, statics,
};

/// Runs tasks as [`Runner::run_with`] does, until `done`.
fn run_until(done: impl Fn() -> bool, runner: &mut Runner, sleep: &mut impl Sleep) {
    loop {
        runner.poll();
        if done() {
            break;
        }
        runner.sleep_unless_ready(sleep);
    }
}

/// Runs tasks as an interrupt handler does, each time that the interrupt is pending, until `done`.
fn run_interrupt_until(done: impl Fn() -> bool, executor: &'static Executor) {
    while !done() {
        PENDING.wait();
        // SAFETY: only this context runs the executor.
        unsafe { executor.poll_ready() }
    }
}

/// A pool for tasks of one function.
macro_rules! pool {
    ($name:ident: [$function:ident; $count:literal]) => {
        statics! {
            static $name: TaskPool<{ task_rest(&$function) }, { task_align(&$function) }, $count> =
                TaskPool::new(stringify!($name));
        }
    };
}

/// Two contexts wake one task, which waits for a flag from each. `comes` runs a wake in such a way
/// that it ends `sleep`.
fn wakes(sleep: &mut impl Sleep, comes: fn(&dyn Fn())) {
    statics! {
        static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
        static FLAGS: [AtomicBool; 2] = [AtomicBool::new(false), AtomicBool::new(false)];
        static WAKER: OnceLock<Waker> = OnceLock::new();
        static DONE: Plain = Plain::new(0);
    }
    pool!(POOL: [waits; 1]);
    async fn waits() {
        poll_fn(|context| {
            let _ = WAKER.set(context.waker().clone());
            let set = FLAGS.iter().all(|flag| flag.load(Ordering::Relaxed));
            if set { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        DONE.set(1);
    }
    let mut runner = EXECUTOR.take().unwrap();
    runner.spawner().spawn(&POOL, waits).unwrap();
    runner.poll();
    let waker = WAKER.get().unwrap();
    let wake = |flag: &'static AtomicBool| {
        thread::spawn(move || {
            comes(&|| {
                flag.store(true, Ordering::Relaxed);
                waker.wake_by_ref();
            });
        })
    };
    let threads = [wake(&FLAGS[0]), wake(&FLAGS[1])];
    run_until(|| DONE.get() == 1, &mut runner, sleep);
    all_end(threads);
}

fn wakes_in_wfe() {
    wakes(&mut Wfe, |wake| wake());
}

fn wakes_in_wfi() {
    wakes(&mut Wfi, |wake| interrupt(wake));
}

#[test]
fn no_wake_is_lost() {
    holds(AT_MOST_3, 10_000, wakes_in_wfe);
    holds(AT_MOST_3, 10_000, wakes_in_wfi);
}

#[test]
fn a_wake_between_take_and_poll_that_is_lost_is_found() {
    finds(Fault::IdleAfterThePoll, "deadlock", AT_MOST_3, wakes_in_wfe);
}

#[test]
fn a_poll_that_may_come_before_the_task_is_idle_is_found() {
    finds(Fault::IdleWithoutFence, "deadlock", AT_MOST_3, wakes_in_wfe);
}

#[test]
fn a_sleep_without_another_look_is_found() {
    finds(Fault::SleepsWithoutLooking, "deadlock", AT_MOST_3, wakes_in_wfi);
}

/// One context spawns a task that another one runs.
fn spawn() {
    statics! {
        static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
        static SEEN: Plain = Plain::new(0);
    }
    pool!(POOL: [task; 1]);
    async fn task(value: Plain) {
        SEEN.set(value.get());
    }
    let mut runner = EXECUTOR.take().unwrap();
    let spawner = runner.spawner().to_send();
    let thread = thread::spawn(move || {
        let value = Plain::new(0);
        value.set(7);
        spawner.spawn(&POOL, || task(value)).unwrap();
    });
    run_until(|| SEEN.get() == 7, &mut runner, &mut Wfe);
    thread.join().unwrap();
}

#[test]
fn a_task_from_another_context_is_whole() {
    holds(ANY_NUMBER, 10, spawn);
}

#[test]
fn a_relaxed_order_where_the_run_queue_is_taken_is_found() {
    finds(Fault::TakenWithoutAcquire, "the link of a task is stale", ANY_NUMBER, spawn);
}

#[test]
fn a_missing_release_where_a_task_is_put_into_the_run_queue_is_found() {
    finds(Fault::PushedWithoutRelease, "the link of a task is stale", ANY_NUMBER, spawn);
}

/// A task ends in one context while another spawns a task into the same memory.
fn reuse() {
    statics! {
        static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
        static ENDED: Plain = Plain::new(0);
    }
    pool!(POOL: [task; 1]);
    async fn task() {
        ENDED.set(ENDED.get() + 1);
    }
    let mut runner = EXECUTOR.take().unwrap();
    let spawner = runner.spawner().to_send();
    spawner.spawn(&POOL, task).unwrap();
    let thread = thread::spawn(move || u32::from(spawner.spawn(&POOL, task).is_ok()));
    runner.poll();
    let again = thread.join().unwrap();
    runner.poll();
    assert_eq!(ENDED.get(), 1 + again);
    assert!(!runner.is_ready());
}

#[test]
fn memory_is_used_again_after_its_task_has_ended() {
    holds(ANY_NUMBER, 3, reuse);
}

#[test]
fn a_relaxed_order_where_memory_is_used_again_is_found() {
    finds(Fault::ReusedWithoutAcquire, "Causality violation", ANY_NUMBER, reuse);
}

/// Two contexts use a waker while its task ends, and while another task occupies its memory.
#[test]
fn a_waker_that_outlives_its_task_is_harmless() {
    holds(AT_MOST_3, 1000, || {
        statics! {
            static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
            static WAKER: OnceLock<Waker> = OnceLock::new();
            static ENDED: Plain = Plain::new(0);
        }
        pool!(POOL: [task; 1]);
        async fn task(mut pending: u32) {
            poll_fn(|context| {
                let _ = WAKER.set(context.waker().clone());
                if pending == 0 {
                    return Poll::Ready(());
                }
                pending -= 1;
                Poll::Pending
            })
            .await;
            ENDED.set(ENDED.get() + 1);
        }
        let mut runner = EXECUTOR.take().unwrap();
        let spawner = runner.spawner();
        spawner.spawn(&POOL, || task(1)).unwrap();
        runner.poll();
        let waker = WAKER.get().unwrap();
        let wakes = [thread::spawn(|| waker.wake_by_ref()), thread::spawn(|| waker.wake_by_ref())];
        let mut spawned = 1;
        for _ in 0..2 {
            runner.poll();
            spawned += u32::from(spawner.spawn(&POOL, || task(0)).is_ok());
        }
        for thread in wakes {
            thread.join().unwrap();
        }
        while runner.is_ready() {
            runner.poll();
        }
        assert_eq!(ENDED.get(), spawned);
        // The place is free, whatever happened in between.
        spawner.spawn(&POOL, || task(0)).unwrap();
    });
}

/// Two contexts spawn tasks of two executors into one place, which then belongs to the first for
/// good.
#[test]
fn a_place_belongs_to_its_first_executor() {
    holds(ANY_NUMBER, 5, || {
        statics! {
            static FIRST: Executor = Executor::new();
            static SECOND: Executor = Executor::new();
        }
        pool!(POOL: [task; 1]);
        async fn task() {}
        let executors: [&'static Executor; 2] = [&FIRST, &SECOND];
        let spawn = |executor| SendSpawner::new(executor).spawn(&POOL, task).is_ok();
        let other = thread::spawn(move || spawn(executors[1]));
        let spawned = [spawn(executors[0]), other.join().unwrap()];
        assert!(spawned[0] != spawned[1], "both or none got the place");
        for (executor, spawned) in executors.into_iter().zip(spawned) {
            // SAFETY: no other context runs this executor.
            unsafe { executor.poll_ready() }
            assert_eq!(spawn(executor), spawned);
        }
    });
}

#[test]
fn tasks_are_polled_in_the_order_of_their_wakes() {
    holds(AT_MOST_3, 1000, || {
        statics! {
            static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
            static SIGNALS: [Signal<()>; 2] = [Signal::new(), Signal::new()];
            static POLLED: [Plain; 2] = [Plain::new(0), Plain::new(0)];
        }
        pool!(POOL: [task; 2]);
        async fn task(number: usize) {
            SIGNALS[number].wait().await;
            POLLED[number].set(1);
            assert_eq!(POLLED[0].get(), 1, "the second one came first");
        }
        let mut runner = EXECUTOR.take().unwrap();
        runner.spawner().spawn(&POOL, || task(1)).unwrap();
        runner.spawner().spawn(&POOL, || task(0)).unwrap();
        runner.poll();
        let thread = thread::spawn(|| {
            SIGNALS[0].set(());
            SIGNALS[1].set(());
        });
        run_until(|| POLLED[1].get() == 1, &mut runner, &mut Wfe);
        thread.join().unwrap();
    });
}

/// An executor in an interrupt, whose task waits for what the main context sends.
#[test]
fn an_interrupt_that_is_pending_has_the_tasks_polled() {
    holds(ANY_NUMBER, 100, || {
        statics! {
            static EXECUTOR: Executor = Executor::new();
            static SIGNAL: Signal<u32> = Signal::new();
            static SUM: Plain = Plain::new(0);
        }
        pool!(POOL: [task; 1]);
        async fn task() {
            while SUM.get() < 2 {
                SUM.set(SUM.get().max(SIGNAL.wait().await));
            }
        }
        assert!(EXECUTOR.claim(1));
        let executor: &'static Executor = &EXECUTOR;
        let handler = thread::spawn(move || run_interrupt_until(|| SUM.get() == 2, executor));
        SendSpawner::new(executor).spawn(&POOL, task).unwrap();
        SIGNAL.set(1);
        SIGNAL.set(2);
        handler.join().unwrap();
    });
}

/// Tasks of two executors lock one mutex around a value that is not atomic.
#[test]
fn executors_share_a_mutex() {
    holds(ANY_NUMBER, 100, || {
        statics! {
            static THREAD: ThreadExecutor = ThreadExecutor::new();
            static INTERRUPT: Executor = Executor::new();
            static SHARED: Mutex<Plain> = Mutex::new(Plain::new(0));
            static DONE: [Plain; 2] = [Plain::new(0), Plain::new(0)];
        }
        pool!(POOL: [task; 1]);
        pool!(URGENT: [task; 1]);
        async fn task(number: usize) {
            let shared = SHARED.lock().await;
            shared.set(shared.get() + 1);
            drop(shared);
            DONE[number].set(1);
        }
        assert!(INTERRUPT.claim(1));
        let executor: &'static Executor = &INTERRUPT;
        SendSpawner::new(executor).spawn(&URGENT, || task(1)).unwrap();
        let handler = thread::spawn(move || run_interrupt_until(|| DONE[1].get() == 1, executor));
        let mut runner = THREAD.take().unwrap();
        runner.spawner().spawn(&POOL, || task(0)).unwrap();
        run_until(|| DONE[0].get() == 1, &mut runner, &mut Wfe);
        handler.join().unwrap();
        assert_eq!(SHARED.try_lock().unwrap().get(), 2);
    });
}

/// A task on the heap ends while another context wakes it through its last waker. Loom complains if
/// the memory is not freed.
#[cfg(feature = "alloc")]
#[test]
fn a_task_on_the_heap_is_freed_with_its_last_waker() {
    holds(ANY_NUMBER, 100, || {
        statics! {
            static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
            static WAKERS: Signal<Waker> = Signal::new();
        }
        let mut runner = EXECUTOR.take().unwrap();
        runner.spawner().spawn_boxed("task", async {
            let mut polls = 0;
            poll_fn(|context| {
                polls += 1;
                if polls == 1 {
                    WAKERS.set(context.waker().clone());
                    context.waker().wake_by_ref();
                }
                if polls == 2 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        });
        runner.poll();
        let waker = WAKERS.try_take().unwrap();
        let thread = thread::spawn(|| waker.wake());
        while runner.is_ready() {
            runner.poll();
        }
        thread.join().unwrap();
        // The wake may have come after the task had ended and left the queue.
        runner.poll();
        assert!(!runner.is_ready());
    });
}
