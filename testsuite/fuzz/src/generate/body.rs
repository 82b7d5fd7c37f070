//! Statements.

use super::{Around, Body, Generator};
use crate::scope::{Capture, State, Use};
use crate::ty::Ty;

/// Blocks within blocks.
const MAX_DEPTH: usize = 4;

impl Generator {
    /// Statements until the budget is used up or nothing more is reached.
    pub(super) fn statements(&mut self, body: &mut Body) {
        while body.budget > 0 && !body.diverged {
            self.statement(body);
        }
    }

    /// A few statements in a block of their own; the braces are the caller's.
    fn block(&mut self, body: &mut Body) {
        let count = body.scope.vars.len();
        body.depth += 1;
        for _ in 0..self.rng.range(1, 3) {
            if body.budget == 0 || body.diverged {
                break;
            }
            self.statement(body);
        }
        body.depth -= 1;
        body.scope.vars.truncate(count);
    }

    fn statement(&mut self, body: &mut Body) {
        body.budget = body.budget.saturating_sub(1);
        let nested = usize::from(body.depth < MAX_DEPTH && body.budget > 0);
        let plain = usize::from(!body.is_gen);
        let weights = [
            16,                  // let
            6,                   // assign
            6,                   // show
            5,                   // poke
            13,                  // wait or yield
            7,                   // end a value
            4,                   // move a field
            5 * plain,           // borrow
            3,                   // fuse
            6 * nested,          // if
            5 * nested,          // if let
            4 * nested,          // match on an enum
            3 * nested,          // match on a number
            4,                   // let else
            3 * nested,          // while
            3 * nested,          // for in a list
            4 * nested,          // loop with a value
            3 * nested,          // labelled block
            9 * nested * plain,  // async block
            2,                   // leave if
            3 * nested,          // block
            3 * nested * plain,  // guard
            4,                   // assign a field
            2,                   // destructure
            2 * nested,          // moved and given back in a loop
        ];
        match self.rng.weighted(&weights) {
            0 => self.let_statement(body),
            1 => self.assign(body),
            2 => self.show(body),
            3 => self.poke(body),
            4 => self.suspend(body),
            5 => self.end_value(body),
            6 => self.move_field(body),
            7 => self.borrow(body),
            8 => {
                let id = self.id();
                self.text.line(format!("fuse({id});"));
            }
            9 => self.if_statement(body),
            10 => self.if_let(body),
            11 => self.match_shape(body),
            12 => self.match_number(body),
            13 => self.let_else(body),
            14 => self.while_loop(body),
            15 => self.for_list(body),
            16 => self.loop_with_value(body),
            17 => self.labelled_block(body),
            18 => self.async_block(body),
            19 => self.leave_if(body),
            20 => {
                self.text.open("{");
                self.block(body);
                self.text.close("}");
            }
            21 => self.guard(body),
            22 => self.assign_field(body),
            23 => self.destructure(body),
            _ => self.moved_round(body),
        }
    }

    fn let_statement(&mut self, body: &mut Body) {
        let ty = self.ty(2);
        let value = self.value(body, &ty, 3);
        let name = self.name("x");
        let mutable = self.rng.chance(50);
        let mutability = if mutable { "mut " } else { "" };
        if mutable && self.rng.chance(10) {
            // Initialised later, on one of two ways.
            self.note("late initialisation");
            let id = self.id();
            self.text.line(format!("let mut {name}: {ty};"));
            let other = self.literal(&ty);
            self.text.line(format!("if flip({id}) {{ {name} = {other}; }} else {{ {name} = {value}; }}"));
        } else {
            self.text.line(format!("let {mutability}{name}: {ty} = {value};"));
        }
        body.scope.declare(name, ty, mutable);
    }

