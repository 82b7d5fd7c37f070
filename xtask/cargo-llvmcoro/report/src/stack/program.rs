//! The functions of a linked program for Cortex-M: what each takes of the stack, and whom it calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use object::{Architecture, Object, ObjectSection, ObjectSymbol, SymbolKind};

use super::Stack;
use super::thumb::{self, Branch};

/// Where the compiler writes the functions' frames: for each its address, and its size in LEB128.
const SECTION: &str = ".stack_sizes";

/// A function.
#[derive(Debug, Default)]
struct Function {
    /// Its path, without hashes.
    name: String,
    end: u64,
    /// What the compiler says of its own frame, in bytes.
    frame: Option<u64>,
    branches: Vec<Branch>,
}

/// The functions of a program, by address.
#[derive(Debug)]
pub struct Program {
    functions: BTreeMap<u64, Function>,
}

impl Program {
    /// Reads a program for Cortex-M that was compiled with sizes of stacks.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let data = fs::read(path).with_context(|| format!("reading {name}"))?;
        let file = object::File::parse(&*data);
        let file = file.with_context(|| format!("{name} is no sound ELF file"))?;
        ensure!(file.architecture() == Architecture::Arm, "{name} is not for Cortex-M");
        let mut functions = functions(&file).with_context(|| name.clone())?;
        let sizes = file.section_by_name(SECTION);
        let sizes = sizes.with_context(|| format!("{name} has no section {SECTION}"))?.data()?;
        for (address, frame) in frames(sizes).with_context(|| format!("{SECTION} of {name}"))? {
            if let Some(function) = functions.get_mut(&address) {
                function.frame = Some(frame);
            }
        }
        Ok(Program { functions })
    }

    /// The stack of each function for whose path `is_it` says so; nothing if there is none.
    pub fn stack(&self, is_it: impl Fn(&str) -> bool) -> Option<Stack> {
        let mut walk = Walk { functions: &self.functions, known: BTreeMap::new(), above: vec![] };
        let chosen = self.functions.iter().filter(|(_, function)| is_it(&function.name));
        let stacks: Vec<Stack> = chosen.map(|(address, _)| walk.stack(*address)).collect();
        stacks.into_iter().reduce(deeper)
    }
}

/// Both of two ways to use the stack.
fn deeper(one: Stack, other: Stack) -> Stack {
    let both = |one, other| BTreeSet::union(&one, &other).cloned().collect();
    Stack {
        bytes: one.bytes.max(other.bytes),
        indirect: both(one.indirect, other.indirect),
        unknown: both(one.unknown, other.unknown),
        recursive: both(one.recursive, other.recursive),
    }
}

/// The functions of a file, with the branches in their code.
fn functions(file: &object::File<'_>) -> Result<BTreeMap<u64, Function>> {
    // An address of a function has the lowest bit set, which marks Thumb code.
    let mut functions = BTreeMap::new();
    // Where code begins ($t) and data in code ($d).
    let mut kinds = BTreeMap::new();
    for symbol in file.symbols() {
        let (name, address) = (symbol.name()?, symbol.address());
        match name.split('.').next() {
            Some("$t") => drop(kinds.insert(address, true)),
            Some("$d") => drop(kinds.insert(address, false)),
            _ if symbol.kind() == SymbolKind::Text && symbol.size() > 0 => {
                let start = address & !1;
                let name = format!("{:#}", rustc_demangle::demangle(name));
                let end = start + symbol.size();
                functions.insert(start, Function { name, end, ..Function::default() });
            }
            _ => {}
        }
    }
    ensure!(!functions.is_empty(), "it has no symbols");
    for section in file.sections().filter(|section| section.kind() == object::SectionKind::Text) {
        let (base, data) = (section.address(), section.data()?);
        let inside = base..base + data.len() as u64;
        for (start, function) in functions.iter_mut().filter(|(start, _)| inside.contains(start)) {
            let mut at = *start;
            let before = kinds.range(..=at).next_back();
            let mut is_code = before.is_none_or(|(_, is_code)| *is_code);
            let within = kinds.range(at + 1..function.end).map(|(at, is_code)| (*at, *is_code));
            for (next, next_is_code) in within.chain([(function.end, false)]) {
                if is_code {
                    let code = data.get((at - base) as usize..(next - base) as usize);
                    let code = code.context("a function ends behind its section")?;
                    function.branches.extend(thumb::branches(code, at));
                }
                (at, is_code) = (next, next_is_code);
            }
        }
    }
    Ok(functions)
}

/// The entries of [`SECTION`]: addresses of functions, and bytes.
fn frames(mut data: &[u8]) -> Result<Vec<(u64, u64)>> {
    let mut found = vec![];
    while let Some((address, rest)) = data.split_first_chunk::<4>() {
        data = rest;
        let (mut size, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = data.split_first().context("it ends early")?;
            data = rest;
            ensure!(shift < 63, "a size is too large");
            size |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        found.push((u64::from(u32::from_le_bytes(*address) & !1), size));
    }
    ensure!(data.is_empty(), "it ends early");
    Ok(found)
}

/// A walk down the calls.
struct Walk<'a> {
    functions: &'a BTreeMap<u64, Function>,
    known: BTreeMap<u64, Stack>,
    /// The functions that are being called.
    above: Vec<u64>,
}

