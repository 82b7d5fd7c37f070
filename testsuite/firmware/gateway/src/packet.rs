//! What goes over the radio link, and how it is sealed.

/// The most that a packet carries.
pub const PAYLOAD: usize = 256;
/// The first byte of everything on the link.
pub const BEGIN: u8 = 0x7e;
/// Beginning, sequence number and length, in clear.
pub const HEAD: usize = 5;
/// Kind and checksum, enciphered around the payload.
const SEALED: usize = 5;
/// The longest frame.
pub const LONGEST: usize = HEAD + SEALED + PAYLOAD;

const KEY: u32 = 0x9e37_79b9;

/// What a packet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    Telemetry,
    Heartbeat,
    Alarm,
    Answer,
    PageStored,
    PageRefused,
    Installed,
}

impl Kind {
    const ALL: [Kind; 7] = [
        Kind::Telemetry,
        Kind::Heartbeat,
        Kind::Alarm,
        Kind::Answer,
        Kind::PageStored,
        Kind::PageRefused,
        Kind::Installed,
    ];
}

/// In front of a packet's payload.
#[derive(Clone, Copy)]
pub struct Header {
    pub kind: Kind,
    pub length: u16,
}

/// A message to the other side.
#[derive(Clone)]
pub struct Packet {
    pub header: Header,
    pub payload: [u8; PAYLOAD],
}

impl Packet {
    /// Without payload.
    pub fn empty(kind: Kind) -> Self {
        Packet { header: Header { kind, length: 0 }, payload: [0; PAYLOAD] }
    }

    /// With a copy of `data`, which is cut when it is too long.
    pub fn new(kind: Kind, data: &[u8]) -> Self {
        let mut packet = Packet::empty(kind);
        packet.append(data);
        packet
    }

    /// Adds `data`, as far as there is room.
    pub fn append(&mut self, data: &[u8]) {
        let begin = usize::from(self.header.length);
        let end = (begin + data.len()).min(PAYLOAD);
        self.payload[begin..end].copy_from_slice(&data[..end - begin]);
        self.header.length = end as u16;
    }

    /// How much room there is.
    pub fn room(&self) -> usize {
        PAYLOAD - usize::from(self.header.length)
    }

    /// What it carries.
    pub fn data(&self) -> &[u8] {
        &self.payload[..usize::from(self.header.length)]
    }
}

/// A sealed packet, as the modem sends it.
pub struct Frame {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Frame {
    /// As it goes over the wire.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// Numbers, checks and enciphers a packet.
pub fn seal(sequence: u16, packet: Packet) -> Frame {
    let mut bytes = [0; LONGEST];
    let data = packet.data();
    let check = HEAD + 1 + data.len();
    bytes[0] = BEGIN;
    bytes[1..3].copy_from_slice(&sequence.to_le_bytes());
    bytes[3..5].copy_from_slice(&packet.header.length.to_le_bytes());
    bytes[HEAD] = packet.header.kind as u8;
    bytes[HEAD + 1..check].copy_from_slice(data);
    let sum = crc32(&bytes[1..check]);
    bytes[check..check + 4].copy_from_slice(&sum.to_le_bytes());
    encipher(sequence, &mut bytes[HEAD..check + 4]);
    Frame { bytes, length: check + 4 }
}

/// How long the frame is that begins with these bytes.
pub fn frame_length(head: &[u8; HEAD]) -> usize {
    HEAD + SEALED + usize::from(u16::from_le_bytes([head[3], head[4]])).min(PAYLOAD)
}

/// The other side's part: sequence number and packet, if the frame is whole.
pub fn open(frame: &mut [u8]) -> Option<(u16, Packet)> {
    let sequence = u16::from_le_bytes([frame[1], frame[2]]);
    encipher(sequence, &mut frame[HEAD..]);
    let (content, sum) = frame.split_last_chunk()?;
    if crc32(&content[1..]) != u32::from_le_bytes(*sum) {
        return None;
    }
    let kind = *Kind::ALL.get(usize::from(content[HEAD]))?;
    Some((sequence, Packet::new(kind, &content[HEAD + 1..])))
}

/// A stream cipher that is its own inverse.
fn encipher(sequence: u16, bytes: &mut [u8]) {
    let mut state = KEY ^ u32::from(sequence) << 8;
    for byte in bytes {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        *byte ^= state as u8;
    }
}

/// IEEE's, without a table.
pub fn crc32(bytes: &[u8]) -> u32 {
    crc32_continued(0, bytes)
}

/// The checksum of what had the checksum `sum`, and `bytes` after it.
pub fn crc32_continued(sum: u32, bytes: &[u8]) -> u32 {
    let step = |sum: u32| sum >> 1 ^ if sum & 1 != 0 { 0xedb8_8320 } else { 0 };
    !bytes.iter().fold(!sum, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}
