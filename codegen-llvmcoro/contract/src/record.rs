//! A frame as a record: one line of what `-llvmcoro-frames` writes.
//!
//! The plugin writes these types and the tools read them; `docs/options.md` describes the fields.

use serde::{Deserialize, Serialize};

use crate::ids::{SlotId, StateId};

/// The frame of one coroutine type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// rustc's hash of the type: the same in every crate, and unique to the type.
    pub id: String,
    /// The definition's path.
    pub definition: String,
    /// The type with all its arguments.
    #[serde(rename = "type")]
    pub ty: String,
    /// Where the definition is in the source.
    pub source: String,
    /// Size in bytes.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// The tag.
    pub tag: Tag,
    /// The slots in the frame, in no particular order.
    pub slots: Vec<Slot>,
    /// The reachable suspensions, by state.
    pub suspensions: Vec<Suspension>,
}

/// The bytes that hold the state's number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Offset in bytes.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
}

/// A local or capture in the frame.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Offset in bytes.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
    /// The MIR local's or the capture's name.
    pub name: String,
    /// The source variable it stands for, if any.
    pub variable: Option<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Where it is declared.
    pub source: String,
    /// The coroutines it contains.
    pub futures: Vec<Inner>,
}

/// A coroutine in a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inner {
    /// Offset from the start of the slot, in bytes.
    pub offset: u64,
    /// The [`Frame::id`] of its type.
    pub id: String,
    /// Whether its tag is there, and not part of the tag of the frame around it.
    pub tagged: bool,
}

/// A suspension and the slots that cross it, by their indices in [`Frame::slots`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// The state while suspended.
    pub state: StateId,
    /// Where it is in the source.
    pub at: String,
    /// Slots that may be read after a resume.
    pub resumed: Vec<SlotId>,
    /// Slots that may be read after a drop.
    pub dropped: Vec<SlotId>,
    /// Slots whose addresses may have escaped.
    pub borrowed: Vec<SlotId>,
    /// The future that is awaited here; `None` where it is a `yield` of the source.
    pub awaited: Option<Awaited>,
}

/// The future that a suspended coroutine awaits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// Its type.
    #[serde(rename = "type")]
    pub ty: String,
    /// The slot that holds it, if one does: an index in [`Frame::slots`].
    pub slot: Option<SlotId>,
    /// Why the await is not composed; `None` if it is.
    pub apart: Option<Apart>,
}

/// Why an await is not composed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apart {
    /// The future is no coroutine: its `poll` is written by hand.
    NoCoroutine,
    /// The future is behind a pointer or in a box, where others may use it.
    Pointer,
    /// The coroutine went the stock way.
    Stock,
    /// The await has another shape than in an async fn, block or closure, as those of async
    /// generators have: it is not certain that nobody else uses the future.
    Shape,
    /// The awaiter awaits the type in so many places that the coroutine keeps its tag.
    Repeated,
    /// The awaiter's tag would have too many values, so the coroutine keeps its own.
    TooManyStates,
    /// The coroutine's frame is too large to be a part of another.
    TooLarge,
}

/// Why a slot crosses a suspension: the first reason that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It may be read after a resume.
    Resumed,
    /// It may be read after a drop.
    Dropped,
    /// Its address may have escaped.
    Borrowed,
}

/// A range of bytes of a frame that holds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Padding {
    /// Offset in bytes.
    pub offset: u64,
    /// Size in bytes.
    pub size: u64,
}

impl Slot {
    /// The offset just past its last byte.
    pub fn end(&self) -> u64 {
        self.offset + self.size
    }
}

impl Suspension {
    /// Why a slot crosses the suspension, if it does.
    pub fn why(&self, slot: SlotId) -> Option<Why> {
        let lists = [
            (&self.resumed, Why::Resumed),
            (&self.dropped, Why::Dropped),
            (&self.borrowed, Why::Borrowed),
        ];
        lists.into_iter().find(|(list, _)| list.contains(&slot)).map(|(_, why)| why)
    }
}

impl Frame {
    /// The numbers of its slots.
    pub fn slot_ids(&self) -> impl Iterator<Item = SlotId> {
        (0..self.slots.len()).map(SlotId::from)
    }

    /// The slot numbered `id`.
    ///
    /// # Panics
    /// If there is none.
    pub fn slot(&self, id: SlotId) -> &Slot {
        &self.slots[id.index()]
    }

    /// The bytes in use across a suspension; shared bytes count once.
    pub fn kept(&self, suspension: &Suspension) -> u64 {
        let kept = self.slot_ids().filter(|slot| suspension.why(*slot).is_some());
        let ranges = kept.map(|slot| (self.slot(slot).offset, self.slot(slot).end())).collect();
        self.size - gaps(ranges, self.size).iter().map(|gap| gap.size).sum::<u64>()
    }

    /// The ranges that hold nothing at any time.
    pub fn padding(&self) -> Vec<Padding> {
        let mut ranges: Vec<(u64, u64)> =
            self.slots.iter().map(|slot| (slot.offset, slot.end())).collect();
        ranges.push((self.tag.offset, self.tag.offset + self.tag.size));
        gaps(ranges, self.size)
    }

