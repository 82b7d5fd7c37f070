//! Executors in interrupt handlers.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};

use cortex_m::interrupt::InterruptNumber;
use cortex_m::peripheral::NVIC;

use super::{Executor, SendSpawner};

/// Runs tasks in the handler of an interrupt that no device uses. Put it into a static.
///
/// Its tasks have that interrupt's priority. They preempt tasks of lower-priority executors at any
/// instruction outside critical sections; when one of those wakes one of these, the woken task is
/// polled before the next instruction. Tasks of one executor never interrupt each other's polls.
///
/// ```ignore
/// static URGENT: InterruptExecutor = InterruptExecutor::new();
///
/// #[interrupt]
/// fn SWI0() {
///     URGENT.on_interrupt();
/// }
///
/// // In `main`: priority 0x40 is above 0x80.
/// let spawner = URGENT.start(&mut peripherals.NVIC, Interrupt::SWI0, 0x40);
/// spawner.spawn(&MOTOR, || motor()).unwrap();
/// ```
pub struct InterruptExecutor {
    executor: Executor,
    running: AtomicBool,
}

impl InterruptExecutor {
    /// An executor without tasks.
    #[expect(clippy::new_without_default, reason = "only statics hold one")]
    pub const fn new() -> Self {
        InterruptExecutor { executor: Executor::new(), running: AtomicBool::new(false) }
    }

    /// Claims the interrupt for this executor, sets its priority to `priority`, the value of the
    /// NVIC's register (lower is more urgent), and unmasks it.
    ///
    /// The interrupt's handler must call [`on_interrupt`](Self::on_interrupt). Nothing may mask
    /// just this interrupt to exclude the handler.
    ///
    /// # Panics
    /// If called twice.
    pub fn start(
        &'static self,
        nvic: &mut NVIC,
        interrupt: impl InterruptNumber,
        priority: u8,
    ) -> SendSpawner {
        let context = u32::from(interrupt.number()) + 1;
        assert!(self.executor.claim(context), "the executor was started before");
        // SAFETY: critical sections mask all interrupts. The documentation forbids excluding a
        // handler by masking or priority of its interrupt alone.
        unsafe {
            nvic.set_priority(interrupt, priority);
            NVIC::unmask(interrupt);
        }
        SendSpawner::new(&self.executor)
    }

    /// Polls every task that is ready now once. A task that is woken meanwhile pends the interrupt
    /// again, so that others of the same priority get their turn in between.
    ///
    /// # Panics
    /// If called while another call runs: by a task, or outside the handler.
    pub fn on_interrupt(&'static self) {
        let running = self.running.swap(true, Ordering::Acquire);
        assert!(!running, "the executor runs already");
        // SAFETY: `running` was false, so no other call is active.
        unsafe { self.executor.poll_ready() }
        self.running.store(false, Ordering::Release);
    }
}

impl fmt::Debug for InterruptExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterruptExecutor").finish_non_exhaustive()
    }
}

/// Pends the interrupt of an executor's context.
#[inline(always)]
pub(super) fn pend(context: u32) {
    // SAFETY: the interrupt only runs the executor's handler. The register takes an interrupt's
    // number in bits 0 to 8.
    unsafe { (*NVIC::PTR).stir.write(context.wrapping_sub(1)) }
}
