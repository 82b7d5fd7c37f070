//! The page for people: a picture of each frame, slots against suspensions.
//!
//! It is a single file without scripts, and loads nothing from a network.

use llvmcoro_contract::record::{Frame, Why};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::Future;
use crate::frame::{by_offset, crossed, largest, line, short, suspended_at, title, words};

/// The page of these futures, those with the largest frames first.
pub fn page(futures: &[Future]) -> String {
    let mut sorted: Vec<&Future> = futures.iter().collect();
    sorted.sort_by_key(|future| (std::cmp::Reverse(future.plugin), &future.name));
    document(
        "Frames",
        &html! {
            h1 { "Frames" }
            (legend())
            div.wide { table.index {
                tr { th { "future" } th { "stock" } th { "plugin" } th { "floor" }
                    th { "largest slot" } th { "declared at" } }
                @for future in &sorted {
                    (entry(future))
                }
            } }
            @for future in &sorted {
                (section(future))
            }
        },
    )
}

/// A page that needs nothing but itself, for wide and narrow screens.
pub fn document(title: &str, body: &Markup) -> String {
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body { (body) }
        }
    };
    document.into_string()
}

fn legend() -> Markup {
    html! {
        p.legend {
            "A row is a slot, a column a suspension. Across it, the slot is: "
            @for why in [Why::Resumed, Why::Dropped, Why::Borrowed] {
                span.key.(class(why)) {} (words(why)) " "
            }
            span.key.dead {} "not needed. A bar shows where in the frame a slot lies, the largest in red."
        }
    }
}

fn class(why: Why) -> &'static str {
    match why {
        Why::Resumed => "resumed",
        Why::Dropped => "dropped",
        Why::Borrowed => "borrowed",
    }
}

/// The anchor of a future on the page, unique for each type and target.
fn anchor(future: &Future) -> String {
    format!("{}-{}", future.target, future.id)
}

/// A row of the table of contents.
fn entry(future: &Future) -> Markup {
    let largest = future.frame().and_then(largest);
    html! {
        tr {
            td { a href={ "#" (anchor(future)) } { (future.name) } " " small { (future.target) } }
            td.n { (future.stock) } td.n { (future.plugin) } td.n { (future.floor) }
            td { @if let Some(slot) = largest { (title(slot)) ", " (slot.size) } }
            td { @if let Some(slot) = largest { (line(&slot.source)) } }
        }
    }
}

/// The section about one future.
fn section(future: &Future) -> Markup {
    let most = future.stock.max(future.plugin).max(1);
    let size = |name: &str, bytes: u64| {
        html! {
            tr {
                td { (name) }
                td.n { (bytes) }
                td.scale { div.bar style={ "width:" (percent(bytes, most)) } {} }
            }
        }
    };
    html! {
        section id=(anchor(future)) {
            h2 { (future.name) " " small { (future.source) ", " (future.target) } }
            table.sizes {
                (size("stock", future.stock)) (size("plugin", future.plugin))
                (size("floor", future.floor))
            }
            @match future.frame() {
                Some(frame) => {
                    @if let Some(slot) = largest(frame) {
                        p.most {
                            "Largest slot: " b { (title(slot)) } ", " b { (slot.size) }
                            " of " (frame.size) " bytes, declared at " b { (slot.source) }
                            @for inner in slot.futures.iter().filter_map(|i| future.frames.get(&i.id)) {
                                ", with a future " b { (short(&inner.definition)) } " in it"
                            }
                        }
                    }
                    div.wide { (picture(future, frame, largest(frame).map(|slot| slot.size))) }
                }
                None => { p { "It went the stock way." } }
            }
        }
    }
}

/// Slots against suspensions, with the frames of futures in a slot below it. Slots of size
/// `largest` stand out.
fn picture(future: &Future, frame: &Frame, largest: Option<u64>) -> Markup {
    let suspensions: Vec<_> = crossed(frame).collect();
    let columns = suspensions.len() + 4;
    html! {
        table.frame {
            tr {
                th { "offset" } th { "size" }
                th.map { "0 … " (frame.size) } th { "slot" }
                @for suspension in &suspensions {
                    th.suspension title=(suspension.at) {
                        div { (suspended_at(suspension)) ", " (frame.kept(suspension)) " B" }
                    }
                }
            }
            @for number in by_offset(frame) {
                @let slot = frame.slot(number);
                @let largest = largest == Some(slot.size);
                tr.slot.largest[largest] style={ "height:" (height(slot.size)) "px" } {
                    td.n { (slot.offset) } td.n { (slot.size) }
                    td.map { (bar("bar", slot.offset, slot.size, frame.size)) }
                    td title=(slot.ty) {
                        b { (title(slot)) } " "
                        span.place { (line(&slot.source)) } " " span.type { (slot.ty) }
                    }
                    @for (why, run) in runs(suspensions.iter().map(|at| at.why(number))) {
                        @match why {
                            Some(why) => { td.(class(why)) colspan=(run) title=(words(why)) {} }
                            None => { td.dead colspan=(run) {} }
                        }
                    }
                }
                @for inner in &slot.futures {
                    tr { td {} td {} td colspan=(columns - 2) {
                        @match future.frames.get(&inner.id) {
                            Some(of) => {
                                details open {
                                    summary {
                                        "in " (title(slot)) ": " b { (short(&of.definition)) }
                                        ", " (of.size) " bytes at "
                                        (slot.offset + inner.offset)
                                    }
                                    (picture(future, of, None))
                                }
                            }
                            None => { "in " (title(slot)) ": a future of the stock way" }
                        }
                    } }
                }
            }
            tr.tag {
                td.n { (frame.tag.offset) } td.n { (frame.tag.size) }
                td.map { (bar("bar", frame.tag.offset, frame.tag.size, frame.size)) }
                td colspan=(columns - 3) { "the tag" }
            }
            @for padding in frame.padding() {
                tr.padding {
                    td.n { (padding.offset) } td.n { (padding.size) }
                    td.map { (bar("bar", padding.offset, padding.size, frame.size)) }
                    td colspan=(columns - 3) { "padding" }
                }
            }
        }
    }
}

/// Groups equal neighbours, with the length of each group.
fn runs<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut runs: Vec<(T, usize)> = vec![];
    for value in values {
        match runs.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => runs.push((value, 1)),
        }
    }
    runs
}

fn bar(class: &str, offset: u64, size: u64, whole: u64) -> Markup {
    html! {
        div.(class) style={ "margin-left:" (percent(offset, whole)) ";width:" (percent(size, whole)) } {}
    }
}

/// A part of a whole as a length in CSS.
pub fn percent(part: u64, whole: u64) -> String {
    format!("{:.2}%", 100.0 * part as f64 / whole.max(1) as f64)
}

/// The height of a row in pixels. It grows with the bytes, but slowly, so small slots stay visible.
fn height(bytes: u64) -> u64 {
    18 + (bytes.max(1) as f64).log2() as u64 * 2
}
