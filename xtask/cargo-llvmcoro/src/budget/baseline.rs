//! A baseline: the futures of a project with their slots, as a file that one commits. It is sorted, and
//! nothing in it depends on lines or machines, so its differences are those of the futures.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use llvmcoro_report::{Future, short, title};
use serde::{Deserialize, Serialize};

/// The futures of a project, for one target and profile.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Baseline {
    /// rustc's name of the target.
    target: String,
    /// Cargo's name of the profile.
    profile: String,
    /// The futures, by name and generic arguments.
    futures: BTreeMap<String, Entry>,
}

/// A future.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Entry {
    /// Bytes.
    pub size: u64,
    /// The bytes of each slot, by name and type.
    slots: BTreeMap<String, u64>,
}

/// What has changed since a baseline was saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What has grown, each future with its slots.
    pub grown: Vec<String>,
    /// What is new, gone or smaller, which is no fault.
    pub notes: Vec<String>,
}

impl Baseline {
    /// Of these futures.
    pub fn of(target: &str, profile: &str, futures: &[Future]) -> Self {
        let mut entries = BTreeMap::new();
        let mut sorted: Vec<&Future> = futures.iter().collect();
        sorted.sort_by(|a, b| (&a.name, b.plugin, &a.ty).cmp(&(&b.name, a.plugin, &b.ty)));
        for future in sorted {
            let slots = future.frame().into_iter().flat_map(|frame| &frame.slots);
            let mut names = BTreeMap::new();
            for slot in slots.filter(|slot| slot.size > 0) {
                let inner = slot.futures.first().and_then(|inner| future.frames.get(&inner.id));
                let ty = match inner {
                    Some(inner) => short(&inner.definition).to_owned(),
                    None => without_places(&slot.ty),
                };
                names.insert(unused(&names, &format!("{}: {ty}", title(slot))), slot.size);
            }
            let name = without_places(&name(future));
            entries.insert(unused(&entries, &name), Entry { size: future.plugin, slots: names });
        }
        Baseline { target: target.to_owned(), profile: profile.to_owned(), futures: entries }
    }

    /// Reads what [`text`](Self::text) wrote.
    ///
    /// # Errors
    /// If that is not in the file.
    pub fn read(file: &Path) -> Result<Self> {
        let name = file.display().to_string();
        let text = fs::read_to_string(file).with_context(|| name.clone())?;
        serde_json::from_str(&text).with_context(|| format!("{name} is not what --save wrote"))
    }

    /// The content of a file.
    ///
    /// # Errors
    /// None that could happen.
    pub fn text(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self).context("writing JSON")? + "\n")
    }

    /// The number of futures.
    #[expect(clippy::len_without_is_empty, reason = "a project without futures has no baseline")]
    pub fn len(&self) -> usize {
        self.futures.len()
    }

    /// The futures, by name.
    pub fn futures(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.futures.iter().map(|(name, entry)| (name.as_str(), entry))
    }

    /// What has changed since `saved`.
    ///
    /// # Errors
    /// If that is of another target or profile.
    pub fn since(&self, saved: &Baseline) -> Result<Changes> {
        ensure!(
            (&saved.target, &saved.profile) == (&self.target, &self.profile),
            "it is for {}, profile {}, and not for {}, profile {}",
            saved.target,
            saved.profile,
            self.target,
            self.profile
        );
        let mut changes = Changes::default();
        for (name, entry) in &self.futures {
            let Some(before) = saved.futures.get(name) else {
                changes.notes.push(format!("{name} is new: {} bytes", entry.size));
                continue;
            };
            let sizes = format!("from {} to {} bytes", before.size, entry.size);
            if entry.size < before.size {
                changes.notes.push(format!("{name} has shrunk {sizes}"));
            } else if entry.size > before.size {
                let more = entry.size - before.size;
                let mut text = format!("{name} has grown {sizes}, by {more}");
                for line in entry.growth(before) {
                    text += &format!("\n  {line}");
                }
                changes.grown.push(text);
            }
        }
        let gone = saved.futures.keys().filter(|name| !self.futures.contains_key(*name));
        changes.notes.extend(gone.map(|name| format!("{name} is gone")));
        Ok(changes)
    }
}

