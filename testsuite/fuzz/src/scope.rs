//! What the borrow checker would allow: which variables may be used in which way.
//!
//! The rules are slightly stricter than the language, so that nearly every program compiles. A
//! reference is never used again after a use of its lender that ends it. That holds only within one
//! *level* (a loop's body or an async block's), because a loop may repeat a use.

use crate::ty::Ty;

/// A use of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// By shared reference, or as a copy.
    Read,
    /// By mutable reference, or as the target of an assignment of a whole value.
    Write,
    /// By moving it.
    Move,
}

/// What is left of a variable's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The whole value.
    Whole,
    /// All but these fields, which are or may be moved.
    Part(Vec<&'static str>),
    /// Nothing: it is or may be moved, or is not yet initialised.
    Missing,
    /// A reference that its lender has ended.
    Dead,
}

impl State {
    fn join(&self, other: &State) -> State {
        match (self, other) {
            (State::Dead, _) | (_, State::Dead) => State::Dead,
            (State::Missing, _) | (_, State::Missing) => State::Missing,
            (State::Part(a), State::Part(b)) => {
                let more = b.iter().filter(|field| !a.contains(field));
                State::Part(a.iter().chain(more).copied().collect())
            }
            (State::Part(fields), State::Whole) | (State::Whole, State::Part(fields)) => {
                State::Part(fields.clone())
            }
            (State::Whole, State::Whole) => State::Whole,
        }
    }
}

/// A variable.
#[derive(Clone, Debug)]
pub struct Var {
    /// Its name in the program.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it is declared `mut`.
    pub mutable: bool,
    /// What is left of its value.
    pub state: State,
    /// The number of loops and async blocks around it.
    pub level: usize,
    /// The index of the variable that a reference points into.
    pub lender: Option<usize>,
    /// The numbers of shared and mutable borrows that are still held.
    pub held: (usize, usize),
}

/// An async block, as seen by the variables outside.
#[derive(Clone, Debug)]
pub struct Capture {
    /// The variables before this index are outside.
    pub outside: usize,
    /// Whether it moves everything it mentions.
    pub by_move: bool,
    /// The move floor outside.
    pub floor: usize,
    /// The outer variables that it moves.
    pub taken: Vec<usize>,
    /// The outer variables and fields that it mentions.
    pub mentioned: Vec<(usize, Option<&'static str>)>,
}

/// The variables in scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The variables, innermost last.
    pub vars: Vec<Var>,
    /// The number of surrounding loops and async blocks.
    pub level: usize,
    /// Variables of lower levels cannot be moved, because a loop would move them twice.
    pub move_floor: usize,
    /// The surrounding async blocks, innermost last.
    pub captures: Vec<Capture>,
}

impl Scope {
    /// Adds a variable with a value.
    pub fn declare(&mut self, name: String, ty: Ty, mutable: bool) -> usize {
        let level = self.level;
        let state = State::Whole;
        self.vars.push(Var { name, ty, mutable, state, level, lender: None, held: (0, 0) });
        self.vars.len() - 1
    }

    /// Whether the variable can be used in this way; with a field, only that field is used.
    pub fn allows(&self, index: usize, field: Option<&str>, how: Use) -> bool {
        let var = &self.vars[index];
        let there = match (&var.state, field) {
            (State::Whole, _) => true,
            (State::Part(moved), Some(field)) => !moved.contains(&field),
            _ => false,
        };
        there && self.allows_borrows(index, how)
    }

    /// Whether the variable can be assigned a new value, whatever happened to the old one.
    pub fn allows_assignment(&self, index: usize) -> bool {
        let var = &self.vars[index];
        let captured = self.captures.iter().any(|capture| index < capture.outside);
        var.mutable
            && var.state != State::Dead
            && (var.state == State::Whole || !captured)
            && self.allows_borrows(index, Use::Write)
    }

