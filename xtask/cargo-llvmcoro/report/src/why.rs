//! Why a future is as large as it is: what is kept at the suspension that keeps most, in order of bytes.

use std::fmt::Write as _;

use llvmcoro_contract::SlotId;
use llvmcoro_contract::record::{Apart, Frame, Suspension, Why};

use crate::Future;
use crate::frame::{line, short, suspended_at, title, uncomposed, words};

/// What keeps the size of a future up, the largest first. What is in an awaited future stands below
/// the await.
pub fn why(future: &Future) -> String {
    let Future { name, target, source, stock, plugin, floor, .. } = future;
    let mut text =
        format!("{name} ({target}): {plugin} bytes (stock {stock}, floor {floor})\n  {source}\n");
    match future.frame() {
        Some(frame) => level(&mut text, future, frame, 1),
        None => text += "  it went the stock way: the compiler's note on it says why\n",
    }
    text
}

/// The suspension that keeps most.
fn peak(frame: &Frame) -> Option<&Suspension> {
    frame.suspensions.iter().rev().max_by_key(|suspension| frame.kept(suspension))
}

fn put(text: &mut String, indent: usize, line: &str) {
    writeln!(text, "{}{line}", "  ".repeat(indent)).expect("a string takes it");
}

/// What one frame keeps, indented by `indent` levels.
fn level(text: &mut String, future: &Future, frame: &Frame, indent: usize) {
    let Some(peak) = peak(frame) else { return };
    let kept = frame.kept(peak);
    put(text, indent, &format!("{kept} bytes are kept while it is {}:", state(peak)));
    let mut slots: Vec<SlotId> =
        frame.slot_ids().filter(|slot| peak.why(*slot).is_some()).collect();
    slots.sort_by_key(|slot| (std::cmp::Reverse(frame.slot(*slot).size), frame.slot(*slot).offset));
    for number in slots {
        let slot = frame.slot(number);
        let Some(reason) = peak.why(number).filter(|_| slot.size > 0) else { continue };
        let place = line(&slot.source);
        put(text, indent + 1, &format!("{:>6}  {}: {}, {place}", slot.size, title(slot), slot.ty));
        put(text, indent + 5, &format!("{}; across {}", because(reason), crossed(frame, number)));
        if let Some((at, apart)) = awaited(frame, number) {
            // Of the many futures that are no coroutines, those matter that have some in them.
            if apart != Apart::NoCoroutine || !slot.futures.is_empty() {
                let why = uncomposed(apart);
                put(text, indent + 5, &format!("the await in {at} is not composed: {why}"));
            }
        }
        let boxed = saved_by_boxing(frame, number, pointer_size(&future.target));
        if !slot.futures.is_empty() && boxed > 0 {
            put(text, indent + 5, &format!("boxed, it would save up to {boxed} bytes here"));
        }
        for inner in &slot.futures {
            let Some(of) = future.frames.get(&inner.id) else {
                put(text, indent + 5, "in it, a future of the stock way");
                continue;
            };
            let (name, size) = (short(&of.definition), of.size);
            put(text, indent + 5, &format!("in it, {name}: {size} bytes"));
            if inner.tagged && awaited(frame, number).is_none() {
                let why =
                    "not part of this frame: it is in a variable, which more than an await may use";
                put(text, indent + 6, why);
            }
            level(text, future, of, indent + 6);
        }
    }
}

/// Where the future in a slot is awaited, if that is not composed, and why it is not.
fn awaited(frame: &Frame, slot: SlotId) -> Option<(String, Apart)> {
    frame.suspensions.iter().find_map(|suspension| {
        let awaited = suspension.awaited.as_ref().filter(|awaited| awaited.slot == Some(slot))?;
        Some((suspended_at(suspension), awaited.apart?))
    })
}

fn state(suspension: &Suspension) -> String {
    match suspension.state.0 {
        0 => "not yet resumed".to_owned(),
        _ => format!("suspended at {}", suspended_at(suspension)),
    }
}

fn because(why: Why) -> String {
    match why {
        Why::Resumed => words(why).to_owned(),
        Why::Dropped => format!("only {}", words(why)),
        Why::Borrowed => format!("only because {}", words(why)),
    }
}

/// The lines of the suspensions that a slot crosses.
fn crossed(frame: &Frame, slot: SlotId) -> String {
    let mut lines: Vec<String> = vec![];
    for at in frame.suspensions.iter().filter(|at| at.why(slot).is_some()).map(suspended_at) {
        if !lines.contains(&at) {
            lines.push(at);
        }
    }
    lines.join(", ")
}

fn pointer_size(target: &str) -> u64 {
    if target.starts_with("x86_64") || target.starts_with("aarch64") { 8 } else { 4 }
}

