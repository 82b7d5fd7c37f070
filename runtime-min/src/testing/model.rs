//! Models: loom executes what contexts of execution do with each other, in every order and with
//! every value that a load may see.
//!
//! A context is a loom thread, as on a chip with several cores, which can do everything that
//! interrupts on a single core can, and more. A lock that all contexts share stands for masked
//! interrupts. The core's event register and the pending bit of an executor's interrupt are
//! modelled too.

use std::mem::ManuallyDrop;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use critical_section::CriticalSection;
use loom::cell::Cell;
use loom::model::Builder;
use loom::sync::{Condvar, Mutex, Notify};
use loom::thread::JoinHandle;

use super::fault::{self, Fault};
use crate::sleep::Sleep;

/// How often contexts may be preempted in one execution; waiting voluntarily does not count.
pub(crate) type Preemptions = Option<usize>;
/// Every order; for models of two contexts.
pub(crate) const ANY_NUMBER: Preemptions = None;
/// For models of three contexts.
pub(crate) const AT_MOST_3: Preemptions = Some(3);
/// The maximum number of contexts in a model, including the main one.
const CONTEXTS: usize = 3;
/// The maximum number of steps of an execution; one that takes more fails.
const STEPS: usize = 2000;

loom::lazy_static! {
    static ref MASK: Mutex<()> = Mutex::new(());
    static ref INTERRUPTED: Condvar = Condvar::new();
    /// The event register of the core that runs the main context.
    pub(crate) static ref EVENT: Notify = Notify::new();
    /// The pending bit of an executor's interrupt.
    pub(crate) static ref PENDING: Notify = Notify::new();
}

/// Statics of a model, made afresh in each execution before there are other contexts.
macro_rules! statics {
    ($(static $name:ident: $type:ty = $value:expr;)+) => {
        loom::lazy_static! {
            $(static ref $name: $type = $value;)+
        }
        $(let _ = &*$name;)+
    };
}

pub(crate) use statics;

/// Waits until the other contexts have ended.
pub(crate) fn all_end(contexts: impl IntoIterator<Item = JoinHandle<()>>) {
    for context in contexts {
        context.join().unwrap();
    }
}

/// Runs `f` while no other context is in here. Nested critical sections would deadlock; this crate
/// has none.
pub(crate) fn masked<R>(f: impl FnOnce(CriticalSection<'_>) -> R) -> R {
    let _mask = MASK.lock().unwrap();
    // SAFETY: whoever is in one of this crate's critical sections holds the lock.
    f(unsafe { CriticalSection::new() })
}

/// Executes the model in all orders, and requires a minimum number of executions: executing nothing
/// finds nothing.
#[track_caller]
pub(crate) fn holds(
    preemptions: Preemptions,
    at_least: u64,
    model: impl Fn() + Send + Sync + 'static,
) {
    let executions = Arc::new(AtomicU64::new(0));
    check(preemptions, executions.clone(), model);
    let executions = executions.load(Ordering::Relaxed);
    println!("{executions} executions");
    assert!(executions >= at_least, "only {executions} executions");
}

/// Requires that the model fails because of the mistake, with a message that contains `complaint`.
#[track_caller]
pub(crate) fn finds(
    fault: Fault,
    complaint: &str,
    preemptions: Preemptions,
    model: impl Fn() + Send + Sync + 'static,
) {
    let executions = Arc::new(AtomicU64::new(0));
    let counter = executions.clone();
    let run = || fault::with(fault, || check(preemptions, counter, model));
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    let executions = executions.load(Ordering::Relaxed);
    let Err(payload) = result else {
        panic!("{fault:?} was not found in {executions} executions");
    };
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("a panic without text");
    println!("{fault:?}, found in execution {executions}: {text}");
    assert!(text.contains(complaint), "{fault:?} led to another complaint: {text}");
}

fn check(
    preemptions: Preemptions,
    executions: Arc<AtomicU64>,
    model: impl Fn() + Send + Sync + 'static,
) {
    let mut builder = Builder::new();
    builder.max_threads = CONTEXTS;
    builder.max_branches = STEPS;
    builder.preemption_bound = preemptions;
    // Nothing in the environment may end a check early.
    builder.max_permutations = None;
    builder.max_duration = None;
    builder.checkpoint_file = None;
    builder.check(move || {
        executions.fetch_add(1, Ordering::Relaxed);
        // Made before there are other contexts.
        let _ = (&*MASK, &*INTERRUPTED, &*EVENT, &*PENDING);
        model();
    });
}

/// Memory without atomic accesses. It is a failure if two contexts access it without an order
/// between the accesses.
pub(crate) struct Plain(Cell<u32>);

// SAFETY: loom must find out: it executes one context at a time, and fails before an unordered
// access.
unsafe impl Sync for Plain {}
// SAFETY: loom's cell tracks accesses from any thread, and fails before an unordered one.
unsafe impl Send for Plain {}

impl Plain {
    pub(crate) fn new(value: u32) -> Self {
        Plain(Cell::new(value))
    }

    pub(crate) fn get(&self) -> u32 {
        self.0.get()
    }

    pub(crate) fn set(&self, value: u32) {
        self.0.set(value);
    }
}

/// `WFE`: an earlier event ends it at once.
pub(crate) struct Wfe;

impl Sleep for Wfe {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        if !woken() {
            EVENT.wait();
        }
    }
}

/// `WFI` with interrupts masked, so that none comes between the check and the sleep.
pub(crate) struct Wfi;

impl Sleep for Wfi {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        let mask = MASK.lock().unwrap();
        if !woken() {
            drop(INTERRUPTED.wait(mask).unwrap());
        }
    }
}

/// Runs `handler` as an interrupt, which ends the [`Wfi`] that it interrupts.
pub(crate) fn interrupt(handler: impl FnOnce()) {
    handler();
    drop(MASK.lock().unwrap());
    INTERRUPTED.notify_all();
}

/// Polls `future` to completion in a context with a waker of its own.
///
/// If the execution fails, the future is leaked: dropping it would enter a critical section, which
/// loom then refuses.
pub(crate) fn run<F: Future>(future: F) -> F::Output {
    struct Woken(Notify);
    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.notify();
        }
    }
    let woken = Arc::new(Woken(Notify::new()));
    let waker = Waker::from(woken.clone());
    let mut future = ManuallyDrop::new(Box::pin(future));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            drop(ManuallyDrop::into_inner(future));
            return output;
        }
        woken.0.wait();
    }
}
