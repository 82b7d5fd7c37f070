//! Frames that hold addresses of their own parts, at random, as LLVM IR.
//!
//! Each is an alloca with a state in a byte, numbers, and cells of a pointer's size. What is in a cell
//! depends on the state, and mostly on nothing else: an address of the frame, an argument, a number, or
//! nothing. A function goes from state to state, reads what is there, and mixes it into a number.

use std::fmt::Write;

use crate::rng::Rng;

/// Numbers at the start of a frame, of 4 bytes each.
const NUMBERS: usize = 4;
/// The arguments that a cell may hold: arrays of 4 numbers.
const ARGUMENTS: usize = 3;
/// A function goes through so many states.
const STEPS: usize = 60;
/// `main` calls each function so often.
const CALLS: usize = 24;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Nothing,
    /// The address of a number of the frame.
    Own(usize),
    /// The address of another cell, which holds a number.
    Neighbour(usize),
    Argument(usize),
    /// One of two, which one depends on the number mixed.
    Either(usize, Result<usize, usize>),
    Number,
}

/// A module with `functions` functions, `@run0` and so on, and a `@main` that calls and prints them.
pub fn module(rng: &mut Rng, functions: usize) -> String {
    let mut text = String::from(HEADER);
    for number in 0..functions {
        Function::new(rng).write(number, &mut text);
    }
    text.push_str("define i32 @main() {\n  br label %call\n\ncall:\n");
    line(&mut text, "%number = phi i32 [ 0, %0 ], [ %next, %call ]");
    line(&mut text, "%seed = mul i32 %number, -1640531535");
    for number in 0..functions {
        let arguments = "i32 %seed, ptr @numbers0, ptr @numbers1, ptr @numbers2";
        line(&mut text, format_args!("%r{number} = call i32 @run{number}({arguments})"));
        let print = "call i32 (ptr, ...) @printf(ptr @format, i32";
        line(&mut text, format_args!("%printed{number} = {print} %r{number})"));
    }
    line(&mut text, "%next = add i32 %number, 1");
    line(&mut text, format_args!("%over = icmp eq i32 %next, {CALLS}"));
    text.push_str("  br i1 %over, label %end, label %call\n\nend:\n");
    text.push_str("  ret i32 0\n}\n");
    text
}

const HEADER: &str = "\
target datalayout = \"e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128\"
target triple = \"x86_64-unknown-linux-gnu\"

@format = private constant [4 x i8] c\"%u\\0A\\00\"
@numbers0 = global [4 x i32] [i32 1, i32 2, i32 3, i32 4]
@numbers1 = global [4 x i32] [i32 5, i32 6, i32 7, i32 8]
@numbers2 = global [4 x i32] [i32 9, i32 10, i32 11, i32 12]

declare i32 @printf(ptr, ...)

";

fn line(text: &mut String, line: impl std::fmt::Display) {
    writeln!(text, "  {line}").expect("a string takes all text");
}

struct Function<'r> {
    rng: &'r mut Rng,
    /// What each cell holds in each state.
    states: Vec<Vec<Cell>>,
    text: String,
    values: usize,
}

impl<'r> Function<'r> {
    fn new(rng: &'r mut Rng) -> Self {
        let (states, cells) = (rng.range(3, 8), rng.range(1, 5));
        let mut all: Vec<Vec<Cell>> = vec![vec![Cell::Nothing; cells]];
        for state in 1..states {
            let next = (0..cells)
                .map(|cell| match all.get(state - 1) {
                    // Many outlive a suspension.
                    Some(before) if state > 1 && rng.chance(50) => before[cell],
                    _ => Self::cell(rng, cells),
                })
                .collect();
            all.push(next);
        }
        Function { rng, states: all, text: String::new(), values: 0 }
    }

