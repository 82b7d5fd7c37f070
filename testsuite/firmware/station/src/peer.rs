//! The other side of the radio link: it acknowledges, asks for things, and loses some of both.

use board::hprintln;
use tasks::radio::{FROM_MODEM, LONGEST, TO_MODEM};

use crate::devices::{axes, is_temperature, number_of};

/// Bytes in either direction per tick.
const SPEED: usize = 4;
const BEGIN: u8 = 0x7e;
/// How many different samples and temperatures are enough.
const SAMPLES: usize = 12;
const TEMPERATURES: u32 = 4;
/// The station counts its own frames from 1, so this tells its answers apart.
const FIRST_COMMAND: u8 = 0xe0;

/// A sample that is never acknowledged, however often the station tries.
const UNHEARD: u32 = 30;

/// What the station is asked when it has delivered so many samples.
const COMMANDS: [(usize, &[u8], Sent); 7] = [
    (1, &[0], Sent::Whole),
    (3, &SETTINGS, Sent::Whole),
    (4, &[2], Sent::Whole),
    (5, &[0], Sent::Damaged),
    (6, &[9, 9], Sent::Whole),
    (7, &[0], Sent::Whole),
    (8, &[2], Sent::Whole),
];
const ANSWERS: usize = 5;

/// Sets the period to 30 ms and the threshold to 800, and is more than a page of the memory.
const SETTINGS: [u8; 40] = {
    let mut bytes = [0; 40];
    let mut index = 0;
    while index < bytes.len() {
        bytes[index] = index as u8 ^ 0x55;
        index += 1;
    }
    (bytes[0], bytes[1], bytes[2]) = (1, 3, 100);
    bytes
};

/// How a frame leaves the other side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Whole,
    Damaged,
}

/// What becomes of a frame's first transmission, and of its acknowledgement.
#[derive(Clone, Copy)]
enum Fate {
    Arrives,
    FrameLost,
    AcknowledgementLost,
    AcknowledgementDamaged,
    NeverHeard,
}

/// A frame that arrives, byte by byte.
struct Incoming {
    bytes: [u8; LONGEST + 4],
    length: usize,
}

impl Incoming {
    /// The frame's sequence number and data when `byte` completes one.
    fn push(&mut self, byte: u8) -> Option<(u8, &[u8])> {
        if self.length == 0 && byte != BEGIN {
            return None;
        }
        self.bytes[self.length] = byte;
        self.length += 1;
        let data = usize::from(self.bytes[1]);
        if self.length < 4 || self.length < data + 4 {
            return None;
        }
        self.length = 0;
        let frame = &self.bytes[..data + 4];
        let check = frame[2..].iter().fold(0, |sum, byte| sum ^ byte);
        assert_eq!(check, 0, "the radio damages nothing in this direction");
        Some((frame[2], &frame[3..data + 3]))
    }
}

/// Bytes on their way to the station.
struct Outgoing {
    bytes: [u8; 256],
    begin: usize,
    end: usize,
}

impl Outgoing {
    fn push(&mut self, sequence: u8, data: &[u8], sent: Sent) {
        let check = data.iter().fold(sequence, |sum, byte| sum ^ byte);
        let check = if sent == Sent::Damaged { !check } else { check };
        let head = [BEGIN, data.len() as u8, sequence];
        for byte in head.iter().chain(data).chain(&[check]) {
            self.bytes[self.end % self.bytes.len()] = *byte;
            self.end += 1;
        }
        assert!(self.end - self.begin <= self.bytes.len(), "the station does not read");
    }

    fn tick(&mut self) {
        for _ in 0..SPEED {
            if self.begin == self.end {
                return;
            }
            let byte = self.bytes[self.begin % self.bytes.len()];
            if FROM_MODEM.try_write(&[byte]).is_err() {
                return;
            }
            self.begin += 1;
        }
    }
}

/// What the other side knows.
pub struct Peer {
    incoming: Incoming,
    outgoing: Outgoing,
    /// The sequence number of the frame that came last, how often it came, whether it was heard.
    last: Option<(u8, u32)>,
    commands: usize,
    samples: [[i16; 3]; SAMPLES],
    heard: usize,
    unheard: u32,
    temperatures: u32,
    answers: usize,
    time: u64,
    again: u32,
}

impl Peer {
    /// It has heard nothing yet.
    pub const fn new() -> Self {
        Peer {
            incoming: Incoming { bytes: [0; LONGEST + 4], length: 0 },
            outgoing: Outgoing { bytes: [0; 256], begin: 0, end: 0 },
            last: None,
            commands: 0,
            samples: [[0; 3]; SAMPLES],
            heard: 0,
            unheard: 0,
            temperatures: 0,
            answers: 0,
            time: 0,
            again: 0,
        }
    }

