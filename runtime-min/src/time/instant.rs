//! A point in time.

use super::TIMERS;

/// A point in time, in milliseconds since the first tick could have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The start of the count.
    pub const ZERO: Instant = Instant(0);

    /// The time of the latest tick.
    pub fn now() -> Self {
        Instant(TIMERS.now())
    }

    /// Milliseconds since [`Instant::ZERO`].
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// The point `millis` milliseconds later, or the last representable one.
    pub const fn saturating_add_millis(self, millis: u64) -> Self {
        Instant(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this point, or 0 if this point is before `earlier`.
    pub const fn millis_since(self, earlier: Instant) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_saturates() {
        let late = Instant::ZERO.saturating_add_millis(u64::MAX - 1);
        assert_eq!(late.saturating_add_millis(5).as_millis(), u64::MAX);
        assert_eq!(Instant::ZERO.millis_since(late), 0);
        assert_eq!(late.millis_since(Instant::ZERO), u64::MAX - 1);
    }
}
