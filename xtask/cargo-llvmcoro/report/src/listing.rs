//! The futures of a project as a list, the largest first.

use crate::frame::{short, title};
use crate::stack::{Program, Stack};
use crate::table::Table;
use crate::{Future, Pools};

/// How many slots of a future are named.
const SLOTS: usize = 3;
/// How wide the names may become.
const WIDTH: usize = 60;

/// One line per future: its sizes, and its largest slots.
pub fn listing(heading: &str, futures: &[Future]) -> String {
    let mut sorted: Vec<&Future> = futures.iter().collect();
    sorted.sort_by(|a, b| (b.plugin, &a.name, &a.ty).cmp(&(a.plugin, &b.name, &b.ty)));
    let names = sorted.iter().map(|future| future.name.chars().count());
    let width = names.max().unwrap_or(0).min(WIDTH).max(heading.len());
    let mut text =
        format!("{heading:width$} {:>8} {:>8} {:>8}  largest slots\n", "stock", "plugin", "floor");
    for future in sorted {
        let Future { name, stock, plugin, floor, .. } = future;
        let slots = largest_slots(future);
        text += &format!("{name:width$} {stock:>8} {plugin:>8} {floor:>8}  {slots}\n");
    }
    text
}

/// The static memory of embassy's tasks, the largest first, and of all; `None` if there are none.
pub fn tasks(futures: &[Future]) -> Option<Table> {
    let mut pools: Vec<(&str, Pools)> =
        futures.iter().filter_map(|future| Some((&*future.name, future.pool?))).collect();
    pools.sort_by(|a, b| (b.1.plugin, a.0).cmp(&(a.1.plugin, b.0)));
    let mut table = Table::new();
    table.heading("RAM of tasks, bytes");
    for (name, Pools { tasks, stock, plugin }) in &pools {
        table.row(&format!("{name}, {tasks} at a time"), *stock, *plugin);
    }
    let sum = |of: fn(&Pools) -> u64| pools.iter().map(|(_, pool)| of(pool)).sum();
    table.row("all", sum(|pool| pool.stock), sum(|pool| pool.plugin));
    (!pools.is_empty()).then_some(table)
}

/// The stack that polling embassy's tasks takes in a program, the most first; nothing if it has none of
/// them.
pub fn stacks(program: &str, profile: &str, futures: &[Future], stacks: &Program) -> String {
    let tasks = futures.iter().filter(|future| future.pool.is_some());
    let stack = |future: &Future| {
        // The executor's function for the task, into which the task's own may be inlined.
        let poll = format!("TaskStorage<{}::{{closure#0}}>>::poll", future.name);
        stacks.stack(|function| function.ends_with(&poll))
    };
    let found = tasks.filter_map(|future| Some((future.name.as_str(), stack(future)?)));
    let mut rows: Vec<(&str, Stack)> = found.collect();
    rows.sort_by(|a, b| (b.1.bytes, a.0).cmp(&(a.1.bytes, b.0)));
    if rows.is_empty() {
        return String::new();
    }
    let heading = format!("stack of polls in {program}, {profile}, bytes");
    let width = rows.iter().map(|(name, _)| name.chars().count() + 2).max().unwrap_or(0);
    let width = width.max(heading.chars().count());
    let mut text = format!("{heading:width$} {:>10}\n", "plugin");
    for (name, stack) in rows {
        let gaps = if stack.is_exact() { String::new() } else { format!("  and {}", stack.gaps()) };
        text += &format!("{:width$} {:>10}{gaps}\n", format!("  {name}"), stack.bytes);
    }
    text
}

/// `buffer 64, __awaitee (read) 32`.
fn largest_slots(future: &Future) -> String {
    let Some(frame) = future.frame() else { return "(stock way)".to_owned() };
    let mut slots: Vec<_> = frame.slots.iter().filter(|slot| slot.size > 0).collect();
    slots.sort_by_key(|slot| (std::cmp::Reverse(slot.size), slot.offset));
    let name = |slot: &&llvmcoro_contract::record::Slot| {
        let inner = slot.futures.first().and_then(|inner| future.frames.get(&inner.id));
        let inner = inner.map(|inner| format!(" ({})", short(&inner.definition)));
        format!("{}{} {}", title(slot), inner.unwrap_or_default(), slot.size)
    };
    slots.iter().take(SLOTS).map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use llvmcoro_contract::record::{Frame, Slot};

    use super::*;

    #[test]
    fn the_memory_of_tasks_is_summed_up() {
        let task = |name: &str, stock, plugin| Future {
            name: name.to_owned(),
            pool: Some(Pools { tasks: 2, stock, plugin }),
            ..Future::default()
        };
        let futures = [task("a", 10, 8), Future::default(), task("b", 40, 30)];
        let text = tasks(&futures).unwrap().to_string();
        let lines: Vec<Vec<&str>> = text.lines().map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(lines[1][..], ["b,", "2", "at", "a", "time", "40", "30", "0.750"]);
        assert_eq!(lines[3][..], ["all", "50", "38", "0.760"]);
        assert!(tasks(&futures[1..2]).is_none());
    }

    #[test]
    fn the_largest_future_and_slot_come_first() {
        let slot = |name: &str, size| Slot { name: name.to_owned(), size, ..Slot::default() };
        let slots = vec![slot("a", 1), slot("b", 4), slot("c", 2), slot("d", 3), slot("e", 0)];
        let frame = Frame { slots, size: 10, ..Frame::default() };
        let frames = std::rc::Rc::new([("1".to_owned(), frame)].into());
        let future = |name: &str, id: &str, plugin| Future {
            name: name.to_owned(),
            id: id.to_owned(),
            stock: 12,
            plugin,
            floor: 6,
            frames: std::rc::Rc::clone(&frames),
            ..Future::default()
        };
        let futures = [future("small", "2", 8), future("large", "1", 10)];
        let expected = "\
bytes    stock   plugin    floor  largest slots
large       12       10        6  b 4, d 3, c 2
small       12        8        6  (stock way)
";
        assert_eq!(listing("bytes", &futures), expected);
    }
}
