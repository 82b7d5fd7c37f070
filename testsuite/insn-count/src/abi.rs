//! QEMU's plugin interface: version 1, as QEMU 7.2 has it in `include/qemu/qemu-plugin.h`, and with the
//! feature `scoreboards` version 2, which QEMU from 9.0 on takes.
//!
//! Debian ships no such header, so the part that is used is declared here.  QEMU compares
//! [`qemu_plugin_version`] with the versions that it supports and refuses a plugin of another one,
//! so a change of the interface shows as an error message and not as a crash.

use std::ffi::{c_char, c_int, c_uint, c_void};

/// `QEMU_PLUGIN_VERSION` of the header that these declarations mirror.  QEMU looks the symbol up by
/// this name.
#[unsafe(no_mangle)]
pub static qemu_plugin_version: c_int = if cfg!(feature = "scoreboards") { 2 } else { 1 };

/// `qemu_plugin_id_t`
pub type PluginId = u64;

/// `qemu_info_t`
#[repr(C)]
pub struct Info {
    target_name: *const c_char,
    version_min: c_int,
    version_cur: c_int,
    system_emulation: bool,
    /// In user emulation these two have no meaning.
    smp_vcpus: c_int,
    max_vcpus: c_int,
}

impl Info {
    /// The number of processors of the machine; `None` in user emulation, which has no machine.
    pub fn processors(&self) -> Option<c_int> {
        self.system_emulation.then_some(self.smp_vcpus)
    }
}

/// `struct qemu_plugin_tb`: a translation block, opaque.
#[repr(C)]
pub struct Block {
    _opaque: [u8; 0],
}

/// `struct qemu_plugin_insn`: an instruction of a translation block, opaque.
#[repr(C)]
pub struct Instruction {
    _opaque: [u8; 0],
}

/// `QEMU_PLUGIN_CB_NO_REGS` of `enum qemu_plugin_cb_flags`: the callback does not look at registers.
pub const CB_NO_REGS: c_int = 0;

/// `QEMU_PLUGIN_INLINE_ADD_U64` of `enum qemu_plugin_op`.
pub const INLINE_ADD_U64: c_int = 0;

/// `struct qemu_plugin_scoreboard`: an element for each processor, opaque.
#[cfg(feature = "scoreboards")]
#[repr(C)]
pub struct Scoreboard {
    _opaque: [u8; 0],
}

/// `qemu_plugin_u64`: a number in the elements of a scoreboard.
#[cfg(feature = "scoreboards")]
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Entry {
    /// The scoreboard.
    pub scoreboard: *mut Scoreboard,
    /// The number's offset in an element, in bytes.
    pub offset: usize,
}

/// `QEMU_PLUGIN_MEM_W` of `enum qemu_plugin_mem_rw`.
pub const MEM_W: c_int = 2;

/// `qemu_plugin_meminfo_t`
pub type MemInfo = u32;

/// `qemu_plugin_vcpu_mem_cb_t`
pub type MemCallback = extern "C" fn(c_uint, MemInfo, u64, *mut c_void);

/// `qemu_plugin_vcpu_tb_trans_cb_t`
pub type TranslateCallback = extern "C" fn(PluginId, *mut Block);

/// `qemu_plugin_vcpu_udata_cb_t`
pub type VcpuCallback = extern "C" fn(c_uint, *mut c_void);

/// `qemu_plugin_udata_cb_t`
pub type ExitCallback = extern "C" fn(PluginId, *mut c_void);

// Resolved against the QEMU executable when it loads the plugin.
unsafe extern "C" {
    pub fn qemu_plugin_register_vcpu_tb_trans_cb(id: PluginId, callback: TranslateCallback);
    pub fn qemu_plugin_register_atexit_cb(
        id: PluginId,
        callback: ExitCallback,
        userdata: *mut c_void,
    );
    pub fn qemu_plugin_tb_n_insns(block: *const Block) -> usize;
    pub fn qemu_plugin_tb_get_insn(block: *const Block, index: usize) -> *mut Instruction;
    pub fn qemu_plugin_insn_vaddr(instruction: *const Instruction) -> u64;
    pub fn qemu_plugin_register_vcpu_insn_exec_cb(
        instruction: *mut Instruction,
        callback: VcpuCallback,
        flags: c_int,
        userdata: *mut c_void,
    );
    #[cfg(feature = "scoreboards")]
    pub fn qemu_plugin_scoreboard_new(element_size: usize) -> *mut Scoreboard;
    #[cfg(feature = "scoreboards")]
    pub fn qemu_plugin_u64_get(entry: Entry, processor: c_uint) -> u64;
    #[cfg(feature = "scoreboards")]
    pub fn qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(
        instruction: *mut Instruction,
        operation: c_int,
        entry: Entry,
        immediate: u64,
    );
    #[cfg(not(feature = "scoreboards"))]
    pub fn qemu_plugin_register_vcpu_insn_exec_inline(
        instruction: *mut Instruction,
        operation: c_int,
        operand: *mut c_void,
        immediate: u64,
    );
    pub fn qemu_plugin_register_vcpu_mem_cb(
        instruction: *mut Instruction,
        callback: MemCallback,
        flags: c_int,
        access: c_int,
        userdata: *mut c_void,
    );
}
