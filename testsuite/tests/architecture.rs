//! The plugin's rooms: what each uses is what docs/architecture.md says, and no circle is among it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use proc_macro2::{TokenStream, TokenTree};
use testsuite::plugin_sources;
use testsuite_support::Layout;

/// The crate of the contract, and the room that it is.
const CONTRACT: (&str, &str) = ("llvmcoro_contract", "contract");

/// The rooms that each room uses.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The room of a file or module: the longest of `rooms` that its path begins with.
fn room_of<'a>(path: &[String], rooms: &'a BTreeSet<String>) -> Option<&'a String> {
    let is_it = |length: &usize| rooms.get(&path[..*length].join("/"));
    (1..=path.len()).rev().find_map(|length| is_it(&length))
}

/// The path of the module that is in a file: `mir/lower/mod.rs` has `mir`, `lower`.
fn module_path(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).filter(|name| name != "lib").collect()
}

/// Every path that begins with `crate`, `super`, `self` or the contract's crate, with the items of
/// braces one by one.
fn paths(tokens: TokenStream, found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(ident)
                if ["crate", "super", "self", CONTRACT.0].iter().any(|first| ident == first) =>
            {
                at = path(&tokens, at, &[], found);
            }
            TokenTree::Group(group) => {
                paths(group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads one path from `at` on, behind `before`; returns where it ends.
fn path(
    tokens: &[TokenTree],
    mut at: usize,
    before: &[String],
    found: &mut Vec<Vec<String>>,
) -> usize {
    let mut path = before.to_vec();
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(ident) => path.push(ident.to_string()),
            TokenTree::Group(group) => {
                let items: Vec<TokenTree> = group.stream().into_iter().collect();
                for item in items.split(|token| token.to_string() == ",") {
                    self::path(item, 0, &path, found);
                }
                return at + 1;
            }
            _ => {}
        }
        at += 1;
        if !(is_colon(tokens.get(at)) && is_colon(tokens.get(at + 1))) {
            break;
        }
        at += 2;
    }
    found.push(path);
    at
}

/// The path from the crate's root on, of a path that stands in `module`.
fn absolute(module: &[String], path: &[String]) -> Vec<String> {
    let mut absolute = match path[0].as_str() {
        "crate" => vec![],
        name if name == CONTRACT.0 => return vec![CONTRACT.1.to_owned()],
        _ => module.to_vec(),
    };
    for name in path {
        match name.as_str() {
            "crate" | "self" => {}
            "super" => {
                absolute.pop();
            }
            name => absolute.push(name.to_owned()),
        }
    }
    absolute
}

/// What the rooms import from each other.
fn imported(rooms: &BTreeSet<String>) -> Result<Arrows> {
    let mut arrows = Arrows::new();
    for (file, text) in plugin_sources()? {
        let module = module_path(&file);
        // The root declares the rooms and belongs to none.
        let Some(room) = room_of(&module, rooms) else {
            ensure!(module.is_empty(), "{file} is in no room of docs/architecture.md");
            continue;
        };
        let mut found = vec![];
        let tokens: TokenStream =
            text.parse().map_err(|error| anyhow::anyhow!("{file}: {error}"))?;
        paths(tokens, &mut found);
        let uses = arrows.entry(room.clone()).or_default();
        for path in found {
            let used = room_of(&absolute(&module, &path), rooms);
            uses.extend(used.filter(|used| *used != room).cloned());
        }
    }
    Ok(arrows)
}

/// What docs/architecture.md says that they use: rows of a table, first the room, last what it uses.
fn documented() -> Result<Arrows> {
    let page = Layout::from_env()?.root.join("docs/architecture.md");
    let page = std::fs::read_to_string(&page).with_context(|| page.display().to_string())?;
    let mut arrows = Arrows::new();
    let quoted = |cell: &str| -> Vec<String> {
        let names = cell.split('`').skip(1).step_by(2);
        names.map(|name| name.trim_end_matches(".rs").trim_end_matches('/').to_owned()).collect()
    };
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [room] = &quoted(cells[0])[..] else { continue };
        let uses = quoted(cells[cells.len() - 1]).into_iter().collect();
        ensure!(arrows.insert(room.clone(), uses).is_none(), "`{room}` has two rows");
    }
    Ok(arrows)
}

/// A way from a room back to itself.
fn circle(arrows: &Arrows) -> Option<Vec<String>> {
    fn walk(arrows: &Arrows, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
        let room = way.last().expect("a way begins somewhere").clone();
        if way[..way.len() - 1].contains(&room) {
            return true;
        }
        if done.contains(&room) {
            return false;
        }
        for next in arrows.get(&room).into_iter().flatten() {
            way.push(next.clone());
            if walk(arrows, way, done) {
                return true;
            }
            way.pop();
        }
        done.insert(room);
        false
    }
    let mut done = BTreeSet::new();
    arrows.keys().find_map(|room| {
        let mut way = vec![room.clone()];
        walk(arrows, &mut way, &mut done).then_some(way)
    })
}

#[test]
fn rooms_use_what_is_documented() -> Result<()> {
    let mut documented = documented()?;
    let rooms: BTreeSet<String> = documented.keys().cloned().collect();
    documented.remove(CONTRACT.1).context("the contract has a row")?;
    let imported = imported(&rooms)?;
    for (room, uses) in &documented {
        let found = imported.get(room).with_context(|| format!("there is no room `{room}`"))?;
        ensure!(found == uses, "`{room}` uses {found:?}, docs/architecture.md says {uses:?}");
    }
    Ok(())
}

#[test]
fn no_arrows_make_a_circle() -> Result<()> {
    let documented = documented()?;
    ensure!(documented.len() >= 12, "only {} rooms", documented.len());
    ensure!(circle(&documented).is_none(), "{:?}", circle(&documented));
    Ok(())
}

#[test]
fn imports_and_circles_are_found() -> Result<()> {
    let text = "use super::{a::B, super::c}; use crate::d::{self, E}; \
                fn f() { self::g::h(crate::i::j()) } // crate::no";
    let mut found = vec![];
    paths(text.parse().map_err(|error| anyhow::anyhow!("{error}"))?, &mut found);
    let module = ["x", "y"].map(str::to_owned);
    let absolute: Vec<String> =
        found.iter().map(|path| absolute(&module, path).join("/")).collect();
    assert_eq!(absolute, ["x/a/B", "c", "d", "d/E", "x/y/g/h", "i/j"]);

    let arrows = |pairs: &[(&str, &str)]| {
        let mut arrows = Arrows::new();
        for (from, to) in pairs {
            arrows.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        arrows
    };
    assert_eq!(circle(&arrows(&[("a", "b"), ("a", "c"), ("b", "c")])), None);
    assert!(circle(&arrows(&[("a", "b"), ("b", "c"), ("c", "b")])).is_some());
    Ok(())
}
