//! What the plugin tells of its frames: slots, sources and what crosses which suspension.

use anyhow::{Context, Result, ensure};
use testsuite_support::Layout;
use yardstick::{Frame, Why, single};

/// The number of a variable's slot.
fn slot(frame: &Frame, title: &str, line: &str) -> Result<usize> {
    let is_it = |slot: &yardstick::Slot| slot.title() == title && slot.source.contains(line);
    frame.slots.iter().position(is_it).with_context(|| format!("no slot `{title}` at {line}"))
}

/// `joined_twice` awaits two joins, one after the other, and keeps the first one's results during the second.
#[test]
fn slots_cross_the_awaits_that_need_them() -> Result<()> {
    let layout = Layout::from_env()?;
    let part = single(&layout.root.join("testsuite/frames/combinators.rs"), None)?;
    let futures = part.measure(&layout, part.targets[0])?;
    let joined = futures.iter().find(|future| future.name.ends_with("::joined_twice"));
    let joined = joined.context("there is no `joined_twice`")?;
    let frame = joined.frame().context("it was lowered")?;
    let [unresumed, _returned, _panicked, one, two] = &frame.stops[..] else {
        anyhow::bail!("{} suspensions: {:?}", frame.stops.len(), frame.stops)
    };
    let text = std::fs::read_to_string(layout.root.join("testsuite/frames/combinators.rs"))?;
    let line = |what: &str| -> Result<String> {
        let line = text.lines().position(|line| line.contains(what));
        Ok(format!("combinators.rs:{}:", line.with_context(|| what.to_owned())? + 1))
    };
    let (line_one, line_two) = (line("let first = ")?, line("let second = ")?);
    ensure!(one.at.contains(&line_one) && two.at.contains(&line_two), "{one:?}, {two:?}");

    let first = slot(frame, "first", &line_one)?;
    let (join_one, join_two) =
        (slot(frame, "__awaitee", &line_one)?, slot(frame, "__awaitee", &line_two)?);
    for (number, expected) in [
        (first, [None, None, Some(Why::Resumed)]),
        (join_one, [None, Some(Why::Resumed), None]),
        (join_two, [None, None, Some(Why::Resumed)]),
    ] {
        let why = [unresumed, one, two].map(|stop| stop.why(number));
        ensure!(
            why == expected,
            "{}: {why:?} instead of {expected:?}",
            frame.slots[number].title()
        );
    }
    ensure!(frame.overlapping(join_one).any(|other| *other == frame.slots[join_two]));
    let inner: Vec<&str> = frame.slots[join_one]
        .futures
        .iter()
        .map(|inner| Ok(joined.frames.get(&inner.id).context("its frame")?.definition.as_str()))
        .collect::<Result<_>>()?;
    ensure!(inner.len() == 2 && inner[0].contains("kilobyte"), "{inner:?}");
    Ok(())
}

/// Awaits that were dissolved, and why what they need is kept.
#[test]
fn dissolved_awaits_have_their_place() -> Result<()> {
    let layout = Layout::from_env()?;
    let part = single(&layout.root.join("testsuite/frames/futures.rs"), None)?;
    let futures = part.measure(&layout, part.targets[0])?;
    let chain = futures.iter().find(|future| future.name.ends_with("::chain"));
    let frame = chain.and_then(|future| future.frame()).context("there is no `chain`")?;
    let deepest = frame.slots.iter().max_by_key(|slot| slot.awaits.len()).context("slots")?;
    let path: Vec<&str> = deepest.awaits.iter().map(|of| of.future.as_str()).collect();
    ensure!(
        path.len() == 2 && path[0].contains("middle") && path[1].contains("leaf"),
        "the deepest slot is in {path:?}"
    );
    for (number, slot) in frame.slots.iter().enumerate() {
        let crossed = frame.stops.iter().any(|stop| stop.why(number).is_some());
        ensure!(crossed, "`{}` is in the frame for nothing", slot.title());
    }
    Ok(())
}
