//! How a core waits when its future is not ready.

/// What [`block_on_with`](crate::block_on_with) calls between polls.
///
/// Implement it to choose another sleep state of a chip, or to count idle time.
pub trait Sleep {
    /// Waits for the next event, unless `woken()` already answers `true`.
    ///
    /// An implementation must not sleep through a wake: if `woken()` turns `true` at any time
    /// after the implementation last called it, the call must return.  It may return without a
    /// wake; the caller then calls again.
    fn sleep_unless(&mut self, woken: impl Fn() -> bool);
}

/// Ends the sleep of whoever waits for an event, or keeps the next such sleep from beginning.
///
/// What was written before is visible to other cores when the event makes them look at it.
#[inline(always)]
pub(crate) fn send_event() {
    #[cfg(all(target_arch = "arm", target_os = "none"))]
    {
        cortex_m::asm::dsb();
        cortex_m::asm::sev();
    }
    #[cfg(all(test, loom))]
    crate::testing::model::EVENT.notify();
}

/// Sleeps in `WFE`, the default on Cortex-M.
///
/// A wake sets the core's event register with `SEV`, and `WFE` returns at once while that register
/// is set, so a wake between the look at `woken` and the `WFE` is not lost.  Interrupts stay
/// enabled throughout.  Wakes from another core arrive as well.
#[cfg(all(target_arch = "arm", target_os = "none"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Wfe;

#[cfg(all(target_arch = "arm", target_os = "none"))]
impl Sleep for Wfe {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        if !woken() {
            cortex_m::asm::wfe();
        }
    }
}

/// Sleeps in `WFI`, for chips whose low-power states are entered that way and for emulators that
/// execute `WFE` as a no-op (QEMU does).
///
/// The look at `woken` and the `WFI` happen with interrupts masked by PRIMASK.  A pending interrupt
/// ends `WFI` even then and its handler runs as soon as the mask is lifted, so a wake from an
/// interrupt handler is not lost.  A wake from another core does not end `WFI`: use [`Wfe`] where
/// there is one.
#[cfg(all(target_arch = "arm", target_os = "none"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Wfi;

#[cfg(all(target_arch = "arm", target_os = "none"))]
impl Sleep for Wfi {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        cortex_m::interrupt::free(|_| {
            if !woken() {
                // What was written before must have reached the devices before the clock stops.
                cortex_m::asm::dsb();
                cortex_m::asm::wfi();
            }
        });
        // The pending handler runs before the caller looks at its wake again.
        cortex_m::asm::isb();
    }
}

/// Spins, the default where there is neither `WFE` nor `WFI`: on the host.
#[cfg(not(all(target_arch = "arm", target_os = "none")))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Spin;

#[cfg(not(all(target_arch = "arm", target_os = "none")))]
impl Sleep for Spin {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        while !woken() {
            core::hint::spin_loop();
        }
    }
}

/// What [`block_on`](crate::block_on()) sleeps in on this target.
#[cfg(all(target_arch = "arm", target_os = "none"))]
pub type DefaultSleep = Wfe;

/// What [`block_on`](crate::block_on()) sleeps in on this target.
#[cfg(not(all(target_arch = "arm", target_os = "none")))]
pub type DefaultSleep = Spin;
