//! Frames as people see them: names and places.

use std::collections::BTreeMap;

use llvmcoro_contract::SlotId;
use llvmcoro_contract::record::{Apart, Frame, Slot, Suspension, Why};

/// The frames of many types, by rustc's ids.
pub type Frames = BTreeMap<String, Frame>;

/// The reason in words.
pub fn words(why: Why) -> &'static str {
    match why {
        Why::Resumed => "read when resumed",
        Why::Dropped => "read when dropped",
        Why::Borrowed => "its address is out",
    }
}

/// Why an await is not composed, in words.
pub fn uncomposed(apart: Apart) -> &'static str {
    match apart {
        Apart::NoCoroutine => "it is no coroutine; what is in it, its own `poll` polls",
        Apart::Pointer => "it is in a box or behind a pointer, where others may use it",
        Apart::Stock => "it went the stock way: the compiler's note on it says why",
        Apart::Shape => "the await has another shape than in an async fn, as in async generators",
        Apart::Repeated => "it is awaited in so many places here that it keeps its tag",
        Apart::TooManyStates => {
            "the states around it would be too many for one tag, so it keeps its own"
        }
        Apart::TooLarge => "its frame is too large to be a part of another one",
    }
}

/// The name to show for a slot: its variable, if it has one.
pub fn title(slot: &Slot) -> String {
    let captured = if slot.name.starts_with("capture.") { " (captured)" } else { "" };
    match &slot.variable {
        Some(variable) => format!("{variable}{captured}"),
        None => slot.name.clone(),
    }
}

/// File and line of a suspension, or the name of the state that has none.
pub fn suspended_at(suspension: &Suspension) -> String {
    if suspension.state.0 == 0 { "not yet resumed".to_owned() } else { line(&suspension.at) }
}

/// The largest slot; the first if there are several.
pub fn largest(frame: &Frame) -> Option<&Slot> {
    frame.slots.iter().rev().max_by_key(|slot| slot.size)
}

/// The suspensions in the picture of a frame: those that something crosses.
pub fn crossed(frame: &Frame) -> impl Iterator<Item = &Suspension> {
    let something = |at: &&Suspension| frame.slot_ids().any(|slot| at.why(slot).is_some());
    frame.suspensions.iter().filter(something)
}

/// A frame's slots by offset.
pub fn by_offset(frame: &Frame) -> Vec<SlotId> {
    let mut slots: Vec<SlotId> = frame.slot_ids().collect();
    slots.sort_by_key(|slot| (frame.slot(*slot).offset, frame.slot(*slot).size));
    slots
}

/// Turns `folder/file.rs:3:5: 3:9` into `file.rs:3`.
pub fn line(place: &str) -> String {
    let name = place.rsplit('/').next().unwrap_or(place);
    let mut parts = name.split(':');
    match (parts.next(), parts.next()) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        _ => name.to_owned(),
    }
}

/// A short name for a coroutine: the last name of its path, without the suffix that all async fns
/// have.
pub fn short(definition: &str) -> &str {
    let path = definition.strip_suffix("::{closure#0}").unwrap_or(definition);
    match path.rsplit("::").next() {
        // Excludes parts of a closure's path and of generic arguments.
        Some(name) if !name.contains(['{', '>']) => name,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names() {
        assert_eq!(line("src/a/b.rs:3:5: 3:9"), "b.rs:3");
        assert_eq!(short("a::b::f::{closure#0}"), "f");
        assert_eq!(short("<a::A<B> as c::T>::f::{closure#0}"), "f");
        assert_eq!(short("a::f::{closure#1}"), "a::f::{closure#1}");
    }
}
