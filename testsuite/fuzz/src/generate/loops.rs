//! Loops, labelled blocks, and the exits from them.

use super::{Around, Body, Generator};
use crate::scope::{State, Use};
use crate::ty::Ty;

impl Generator {
    pub(super) fn enter(
        &mut self,
        body: &mut Body,
        is_loop: bool,
        value: Option<Ty>,
        turns: usize,
    ) -> String {
        let label = self.name("'l");
        body.around.push(Around {
            label: label.clone(),
            is_loop,
            value,
            vars: body.scope.vars.len(),
            move_floor: body.scope.move_floor,
            breaks: vec![],
            continues: vec![],
        });
        body.turns *= turns;
        if is_loop {
            body.scope.level += 1;
            body.scope.move_floor = body.scope.level;
        }
        label
    }

    pub(super) fn exit(&mut self, body: &mut Body, turns: usize) -> Around {
        let around = body.around.pop().expect("something was entered");
        body.turns /= turns;
        if around.is_loop {
            body.scope.level -= 1;
            body.scope.move_floor = around.move_floor;
        }
        around
    }

    pub(super) fn while_loop(&mut self, body: &mut Body) {
        self.note("while");
        let before = body.scope.states(body.scope.vars.len());
        let turns = self.rng.range(1, 3);
        let counter = self.name("i");
        let range = self.rng.chance(50);
        let label = self.enter(body, true, None, turns);
        if range {
            self.text.open(format!("{label}: for {counter} in 0..{turns}u32 {{"));
            self.text.line(format!("mark({counter});"));
        } else {
            self.text.line(format!("let mut {counter} = 0;"));
            self.text.open(format!("{label}: while {counter} < {turns} {{"));
            self.text.line(format!("{counter} += 1;"));
        }
        let mut ways: Vec<_> = self.branch(body, &before).into_iter().collect();
        self.text.close("}");
        let around = self.exit(body, turns);
        ways.push(before);
        ways.extend(around.breaks.into_iter().chain(around.continues));
        self.join(body, &ways);
    }