    /// The other slots that share bytes with a slot.
    pub fn overlapping(&self, slot: SlotId) -> impl Iterator<Item = &Slot> {
        let one = self.slot(slot);
        let others = self.slot_ids().filter(move |other| *other != slot);
        others
            .map(|other| self.slot(other))
            .filter(move |other| other.offset < one.end() && one.offset < other.end())
    }

    /// The slots that the tag shares bytes with.
    pub fn around_tag(&self) -> impl Iterator<Item = &Slot> {
        let Tag { offset, size } = self.tag;
        self.slots.iter().filter(move |slot| slot.offset < offset + size && offset < slot.end())
    }

    /// The record as a line, without the newline.
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).expect("a record has nothing that JSON lacks")
    }

    /// The inverse of [`to_line`](Self::to_line).
    ///
    /// # Errors
    /// If the line is not a record.
    pub fn from_line(line: &str) -> serde_json::Result<Frame> {
        serde_json::from_str(line)
    }
}

/// The bytes below `size` that no range covers.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_and_overlaps() {
        let slot = |offset, size| Slot { offset, size, ..Slot::default() };
        let [first, second, third] = [0, 1, 2].map(SlotId);
        let crossed = Suspension {
            resumed: vec![first],
            borrowed: vec![first, second],
            ..Suspension::default()
        };
        let frame = Frame {
            size: 16,
            tag: Tag { offset: 8, size: 1 },
            slots: vec![slot(0, 4), slot(2, 4), slot(12, 2)],
            suspensions: vec![crossed],
            ..Frame::default()
        };
        let padding = |offset, size| Padding { offset, size };
        assert_eq!(frame.padding(), [padding(6, 2), padding(9, 3), padding(14, 2)]);
        assert_eq!(frame.overlapping(first).collect::<Vec<_>>(), [frame.slot(second)]);
        assert_eq!(frame.overlapping(third).count(), 0);
        assert_eq!(frame.around_tag().count(), 0);
        let padded = Frame { tag: Tag { offset: 13, size: 1 }, ..frame.clone() };
        assert_eq!(padded.around_tag().collect::<Vec<_>>(), [padded.slot(third)]);
        let crossed = &frame.suspensions[0];
        assert_eq!(frame.kept(crossed), 6);
        let why = [first, second, third].map(|slot| crossed.why(slot));
        assert_eq!(why, [Some(Why::Resumed), Some(Why::Borrowed), None]);
    }

    fn frame() -> Frame {
        let slot = Slot {
            offset: 4,
            size: 8,
            name: "_7.x".to_owned(),
            variable: Some("x".to_owned()),
            ty: "[\"quoted\"; \u{e9}]".to_owned(),
            source: "a.rs:3:9".to_owned(),
            futures: vec![Inner { offset: 2, id: "12".to_owned(), tagged: true }],
        };
        Frame {
            id: u128::MAX.to_string(),
            definition: "a::f::{closure#0}".to_owned(),
            ty: "{async fn body of a::f()}".to_owned(),
            source: "a.rs:1:1".to_owned(),
            size: 16,
            align: 4,
            tag: Tag { offset: 12, size: 1 },
            slots: vec![slot],
            suspensions: vec![Suspension {
                state: StateId(3),
                at: "a.rs:4:9".to_owned(),
                resumed: vec![SlotId(0)],
                dropped: vec![],
                borrowed: vec![SlotId(0)],
                awaited: Some(Awaited {
                    ty: "a::Join".to_owned(),
                    slot: Some(SlotId(0)),
                    apart: Some(Apart::NoCoroutine),
                }),
            }],
        }
    }

    #[test]
    fn a_line_reads_back() {
        let line = frame().to_line();
        assert!(!line.contains('\n'));
        assert_eq!(Frame::from_line(&line).expect("it was just written"), frame());
    }

    #[test]
    fn a_missing_field_is_an_error() {
        let line = frame().to_line().replace("\"align\":4,", "");
        let error = Frame::from_line(&line).expect_err("a frame has an alignment").to_string();
        assert!(error.contains("missing field `align`"), "{error}");
    }

    /// The section on records names every field, in backticks.
    #[test]
    fn the_documents_name_every_field() {
        let options = include_str!("../../../docs/options.md");
        let section =
            options.split("## ").find(|part| part.starts_with("What `-llvmcoro-frames` writes"));
        let section = section.expect("docs/options.md has a section about records");
        let mut work = vec![serde_json::to_value(frame()).expect("a record is JSON")];
        let mut fields = 0;
        while let Some(value) = work.pop() {
            match value {
                serde_json::Value::Object(object) => {
                    for (name, value) in object {
                        let named = [format!("`{name}`"), format!(".{name}`")];
                        assert!(
                            named.iter().any(|n| section.contains(n)),
                            "`{name}` is not documented"
                        );
                        fields += 1;
                        work.push(value);
                    }
                }
                serde_json::Value::Array(values) => work.extend(values),
                _ => {}
            }
        }
        assert!(fields >= 28, "only {fields} fields were looked at");
    }
}
