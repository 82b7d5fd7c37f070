//! Explains why a frame and its floor are as large as they are.

use std::fmt::Write as _;

use llvmcoro_contract::record::{Frame, Slot, Why};

use crate::frame::{by_offset, line, short, suspended_at, title, uncomposed, words};
use crate::{FloorState, Future};

/// Two indented trees: the plugin's frame with its slots, and the floor with the suspensions and,
/// under each of them, the values that must be kept there.
pub fn explain(future: &Future) -> String {
    let Future { name, target, source, ty, stock, plugin, floor, .. } = future;
    let mut text = format!(
        "{name} ({target}): stock {stock}, plugin {plugin}, floor {floor} bytes\n  {ty}\n  {source}\n"
    );
    if let Some(frame) = future.frame() {
        text += "  the plugin's frame\n";
        let place = Place { base: 0, size: frame.size, tagged: true };
        layout(&mut text, future, frame, place, 2);
    }
    text += "  the floor\n";
    let bytes = |state: &FloorState| state.kept.iter().map(|kept| kept.bytes).sum::<u64>();
    let most = future.floor_states.iter().map(bytes).max();
    for state in &future.floor_states {
        let mark = if Some(bytes(state)) == most { ", the most" } else { "" };
        match &state.at {
            Some(at) => text += &format!("    suspended at {at}: {} bytes{mark}\n", bytes(state)),
            None => text += &format!("    not yet resumed: {} bytes{mark}\n", bytes(state)),
        }
        for kept in &state.kept {
            let why = if kept.behind { "  (its address is kept)" } else { "" };
            text += &format!("      {:>8}  {}  {}{why}\n", kept.bytes, kept.name, kept.declared);
        }
    }
    text
}

/// Where a frame is, in bytes, and whether its tag is there.
#[derive(Clone, Copy)]
struct Place {
    base: u64,
    size: u64,
    tagged: bool,
}

