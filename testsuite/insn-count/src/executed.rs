//! How many instructions were executed so far. QEMU's generated code counts them, before each
//! instruction: in a variable up to QEMU 8, and from 9.0 on in a scoreboard.

use crate::abi;

#[cfg(not(feature = "scoreboards"))]
mod counter {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::abi;

    static EXECUTED: AtomicU64 = AtomicU64::new(0);

    pub fn prepare() {}

    pub unsafe fn count(instruction: *mut abi::Instruction) {
        let counter = EXECUTED.as_ptr().cast();
        // SAFETY: the caller vouches for the instruction, and the counter is static.
        unsafe {
            abi::qemu_plugin_register_vcpu_insn_exec_inline(
                instruction,
                abi::INLINE_ADD_U64,
                counter,
                1,
            );
        }
    }

    pub fn executed() -> u64 {
        EXECUTED.load(Ordering::Relaxed)
    }
}

#[cfg(feature = "scoreboards")]
mod counter {
    use std::sync::OnceLock;

    use super::abi;

    /// The scoreboard's address.
    static SCOREBOARD: OnceLock<usize> = OnceLock::new();

    /// The counter, which is all of an element.
    fn entry() -> abi::Entry {
        // SAFETY: any size will do, and the scoreboard is never freed.
        let new =
            || unsafe { abi::qemu_plugin_scoreboard_new(size_of::<u64>()) }.expose_provenance();
        let address = *SCOREBOARD.get_or_init(new);
        abi::Entry { scoreboard: std::ptr::with_exposed_provenance_mut(address), offset: 0 }
    }

    pub fn prepare() {
        entry();
    }

    pub unsafe fn count(instruction: *mut abi::Instruction) {
        // SAFETY: the caller vouches for the instruction, and the scoreboard is never freed.
        unsafe {
            abi::qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(
                instruction,
                abi::INLINE_ADD_U64,
                entry(),
                1,
            );
        }
    }

    pub fn executed() -> u64 {
        // SAFETY: the scoreboard is never freed, and the machine has one processor.
        unsafe { abi::qemu_plugin_u64_get(entry(), 0) }
    }
}

/// Makes the counter. To be called when QEMU loads the plugin.
pub fn prepare() {
    counter::prepare();
}

/// Makes QEMU count an instruction each time that it executes it.
///
/// # Safety
/// `instruction` is one of the block that is being translated.
pub unsafe fn count(instruction: *mut abi::Instruction) {
    // SAFETY: as the caller vouches.
    unsafe { counter::count(instruction) };
}

/// The instructions so far.
pub fn executed() -> u64 {
    counter::executed()
}
