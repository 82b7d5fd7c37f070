//! A QEMU plugin that counts executed instructions, in total and in regions of the program, and sees how
//! deep the stack becomes.
//!
//! A region begins with the execution of the instruction at `start`, which belongs to it, and ends
//! before the execution of the instruction at `stop`.  Instructions of interrupt handlers that run
//! meanwhile belong to it too.
//!
//! ```text
//! qemu-system-arm … -plugin libinsn_count.so,out=FILE[,start=ADDRESS,stop=ADDRESS]
//!     [,stack_begin=ADDRESS,stack_end=ADDRESS]
//! ```
//!
//! Addresses are decimal, or hexadecimal after `0x`, and those of instructions: for Thumb functions
//! without the symbol's lowest bit.  When QEMU exits, FILE gets
//!
//! ```text
//! region 0 COUNT
//! region 1 COUNT
//! stack BYTES
//! total COUNT
//! ```
//!
//! with one line per region in the order of their execution, and a line `error SENTENCE` before
//! `total` if the markers were not executed in pairs. The stack's depth is the distance from its end to the
//! lowest address below, but not below its begin, that an instruction has written to. What the processor
//! writes itself on exception entry is not seen, only what the handler writes then.
//!
//! An instruction that is skipped by its condition counts, one that faults counts, and an exception
//! entry does not.  The machine must have one processor.

mod abi;
mod executed;
mod options;
mod regions;

use std::ffi::{CStr, c_char, c_int, c_uint, c_void};
use std::fs;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use options::Options;
use regions::Regions;

/// The lowest address in the stack's memory that was written to.
static LOWEST: AtomicU64 = AtomicU64::new(u64::MAX);

static OPTIONS: OnceLock<Options> = OnceLock::new();
static REGIONS: Mutex<Regions> = Mutex::new(Regions::new());

/// QEMU's entry point, called once when the plugin is loaded; anything but 0 makes QEMU give up.
///
/// # Safety
/// `info` and the `argc` strings at `argv` must be valid, as QEMU guarantees.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn qemu_plugin_install(
    id: abi::PluginId,
    info: *const abi::Info,
    argc: c_int,
    argv: *const *const c_char,
) -> c_int {
    // SAFETY: QEMU passes a valid pointer.
    let info = unsafe { &*info };
    let arguments = (0..usize::try_from(argc).unwrap_or(0)).map(|index| {
        // SAFETY: `argv` has `argc` valid strings.
        unsafe { CStr::from_ptr(*argv.add(index)) }.to_string_lossy()
    });
    let options = match Options::parse(arguments).and_then(|options| supported(info, options)) {
        Ok(options) => options,
        Err(sentence) => {
            eprintln!("insn-count: {sentence}");
            return 1;
        }
    };
    if OPTIONS.set(options).is_err() {
        eprintln!("insn-count: the plugin can be loaded only once");
        return 1;
    }
    executed::prepare();
    // SAFETY: `id` is ours, and the callbacks have the types that QEMU expects.
    unsafe {
        abi::qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
        abi::qemu_plugin_register_atexit_cb(id, exiting, ptr::null_mut());
    }
    0
}

fn supported(info: &abi::Info, options: Options) -> Result<Options, String> {
    match info.processors() {
        Some(1) => Ok(options),
        Some(count) => Err(format!("the machine has {count} processors, not one")),
        None => Err("only system emulation is supported".to_owned()),
    }
}

/// Instruments one block of instructions that QEMU has translated and may execute many times.
extern "C" fn translated(_: abi::PluginId, block: *mut abi::Block) {
    let Some(Options { markers, stack, .. }) = OPTIONS.get() else { return };
    // SAFETY: `block` is valid during this call and has as many instructions as it says; the callbacks
    // have the type that QEMU expects.
    unsafe {
        for index in 0..abi::qemu_plugin_tb_n_insns(block) {
            let instruction = abi::qemu_plugin_tb_get_insn(block, index);
            let address = abi::qemu_plugin_insn_vaddr(instruction);
            let marker: Option<abi::VcpuCallback> = match markers {
                Some(markers) if address == markers.start => Some(started),
                Some(markers) if address == markers.stop => Some(stopped),
                _ => None,
            };
            // QEMU runs an instruction's callbacks before its inline operations, so that a marker
            // sees the count without the instruction that it stands at.
            if let Some(marker) = marker {
                abi::qemu_plugin_register_vcpu_insn_exec_cb(
                    instruction,
                    marker,
                    abi::CB_NO_REGS,
                    ptr::null_mut(),
                );
            }
            if stack.is_some() {
                abi::qemu_plugin_register_vcpu_mem_cb(
                    instruction,
                    written,
                    abi::CB_NO_REGS,
                    abi::MEM_W,
                    ptr::null_mut(),
                );
            }
            executed::count(instruction);
        }
    }
}

extern "C" fn started(_: c_uint, _: *mut c_void) {
    regions().start(executed::executed());
}

extern "C" fn stopped(_: c_uint, _: *mut c_void) {
    regions().stop(executed::executed());
}

extern "C" fn written(_: c_uint, _: abi::MemInfo, address: u64, _: *mut c_void) {
    let stack = OPTIONS.get().and_then(|options| options.stack);
    if stack.is_some_and(|stack| (stack.begin..stack.end).contains(&address)) {
        LOWEST.fetch_min(address, Ordering::Relaxed);
    }
}

extern "C" fn exiting(_: abi::PluginId, _: *mut c_void) {
    let Some(options) = OPTIONS.get() else { return };
    let depth = options.stack.map(|stack| stack.end.saturating_sub(LOWEST.load(Ordering::Relaxed)));
    let report = regions().report(depth, executed::executed());
    // QEMU is on its way out and takes no error: the missing file is one for whoever wants it.
    if let Err(error) = fs::write(&options.out, report) {
        eprintln!("insn-count: {}: {error}", options.out.display());
    }
}

fn regions() -> MutexGuard<'static, Regions> {
    REGIONS.lock().unwrap_or_else(PoisonError::into_inner)
}
