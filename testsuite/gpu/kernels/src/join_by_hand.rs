//! Four workflows without futures.

use crate::common::Words;
use crate::workflow::{STEPS, start, workflow_plain_from};

/// The state of a workflow: `word` has been asked for.
#[derive(Clone, Copy)]
struct Workflow {
    step: u32,
    sum: u32,
    word: u32,
    /// Whether the word is a step's second one.
    second: bool,
}

impl Workflow {
    fn new(words: Words, at: u32) -> Self {
        Workflow { step: 0, sum: 0, word: words.get(at), second: false }
    }

    /// Uses the word and asks for another one; whether there is one.
    fn step(&mut self, words: Words) -> bool {
        if self.step == STEPS {
            return false;
        }
        let at = if self.second {
            self.sum = self.sum.wrapping_add(self.word);
            self.second = false;
            self.step += 1;
            self.word
        } else if self.word.is_multiple_of(2) {
            self.second = true;
            self.word ^ self.step
        } else {
            self.sum ^= self.word;
            self.step += 1;
            self.word.wrapping_mul(2_654_435_761)
        };
        if self.step == STEPS {
            return false;
        }
        self.word = words.get(at);
        true
    }
}

/// Four state machines in turn.
pub fn join_4_by_hand(words: Words, thread: u32) -> u32 {
    let mut four = [0, 1, 2, 3].map(|number| Workflow::new(words, start(4 * thread + number)));
    loop {
        let mut running = false;
        for workflow in &mut four {
            running |= workflow.step(words);
        }
        if !running {
            return four.into_iter().fold(0, |all, workflow| all ^ workflow.sum);
        }
    }
}

/// One workflow after the other.
pub fn join_4_plain(words: Words, thread: u32) -> u32 {
    (0..4).fold(0, |all, number| all ^ workflow_plain_from(words, start(4 * thread + number)))
}