/// The layout of a frame at `place`, indented by `indent` levels.
fn layout(text: &mut String, future: &Future, frame: &Frame, place: Place, indent: usize) {
    let Place { base, size, tagged } = place;
    let put = |text: &mut String, indent: usize, line: &str| {
        writeln!(text, "{}{line}", "  ".repeat(indent)).expect("a string takes it");
    };
    let share = |text: &mut String, indent: usize, slots: &[&Slot]| {
        let name = |slot: &&Slot| format!("{} of {}", title(slot), line(&slot.source));
        if !slots.is_empty() {
            let names: Vec<String> = slots.iter().map(name).collect();
            put(text, indent + 7, &format!("shares bytes with {}", names.join(", ")));
        }
    };
    let bytes = |offset: u64, size: u64| format!("{:>6} {size:>6}", base + offset);
    put(text, indent, "offset   size");
    for number in by_offset(frame) {
        let slot = frame.slot(number);
        let place = bytes(slot.offset, slot.size);
        put(text, indent, &format!("{place}  {}: {}  {}", title(slot), slot.ty, slot.source));
        for why in [Why::Resumed, Why::Dropped, Why::Borrowed] {
            let mut at: Vec<String> = vec![];
            let crossed = frame.suspensions.iter().filter(|at| at.why(number) == Some(why));
            for line in crossed.map(suspended_at) {
                if !at.contains(&line) {
                    at.push(line);
                }
            }
            if !at.is_empty() {
                put(text, indent + 7, &format!("crosses {} ({})", at.join(", "), words(why)));
            }
        }
        let shared: Vec<&Slot> = frame.overlapping(number).collect();
        share(text, indent, &shared);
        for inner in &slot.futures {
            let at = base + slot.offset + inner.offset;
            match future.frames.get(&inner.id) {
                Some(frame) => {
                    let name = short(&frame.definition);
                    let size = frame.size.min(slot.size - inner.offset);
                    put(text, indent + 1, &format!("in it at {at}: {name}, {size} bytes"));
                    let place = Place { base: at, size, tagged: inner.tagged };
                    layout(text, future, frame, place, indent + 2);
                }
                None => put(text, indent + 1, &format!("in it at {at}: a future of the stock way")),
            }
        }
    }
    if tagged {
        put(text, indent, &format!("{}  the tag", bytes(frame.tag.offset, frame.tag.size)));
        let shared: Vec<&Slot> = frame.around_tag().collect();
        share(text, indent, &shared);
    } else {
        put(text, indent + 7, "its tag is part of the one around it");
    }
    for padding in frame.padding().into_iter().filter(|padding| padding.offset < size) {
        put(text, indent, &format!("{}  padding", bytes(padding.offset, padding.size)));
    }
    for suspension in &frame.suspensions {
        let Some(awaited) = &suspension.awaited else { continue };
        let composed = match awaited.apart {
            Some(apart) => format!("not composed: {}", uncomposed(apart)),
            None => "composed".to_owned(),
        };
        let at = suspended_at(suspension);
        put(text, indent, &format!("the await of {} in {at} is {composed}", awaited.ty));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use llvmcoro_contract::record::{Apart, Awaited, Inner, Suspension, Tag};
    use llvmcoro_contract::{SlotId, StateId};

    use crate::{Frames, Kept};

    fn frames() -> Frames {
        let slot = |offset, size, name: &str, ty: &str, source: &str| Slot {
            offset,
            size,
            name: name.to_owned(),
            ty: ty.to_owned(),
            source: source.to_owned(),
            ..Slot::default()
        };
        let suspension = |state, at: &str| Suspension {
            state: StateId(state),
            at: at.to_owned(),
            ..Suspension::default()
        };
        let slots = vec![
            Slot {
                variable: Some("x".to_owned()),
                ..slot(0, 64, "_3", "[u8; 64]", "a.rs:3:9: 3:10")
            },
            Slot {
                futures: vec![Inner { offset: 2, id: "2".to_owned(), tagged: true }],
                ..slot(64, 8, "_9", "B", "b.rs:7:9: 7:10")
            },
            Slot {
                variable: Some("y".to_owned()),
                ..slot(68, 4, "capture.0", "u32", "b.rs:6:6: 6:7")
            },
        ];
        let [first, second, third] = [0, 1, 2].map(SlotId);
        let suspensions = vec![
            Suspension { dropped: vec![third], ..suspension(0, "a.rs:1:1: 9:2") },
            Suspension {
                resumed: vec![second],
                borrowed: vec![first, second],
                awaited: Some(Awaited {
                    ty: "B".to_owned(),
                    slot: Some(second),
                    apart: Some(Apart::Pointer),
                }),
                ..suspension(3, "a.rs:4:5: 4:9")
            },
        ];
        let tag = Tag { offset: 72, size: 1 };
        let outer = Frame { size: 80, tag, slots, suspensions, ..Frame::default() };
        let tag = Tag { offset: 1, size: 1 };
        let slots = vec![slot(0, 4, "_2", "(u8, u16)", "b.rs:1:1: 1:2")];
        let definition = "b::h::{closure#0}".to_owned();
        let inner = Frame { size: 4, tag, definition, slots, ..Frame::default() };
        [("1".to_owned(), outer), ("2".to_owned(), inner)].into()
    }

    #[test]
    fn values_stand_under_their_suspension() {
        let kept = |name: &str, bytes, behind| Kept {
            name: name.to_owned(),
            declared: "a.rs:1:1: 1:2".to_owned(),
            bytes,
            behind,
        };
        let at = |line: u32, kept| FloorState { at: Some(format!("a.rs:{line}")), kept };
        let future = Future {
            name: "a::f".to_owned(),
            corpus: "micro".to_owned(),
            target: "host".to_owned(),
            source: "a.rs:1:1: 9:2".to_owned(),
            ty: "{async fn body of a::f()}".to_owned(),
            stock: 90,
            plugin: 80,
            floor: 72,
            lowered: true,
            pool: None,
            crate_name: "a-1".to_owned(),
            floor_states: vec![
                FloorState { at: None, kept: vec![] },
                at(4, vec![kept("_3 x", 64, true), kept("_5", 1, false)]),
            ],
            id: "1".to_owned(),
            frames: frames().into(),
        };
        let expected = "\
a::f (host): stock 90, plugin 80, floor 72 bytes
  {async fn body of a::f()}
  a.rs:1:1: 9:2
  the plugin's frame
    offset   size
         0     64  x: [u8; 64]  a.rs:3:9: 3:10
                  crosses a.rs:4 (its address is out)
        64      8  _9: B  b.rs:7:9: 7:10
                  crosses a.rs:4 (read when resumed)
                  shares bytes with y (captured) of b.rs:6
      in it at 66: h, 4 bytes
        offset   size
            66      4  _2: (u8, u16)  b.rs:1:1: 1:2
            67      1  the tag
                      shares bytes with _2 of b.rs:1
        68      4  y (captured): u32  b.rs:6:6: 6:7
                  crosses not yet resumed (read when dropped)
                  shares bytes with _9 of b.rs:7
        72      1  the tag
        73      7  padding
    the await of B in a.rs:4 is not composed: it is in a box or behind a pointer, where others may use it
  the floor
    not yet resumed: 0 bytes
    suspended at a.rs:4: 65 bytes, the most
            64  _3 x  a.rs:1:1: 1:2  (its address is kept)
             1  _5  a.rs:1:1: 1:2
";
        assert_eq!(explain(&future), expected);
    }
}