    fn cell(rng: &mut Rng, cells: usize) -> Cell {
        let number = rng.below(NUMBERS);
        match rng.weighted(&[15, 35, 10, 18, 8, 14]) {
            0 => Cell::Nothing,
            1 => Cell::Own(number),
            2 => Cell::Neighbour(rng.below(cells)),
            3 => Cell::Argument(rng.below(ARGUMENTS)),
            4 if rng.chance(50) => Cell::Either(number, Ok(rng.below(NUMBERS))),
            4 => Cell::Either(number, Err(rng.below(ARGUMENTS))),
            _ => Cell::Number,
        }
    }

    fn cells(&self) -> usize {
        self.states[0].len()
    }

    /// The first byte of a cell.
    fn place(cell: usize) -> usize {
        4 * NUMBERS + 8 * cell
    }

    /// The byte with the state.
    fn tag(&self) -> usize {
        Self::place(self.cells())
    }

    fn write(mut self, number: usize, text: &mut String) {
        let size = self.tag() + 8;
        self.text =
            format!("define i32 @run{number}(i32 %seed, ptr %a0, ptr %a1, ptr %a2) noinline {{\n");
        for local in ["%mixed = alloca i32", "%steps = alloca i32"] {
            line(&mut self.text, local);
        }
        line(&mut self.text, format_args!("%frame = alloca [{size} x i8], align 8"));
        line(&mut self.text, "store i32 %seed, ptr %mixed");
        line(&mut self.text, "store i32 0, ptr %steps");
        for number in 0..NUMBERS {
            let at = self.at(4 * number);
            let value = self.rng.range(1, 100);
            line(&mut self.text, format_args!("store i32 {value}, ptr {at}"));
        }
        self.set_state(0);
        line(&mut self.text, "br label %poll");
        self.poll();
        for state in 0..self.states.len() {
            self.state(state);
        }
        self.end();
        text.push_str(&self.text);
    }

    /// Goes on in the state that the frame is in.
    fn poll(&mut self) {
        self.text.push_str("poll:\n");
        let steps = self.value("load i32, ptr %steps");
        let more = self.value(format_args!("add i32 {steps}, 1"));
        line(&mut self.text, format_args!("store i32 {more}, ptr %steps"));
        let over = self.value(format_args!("icmp ugt i32 {more}, {STEPS}"));
        line(&mut self.text, format_args!("br i1 {over}, label %end, label %dispatch"));
        self.text.push_str("dispatch:\n");
        let at = self.at(self.tag());
        let tag = self.value(format_args!("load i8, ptr {at}"));
        let cases: String = (0..self.states.len())
            .map(|state| format!("i8 {state}, label %state{state} "))
            .collect();
        line(&mut self.text, format_args!("switch i8 {tag}, label %none [ {cases}]"));
        self.text.push_str("none:\n  unreachable\n");
    }

    fn state(&mut self, state: usize) {
        writeln!(self.text, "state{state}:").expect("a string takes all text");
        for cell in 0..self.cells() {
            if self.rng.chance(70) {
                self.read(state, cell);
            }
        }
        let ways = self.rng.range(1, 3);
        let mixed = self.value("load i32, ptr %mixed");
        let chosen = self.value(format_args!("urem i32 {mixed}, {ways}"));
        let cases: String =
            (0..ways).map(|way| format!("i32 {way}, label %to{state}.{way} ")).collect();
        line(&mut self.text, format_args!("switch i32 {chosen}, label %none [ {cases}]"));
        for way in 0..ways {
            writeln!(self.text, "to{state}.{way}:").expect("a string takes all text");
            let next = self.rng.range(1, self.states.len() - 1);
            self.go(state, next);
            line(&mut self.text, "br label %poll");
        }
    }