    /// A loop over a list, by value or by reference, or over what a generator yields.
    pub(super) fn for_items(&mut self, body: &mut Body) {
        let item = self.name("y");
        let turns = 2;
        let lists: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                let var = &body.scope.vars[index];
                var.ty == Ty::List && var.mutable && body.scope.allows(index, None, Use::Write)
            })
            .collect();
        let choice = self.rng.below(6);
        let listed = match self.rng.pick(&lists).copied() {
            None if choice < 2 => {
                let (name, value) = (self.name("x"), self.literal(&Ty::List));
                self.text.line(format!("let mut {name} = {value};"));
                Some(body.scope.declare(name, Ty::List, true))
            }
            listed => listed,
        };
        let (head, ty, held) = match (choice, listed) {
            (0, Some(index)) if body.may_borrow() => {
                self.note("for over references");
                let mutable = self.rng.chance(50);
                body.scope.use_var(index, None, Use::Write);
                let held = self.hold(body, index, mutable);
                let keyword = if mutable { "mut " } else { "" };
                let reference = if mutable { Ty::RefMut } else { Ty::Ref };
                let name = &body.scope.vars[index].name;
                (format!("for {item} in &{keyword}{name}"), reference(Box::new(Ty::Noisy)), held)
            }
            (1 | 2, Some(index)) => {
                self.note("while let");
                body.scope.use_var(index, None, Use::Write);
                // What is taken out is not put back, so the loop terminates.
                let held = self.hold(body, index, true);
                let name = &body.scope.vars[index].name;
                (format!("while let Some({item}) = {name}.pop()"), Ty::Noisy, held)
            }
            (3, _) => {
                let (generator, held) = self.generator(body);
                (format!("for {item} in {generator}"), Ty::U32, held)
            }
            _ => {
                self.note("for");
                let list = self.value(body, &Ty::List, 2);
                (format!("for {item} in {list}"), Ty::Noisy, vec![])
            }
        };
        let before = body.scope.states(body.scope.vars.len());
        let label = self.enter(body, true, None, turns);
        self.text.open(format!("{label}: {head} {{"));
        body.scope.declare(item, ty, false);
        let mut ways: Vec<_> = self.branch(body, &before).into_iter().collect();
        body.scope.vars.truncate(before.len());
        self.text.close("}");
        let around = self.exit(body, turns);
        self.release(body, &held);
        ways.push(before);
        ways.extend(around.breaks.into_iter().chain(around.continues));
        self.join(body, &ways);
    }

    pub(super) fn loop_with_value(&mut self, body: &mut Body) {
        self.note("loop with a value");
        let ty = self.ty(1);
        let before = body.scope.states(body.scope.vars.len());
        let turns = self.rng.range(1, 3);
        let counter = self.name("i");
        let name = self.name("x");
        let label = self.enter(body, true, Some(ty.clone()), turns);
        self.text.line(format!("let mut {counter} = 0;"));
        self.text.open(format!("let {name}: {ty} = {label}: loop {{"));
        self.text.line(format!("{counter} += 1;"));
        self.text.open(format!("if {counter} >= {turns} {{"));
        self.break_to(body, body.around.len() - 1);
        self.text.close("}");
        body.diverged = false;
        let _ = self.branch(body, &before);
        self.text.close("};");
        let around = self.exit(body, turns);
        self.join(body, &around.breaks);
        body.scope.declare(name, ty, false);
    }

    pub(super) fn labelled_block(&mut self, body: &mut Body) {
        self.note("labelled block");
        let ty = self.ty(1);
        let before = body.scope.states(body.scope.vars.len());
        let name = self.name("x");
        let label = self.enter(body, false, Some(ty.clone()), 1);
        self.text.open(format!("let {name}: {ty} = {label}: {{"));
        let id = self.id();
        self.text.open(format!("if flip({id}) {{"));
        let last = body.around.len() - 1;
        self.break_to(body, last);
        self.text.close("}");
        body.diverged = false;
        body.scope.restore(&before);
        let count = body.scope.vars.len();
        body.depth += 1;
        for _ in 0..2 {
            if body.budget > 0 && !body.diverged {
                self.statement(body);
            }
        }
        body.depth -= 1;
        let mut ways = vec![];
        if !std::mem::replace(&mut body.diverged, false) {
            let value = self.value(body, &ty, 2);
            self.text.line(value);
            ways.push(body.scope.states(count));
        }
        body.scope.vars.truncate(count);
        self.text.close("};");
        let around = self.exit(body, 1);
        ways.extend(around.breaks);
        self.join(body, &ways);
        body.scope.declare(name, ty, false);
    }

    /// A value that every iteration of a loop moves away and replaces.
    pub(super) fn moved_round(&mut self, body: &mut Body) {
        self.note("moved in a loop");
        let ty = self.ty(1);
        let (x, id, i) = (self.name("x"), self.id(), self.name("i"));
        let value = self.value(body, &ty, 2);
        self.text.line(format!("let mut {x}: {ty} = {value};"));
        let index = body.scope.declare(x.clone(), ty.clone(), true);
        let before = body.scope.states(body.scope.vars.len());
        let turns = 2;
        let label = self.enter(body, true, None, turns);
        self.text.open(format!("{label}: for {i} in 0..{turns}u32 {{"));
        self.text.line(format!("consume({id}, {x});"));
        body.scope.vars[index].state = State::Missing;
        self.suspend(body);
        body.scope.vars[index].state = State::Whole;
        body.scope.vars.truncate(before.len());
        let again = self.literal(&ty);
        self.text.line(format!("{x} = {again};"));
        let mut ways: Vec<_> = self.branch(body, &before).into_iter().collect();
        self.text.close("}");
        let around = self.exit(body, turns);
        ways.push(before);
        ways.extend(around.breaks.into_iter().chain(around.continues));
        self.join(body, &ways);
    }

    /// `break`, perhaps with a value. It may move variables that are outside the target.
    pub(super) fn break_to(&mut self, body: &mut Body, target: usize) {
        let around = &body.around[target];
        let (label, value, floor) = (around.label.clone(), around.value.clone(), around.move_floor);
        let own_floor = std::mem::replace(&mut body.scope.move_floor, floor);
        match value {
            Some(ty) => {
                let value = self.value(body, &ty, 2);
                self.text.line(format!("break {label} {value};"));
            }
            None => {
                if self.rng.chance(40)
                    && let Some(index) = self.movable(body)
                {
                    let id = self.id();
                    body.scope.use_var(index, None, Use::Move);
                    self.text.line(format!("consume({id}, {});", body.scope.vars[index].name));
                }
                self.text.line(format!("break {label};"));
            }
        }
        body.scope.move_floor = own_floor;
        let states = body.scope.states(body.around[target].vars);
        body.around[target].breaks.push(states);
        body.diverged = true;
    }

    /// A `break`, `continue` or `return`.
    pub(super) fn leave(&mut self, body: &mut Body) {
        let loops: Vec<usize> =
            (0..body.around.len()).filter(|index| body.around[*index].is_loop).collect();
        match self.rng.below(3) {
            0 if !body.around.is_empty() => {
                let target = self.rng.below(body.around.len());
                self.note("break");
                self.break_to(body, target);
            }
            1 if !loops.is_empty() => {
                self.note("continue");
                let target = loops[self.rng.below(loops.len())];
                let states = body.scope.states(body.around[target].vars);
                body.around[target].continues.push(states);
                self.text.line(format!("continue {};", body.around[target].label));
                body.diverged = true;
            }
            _ => {
                self.note("return");
                body.diverged = true;
                if body.is_iterator() {
                    return self.text.line("return;");
                }
                if body.fallible && self.rng.chance(60) {
                    let id = self.id();
                    return self.text.line(format!("return Err({id});"));
                }
                let floor = std::mem::replace(&mut body.scope.move_floor, body.ret_floor);
                let ty = body.ret.clone();
                let value = self.value(body, &ty, 1);
                body.scope.move_floor = floor;
                let value = if body.fallible { format!("Ok({value})") } else { value };
                self.text.line(format!("return {value};"));
            }
        }
    }

    pub(super) fn leave_if(&mut self, body: &mut Body) {
        let id = self.id();
        let before = body.scope.states(body.scope.vars.len());
        self.text.open(format!("if flip({id}) && flip({id}) {{"));
        self.leave(body);
        self.text.close("}");
        body.diverged = false;
        body.scope.restore(&before);
    }
}
