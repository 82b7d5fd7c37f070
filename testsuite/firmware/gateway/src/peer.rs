//! The other side of the link, emulated: it acknowledges, commands and sends firmware, and loses some of
//! it.  What it loses depends on what it is, not on time.

use board::hprintln;
use heapless::Deque;

use crate::control::BUTTON;
use crate::modem::{ACKNOWLEDGEMENT, COMMAND, NEW_PAGE, RECEIVE};
use crate::packet::{
    BEGIN, HEAD, Kind, LONGEST, Packet, crc32, crc32_continued, frame_length, open,
};
use crate::sensors::{Record, SENSORS, median};
use crate::update::{IMAGE, PAGE};

/// Bytes to the gateway per tick.
const SPEED: usize = 32;
/// After so many ticks without a byte the rest of a frame does not come any more.
const SILENCE: u32 = 8;

/// The packet with this record is acknowledged the second time only.
const LATE: u32 = 40;
/// The packet with this record is never acknowledged.
const UNHEARD: u32 = 110;
/// These records are all heard, and summed up.
const SUMMED: u32 = 64;
/// How many records are enough.
const ENOUGH: u32 = 150;
/// When the button is pressed, and when new firmware comes.
const PRESSED: u32 = 21;
const RELEASED: u32 = 10;
/// A page that is damaged on its way, the first time.
const DAMAGED_PAGE: u8 = 2;

/// What is asked when so many records were heard, and whether it arrives.
const COMMANDS: [(u32, &[u8], bool); 9] = [
    (5, &[0, 1, 2, 3, 4], true),
    (20, b"\x02greenhouse 7", true),
    (30, &[0, 9, 9, 9, 9], false),
    (40, &[1, 0xb6, 0x0d, 0, 0], true),
    (50, &[3], true),
    (60, &[5, 77], true),
    (70, &[4], true),
    (80, &[42, 1], true),
    (90, &[1, 0x40, 0x0d, 0, 0], true),
];
/// How many of them arrive.
const ANSWERS: usize = 8;

/// The other side.
pub struct Peer {
    frame: [u8; LONGEST],
    length: usize,
    silence: u32,
    outgoing: Deque<u8, 768>,
    last: Option<u16>,
    late: bool,
    unheard: u32,
    records: u32,
    sum: u32,
    commands: usize,
    answers: [(usize, u32); COMMANDS.len()],
    answered: usize,
    alarms: u32,
    heartbeats: u32,
    pressed: bool,
    sent_pages: u32,
    refused_pages: u32,
    installed: Option<u32>,
}

impl Peer {
    /// It has heard nothing.
    pub const fn new() -> Self {
        Peer {
            frame: [0; LONGEST],
            length: 0,
            silence: 0,
            outgoing: Deque::new(),
            last: None,
            late: false,
            unheard: 0,
            records: 0,
            sum: 0,
            commands: 0,
            answers: [(0, 0); COMMANDS.len()],
            answered: 0,
            alarms: 0,
            heartbeats: 0,
            pressed: false,
            sent_pages: 0,
            refused_pages: 0,
            installed: None,
        }
    }

    /// What the modem sends.
    pub fn hear(&mut self, bytes: &[u8]) {
        self.silence = 0;
        for byte in bytes {
            if self.length == 0 && *byte != BEGIN {
                continue;
            }
            self.frame[self.length] = *byte;
            self.length += 1;
            let Some(head) = self.frame.first_chunk::<HEAD>().filter(|_| self.length >= HEAD)
            else {
                continue;
            };
            if self.length == frame_length(head) {
                if let Some((sequence, packet)) = open(&mut self.frame[..self.length]) {
                    self.packet(sequence, &packet);
                }
                self.length = 0;
            }
        }
    }

    /// Time passes.
    pub fn tick(&mut self) {
        self.silence += 1;
        if self.silence > SILENCE {
            self.length = 0;
        }
        if let Some((records, command, arrives)) = COMMANDS.get(self.commands)
            && self.records >= *records
            && self.answered == self.awaited()
        {
            self.send(COMMAND, self.commands as u8, command, *arrives);
            self.commands += 1;
        }
        if self.records >= PRESSED && !core::mem::replace(&mut self.pressed, true) {
            BUTTON.signal(());
        }
        if self.records >= RELEASED && self.sent_pages == 0 {
            self.page(0);
        }
        let mut bytes = [0; SPEED];
        let count =
            bytes.iter_mut().zip(self.outgoing.iter()).map(|(to, from)| *to = *from).count();
        if count > 0
            && let Ok(written) = RECEIVE.try_write(&bytes[..count])
        {
            for _ in 0..written {
                self.outgoing.pop_front();
            }
        }
    }