    /// Uses what a cell holds.
    fn read(&mut self, state: usize, cell: usize) {
        let at = self.at(Self::place(cell));
        match self.states[state][cell] {
            Cell::Nothing => {}
            Cell::Number => {
                let number = self.value(format_args!("load i32, ptr {at}"));
                self.mix(&number);
            }
            Cell::Neighbour(other) => {
                let address = self.value(format_args!("load ptr, ptr {at}"));
                if self.states[state][other] == Cell::Number {
                    let number = self.value(format_args!("load i32, ptr {address}"));
                    self.mix(&number);
                }
            }
            Cell::Own(_) | Cell::Argument(_) | Cell::Either(..) => {
                let address = self.value(format_args!("load ptr, ptr {at}"));
                let number = self.value(format_args!("load i32, ptr {address}"));
                self.mix(&number);
                let more = self.value(format_args!("add i32 {number}, 1"));
                line(&mut self.text, format_args!("store i32 {more}, ptr {address}"));
            }
        }
    }

    /// Makes the cells what they are in the state `next`.
    fn go(&mut self, state: usize, next: usize) {
        for cell in 0..self.cells() {
            let held = self.states[next][cell];
            if held == self.states[state][cell] && self.rng.chance(80) {
                continue;
            }
            let at = self.at(Self::place(cell));
            let stored = match held {
                Cell::Nothing => continue,
                Cell::Own(number) => format!("ptr {}", self.at(4 * number)),
                Cell::Neighbour(other) => format!("ptr {}", self.at(Self::place(other))),
                Cell::Argument(argument) => format!("ptr %a{argument}"),
                Cell::Either(one, other) => {
                    let one = self.at(4 * one);
                    let other = match other {
                        Ok(number) => self.at(4 * number),
                        Err(argument) => format!("%a{argument}"),
                    };
                    self.either(&at, &one, &other);
                    continue;
                }
                Cell::Number => format!("i32 {}", self.value("load i32, ptr %mixed")),
            };
            line(&mut self.text, format_args!("store {stored}, ptr {at}"));
        }
        self.set_state(next);
    }

    /// Stores one of two addresses, on two ways.
    fn either(&mut self, at: &str, one: &str, other: &str) {
        let mixed = self.value("load i32, ptr %mixed");
        let bit = self.value(format_args!("and i32 {mixed}, 8"));
        let which = self.value(format_args!("icmp eq i32 {bit}, 0"));
        let name = format!("either{}", self.values);
        line(&mut self.text, format_args!("br i1 {which}, label %{name}.one, label %{name}.other"));
        for (way, address) in [("one", one), ("other", other)] {
            writeln!(self.text, "{name}.{way}:").expect("a string takes all text");
            line(&mut self.text, format_args!("store ptr {address}, ptr {at}"));
            line(&mut self.text, format_args!("br label %{name}"));
        }
        writeln!(self.text, "{name}:").expect("a string takes all text");
    }

    fn end(&mut self) {
        self.text.push_str("end:\n");
        for number in 0..NUMBERS {
            let at = self.at(4 * number);
            let number = self.value(format_args!("load i32, ptr {at}"));
            self.mix(&number);
        }
        let mixed = self.value("load i32, ptr %mixed");
        line(&mut self.text, format_args!("ret i32 {mixed}"));
        self.text.push_str("}\n\n");
    }

    fn set_state(&mut self, state: usize) {
        let at = self.at(self.tag());
        line(&mut self.text, format_args!("store i8 {state}, ptr {at}"));
    }

    fn mix(&mut self, number: &str) {
        let mixed = self.value("load i32, ptr %mixed");
        let times = self.value(format_args!("mul i32 {mixed}, 31"));
        let sum = self.value(format_args!("add i32 {times}, {number}"));
        line(&mut self.text, format_args!("store i32 {sum}, ptr %mixed"));
    }

    /// The address of a byte of the frame.
    fn at(&mut self, byte: usize) -> String {
        self.value(format_args!("getelementptr inbounds i8, ptr %frame, i64 {byte}"))
    }

    fn value(&mut self, instruction: impl std::fmt::Display) -> String {
        let name = format!("%v{}", self.values);
        self.values += 1;
        line(&mut self.text, format_args!("{name} = {instruction}"));
        name
    }
}
