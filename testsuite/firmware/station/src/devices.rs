//! Three devices on the bus, and the ways in which they fail.

use board::hprintln;
use tasks::bus::{DONE, Status, WIRE};

const THERMOMETER: u8 = 0x48;
const ACCELEROMETER: u8 = 0x19;
const MEMORY: u8 = 0x50;

/// What goes wrong on the bus, once each.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Fault {
    /// The accelerometer does not answer at first.
    AccelerometerAsleep,
    /// Nor does it when a certain sample is read.
    SampleRefused,
    /// Nothing ever comes for a byte of a certain sample.
    SampleLate,
    /// The thermometer refuses to tell a result.
    ResultRefused,
    /// Nothing ever comes for its status.
    StatusLate,
    /// The memory refuses what comes while it writes a page.
    MemoryBusy,
}

const FAULTS: [&str; 6] = [
    "accelerometer asleep",
    "sample refused",
    "sample late",
    "result refused",
    "status late",
    "memory busy",
];

/// The faults' places.
const REFUSED_SAMPLE: u32 = 7;
const LATE_SAMPLE: u32 = 17;
const REFUSED_CONVERSION: u32 = 2;
const LATE_CONVERSION: u32 = 4;

/// Which device was addressed, and how far the transfer is.
#[derive(Clone, Copy)]
struct Transfer {
    address: u8,
    read: bool,
    bytes: usize,
}

/// The other end of the controller's wires.
pub struct Devices {
    transfer: Option<Transfer>,
    occurred: [bool; FAULTS.len()],
    thermometer: Thermometer,
    accelerometer: Accelerometer,
    memory: Memory,
}

impl Devices {
    /// Nothing has happened yet.
    pub const fn new() -> Self {
        Devices {
            transfer: None,
            occurred: [false; FAULTS.len()],
            thermometer: Thermometer { register: 0, conversions: 0, asked: 0 },
            accelerometer: Accelerometer {
                register: 0,
                control: [0; 3],
                asked: 0,
                waiting: 0,
                next: 0,
            },
            memory: Memory { bytes: [0; Memory::SIZE], address: 0, writing: false, refusals: 0 },
        }
    }

    /// Answers the byte that the controller has sent, if there is one.
    pub fn tick(&mut self) {
        let Some((start, byte)) = WIRE.take() else { return };
        let answer = if start { self.address(byte) } else { self.byte(byte) };
        if let Some(status) = answer {
            DONE.signal(status);
        }
    }

    /// Whether the thermometer has failed as often as it is to.
    pub fn thermometer_is_reliable(&self) -> bool {
        self.occurred[Fault::ResultRefused as usize] && self.occurred[Fault::StatusLate as usize]
    }

    /// Whether all faults have occurred.
    pub fn have_failed_enough(&self) -> bool {
        self.occurred.iter().all(|occurred| *occurred)
    }

    /// Prints what went wrong, and what was written.
    pub fn report(&self) {
        for (fault, occurred) in FAULTS.iter().zip(self.occurred) {
            hprintln!("bus: {}: {}", fault, occurred);
        }
        hprintln!("accelerometer's control registers: {:02x?}", self.accelerometer.control);
        hprintln!("memory: {:02x?}", &self.memory.bytes[Memory::WRITTEN]);
    }

    /// Whether `fault` occurs, which it does the first time only.
    fn first(&mut self, fault: Fault) -> bool {
        !core::mem::replace(&mut self.occurred[fault as usize], true)
    }

    /// The byte after a start condition; `None` if the answer never comes.
    fn address(&mut self, byte: u8) -> Option<Status> {
        let (address, read) = (byte >> 1, byte & 1 != 0);
        self.transfer = Some(Transfer { address, read, bytes: 0 });
        let refused = match address {
            THERMOMETER => {
                let result = read && self.thermometer.register == Thermometer::RESULT;
                result
                    && self.thermometer.conversions == REFUSED_CONVERSION
                    && self.first(Fault::ResultRefused)
            }
            ACCELEROMETER => {
                let sample = read && self.accelerometer.register == Accelerometer::SAMPLE;
                self.first(Fault::AccelerometerAsleep)
                    || (sample
                        && self.accelerometer.next == REFUSED_SAMPLE
                        && self.first(Fault::SampleRefused))
            }
            MEMORY => {
                self.memory.is_busy() && {
                    self.first(Fault::MemoryBusy);
                    true
                }
            }
            _ => true,
        };
        if refused {
            self.transfer = None;
        }
        Some(if refused { Status::Refused } else { Status::Ready(0) })
    }

