//! A frame as the plugin lays it out.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The frames of many types, by rustc's ids of them.
pub type Frames = BTreeMap<String, Frame>;

/// A line of what `-llvmcoro-frames` writes (docs/options.md).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Frame {
    /// The definition's path.
    pub definition: String,
    /// The definition's place in its source.
    pub source: String,
    /// In bytes.
    pub size: u64,
    /// In bytes.
    pub align: u64,
    /// Where the state is.
    pub tag: Tag,
    /// In no particular order.
    pub slots: Vec<Slot>,
    /// The suspensions that can be reached, by their states.
    pub stops: Vec<Crossing>,
}

/// The bytes that tell the state.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Tag {
    /// In bytes.
    pub offset: u64,
    /// In bytes.
    pub size: u64,
}

/// A local or capture in the frame.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Slot {
    /// In bytes.
    pub offset: u64,
    /// In bytes.
    pub size: u64,
    /// The MIR local or the capture.
    pub name: String,
    /// The variable of the source that it is.
    pub variable: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Where it is declared.
    pub source: String,
    /// The dissolved awaits that it is a local of, the outermost first.
    pub awaits: Vec<Await>,
    /// The coroutines in it that are futures of their own.
    pub futures: Vec<Inner>,
}

/// An await that was dissolved.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Await {
    /// The path of what is awaited.
    pub future: String,
    /// The place of the await.
    pub at: String,
}

/// A coroutine in a slot.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Inner {
    /// From the slot's begin, in bytes.
    pub offset: u64,
    /// rustc's id of its type.
    pub id: String,
}

/// A suspension and the slots that cross it, by their indices, for the three reasons there are.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Crossing {
    /// rustc's number of the state: 0 is not yet resumed.
    pub state: u32,
    /// Its place.
    pub at: String,
    /// The dissolved awaits that it is in, the outermost first.
    pub awaits: Vec<Await>,
    /// Slots that may be read after it is resumed.
    pub resumed: Vec<usize>,
    /// Slots that may be read after it is dropped.
    pub dropped: Vec<usize>,
    /// Slots whose addresses may be in other hands.
    pub borrowed: Vec<usize>,
}

/// Why a slot crosses a suspension, the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It may be read after it is resumed.
    Resumed,
    /// It may be read after it is dropped.
    Dropped,
    /// Its address may be in other hands.
    Borrowed,
}

impl Why {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Why::Resumed => "read when resumed",
            Why::Dropped => "read when dropped",
            Why::Borrowed => "its address is out",
        }
    }
}

/// A line of a frame's tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row<'a> {
    /// What follows and is indented deeper belongs to this dissolved await.
    Await(&'a Await),
    /// The slot with this index.
    Slot(usize),
}

/// A range of bytes of a frame that nothing lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Padding {
    /// In bytes.
    pub offset: u64,
    /// In bytes.
    pub size: u64,
}

impl Slot {
    /// What to call it: its variable, if it is one.
    pub fn title(&self) -> String {
        let captured = if self.name.starts_with("capture.") { " (captured)" } else { "" };
        match &self.variable {
            Some(variable) => format!("{variable}{captured}"),
            None => self.name.clone(),
        }
    }

    /// The first byte behind it.
    pub fn end(&self) -> u64 {
        self.offset + self.size
    }
}

impl Crossing {
    /// Why a slot crosses it, if it does.
    pub fn why(&self, slot: usize) -> Option<Why> {
        let lists = [
            (&self.resumed, Why::Resumed),
            (&self.dropped, Why::Dropped),
            (&self.borrowed, Why::Borrowed),
        ];
        lists.into_iter().find(|(list, _)| list.contains(&slot)).map(|(_, why)| why)
    }

    /// File and line of its place, or of the state that has none.
    pub fn line(&self) -> String {
        if self.state == 0 { "not yet resumed".to_owned() } else { line(&self.at) }
    }
}

impl Frame {
    /// The largest slot; the first of several.
    pub fn largest(&self) -> Option<&Slot> {
        self.slots.iter().rev().max_by_key(|slot| slot.size)
    }

    /// The tree of its slots, by the awaits that were dissolved, each row with its depth. Slots that
    /// belong together are in the order of their offsets.
    pub fn tree(&self) -> Vec<(usize, Row<'_>)> {
        let mut slots: Vec<usize> = (0..self.slots.len()).collect();
        slots.sort_by_key(|slot| (self.slots[*slot].offset, self.slots[*slot].size));
        let mut rows = vec![];
        self.branch(&slots, 0, &mut rows);
        rows
    }