impl Entry {
    /// Lines about the slots that are new or larger, the largest difference first.
    fn growth(&self, before: &Entry) -> Vec<String> {
        let mut lines = vec![];
        for (name, &size) in &self.slots {
            match before.slots.get(name) {
                None => lines.push((size, format!("{name} is new: {size} bytes"))),
                Some(&before) if size > before => {
                    lines
                        .push((size - before, format!("{name} has grown from {before} to {size}")));
                }
                Some(_) => {}
            }
        }
        lines.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        if lines.is_empty() {
            return vec!["no slot is larger: more of them are needed at one time".to_owned()];
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// The name with its generic arguments, where the type tells them.
fn name(future: &Future) -> String {
    let function = future.ty.strip_prefix("{async fn body of ");
    match function.and_then(|rest| rest.strip_suffix("()}")) {
        Some(function) => function.to_owned(),
        None => future.name.clone(),
    }
}

/// A type without the places of what has no name: `{async block@src/a.rs:3:5: 3:9}` is
/// `{async block}`.
fn without_places(ty: &str) -> String {
    let mut text = String::new();
    let mut rest = ty;
    while let Some((before, after)) = rest.split_once('@') {
        text += before;
        rest = after.find('}').map_or("", |end| &after[end..]);
    }
    text + rest
}

/// The name, or the name with a number if it is in use.
fn unused<T>(used: &BTreeMap<String, T>, name: &str) -> String {
    let numbered = |number: usize| match number {
        1 => name.to_owned(),
        _ => format!("{name} #{number}"),
    };
    (1..).map(numbered).find(|name| !used.contains_key(name)).expect("there are enough numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A future's name, its size, and its slots.
    type Row<'a> = (&'a str, u64, &'a [(&'a str, u64)]);

    fn baseline(futures: &[Row<'_>]) -> Baseline {
        let entry = |size, slots: &[(&str, u64)]| Entry {
            size,
            slots: slots.iter().map(|(name, size)| ((*name).to_owned(), *size)).collect(),
        };
        Baseline {
            target: "thumb".to_owned(),
            profile: "dev".to_owned(),
            futures: futures
                .iter()
                .map(|(name, size, slots)| ((*name).to_owned(), entry(*size, slots)))
                .collect(),
        }
    }

    #[test]
    fn growth_is_named_by_its_slots() {
        let saved = baseline(&[
            ("a::f", 8, &[("x: u32", 4)]),
            ("a::g", 8, &[]),
            ("a::h", 8, &[]),
            ("a::i", 8, &[("y: u32", 4)]),
        ]);
        let now = baseline(&[
            ("a::f", 80, &[("x: u32", 4), ("buffer: [u8; 64]", 64), ("__awaitee: g", 4)]),
            ("a::g", 4, &[]),
            ("a::i", 12, &[("y: u32", 4)]),
            ("a::j", 4, &[]),
        ]);
        let changes = now.since(&saved).unwrap();
        assert_eq!(
            changes.grown,
            [
                "a::f has grown from 8 to 80 bytes, by 72\n  buffer: [u8; 64] is new: 64 bytes\n  \
                 __awaitee: g is new: 4 bytes",
                "a::i has grown from 8 to 12 bytes, by 4\n  no slot is larger: more of them are \
                 needed at one time",
            ]
        );
        assert_eq!(
            changes.notes,
            ["a::g has shrunk from 8 to 4 bytes", "a::j is new: 4 bytes", "a::h is gone"]
        );
        assert_eq!(now.since(&now).unwrap(), Changes::default());
        let other = Baseline { profile: "release".to_owned(), ..saved };
        assert!(now.since(&other).unwrap_err().to_string().contains("profile release"));
    }

    #[test]
    fn names_have_no_lines_and_are_unique() {
        assert_eq!(
            without_places("J<{async block@src/a.rs:3:5: 3:9}, {closure@b.rs:1:1: 1:2}>"),
            "J<{async block}, {closure}>"
        );
        let future = |ty: &str, plugin| Future {
            name: "a::f".to_owned(),
            ty: ty.to_owned(),
            plugin,
            ..Future::default()
        };
        let futures = [
            future("{async fn body of a::f<u8>()}", 4),
            future("{async block@a.rs:1:1: 1:2}", 4),
            future("{async block@a.rs:2:1: 2:2}", 8),
        ];
        let baseline = Baseline::of("thumb", "dev", &futures);
        let sizes: Vec<_> = baseline.futures().map(|(name, entry)| (name, entry.size)).collect();
        assert_eq!(sizes, [("a::f", 8), ("a::f #2", 4), ("a::f<u8>", 4)]);
        let read: Baseline = serde_json::from_str(&baseline.text().unwrap()).unwrap();
        assert_eq!(read, baseline);
    }
}