impl Walk<'_> {
    fn stack(&mut self, address: u64) -> Stack {
        if let Some(stack) = self.known.get(&address) {
            return stack.clone();
        }
        let Some(function) = self.functions.get(&address) else {
            let unknown = BTreeSet::from([format!("{address:#x}")]);
            return Stack { unknown, ..Stack::default() };
        };
        let name = || BTreeSet::from([function.name.clone()]);
        if self.above.contains(&address) {
            return Stack { recursive: name(), ..Stack::default() };
        }
        self.above.push(address);
        let own = function.frame.unwrap_or(0);
        let mut stack = Stack { bytes: own, ..Stack::default() };
        if function.frame.is_none() {
            stack.unknown = name();
        }
        for branch in &function.branches {
            match *branch {
                Branch::Call(to) if self.returns(to) => {
                    let mut called = self.stack(to);
                    called.bytes += own;
                    stack = deeper(stack, called);
                }
                // The frame is gone before a function ends by calling another.
                Branch::Jump(to) if self.leaves(address, to) && self.returns(to) => {
                    stack = deeper(stack, self.stack(to));
                }
                Branch::IndirectCall | Branch::IndirectJump => stack.indirect.extend(name()),
                Branch::Call(_) | Branch::Jump(_) | Branch::Return => {}
            }
        }
        self.above.pop();
        self.known.insert(address, stack.clone());
        stack
    }

    /// Whether a jump to `to` leaves the function at `address`.
    fn leaves(&self, address: u64, to: u64) -> bool {
        !self.functions.get(&address).is_some_and(|function| (address..function.end).contains(&to))
    }

    /// Whether the function at `address` may return. One that does not ends in a panic, which is no
    /// part of a poll that goes well.
    fn returns(&self, address: u64) -> bool {
        self.functions.get(&address).is_none_or(|function| {
            function.branches.iter().any(|branch| match *branch {
                Branch::Return | Branch::IndirectJump => true,
                Branch::Jump(to) => self.leaves(address, to),
                Branch::Call(_) | Branch::IndirectCall => false,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(functions: &[(u64, &str, Option<u64>, &[Branch])]) -> Program {
        let function = |(start, name, frame, branches): &(u64, &str, Option<u64>, &[Branch])| {
            let function = Function {
                name: (*name).to_owned(),
                end: start + 0x10,
                frame: *frame,
                branches: branches.to_vec(),
            };
            (*start, function)
        };
        Program { functions: functions.iter().map(function).collect() }
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_deepest_chain_counts_without_what_panics() {
        use Branch::{Call, Jump, Return};
        let program = program(&[
            (0x100, "poll", Some(16), &[Call(0x200), Call(0x300), Jump(0x108), Return]),
            (0x200, "shallow", Some(8), &[Return]),
            (0x300, "deep", Some(24), &[Call(0x200), Call(0x500), Jump(0x400)]),
            (0x400, "last", Some(40), &[Return]),
            (0x500, "panic", Some(1000), &[Call(0x500)]),
        ]);
        let stack = program.stack(|name| name == "poll").unwrap();
        // 16 + 24 + 8 = 48, and 16 + 40 where `deep` ends by calling.
        assert_eq!(stack, Stack { bytes: 56, ..Stack::default() });
        assert!(stack.is_exact());
        assert_eq!(program.stack(|name| name == "nobody"), None);
    }

    #[test]
    fn what_is_not_known_is_told() {
        use Branch::{Call, IndirectCall, Return};
        let program = program(&[
            (0x100, "poll", Some(16), &[Call(0x200), Call(0x300), Return]),
            (0x200, "by_another", None, &[Return]),
            (0x300, "again", Some(8), &[Call(0x300), IndirectCall, Return]),
        ]);
        let stack = program.stack(|name| name == "poll").unwrap();
        let expected = Stack {
            bytes: 24,
            indirect: names(&["again"]),
            unknown: names(&["by_another"]),
            recursive: names(&["again"]),
        };
        assert_eq!(stack, expected);
        let gaps = "1 caller through pointers (again), 1 function of unknown size (by_another), \
                    1 recursive function (again)";
        assert_eq!(stack.gaps(), gaps);
    }

    #[test]
    fn sizes_are_read() {
        let data = [0x01, 0x02, 0, 0, 0x90, 0x01, 0x41, 0x02, 0, 0, 0x08];
        assert_eq!(frames(&data).unwrap(), [(0x200, 144), (0x240, 8)]);
        assert!(frames(&data[..5]).is_err());
        assert!(frames(&data[..2]).is_err());
    }
}