    fn branch<'a>(&'a self, slots: &[usize], depth: usize, rows: &mut Vec<(usize, Row<'a>)>) {
        let mut branches: Vec<(&Await, Vec<usize>)> = vec![];
        for slot in slots {
            match self.slots[*slot].awaits.get(depth) {
                None => rows.push((depth, Row::Slot(*slot))),
                Some(of) => match branches.iter_mut().find(|(known, _)| *known == of) {
                    Some((_, slots)) => slots.push(*slot),
                    None => branches.push((of, vec![*slot])),
                },
            }
        }
        for (of, slots) in branches {
            rows.push((depth, Row::Await(of)));
            self.branch(&slots, depth + 1, rows);
        }
    }

    /// The suspensions that the picture of the frame has: those that something crosses.
    pub fn crossed(&self) -> impl Iterator<Item = &Crossing> {
        self.stops.iter().filter(|stop| (0..self.slots.len()).any(|slot| stop.why(slot).is_some()))
    }

    /// Bytes that are in use across a suspension, shared ones once.
    pub fn alive(&self, stop: &Crossing) -> u64 {
        let kept = (0..self.slots.len()).filter(|slot| stop.why(*slot).is_some());
        let ranges = kept.map(|slot| (self.slots[slot].offset, self.slots[slot].end())).collect();
        self.size - gaps(ranges, self.size).iter().map(|gap| gap.size).sum::<u64>()
    }

    /// Where nothing lies at any time.
    pub fn padding(&self) -> Vec<Padding> {
        let mut ranges: Vec<(u64, u64)> =
            self.slots.iter().map(|slot| (slot.offset, slot.end())).collect();
        ranges.push((self.tag.offset, self.tag.offset + self.tag.size));
        gaps(ranges, self.size)
    }

    /// The other slots that have bytes of a slot.
    pub fn overlapping(&self, slot: usize) -> impl Iterator<Item = &Slot> {
        let one = &self.slots[slot];
        let others = self.slots.iter().enumerate().filter(move |(number, _)| *number != slot);
        others
            .map(|(_, other)| other)
            .filter(move |other| other.offset < one.end() && one.offset < other.end())
    }
}

/// What no range covers of the bytes up to `size`.
fn gaps(mut ranges: Vec<(u64, u64)>, size: u64) -> Vec<Padding> {
    ranges.sort_unstable();
    ranges.push((size, size));
    let mut covered = 0;
    let mut found = vec![];
    for (begin, end) in ranges {
        if begin > covered {
            found.push(Padding { offset: covered, size: begin - covered });
        }
        covered = covered.max(end);
    }
    found
}

/// `file.rs:3` of `folder/file.rs:3:5: 3:9`.
pub fn line(place: &str) -> String {
    let name = place.rsplit('/').next().unwrap_or(place);
    let mut parts = name.split(':');
    match (parts.next(), parts.next()) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        _ => name.to_owned(),
    }
}

/// What a coroutine is called: the last name of its path, without what every async fn has at its end.
pub fn short(definition: &str) -> &str {
    let path = definition.strip_suffix("::{closure#0}").unwrap_or(definition);
    match path.rsplit("::").next() {
        // Not a piece of a closure's path, and not one of a generic argument.
        Some(name) if !name.contains(['{', '>']) => name,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(offset: u64, size: u64) -> Slot {
        Slot { offset, size, ..Slot::default() }
    }

    #[test]
    fn padding_and_overlaps() {
        let frame = Frame {
            size: 16,
            tag: Tag { offset: 8, size: 1 },
            slots: vec![slot(0, 4), slot(2, 4), slot(12, 2)],
            stops: vec![Crossing { resumed: vec![0], borrowed: vec![0, 1], ..Crossing::default() }],
            ..Frame::default()
        };
        let padding = |offset, size| Padding { offset, size };
        assert_eq!(frame.padding(), [padding(6, 2), padding(9, 3), padding(14, 2)]);
        assert_eq!(frame.overlapping(0).collect::<Vec<_>>(), [&frame.slots[1]]);
        assert_eq!(frame.overlapping(2).count(), 0);
        assert_eq!(frame.alive(&frame.stops[0]), 6);
        let why = [0, 1, 2].map(|slot| frame.stops[0].why(slot));
        assert_eq!(why, [Some(Why::Resumed), Some(Why::Borrowed), None]);
    }

    #[test]
    fn short_names() {
        assert_eq!(line("src/a/b.rs:3:5: 3:9"), "b.rs:3");
        assert_eq!(short("a::b::f::{closure#0}"), "f");
        assert_eq!(short("<a::A<B> as c::T>::f::{closure#0}"), "f");
        assert_eq!(short("a::f::{closure#1}"), "a::f::{closure#1}");
    }
}
