//! What the plugin tells of its frames: slots, sources and what crosses which suspension.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};
use llvmcoro_contract::SlotId;
use llvmcoro_contract::record::{Frame, Slot, Why};
use llvmcoro_report::{line, short, title};
use testsuite::{Compile, Rustc, scratch};
use testsuite_support::Layout;
use yardstick::single;

/// The number of a variable's slot.
fn slot(frame: &Frame, name: &str, line: &str) -> Result<SlotId> {
    let is_it = |slot: &Slot| title(slot) == name && slot.source.contains(line);
    let number = frame.slots.iter().position(is_it);
    number.map(SlotId::from).with_context(|| format!("no slot `{name}` at {line}"))
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
    let [unresumed, _returned, _panicked, one, two] = &frame.suspensions[..] else {
        anyhow::bail!("{} suspensions: {:?}", frame.suspensions.len(), frame.suspensions)
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
        let why = [unresumed, one, two].map(|at| at.why(number));
        ensure!(why == expected, "{}: {why:?} instead of {expected:?}", title(frame.slot(number)));
    }
    ensure!(frame.overlapping(join_one).any(|other| other == frame.slot(join_two)));
    let inner: Vec<&str> = frame
        .slot(join_one)
        .futures
        .iter()
        .map(|inner| Ok(joined.frames.get(&inner.id).context("its frame")?.definition.as_str()))
        .collect::<Result<_>>()?;
    ensure!(inner.len() == 2 && inner[0].contains("kilobyte"), "{inner:?}");
    Ok(())
}

/// Awaited frames lie in the awaiter's, without tags, and nothing is in a frame for nothing.
#[test]
fn composed_awaits_have_their_place() -> Result<()> {
    let layout = Layout::from_env()?;
    let part = single(&layout.root.join("testsuite/frames/futures.rs"), None)?;
    let futures = part.measure(&layout, part.targets[0])?;
    let chain = futures.iter().find(|future| future.name.ends_with("::chain"));
    let chain = chain.context("there is no `chain`")?;
    let frame = chain.frame().context("`chain` has no frame")?;
    let mut names = vec![];
    let mut outer = frame;
    while let Some(slot) = outer.slots.iter().find(|slot| !slot.futures.is_empty()) {
        let inner = &chain.frames[&slot.futures[0].id];
        ensure!(!slot.futures[0].tagged, "{} has a tag in {}", inner.ty, outer.ty);
        names.push(short(&inner.definition));
        outer = inner;
    }
    ensure!(names == ["middle", "leaf"], "`chain` contains {names:?}");
    for slot in frame.slot_ids() {
        let crossed = frame.suspensions.iter().any(|at| at.why(slot).is_some());
        ensure!(crossed, "`{}` is in the frame for nothing", title(frame.slot(slot)));
    }
    Ok(())
}

/// The awaits of a file that end in a reason: their lines, and the reasons.
fn reasons(text: &str) -> Result<BTreeSet<(usize, String)>> {
    let lines = text.lines().enumerate();
    let found =
        lines.filter_map(|(at, line)| Some((at + 1, line.split_once("//~ ")?.1.to_owned())));
    Ok(found.collect())
}

/// Every await says whether it is composed, and why not.
#[test]
fn uncomposed_awaits_say_why() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "explained/uncomposed")?;
    let programs = layout.root.join("testsuite/yardstick/programs");
    let library = folder.join("libby_stock.rlib");
    Compile::new(&layout, Rustc::Stock, &programs.join("by_stock.rs"), &library).run()?;
    let source = programs.join("uncomposed.rs");
    let frames = folder.join("frames");
    Compile::new(&layout, Rustc::Plugin, &source, &folder.join("libuncomposed.rlib"))
        .flag(format!("--extern=by_stock={}", library.display()))
        .option(&format!("frames={}", frames.display()))
        .run()?;
    let mut told = BTreeSet::new();
    for file in fs::read_dir(&frames).context("the plugin wrote no frames")? {
        for record in fs::read_to_string(file?.path())?.lines() {
            let frame = Frame::from_line(record)?;
            for suspension in frame.suspensions.iter().filter(|at| at.at.contains("uncomposed.rs"))
            {
                let Some(awaited) = &suspension.awaited else { continue };
                let reason = match awaited.apart {
                    Some(apart) => serde_json::to_value(apart)?.as_str().map(str::to_owned),
                    None => Some("composed".to_owned()),
                };
                let line = line(&suspension.at);
                let line = line.rsplit(':').next().context("a place has a line")?.parse()?;
                told.insert((line, reason.context("a reason is a word")?));
            }
        }
    }
    let expected = reasons(&fs::read_to_string(&source)?)?;
    ensure!(told == expected, "the plugin says {told:#?},\nand not {expected:#?}");
    Ok(())
}
