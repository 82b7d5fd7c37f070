//! How a core waits while its future is not ready.

/// What [`block_on_with`](crate::block_on_with) calls between polls.
///
/// Implement it to use another sleep state of a chip, or to count idle time.
pub trait Sleep {
    /// Waits for the next event, unless `woken()` already returns `true`.
    ///
    /// An implementation must not sleep through a wake: if `woken()` becomes `true` at any time
    /// after the implementation last called it, this call must return. It may return without a
    /// wake; the caller then calls it again.
    fn sleep_unless(&mut self, woken: impl Fn() -> bool);
}

/// Ends the sleep of whoever waits for an event, or keeps the next such sleep from starting.
///
/// Earlier writes are visible to other cores when the event makes them look.
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
/// is set. So a wake between the check of `woken` and the `WFE` is not lost. Interrupts stay
/// enabled throughout, and wakes from another core arrive as well.
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

/// Sleeps in `WFI`, for chips that enter their low-power states that way, and for emulators that
/// execute `WFE` as a no-op (as QEMU does).
///
/// The check of `woken` and the `WFI` run with interrupts masked by PRIMASK. Even then, a pending
/// interrupt ends `WFI`, and its handler runs as soon as the mask is lifted, so a wake from an
/// interrupt handler is not lost. A wake from another core does not end `WFI`: use [`Wfe`] if there
/// is one.
#[cfg(all(target_arch = "arm", target_os = "none"))]
#[derive(Clone, Copy, Debug, Default)]
pub struct Wfi;

#[cfg(all(target_arch = "arm", target_os = "none"))]
impl Sleep for Wfi {
    fn sleep_unless(&mut self, woken: impl Fn() -> bool) {
        cortex_m::interrupt::free(|_| {
            if !woken() {
                // Earlier writes must have reached the devices before the clock stops.
                cortex_m::asm::dsb();
                cortex_m::asm::wfi();
            }
        });
        // The pending handler runs before the caller checks for its wake again.
        cortex_m::asm::isb();
    }
}

/// Spins, the default without `WFE` and `WFI`: on the host.
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