    /// Whether all was heard, asked, answered and installed.
    pub fn is_content(&self) -> bool {
        self.records >= ENOUGH
            && self.answered == ANSWERS
            && self.installed.is_some()
            && self.alarms > 0
            && self.heartbeats > 0
    }

    /// Prints what was heard.
    pub fn report(&self) {
        hprintln!("records: {} at least, {:08x}", ENOUGH, self.sum);
        hprintln!("one packet came {} times and was never acknowledged", self.unheard);
        hprintln!("another was acknowledged late: {}", self.late);
        for (number, (length, sum)) in self.answers.iter().enumerate() {
            hprintln!("answer {}: {} bytes, {:08x}", number, length, sum);
        }
        hprintln!("pages: {} sent, {} refused", self.sent_pages, self.refused_pages);
        hprintln!("firmware: {:08x?}, sent {:08x}", self.installed, image_sum());
    }

    /// How many of the commands that were sent are answered in the end.
    fn awaited(&self) -> usize {
        COMMANDS[..self.commands].iter().filter(|(.., arrives)| *arrives).count()
    }

    fn send(&mut self, kind: u8, number: u8, data: &[u8], arrives: bool) {
        let sum = if arrives { crc32(data) } else { !crc32(data) };
        let head = [BEGIN, kind, number, data.len() as u8];
        for byte in head.iter().chain(data).chain(&sum.to_le_bytes()) {
            assert!(self.outgoing.push_back(*byte).is_ok(), "the gateway does not listen");
        }
    }

    fn page(&mut self, number: u8) {
        let first = number == DAMAGED_PAGE && self.refused_pages == 0;
        self.send(NEW_PAGE, number, &image_page(number), !first);
        self.sent_pages += 1;
    }

    fn packet(&mut self, sequence: u16, packet: &Packet) {
        let again = self.last.replace(sequence) == Some(sequence);
        if packet.header.kind == Kind::Telemetry {
            let has = |number| records(packet).any(|record| record.number == number);
            if has(UNHEARD) {
                self.unheard += 1;
                return;
            }
            if has(LATE) && !again {
                self.late = true;
                self.content(packet);
                return;
            }
        }
        if !again {
            self.content(packet);
        }
        self.send(ACKNOWLEDGEMENT, 0, &sequence.to_le_bytes(), true);
    }

    fn content(&mut self, packet: &Packet) {
        let data = packet.data();
        match packet.header.kind {
            Kind::Telemetry => records(packet).for_each(|record| self.record(record)),
            Kind::Heartbeat => self.heartbeats += 1,
            Kind::Alarm => {
                let record = data.try_into().map(Record::from_bytes);
                assert!(record.is_ok_and(|record| record.value > 0xd40), "{:?}", record);
                self.alarms += 1;
            }
            Kind::Answer => {
                self.answers[usize::from(data[0])] = (data.len(), crc32(data));
                self.answered += 1;
            }
            Kind::PageStored if data[0] + 1 < IMAGE => self.page(data[0] + 1),
            Kind::PageStored => {}
            Kind::PageRefused => {
                self.refused_pages += 1;
                self.page(data[0]);
            }
            Kind::Installed => {
                self.installed = data.try_into().map(u32::from_le_bytes).ok();
            }
        }
    }

    fn record(&mut self, record: Record) {
        let Record { number, sensor, value } = record;
        assert!(sensor == number % SENSORS && value == median(sensor, number), "{:?}", record);
        if number < SUMMED {
            assert!(number == self.records, "{:?} after {} others", record, self.records);
            self.sum = crc32_continued(self.sum, &record.to_bytes());
        }
        self.records += 1;
    }
}

fn records(packet: &Packet) -> impl Iterator<Item = Record> {
    packet.data().as_chunks().0.iter().map(Record::from_bytes)
}

/// A page of the new firmware.
fn image_page(number: u8) -> [u8; PAGE] {
    core::array::from_fn(|index| (usize::from(number) * 37 + index * 11 + (index >> 5)) as u8 | 1)
}

fn image_sum() -> u32 {
    (0..IMAGE).fold(0, |sum, number| crc32_continued(sum, &image_page(number)))
}
