//! The executor of thread mode.

use core::fmt;
use core::marker::PhantomData;

use super::{Executor, Spawner, THREAD};
use crate::primitive::const_unless_loom;
use crate::sleep::{DefaultSleep, Sleep};
#[cfg(test)]
use crate::testing::fault::{self, Fault};

/// Runs tasks in thread mode. Put it into a static.
///
/// ```ignore
/// static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
/// task_pool!(static BLINK: [blink; 1]);
///
/// #[entry]
/// fn main() -> ! {
///     let runner = EXECUTOR.take().unwrap();
///     runner.spawner().spawn(&BLINK, || blink(led)).unwrap();
///     runner.run()
/// }
/// ```
pub struct ThreadExecutor {
    pub(super) executor: Executor,
}

impl ThreadExecutor {
    const_unless_loom! {
        /// An executor without tasks.
        #[expect(clippy::new_without_default, reason = "only statics hold one")]
        pub const fn new() -> Self {
            ThreadExecutor { executor: Executor::new() }
        }
    }

    /// The right to run it; `None` if somebody took that before.
    pub fn take(&'static self) -> Option<Runner> {
        self.executor
            .claim(THREAD)
            .then_some(Runner { executor: &self.executor, _local: PhantomData })
    }
}

impl fmt::Debug for ThreadExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadExecutor").finish_non_exhaustive()
    }
}

/// The right to run a [`ThreadExecutor`], in the context where it was taken.
pub struct Runner {
    executor: &'static Executor,
    /// Neither `Send` nor `Sync`: tasks may hold what must stay in this context.
    _local: PhantomData<*const ()>,
}

impl Runner {
    /// Spawns tasks from the context that runs them, so they need not be `Send`.
    /// [`Spawner::to_send`] spawns from other contexts.
    pub fn spawner(&self) -> Spawner {
        Spawner::new(self.executor)
    }

    /// Runs the tasks forever, and sleeps in [`DefaultSleep`] while none is ready.
    pub fn run(self) -> ! {
        self.run_with(&mut DefaultSleep::default())
    }

    /// Runs the tasks forever, and sleeps as the caller chooses ([`Sleep`]).
    pub fn run_with(mut self, sleep: &mut impl Sleep) -> ! {
        loop {
            self.poll();
            self.sleep_unless_ready(sleep);
        }
    }

    /// Sleeps until a task is ready; returns at once if one is.
    #[inline]
    pub(super) fn sleep_unless_ready(&self, sleep: &mut impl Sleep) {
        if self.is_ready() {
            return;
        }
        #[cfg(test)]
        if fault::is(Fault::SleepsWithoutLooking) {
            return sleep.sleep_unless(|| false);
        }
        sleep.sleep_unless(|| self.is_ready());
    }

    /// Whether a task is ready, so that the caller should not sleep.
    pub fn is_ready(&self) -> bool {
        self.executor.is_ready()
    }

    /// Polls every task that is ready now once, and returns. For a custom loop.
    #[inline]
    pub fn poll(&mut self) {
        // SAFETY: there is one `Runner`, which is borrowed until the call returns.
        unsafe { self.executor.poll_ready() }
    }
}

impl fmt::Debug for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner").finish_non_exhaustive()
    }
}
