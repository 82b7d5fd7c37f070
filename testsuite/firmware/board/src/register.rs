//! Registers of the boards' devices.

use core::ptr;

/// A register of 32 bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Register(usize);

impl Register {
    /// The register at `address`.
    ///
    /// # Safety
    /// There must be one, and no value that is read from it or written to it may do anything to memory.
    pub(crate) const unsafe fn new(address: usize) -> Self {
        Register(address)
    }

    /// Its value.
    pub(crate) fn read(self) -> u32 {
        // SAFETY: there is a register (see `new`).
        unsafe { ptr::read_volatile(ptr::with_exposed_provenance(self.0)) }
    }

    /// Gives it a value.
    pub(crate) fn write(self, value: u32) {
        // SAFETY: as above.
        unsafe { ptr::write_volatile(ptr::with_exposed_provenance_mut(self.0), value) }
    }
}