    /// Moves a few bytes.  Commands that use the thermometer wait until it is `reliable`.
    pub fn tick(&mut self, reliable: bool) {
        let mut bytes = [0; SPEED];
        let count = TO_MODEM.try_read(&mut bytes).unwrap_or(0);
        for byte in &bytes[..count] {
            if let Some((sequence, data)) = self.incoming.push(*byte) {
                let mut copy = [0; LONGEST];
                let length = data.len();
                copy[..length].copy_from_slice(data);
                self.frame(sequence, &copy[..length]);
            }
        }
        if let Some((samples, command, sent)) = COMMANDS.get(self.commands)
            && self.heard >= *samples
            && (command[0] != 2 || reliable)
        {
            self.outgoing.push(FIRST_COMMAND + self.commands as u8, command, *sent);
            self.commands += 1;
        }
        self.outgoing.tick();
    }

    /// Whether everything was asked, answered and delivered.
    pub fn has_heard_enough(&self) -> bool {
        self.heard == SAMPLES
            && self.commands == COMMANDS.len()
            && self.answers == ANSWERS
            && self.temperatures >= TEMPERATURES
    }

    /// Prints what came.
    pub fn report(&self) {
        for sample in self.samples {
            hprintln!("sample {}: {:?}", number_of(sample), sample);
        }
        hprintln!("sample {} was sent {} times and never acknowledged", UNHEARD, self.unheard);
        hprintln!("temperatures: {} at least", TEMPERATURES);
        hprintln!("answers: {}, frames that came again: {}", self.answers, self.again);
    }

    fn frame(&mut self, sequence: u8, data: &[u8]) {
        let attempt = match self.last {
            Some((last, attempts)) if last == sequence => attempts + 1,
            _ => 0,
        };
        self.last = Some((sequence, attempt));
        let fate = fate(sequence, data);
        let heard_before = match fate {
            Fate::NeverHeard => {
                self.unheard += 1;
                return;
            }
            Fate::FrameLost if attempt == 0 => return,
            Fate::FrameLost => attempt > 1,
            _ => attempt > 0,
        };
        if heard_before {
            // Whether what comes after the last sample arrives in time is no matter of data.
            self.again += u32::from(data.len() == 6 && self.heard < SAMPLES);
        } else {
            self.hear(sequence, data);
        }
        match fate {
            Fate::AcknowledgementLost if attempt == 0 => {}
            Fate::AcknowledgementDamaged if attempt == 0 => {
                self.outgoing.push(sequence, &[], Sent::Damaged);
            }
            _ => self.outgoing.push(sequence, &[], Sent::Whole),
        }
    }

    fn hear(&mut self, sequence: u8, data: &[u8]) {
        if sequence >= FIRST_COMMAND {
            self.answer(COMMANDS[usize::from(sequence - FIRST_COMMAND)].1[0], data);
        } else if let Ok(bytes) = data.try_into() {
            assert!(is_temperature(i32::from_le_bytes(bytes)), "no temperature: {:?}", bytes);
            self.temperatures += 1;
        } else if self.heard < SAMPLES {
            let sample = sample(data);
            assert_eq!(sample, axes(number_of(sample)));
            self.samples[self.heard] = sample;
            self.heard += 1;
        }
    }

    fn answer(&mut self, command: u8, data: &[u8]) {
        match (command, data.len()) {
            (0, 8) => {
                let time = data.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
                assert!(time > self.time, "{} ms after {} ms", time, self.time);
                self.time = time;
            }
            (1, 1) => assert_eq!(data, [1]),
            (2, 4) => {
                let value = i32::from_le_bytes([data[0], data[1], data[2], data[3]]);
                assert!(is_temperature(value), "no temperature: {}", value);
            }
            _ => panic!("{:?} is no answer to command {}", data, command),
        }
        self.answers += 1;
    }
}

fn sample(data: &[u8]) -> [i16; 3] {
    let axis = |index: usize| i16::from_le_bytes([data[2 * index], data[2 * index + 1]]);
    [axis(0), axis(1), axis(2)]
}

/// Depends on what the frame says.
fn fate(sequence: u8, data: &[u8]) -> Fate {
    if sequence >= FIRST_COMMAND {
        return if data.len() == 8 { Fate::FrameLost } else { Fate::Arrives };
    }
    if data.len() != 6 {
        return Fate::Arrives;
    }
    match number_of(sample(data)) {
        UNHEARD => Fate::NeverHeard,
        number => match number % 5 {
            1 => Fate::FrameLost,
            2 => Fate::AcknowledgementLost,
            3 => Fate::AcknowledgementDamaged,
            _ => Fate::Arrives,
        },
    }
}
