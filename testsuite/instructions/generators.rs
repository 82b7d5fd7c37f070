//! Nested generators that are made, run a few steps and end, 50,000 of them. They are boxed, so that
//! each is made and ended by code of its own.

#![feature(gen_blocks)]

use std::cell::Cell;
use std::hint::black_box;

const ROUNDS: u32 = 10_000;

type Words<'a> = Box<dyn Iterator<Item = u32> + 'a>;

/// Counts its ends.
struct Counted<'a>(&'a Cell<u32>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[inline(never)]
fn inner(word: u32, steps: u32, ends: &Cell<u32>) -> Words<'_> {
    Box::new(gen move {
        let counted = Counted(ends);
        for step in 0..steps {
            yield word ^ step;
        }
        drop(counted);
    })
}

#[inline(never)]
fn outer(word: u32, steps: u32, ends: &Cell<u32>) -> Words<'_> {
    Box::new(gen move {
        for word in inner(word, steps, ends) {
            yield word;
        }
        for word in inner(word + 1, steps, ends) {
            yield word.wrapping_mul(3);
        }
    })
}

fn main() {
    let ends = Cell::new(0);
    let mut sum = 0_u32;
    for round in 0..black_box(ROUNDS) {
        // Once to the end, once dropped after a step.
        for word in outer(round, 3, &ends) {
            sum = sum.rotate_left(3) ^ word;
        }
        sum ^= outer(round, 3, &ends).next().unwrap_or(1);
    }
    println!("{sum} after {} ends", ends.get());
}