    fn assign(&mut self, body: &mut Body) {
        let indices: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                !body.scope.vars[index].ty.is_ref() && body.scope.allows_assignment(index)
            })
            .collect();
        let Some(&index) = self.rng.pick(&indices) else { return self.let_statement(body) };
        let ty = body.scope.vars[index].ty.clone();
        let value = self.value(body, &ty, 3);
        // The value may have used the variable.
        if !body.scope.allows_assignment(index) {
            let id = self.id();
            return self.text.line(format!("consume({id}, {value});"));
        }
        self.note("assignment");
        body.scope.assign(index);
        self.text.line(format!("{} = {value};", body.scope.vars[index].name));
    }

    /// A field of a struct or tuple gets a new value, perhaps after having been moved.
    fn assign_field(&mut self, body: &mut Body) {
        let mut places = vec![];
        for (index, var) in body.scope.vars.iter().enumerate() {
            let captured = body.scope.captures.iter().any(|capture| index < capture.outside);
            for (field, ty) in var.ty.fields() {
                let gone = match &var.state {
                    State::Whole => false,
                    State::Part(moved) => moved.contains(&field),
                    _ => continue,
                };
                let probe = if gone { var.ty.fields().iter().map(|f| f.0).find(|f| matches!(&var.state, State::Part(m) if !m.contains(f))) } else { Some(field) };
                let Some(probe) = probe else { continue };
                if var.mutable && !(gone && captured) && body.scope.allows(index, Some(probe), Use::Write) {
                    places.push((index, field, ty));
                }
            }
        }
        let Some((index, field, ty)) = self.rng.pick(&places).cloned() else {
            return self.let_statement(body);
        };
        let value = self.literal(&ty);
        self.note("assignment of a field");
        body.scope.use_var(index, Some(field), Use::Write);
        let var = &mut body.scope.vars[index];
        if let State::Part(moved) = &mut var.state {
            moved.retain(|other| *other != field);
            if moved.is_empty() {
                var.state = State::Whole;
            }
        }
        self.text.line(format!("{}.{field} = {value};", body.scope.vars[index].name));
    }

    fn show(&mut self, body: &mut Body) {
        let Some(index) = self.readable(body) else { return self.let_statement(body) };
        body.scope.use_var(index, None, Use::Read);
        let id = self.id();
        let name = &body.scope.vars[index].name;
        self.text.line(format!("show({id}, &{name});"));
    }

    fn poke(&mut self, body: &mut Body) {
        let Some(index) = self.writable(body) else { return self.let_statement(body) };
        let id = self.id();
        if self.rng.chance(30) && !body.is_gen {
            // The number first: a borrow of two phases is not what this is about.
            let number = self.value(body, &Ty::U32, 2);
            let name = self.name("n");
            self.text.line(format!("let {name} = {number};"));
            if body.scope.allows(index, None, Use::Write) {
                body.scope.use_var(index, None, Use::Write);
                self.text.line(format!("{}.poke({name});", body.scope.vars[index].name));
            }
            return;
        }
        body.scope.use_var(index, None, Use::Write);
        self.text.line(format!("{}.poke({id});", body.scope.vars[index].name));
    }

    /// A leaf on its own, or a `yield`.
    fn suspend(&mut self, body: &mut Body) {
        let id = self.id();
        if body.is_gen {
            self.note("yield");
            self.suspensions += 1;
            let value = self.value(body, &Ty::U32, 1);
            return self.text.line(format!("yield {value};"));
        }
        if !self.may_wait(body, 1) {
            return self.text.line(format!("mark({id});"));
        }
        if body.turns == 1 && self.rng.chance(2) {
            self.note("never");
            self.suspensions += 1;
            return self.text.line(format!("cut(never(), {}).await;", self.rng.clone().below(4)));
        }
        let times = self.times(body);
        match self.rng.below(4) {
            0 => self.text.line(format!("give((), {times}).await;")),
            1 => self.text.line(format!("let _ = wait({times}, {id}).await;")),
            _ => self.text.line(format!("wait({times}, {id}).await;")),
        }
    }

    /// A variable that can be moved away.
    fn movable(&mut self, body: &Body) -> Option<usize> {
        let all: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                !body.scope.vars[index].ty.is_copy() && body.scope.allows(index, None, Use::Move)
            })
            .collect();
        self.rng.pick(&all).copied()
    }

    fn end_value(&mut self, body: &mut Body) {
        let Some(index) = self.movable(body) else { return self.let_statement(body) };
        let id = self.id();
        let conditional = self.rng.chance(45);
        body.scope.use_var(index, None, Use::Move);
        let name = body.scope.vars[index].name.clone();
        let ended = match self.rng.below(3) {
            0 => format!("drop({name});"),
            1 => format!("consume({id}, {name});"),
            _ => format!("let _x = {name};"),
        };
        if conditional {
            self.note("conditional move");
            let end = if self.rng.chance(40) && self.may_wait(body, 2) {
                let times = self.times(body);
                format!(" wait({times}, {id}).await;")
            } else {
                String::new()
            };
            self.text.line(format!("if flip({id}) {{ {ended}{end} }}"));
        } else {
            self.text.line(ended);
        }
    }

    fn move_field(&mut self, body: &mut Body) {
        let mut places = vec![];
        for (index, var) in body.scope.vars.iter().enumerate() {
            for (field, ty) in var.ty.fields() {
                if body.scope.allows(index, Some(field), Use::Move) {
                    places.push((index, field, ty));
                }
            }
        }
        let Some((index, field, ty)) = self.rng.pick(&places).cloned() else {
            return self.let_statement(body);
        };
        self.note("move of a field");
        body.scope.use_var(index, Some(field), Use::Move);
        let id = self.id();
        let place = format!("{}.{field}", body.scope.vars[index].name);
        match self.rng.below(3) {
            0 => self.text.line(format!("consume({id}, {place});")),
            1 => self.text.line(format!("if flip({id}) {{ drop({place}); }}")),
            _ => {
                let name = self.name("x");
                self.text.line(format!("let mut {name} = {place};"));
                body.scope.declare(name, ty, true);
            }
        }
    }

    fn borrow(&mut self, body: &mut Body) {
        let mutable = self.rng.chance(40);
        let lender = if mutable { self.writable(body) } else { self.readable(body) };
        let Some(index) = lender else { return self.let_statement(body) };
        let var = body.scope.vars[index].clone();
        let (text, ty) = match (&var.ty, mutable) {
            (Ty::Ref(_), _) => (var.name.clone(), var.ty.clone()),
            (Ty::RefMut(item), true) => (format!("&mut *{}", var.name), Ty::RefMut(item.clone())),
            (Ty::RefMut(item), false) => (format!("&*{}", var.name), Ty::Ref(item.clone())),
            (own, true) => (format!("&mut {}", var.name), Ty::RefMut(Box::new(own.clone()))),
            (own, false) => (format!("&{}", var.name), Ty::Ref(Box::new(own.clone()))),
        };
        self.note(if mutable { "mutable borrow" } else { "shared borrow" });
        body.scope.use_var(index, None, if mutable { Use::Write } else { Use::Read });
        let name = self.name("r");
        self.text.line(format!("let {name} = {text};"));
        let lender = if matches!(var.ty, Ty::Ref(_)) { var.lender } else { Some(index) };
        let reference = body.scope.declare(name, ty, false);
        body.scope.vars[reference].lender = lender;
    }

    /// Runs one branch from `before`; the states at its end, unless it does not end.
    fn branch(&mut self, body: &mut Body, before: &[State]) -> Option<Vec<State>> {
        body.scope.restore(before);
        self.block(body);
        let ended = !std::mem::replace(&mut body.diverged, false);
        ended.then(|| body.scope.states(before.len()))
    }

    /// Goes on with what the branches left.
    fn join(&mut self, body: &mut Body, ways: &[Vec<State>]) {
        body.diverged = ways.is_empty();
        body.scope.join(ways);
    }

    fn if_statement(&mut self, body: &mut Body) {
        self.note("if");
        let id = self.id();
        let before = body.scope.states(body.scope.vars.len());
        let mut ways = vec![];
        self.text.open(format!("if flip({id}) {{"));
        ways.extend(self.branch(body, &before));
        if self.rng.chance(60) {
            self.text.between("} else {");
            ways.extend(self.branch(body, &before));
        } else {
            ways.push(before);
        }
        self.text.close("}");
        self.join(body, &ways);
    }

    /// What a match looks at: a variable of this type, by value or by reference, or an expression.
    /// The type of a binding of `T` is made by the last result.
    fn scrutinee(&mut self, body: &mut Body, wanted: impl Fn(&Ty) -> bool, make: &Ty) -> (String, Ty, Option<usize>, u8) {
        let mut found = vec![];
        for (index, var) in body.scope.vars.iter().enumerate() {
            if !wanted(&var.ty) {
                continue;
            }
            if !body.is_gen && body.scope.allows(index, None, Use::Read) {
                found.push((index, 1));
            }
            if !body.is_gen && var.mutable && body.scope.allows(index, None, Use::Write) {
                found.push((index, 2));
            }
            if body.scope.allows(index, None, Use::Move) {
                found.extend([(index, 0); 2]);
            }
        }
        match self.rng.pick(&found).copied() {
            Some((index, mode)) if self.rng.chance(80) => {
                let how = [Use::Move, Use::Read, Use::Write][mode as usize];
                body.scope.use_var(index, None, how);
                let var = &body.scope.vars[index];
                let text = format!("{}{}", ["", "&", "&mut "][mode as usize], var.name);
                (text, var.ty.clone(), Some(index), mode)
            }
            _ => (self.value(body, make, 2), make.clone(), None, 0),
        }
    }

    /// Declares what a pattern binds.
    fn bind(&mut self, body: &mut Body, name: String, ty: &Ty, lender: Option<usize>, mode: u8) {
        let ty = match mode {
            0 => ty.clone(),
            1 => Ty::Ref(Box::new(ty.clone())),
            _ => Ty::RefMut(Box::new(ty.clone())),
        };
        let index = body.scope.declare(name, ty, false);
        if mode != 0 {
            body.scope.vars[index].lender = lender;
        }
    }

    fn if_let(&mut self, body: &mut Body) {
        self.note("if let");
        let item = self.ty(1);
        let make = Ty::Opt(Box::new(item));
        let (text, ty, lender, mode) = self.scrutinee(body, |ty| matches!(ty, Ty::Opt(_)), &make);
        let Ty::Opt(item) = ty else { unreachable!("an option was asked for") };
        let before = body.scope.states(body.scope.vars.len());
        let name = self.name("y");
        let mut ways = vec![];
        self.text.open(format!("if let Some({name}) = {text} {{"));
        let count = body.scope.vars.len();
        self.bind(body, name, &item, lender, mode);
        ways.extend(self.branch(body, &before));
        body.scope.vars.truncate(count);
        if self.rng.chance(50) {
            self.text.between("} else {");
            ways.extend(self.branch(body, &before));
        } else {
            ways.push(before);
        }
        self.text.close("}");
        self.join(body, &ways);
    }

    fn match_shape(&mut self, body: &mut Body) {
        self.note("match");
        let (text, _, lender, mode) = self.scrutinee(body, |ty| *ty == Ty::Shape, &Ty::Shape);
        let before = body.scope.states(body.scope.vars.len());
        let count = before.len();
        let mut ways = vec![];
        self.text.open(format!("match {text} {{"));
        let a = self.name("y");
        let guard = if self.rng.chance(40) { format!(" if flip({})", self.id()) } else { String::new() };
        let guarded = !guard.is_empty();
        self.text.open(format!("Shape::One({a}){guard} => {{"));
        self.bind(body, a, &Ty::Noisy, lender, mode);
        ways.extend(self.branch(body, &before));
        body.scope.vars.truncate(count);
        self.text.close("}");
        let (a, b) = (self.name("y"), self.name("y"));
        match self.rng.below(3) {
            0 => {
                self.text.open(format!("Shape::Two(_, {a}) => {{"));
                self.bind(body, a, &Ty::Noisy, lender, mode);
            }
            1 if mode == 0 && !body.is_gen => {
                self.text.open(format!("Shape::Two(ref {b}, {a}) => {{"));
                self.bind(body, a, &Ty::Noisy, lender, mode);
                self.bind(body, b, &Ty::Text, None, 1);
            }
            _ => {
                self.text.open(format!("Shape::Two({b}, {a}) => {{"));
                self.bind(body, a, &Ty::Noisy, lender, mode);
                self.bind(body, b, &Ty::Text, lender, mode);
            }
        }
        ways.extend(self.branch(body, &before));
        body.scope.vars.truncate(count);
        self.text.close("}");
        if guarded || self.rng.chance(50) {
            self.text.open("_ => {");
        } else {
            self.text.open("Shape::Empty => {");
        }
        ways.extend(self.branch(body, &before));
        self.text.close("}");
        self.text.close("}");
        self.join(body, &ways);
    }

    fn match_number(&mut self, body: &mut Body) {
        self.note("match on a number");
        let number = self.value(body, &Ty::U32, 2);
        let before = body.scope.states(body.scope.vars.len());
        let mut ways = vec![];
        self.text.open(format!("match ({number}) % 3 {{"));
        for pattern in ["0 =>", "1 if flip(1) =>", "_ =>"] {
            self.text.open(format!("{pattern} {{"));
            ways.extend(self.branch(body, &before));
            self.text.close("}");
        }
        self.text.close("}");
        self.join(body, &ways);
    }

    fn let_else(&mut self, body: &mut Body) {
        self.note("let else");
        let item = self.ty(1);
        let make = Ty::Opt(Box::new(item));
        let (text, ty, lender, mode) = self.scrutinee(body, |ty| matches!(ty, Ty::Opt(_)), &make);
        let Ty::Opt(item) = ty else { unreachable!("an option was asked for") };
        let name = self.name("y");
        let before = body.scope.states(body.scope.vars.len());
        self.text.open(format!("let Some({name}) = ({text}) else {{"));
        self.leave(body);
        self.text.close("};");
        body.diverged = false;
        body.scope.restore(&before);
        self.bind(body, name, &item, lender, mode);
    }

    fn enter(&mut self, body: &mut Body, is_loop: bool, value: Option<Ty>, turns: usize) -> String {
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

    fn exit(&mut self, body: &mut Body, turns: usize) -> Around {
        let around = body.around.pop().expect("something was entered");
        body.turns /= turns;
        if around.is_loop {
            body.scope.level -= 1;
            body.scope.move_floor = around.move_floor;
        }
        around
    }

    fn while_loop(&mut self, body: &mut Body) {
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

    fn for_list(&mut self, body: &mut Body) {
        self.note("for");
        let list = self.value(body, &Ty::List, 2);
        let before = body.scope.states(body.scope.vars.len());
        let turns = 2;
        let item = self.name("y");
        let label = self.enter(body, true, None, turns);
        self.text.open(format!("{label}: for {item} in {list} {{"));
        body.scope.declare(item, Ty::Noisy, false);
        let mut ways: Vec<_> = self.branch(body, &before).into_iter().collect();
        body.scope.vars.truncate(before.len());
        self.text.close("}");
        let around = self.exit(body, turns);
        ways.push(before);
        ways.extend(around.breaks.into_iter().chain(around.continues));
        self.join(body, &ways);
    }

    fn loop_with_value(&mut self, body: &mut Body) {
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

    fn labelled_block(&mut self, body: &mut Body) {
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

    /// `break` with a value that may move what the target has outside.
    fn break_to(&mut self, body: &mut Body, target: usize) {
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
    fn leave(&mut self, body: &mut Body) {
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
                if body.is_gen {
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

    fn leave_if(&mut self, body: &mut Body) {
        let id = self.id();
        let before = body.scope.states(body.scope.vars.len());
        self.text.open(format!("if flip({id}) && flip({id}) {{"));
        self.leave(body);
        self.text.close("}");
        body.diverged = false;
        body.scope.restore(&before);
    }

    /// Something that changes a variable when it ends.
    fn guard(&mut self, body: &mut Body) {
        let indices: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                let var = &body.scope.vars[index];
                var.ty == Ty::U32 && var.mutable && body.scope.allows(index, None, Use::Write)
            })
            .collect();
        let Some(&index) = self.rng.pick(&indices) else { return self.let_statement(body) };
        self.note("guard");
        body.scope.use_var(index, None, Use::Write);
        let held = self.hold(body, index, true);
        let name = self.name("g");
        let id = self.id();
        self.text.open("{");
        self.text.line(format!("let {name} = Guard(&mut {}, {id});", body.scope.vars[index].name));
        self.block(body);
        self.text.close("}");
        self.release(body, &held);
    }

    fn destructure(&mut self, body: &mut Body) {
        let (a, b) = (self.name("x"), self.name("x"));
        let ty = if self.rng.chance(50) {
            Ty::Pair
        } else {
            Ty::Tup(Box::new(self.ty(1)), Box::new(self.ty(1)))
        };
        let value = self.value(body, &ty, 2);
        self.note("destructuring");
        let pattern = match ty {
            Ty::Pair => format!("Pair {{ a: mut {a}, b: {b}, .. }}"),
            _ => format!("(mut {a}, {b})"),
        };
        self.text.line(format!("let {pattern} = {value};"));
        let fields = ty.fields();
        body.scope.declare(a, fields[0].1.clone(), true);
        body.scope.declare(b, fields[1].1.clone(), false);
    }

    /// A value that every turn of a loop moves away and gives anew.
    fn moved_round(&mut self, body: &mut Body) {
        self.note("moved in a loop");
        let ty = self.ty(1);
        let (x, id, i) = (self.name("x"), self.id(), self.name("i"));
        let value = self.value(body, &ty, 2);
        self.text.line(format!("let mut {x}: {ty} = {value};"));
        let before = body.scope.states(body.scope.vars.len());
        let turns = 2;
        let label = self.enter(body, true, None, turns);
        self.text.open(format!("{label}: for {i} in 0..{turns}u32 {{"));
        self.text.line(format!("consume({id}, {x});"));
        let mut ways: Vec<_> = self.branch(body, &before).into_iter().collect();
        let end = self.literal(&ty);
        self.text.line(format!("{x} = {end};"));
        self.text.close("}");
        let around = self.exit(body, turns);
        let clean = around.breaks.is_empty() && around.continues.is_empty() && !ways.is_empty();
        ways.push(before);
        ways.extend(around.breaks.into_iter().chain(around.continues));
        self.join(body, &ways);
        let index = body.scope.declare(x, ty, true);
        if !clean {
            body.scope.vars[index].state = State::Missing;
        }
    }

    /// An async block: what it captures, and what becomes of it.
    fn async_block(&mut self, body: &mut Body) {
        if !self.may_wait(body, 2) {
            return self.let_statement(body);
        }
        let by_move = self.rng.chance(45);
        self.note(if by_move { "async move block" } else { "async block" });
        let ty = self.ty(1);
        let name = self.name("b");
        let count = body.scope.vars.len();
        let before = body.scope.states(count);
        body.scope.captures.push(Capture { outside: count, by_move, taken: vec![] });
        body.scope.level += 1;
        let around = std::mem::take(&mut body.around);
        let ret = std::mem::replace(&mut body.ret, ty.clone());
        let fallible = std::mem::replace(&mut body.fallible, false);
        let ret_floor = std::mem::replace(&mut body.ret_floor, body.scope.move_floor);
        let keyword = if by_move { "async move" } else { "async" };
        self.text.open(format!("let {name} = {keyword} {{"));
        body.depth += 1;
        for _ in 0..self.rng.range(1, 4) {
            if body.budget > 0 && !body.diverged {
                self.statement(body);
            }
        }
        body.depth -= 1;
        if !std::mem::replace(&mut body.diverged, false) {
            let value = self.value(body, &ty, 2);
            self.text.line(value);
        }
        self.text.close("};");
        body.ret = ret;
        body.fallible = fallible;
        body.ret_floor = ret_floor;
        body.around = around;
        body.scope.level -= 1;
        body.scope.vars.truncate(count);
        let capture = body.scope.captures.pop().expect("it was pushed");
        body.scope.restore(&before);
        for index in capture.taken {
            if !body.scope.vars[index].ty.is_copy() {
                body.scope.vars[index].state = State::Missing;
            }
        }
        self.end_block(body, &name, &ty);
    }

    /// Awaits a future in a variable, or part of it, or drops it.
    fn end_block(&mut self, body: &mut Body, name: &str, ty: &Ty) {
        let id = self.id();
        if self.rng.chance(25) && self.may_wait(body, 1) {
            let times = self.times(body);
            self.text.line(format!("wait({times}, {id}).await;"));
        }
        let result = self.name("x");
        self.suspensions += 1;
        match self.rng.weighted(&[60, 8, 8, 8, 8, 8]) {
            0 => self.text.line(format!("let {result}: {ty} = {name}.await;")),
            1 => {
                self.note("future dropped unpolled");
                return self.text.line(format!("drop({name});"));
            }
            2 => {
                self.note("cut");
                let polls = self.rng.below(3);
                return self.text.line(format!("show({id}, &cut({name}, {polls}).await);"));
            }
            3 => {
                self.note("future awaited in two parts");
                let polls = self.rng.range(1, 2);
                self.text.line(format!("let mut {name} = pin!({name});"));
                let value = self.literal(ty);
                self.text.line(format!("let {result}: {ty} = match cut({name}.as_mut(), {polls}).await {{"));
                self.text.line("    Some(value) => value,");
                self.text.line(format!("    None if flip({id}) => {name}.await,"));
                self.text.line(format!("    None => {value},"));
                self.text.line("};");
            }
            4 => {
                self.note("join");
                let times = self.times(body);
                self.text.line(format!("let {result}: {ty} = join(wait({times}, {id}), {name}).await.1;"));
            }
            _ => {
                self.note("conditional await");
                let value = self.literal(ty);
                self.text.line(format!(
                    "let {result}: {ty} = if flip({id}) {{ {name}.await }} else {{ {value} }};"
                ));
            }
        }
        body.scope.declare(result, ty.clone(), false);
    }
}
