//! What is on the bus, emulated: the flash memory's chip and the display's controller.

use board::hprintln;

use crate::flash::{
    CAPACITY, COMMAND_ERASE, COMMAND_PROGRAM, COMMAND_READ, COMMAND_STATUS, SECTOR,
};
use crate::packet::crc32;
use crate::spi::Device;

/// A cell that fails the first time that it is programmed.
const WEAK: usize = 4 * SECTOR + 100;
/// How often the chip is still busy when it is asked.
const BUSY: u32 = 2;

/// Both devices, and which transaction they see.
pub struct Devices {
    selected: u32,
    index: usize,
    chip: Chip,
    display: Controller,
}

impl Devices {
    /// A memory of which nothing is erased, and an empty display.
    pub const fn new() -> Self {
        let chip = Chip { bytes: [0; CAPACITY], command: 0, address: 0, busy: 0, failed: false };
        Devices { selected: 0, index: 0, chip, display: Controller { lines: 0, sum: 0 } }
    }

    /// A chunk of the transaction `selected`.
    pub fn exchange(&mut self, selected: u32, bytes: &mut [u8]) {
        if selected != self.selected {
            (self.selected, self.index) = (selected, 0);
        }
        if selected & 1 == Device::Display as u32 {
            self.display.write(self.index, bytes);
            self.index += bytes.len();
            return;
        }
        for byte in bytes {
            *byte = self.chip.exchange(self.index, *byte);
            self.index += 1;
        }
    }

    /// How many lines were shown, without those that depend on how fast the tasks are.
    pub fn lines(&self) -> u32 {
        self.display.lines
    }

    /// Prints what was stored and shown.
    pub fn report(&self, image: usize) {
        hprintln!("flash: {:08x}, failed: {}", crc32(&self.chip.bytes[..image]), self.chip.failed);
        hprintln!("settings: {:02x?}", &self.chip.bytes[image..image + 16]);
        hprintln!("display: {} lines, {:08x}", self.display.lines, self.display.sum);
    }
}

struct Chip {
    bytes: [u8; CAPACITY],
    command: u8,
    address: usize,
    busy: u32,
    failed: bool,
}

impl Chip {
    fn exchange(&mut self, index: usize, byte: u8) -> u8 {
        match (index, self.command) {
            (0, _) => {
                (self.command, self.address) = (byte, 0);
                assert!(self.busy == 0 || byte == COMMAND_STATUS, "{} while busy", byte);
            }
            (_, COMMAND_STATUS) => {
                let status = u8::from(self.busy > 0);
                self.busy = self.busy.saturating_sub(1);
                return status;
            }
            (1..=3, _) => {
                self.address = self.address << 8 | usize::from(byte);
                if index == 3 && self.command == COMMAND_ERASE {
                    self.bytes[self.address..self.address + SECTOR].fill(0xff);
                    self.busy = BUSY;
                }
            }
            (_, COMMAND_READ) => {
                let byte = self.bytes[self.address];
                self.address += 1;
                return byte;
            }
            (_, COMMAND_PROGRAM) => {
                let weak = self.address == WEAK && !core::mem::replace(&mut self.failed, true);
                self.bytes[self.address] &= if weak { 0 } else { byte };
                self.address += 1;
                self.busy = BUSY;
            }
            _ => panic!("command {}, byte {}", self.command, index),
        }
        0xff
    }
}

struct Controller {
    lines: u32,
    sum: u32,
}

impl Controller {
    /// A row comes first, then a line.
    fn write(&mut self, index: usize, bytes: &[u8]) {
        if index > 0 && !bytes.starts_with(b"!") {
            self.lines += 1;
            // Whatever their order.
            self.sum = self.sum.wrapping_add(crc32(bytes));
        }
    }
}
