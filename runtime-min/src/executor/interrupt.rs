//! Executors in interrupt handlers.

use core::fmt;
use core::sync::atomic::{AtomicBool, Ordering};

use cortex_m::interrupt::InterruptNumber;
use cortex_m::peripheral::NVIC;

use super::{Executor, SendSpawner};

/// Runs tasks in the handler of an interrupt that no device uses.  To be put into a static.
///
/// Its tasks have the priority of that interrupt: they preempt the tasks of executors with a lower one
/// at any instruction outside of critical sections, and a wake of one of them from there has it
/// polled before the next instruction.  A poll of theirs is not interrupted by any of the same
/// executor.
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

    /// Takes the interrupt for this executor, with the priority as the NVIC's register has it (the
    /// lower the number the more urgent), and lets it come.
    ///
    /// The interrupt's handler must call [`on_interrupt`](Self::on_interrupt), and nothing may mask
    /// the interrupt by itself in order to exclude the handler.
    ///
    /// # Panics
    /// When called twice.
    pub fn start(
        &'static self,
        nvic: &mut NVIC,
        interrupt: impl InterruptNumber,
        priority: u8,
    ) -> SendSpawner {
        let context = u32::from(interrupt.number()) + 1;
        assert!(self.executor.claim(context), "the executor was started before");
        // SAFETY: critical sections mask all interrupts; who excludes a handler by masking or by the
        // priority of this one alone acts against the documentation.
        unsafe {
            nvic.set_priority(interrupt, priority);
            NVIC::unmask(interrupt);
        }
        SendSpawner::new(&self.executor)
    }

    /// Polls every task that is ready now once.  A task that is woken meanwhile pends the interrupt
    /// again, so that others of the same priority have their turn in between.
    ///
    /// # Panics
    /// When called while another call of it runs: by a task, or elsewhere than in the handler.
    pub fn on_interrupt(&'static self) {
        let running = self.running.swap(true, Ordering::Acquire);
        assert!(!running, "the executor runs already");
        // SAFETY: `running` was false, so this is the only call.
        unsafe { self.executor.poll_ready() }
        self.running.store(false, Ordering::Release);
    }
}

impl fmt::Debug for InterruptExecutor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterruptExecutor").finish_non_exhaustive()
    }
}

/// Makes the interrupt of an executor's context come.
#[inline(always)]
pub(super) fn pend(context: u32) {
    // SAFETY: only the executor's handler is run by it.  The write is to a register whose bits 0 to 8
    // are the number of an interrupt.
    unsafe { (*NVIC::PTR).stir.write(context.wrapping_sub(1)) }
}
