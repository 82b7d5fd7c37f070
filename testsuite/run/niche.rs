// Enums around futures that are looked at while the future runs. The plugin keeps such an enum's
// discriminant in the future's tag.
// lowered: 5
// begins: 10

mod common;

use common::{Noisy, pause};
use std::cell::{Cell, UnsafeCell};
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::ptr;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

/// A task as executors keep one.
enum Stage<F: Future> {
    Idle,
    Running(F),
    Finished(F::Output),
}

/// What can be seen of it from outside.
trait Look {
    fn stage(&self) -> &'static str;
}

struct Task<F: Future>(UnsafeCell<Stage<F>>);

impl<F: Future> Look for Task<F> {
    fn stage(&self) -> &'static str {
        // SAFETY: one thread; the discriminant is read, and no reference is kept.
        match unsafe { &*self.0.get() } {
            Stage::Idle => "idle",
            Stage::Running(_) => "running",
            Stage::Finished(_) => "finished",
        }
    }
}

/// A pointer to the task, for the future inside.
#[derive(Clone, Copy)]
struct Outside(*const dyn Look);

impl Outside {
    fn look(self, from: &str) {
        // SAFETY: `run` keeps the task alive as long as its future.
        println!("  {from}: {}", unsafe { (*self.0).stage() });
    }
}

const VTABLE: RawWakerVTable =
    RawWakerVTable::new(|data| RawWaker::new(data, &VTABLE), wake, wake, |_| {});

/// A waker's data is a pointer to the pointer to its task.
fn wake(data: *const ()) {
    // SAFETY: `run` keeps it alive as long as the waker.
    unsafe { *data.cast::<Outside>() }.look("waker");
}

/// Runs a task that can look at itself; drops it after `polls`.
fn run<F: Future>(what: &str, polls: u32, make: impl FnOnce(Outside) -> F)
where
    F::Output: std::fmt::Debug,
{
    println!("{what}, at most {polls} polls");
    let task: Task<F> = Task(UnsafeCell::new(Stage::Idle));
    // SAFETY: the lifetime is left out; the pointer is used while `task` lives.
    let outside = Outside(unsafe { mem::transmute(&raw const task as *const dyn Look) });
    outside.look("before");
    // SAFETY: the waker lives shorter than `outside`, and the vtable does nothing else with it.
    let waker = unsafe { Waker::from_raw(RawWaker::new((&raw const outside).cast(), &VTABLE)) };
    let mut context = Context::from_waker(&waker);
    // SAFETY: nobody looks meanwhile; afterwards the future is not moved.
    unsafe { *task.0.get() = Stage::Running(make(outside)) };
    outside.look("made");
    for _ in 0..polls {
        // SAFETY: as above; the future stays where it is.
        let Stage::Running(future) = (unsafe { &mut *task.0.get() }) else { unreachable!() };
        if let Poll::Ready(output) = unsafe { Pin::new_unchecked(future) }.poll(&mut context) {
            outside.look("ready");
            unsafe { *task.0.get() = Stage::Finished(output) };
            outside.look("stored");
            break;
        }
        outside.look("pending");
    }
    // SAFETY: nobody writes meanwhile.
    match unsafe { &*task.0.get() } {
        Stage::Finished(output) => println!("  {output:?}"),
        Stage::Running(_) | Stage::Idle => println!("  dropped"),
    }
    // SAFETY: the assignment drops the future where it is.
    unsafe { *task.0.get() = Stage::Idle };
    outside.look("after");
}

/// Pending once; wakes at once.
fn woken() -> impl Future<Output = ()> {
    let mut polled = false;
    poll_fn(move |context| {
        if mem::replace(&mut polled, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

async fn looks(task: Outside, steps: u32) -> u32 {
    let _end = Looks(task, "destructor");
    let mut sum = 0;
    for step in 0..steps {
        task.look("before an await");
        woken().await;
        task.look("after an await");
        sum += step;
    }
    sum
}

/// Looks when it is dropped.
struct Looks(Outside, &'static str);

impl Drop for Looks {
    fn drop(&mut self) {
        self.0.look(self.1);
    }
}

async fn nested(task: Outside) -> u32 {
    let _guard = Noisy("guard");
    looks(task, 1).await + looks(task, 2).await
}

/// Never suspends, and is looked at by a callee through a pointer that it made of its own.
async fn ready(task: Outside, count: &Cell<u32>) -> u32 {
    let local = Cell::new(7);
    let pointer = ptr::from_ref(&local);
    task.look("inside");
    // SAFETY: `local` is alive.
    count.set(count.get() + unsafe { (*pointer).get() });
    count.get()
}

/// Writes its padding, where the coroutine may note its state, and looks.
struct Padded {
    rounds: u64,
    task: Outside,
    late: bool,
}

impl Future for Padded {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<bool> {
        let flag = &raw mut self.late as *mut u8;
        for at in 1..4 {
            // SAFETY: the flag is followed by as many bytes that are no field's.
            unsafe { flag.add(at).write(self.rounds as u8) };
        }
        if self.rounds.is_multiple_of(50) {
            self.task.look("padded");
        }
        self.rounds -= 1;
        self.late |= self.rounds == 9;
        if self.rounds == 0 { Poll::Ready(self.late) } else { Poll::Pending }
    }
}

async fn padded(task: Outside) -> bool {
    Padded { rounds: 256, task, late: false }.await
}

/// Enums in enums: each level may use the tag's next free value.
async fn deep(depth: u32) -> u32 {
    let mut slot = Some(Some(Some(pause())));
    for _ in 0..depth {
        if let Some(Some(Some(pending))) = &mut slot {
            pending.await;
        }
        slot = Some(None);
    }
    u32::from(matches!(slot, Some(None)))
}

fn main() {
    for polls in [0, 1, 2, 9] {
        run("looks", polls, |task| looks(task, 2));
    }
    for polls in [1, 3, 9] {
        run("nested", polls, nested);
    }
    run("padded", 300, padded);
    let count = Cell::new(1);
    run("ready", 1, |task| ready(task, &count));

    let mut levels = Some(Some(Some(deep(2))));
    println!("{}", levels.is_some());
    let Some(Some(Some(future))) = &mut levels else { unreachable!() };
    // SAFETY: `levels` is not moved while it holds the future.
    let future = unsafe { Pin::new_unchecked(future) };
    println!("{:?}", common::poll(future));
    println!("{}", matches!(levels, Some(Some(Some(_)))));
    levels = Some(Some(None));
    println!("{}", matches!(levels, Some(Some(None))));
    levels = Some(None);
    println!("{}", matches!(levels, Some(None)));
    levels = None;
    println!("{}", levels.is_none());
}