    fn allows_borrows(&self, index: usize, how: Use) -> bool {
        let var = &self.vars[index];
        let stays = how != Use::Move || var.ty.is_copy() || var.level >= self.move_floor;
        let floor = self.captures_whole(index).map(|capture| capture.floor).max().unwrap_or(0);
        let may_be_taken = var.ty.is_copy() || var.level >= floor;
        let how = if self.is_taken_whole(index) { Use::Move } else { how };
        let held = match how {
            Use::Read => var.held.1 == 0,
            Use::Write | Use::Move => var.held == (0, 0),
        };
        let movable = stays && may_be_taken;
        held && movable
            && self.ended_by(index, how).iter().all(|&r| self.vars[r].level == self.level)
    }

    /// Whether any use moves the variable, because it is outside an `async move` block.
    fn is_taken_whole(&self, index: usize) -> bool {
        self.captures_whole(index).next().is_some()
    }

    fn captures_whole(&self, index: usize) -> impl Iterator<Item = &Capture> {
        self.captures.iter().filter(move |capture| capture.by_move && index < capture.outside)
    }

    /// The live references that such a use of their lender ends, and the references into these.
    fn ended_by(&self, index: usize, how: Use) -> Vec<usize> {
        let mut ended = vec![];
        for (r, var) in self.vars.iter().enumerate().skip(index + 1) {
            let Some(lender) = var.lender else { continue };
            let exclusive = matches!(var.ty, Ty::RefMut(_)) || how != Use::Read;
            if var.state != State::Dead
                && ((lender == index && exclusive) || ended.contains(&lender))
            {
                ended.push(r);
            }
        }
        ended
    }

    /// Records an allowed use.
    pub fn use_var(&mut self, index: usize, field: Option<&'static str>, how: Use) {
        let taken = self.is_taken_whole(index);
        for reference in self.ended_by(index, if taken { Use::Move } else { how }) {
            self.vars[reference].state = State::Dead;
        }
        let is_copy = match field {
            None => self.vars[index].ty.is_copy(),
            Some(field) => {
                let fields = self.vars[index].ty.fields();
                fields.iter().any(|(name, ty)| *name == field && ty.is_copy())
            }
        };
        let moved = how == Use::Move && !is_copy;
        if moved {
            let var = &mut self.vars[index];
            var.state = match (field, &var.state) {
                (Some(field), State::Whole) => State::Part(vec![field]),
                (Some(field), State::Part(fields)) => {
                    State::Part(fields.iter().copied().chain([field]).collect())
                }
                _ => State::Missing,
            };
        }
        // What one of them moves, those around it move as well.
        let mut takes = moved;
        let is_copy = self.vars[index].ty.is_copy();
        for capture in self.captures.iter_mut().rev() {
            takes |= index < capture.outside && capture.by_move && !is_copy;
            if index < capture.outside && takes && !capture.taken.contains(&index) {
                capture.taken.push(index);
            }
            if index < capture.outside && !capture.mentioned.contains(&(index, field)) {
                capture.mentioned.push((index, field));
            }
        }
    }

    /// Records that the variable has a new value.
    pub fn assign(&mut self, index: usize) {
        self.use_var(index, None, Use::Write);
        self.vars[index].state = State::Whole;
    }

    /// The states of the first `count` variables.
    pub fn states(&self, count: usize) -> Vec<State> {
        self.vars.iter().take(count).map(|var| var.state.clone()).collect()
    }

    /// Sets the states of the first variables.
    pub fn restore(&mut self, states: &[State]) {
        for (var, state) in self.vars.iter_mut().zip(states) {
            var.state = state.clone();
        }
    }

    /// Merges the states of several paths, of which there is at least one.
    pub fn join(&mut self, ways: &[Vec<State>]) {
        let [first, rest @ ..] = ways else { return };
        let mut joined = first.clone();
        for way in rest {
            for (state, other) in joined.iter_mut().zip(way) {
                *state = state.join(other);
            }
        }
        self.restore(&joined);
    }
}