    /// A byte after the address.
    fn byte(&mut self, byte: u8) -> Option<Status> {
        let Some(transfer) = &mut self.transfer else { return Some(Status::Refused) };
        let index = transfer.bytes;
        transfer.bytes += 1;
        let Transfer { address, read, .. } = *transfer;
        if !read {
            match address {
                THERMOMETER => self.thermometer.write(index, byte),
                ACCELEROMETER => self.accelerometer.write(index, byte),
                _ => self.memory.write(index, byte),
            }
            return Some(Status::Ready(0));
        }
        let late = match address {
            THERMOMETER => {
                self.thermometer.register == Thermometer::STATUS
                    && self.thermometer.conversions == LATE_CONVERSION
                    && self.first(Fault::StatusLate)
            }
            _ => {
                self.accelerometer.register == Accelerometer::SAMPLE
                    && (self.accelerometer.next, index) == (LATE_SAMPLE, 3)
                    && self.first(Fault::SampleLate)
            }
        };
        if late {
            return None;
        }
        Some(Status::Ready(match address {
            THERMOMETER => self.thermometer.read(index),
            ACCELEROMETER => self.accelerometer.read(index),
            // Nobody reads the memory.
            _ => 0xff,
        }))
    }
}

/// Converts when asked to, and is done when its status was read a second time.
struct Thermometer {
    register: u8,
    conversions: u32,
    asked: u32,
}

impl Thermometer {
    const CONTROL: u8 = 0x01;
    const STATUS: u8 = 0x02;
    const RESULT: u8 = 0x03;
    const CALIBRATION: [u8; 8] = [0, 25, 0xf0, 0x60, 1, 2, 3, 4];

    fn write(&mut self, index: usize, byte: u8) {
        if index == 0 {
            self.register = byte;
        } else if self.register == Self::CONTROL && byte == 0x80 {
            self.conversions += 1;
            self.asked = 0;
        }
    }

    fn read(&mut self, index: usize) -> u8 {
        match self.register {
            Self::STATUS => {
                self.asked += 1;
                u8::from(self.asked >= 2)
            }
            Self::RESULT => (0x1_0000 + self.conversions % 5 * 0x100).to_be_bytes()[1 + index],
            _ => Self::CALIBRATION[index],
        }
    }
}

/// Whether a thermometer on the bus can have measured this, in hundredths of a degree.
pub fn is_temperature(value: i32) -> bool {
    (2400..=2500).contains(&value) && value % 25 == 0
}

/// Queues samples: so many as come out of a fixed series, whenever it is asked how many.
struct Accelerometer {
    register: u8,
    control: [u8; 3],
    asked: usize,
    waiting: u8,
    next: u32,
}

impl Accelerometer {
    const WAITING: u8 = 0x2f;
    const SAMPLE: u8 = 0xa8;
    /// The last time there are more than the driver has room for.
    const BURSTS: [u8; 5] = [1, 3, 0, 2, 9];

    fn write(&mut self, index: usize, byte: u8) {
        if index == 0 {
            self.register = byte;
            return;
        }
        match self.register {
            0x20 => self.control[0] = byte,
            0x23 => self.control[1] = byte,
            0x2e => self.control[2] = byte,
            _ => {}
        }
    }

    fn read(&mut self, index: usize) -> u8 {
        match self.register {
            Self::WAITING => {
                self.waiting += Self::BURSTS[self.asked % Self::BURSTS.len()];
                self.asked += 1;
                // With a flag that says nothing of the number.
                0x80 | self.waiting
            }
            Self::SAMPLE => {
                let byte = axes(self.next)[index / 2].to_le_bytes()[index % 2];
                if index == 5 {
                    self.next += 1;
                    self.waiting = self.waiting.saturating_sub(1);
                }
                byte
            }
            _ => 0,
        }
    }
}

/// Every third sample is far above all thresholds that are ever set, the others are below.
pub fn axes(number: u32) -> [i16; 3] {
    let number = number as i16;
    if number % 3 == 0 {
        [3000 + number, -2500 - number, 17 * number]
    } else {
        [number, -number, 7]
    }
}

/// Which sample it is.
pub fn number_of(axes: [i16; 3]) -> u32 {
    (axes[0] - 3000) as u32
}

/// Is busy for a while after each page.
struct Memory {
    bytes: [u8; Self::SIZE],
    address: usize,
    writing: bool,
    refusals: u32,
}

impl Memory {
    const SIZE: usize = 0x140;
    const WRITTEN: core::ops::Range<usize> = 0x100..0x140;
    const REFUSALS: u32 = 2;

    fn is_busy(&mut self) -> bool {
        if !self.writing {
            return false;
        }
        self.refusals += 1;
        if self.refusals <= Self::REFUSALS {
            return true;
        }
        (self.writing, self.refusals) = (false, 0);
        false
    }

    fn write(&mut self, index: usize, byte: u8) {
        if index < 2 {
            self.address = self.address << 8 & 0xff00 | usize::from(byte);
            return;
        }
        self.writing = true;
        if let Some(place) = self.bytes.get_mut(self.address) {
            *place = byte;
        }
        self.address += 1;
    }
}