/// The bytes by which the frame would be smaller, at most, with a pointer in the place of a slot: those
/// that no suspension keeps then.
fn saved_by_boxing(frame: &Frame, boxed: SlotId, pointer: u64) -> u64 {
    let without = |suspension: &Suspension| {
        let mut rest = suspension.clone();
        for list in [&mut rest.resumed, &mut rest.dropped, &mut rest.borrowed] {
            list.retain(|slot| *slot != boxed);
        }
        let pointer = if suspension.why(boxed).is_some() { pointer } else { 0 };
        frame.kept(&rest) + pointer
    };
    let most = frame.suspensions.iter().map(without).max().unwrap_or(0);
    let size = (most + frame.tag.size).next_multiple_of(frame.align.max(1));
    frame.size.saturating_sub(size)
}

#[cfg(test)]
mod tests {
    use llvmcoro_contract::StateId;
    use llvmcoro_contract::record::{Awaited, Inner, Slot, Tag};

    use super::*;

    fn future() -> Future {
        let slot = |offset, size, name: &str, line: u32| Slot {
            offset,
            size,
            name: name.to_owned(),
            ty: format!("[u8; {size}]"),
            source: format!("src/a.rs:{line}:9: {line}:10"),
            ..Slot::default()
        };
        let [buffer, awaited, late] = [0, 1, 2].map(SlotId);
        let slots = vec![
            slot(0, 64, "buffer", 3),
            Slot {
                futures: vec![Inner { offset: 0, id: "2".to_owned(), tagged: false }],
                ..slot(64, 32, "__awaitee", 5)
            },
            slot(64, 8, "late", 7),
        ];
        let suspension = |state, line: u32| Suspension {
            state: StateId(state),
            at: format!("src/a.rs:{line}:5: {line}:9"),
            ..Suspension::default()
        };
        let suspensions = vec![
            Suspension { resumed: vec![awaited], dropped: vec![buffer], ..suspension(3, 5) },
            Suspension { resumed: vec![buffer, late], ..suspension(4, 8) },
        ];
        let tag = Tag { offset: 96, size: 1 };
        let outer = Frame { size: 100, align: 4, tag, slots, suspensions, ..Frame::default() };
        let inner = Frame {
            size: 32,
            align: 4,
            definition: "a::read::{closure#0}".to_owned(),
            slots: vec![slot(0, 31, "bytes", 12)],
            suspensions: vec![Suspension { borrowed: vec![SlotId(0)], ..suspension(3, 13) }],
            ..Frame::default()
        };
        let frames = [("1".to_owned(), outer), ("2".to_owned(), inner)].into();
        Future {
            name: "a::f".to_owned(),
            target: "thumbv7em-none-eabihf".to_owned(),
            source: "src/a.rs:1:1".to_owned(),
            id: "1".to_owned(),
            stock: 120,
            plugin: 100,
            floor: 97,
            frames: std::rc::Rc::new(frames),
            ..Future::default()
        }
    }

    #[test]
    fn the_suspension_that_keeps_most_is_explained() {
        let expected = "\
a::f (thumbv7em-none-eabihf): 100 bytes (stock 120, floor 97)
  src/a.rs:1:1
  96 bytes are kept while it is suspended at a.rs:5:
        64  buffer: [u8; 64], a.rs:3
            only read when dropped; across a.rs:5, a.rs:8
        32  __awaitee: [u8; 32], a.rs:5
            read when resumed; across a.rs:5
            boxed, it would save up to 24 bytes here
            in it, read: 32 bytes
              31 bytes are kept while it is suspended at a.rs:13:
                    31  bytes: [u8; 31], a.rs:12
                        only because its address is out; across a.rs:13
";
        assert_eq!(why(&future()), expected);
    }

    /// What is said of the await in `future()` if it is not composed.
    fn told(apart: Option<Apart>) -> String {
        let mut future = future();
        let mut frames = (*future.frames).clone();
        let outer = frames.get_mut("1").unwrap();
        outer.slots[1].futures[0].tagged = true;
        outer.suspensions[0].awaited = apart.map(|apart| Awaited {
            ty: "F".to_owned(),
            slot: Some(SlotId(1)),
            apart: Some(apart),
        });
        future.frames = std::rc::Rc::new(frames);
        why(&future)
    }

    #[test]
    fn an_await_that_is_not_composed_is_told_why() {
        let reason = "\n            the await in a.rs:5 is not composed: ";
        let text = told(Some(Apart::Repeated));
        assert!(text.contains(&format!("{reason}it is awaited in so many places here")), "{text}");
        let text = told(Some(Apart::NoCoroutine));
        assert!(text.contains(&format!("{reason}it is no coroutine")), "{text}");
        let text = told(None);
        assert!(
            !text.contains("is not composed") && text.contains("it is in a variable"),
            "{text}"
        );
    }

    #[test]
    fn boxing_what_another_suspension_needs_as_much_saves_nothing() {
        let future = future();
        let frame = future.frame().unwrap();
        // Suspended in line 8, it keeps 72 bytes and the tag, whatever is boxed in line 5.
        assert_eq!(saved_by_boxing(frame, SlotId(1), 4), 24);
        assert_eq!(saved_by_boxing(frame, SlotId(1), 40), 0);
    }
}
