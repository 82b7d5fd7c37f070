//! Statements.

use super::{Body, Generator, Yields};
use crate::scope::{State, Use};
use crate::ty::Ty;

/// The maximum nesting of blocks.
const MAX_DEPTH: usize = 4;

/// How likely a kind of statement is, and what makes it.
type Choice = (usize, fn(&mut Generator, &mut Body));

impl Generator {
    /// Adds statements until the budget is used up or nothing after them is reachable.
    pub(super) fn statements(&mut self, body: &mut Body) {
        while body.budget > 0 && !body.diverged {
            self.statement(body);
        }
    }

    /// Adds a few statements in a block of their own; the caller adds the braces.
    pub(super) fn block(&mut self, body: &mut Body) {
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

    pub(super) fn statement(&mut self, body: &mut Body) {
        body.budget = body.budget.saturating_sub(1);
        let nested = usize::from(body.depth < MAX_DEPTH && body.budget > 0);
        let plain = usize::from(body.may_borrow());
        let awaits = usize::from(body.awaits());
        let choices: &[Choice] = &[
            (15, Self::let_statement),
            (6, Self::assign),
            (3, Self::assign_with_operator),
            (4, Self::assign_field),
            (3, Self::assign_element),
            (6, Self::show),
            (5, Self::poke),
            (13, Self::suspend),
            (7, Self::end_value),
            (4, Self::move_field),
            (3, Self::move_out_of_box),
            (2, Self::destructure),
            (5 * plain, Self::borrow),
            (3 * awaits, Self::spend_copy),
            (3, Self::fuse),
            (2, Self::check),
            (2 * awaits, Self::uninhabited),
            (6 * nested, Self::if_statement),
            (5 * nested, Self::if_let),
            (4 * nested, Self::match_shape),
            (3 * nested, Self::match_number),
            (4, Self::let_else),
            (3 * nested, Self::while_loop),
            (4 * nested, Self::for_items),
            (4 * nested, Self::loop_with_value),
            (2 * nested, Self::moved_round),
            (3 * nested, Self::labelled_block),
            (3 * nested, Self::bare_block),
            (3 * nested * plain, Self::guard),
            (2, Self::leave_if),
            (9 * nested * awaits, Self::async_block),
            (5 * nested * awaits, Self::async_closure),
            (3 * nested * plain, Self::closure_across),
            (6 * awaits, Self::stored_future),
            (2 * awaits, Self::async_generator),
        ];
        let weights: Vec<usize> = choices.iter().map(|(weight, _)| *weight).collect();
        let (_, make) = choices[self.rng.weighted(&weights)];
        make(self, body);
    }

    /// Copies a variable into an argument, which waits; the callee changes it, and the variable is there.
    fn spend_copy(&mut self, body: &mut Body) {
        if !self.may_wait(body, 1) {
            return self.let_statement(body);
        }
        self.note("argument across a suspension");
        let value = self.value(body, &Ty::Words, 1);
        let times = self.times(body);
        let (variable, sum, id) = (self.name("x"), self.name("x"), self.id());
        self.text.line(format!("let {variable}: Words = {value};"));
        self.text.line(format!("let {sum}: u32 = spend({variable}, wait({times}, {id}).await);"));
        self.text.line(format!("show({id}, &{variable});"));
        body.scope.declare(variable, Ty::Words, false);
        body.scope.declare(sum, Ty::U32, false);
    }

    fn fuse(&mut self, _: &mut Body) {
        self.note("panic");
        let id = self.id();
        self.text.line(format!("fuse({id});"));
    }

    /// A check in the body itself that may fail.
    fn check(&mut self, _: &mut Body) {
        self.note("panic");
        let id = self.id();
        match self.rng.below(3) {
            0 => {
                self.note("debug assertion");
                self.text.line(format!("debug_assert!(slip({id}) == 0, \"debug {id}\");"));
            }
            1 => {
                self.note("index out of bounds");
                self.text.line(format!("show({id}, &[{id}u32][slip({id}) as usize]);"));
            }
            _ => {
                self.note("division by zero");
                self.text.line(format!("show({id}, &({id} / (1 - slip({id}))));"));
            }
        }
    }

    fn bare_block(&mut self, body: &mut Body) {
        self.text.open("{");
        self.block(body);
        self.text.close("}");
    }

    /// `x += …` with an `await` on the right.
    fn assign_with_operator(&mut self, body: &mut Body) {
        let indices: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                let var = &body.scope.vars[index];
                var.ty == Ty::U32 && var.mutable && body.scope.allows(index, None, Use::Write)
            })
            .collect();
        let Some(&index) = self.rng.pick(&indices) else { return self.let_statement(body) };
        let held = self.hold(body, index, true);
        let value = self.value(body, &Ty::U32, 2);
        self.release(body, &held);
        self.note("assignment with an operator");
        body.scope.use_var(index, None, Use::Write);
        let operator = ["+", "-", "^"][self.rng.below(3)];
        self.text.line(format!("{} {operator}= {value};", body.scope.vars[index].name));
    }

    /// `x[…] = …`, where both sides may suspend.
    fn assign_element(&mut self, body: &mut Body) {
        let indices: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                let var = &body.scope.vars[index];
                matches!(var.ty, Ty::Arr(_))
                    && var.mutable
                    && body.scope.allows(index, None, Use::Write)
            })
            .collect();
        let Some(&index) = self.rng.pick(&indices) else { return self.let_statement(body) };
        let Ty::Arr(item) = body.scope.vars[index].ty.clone() else { return };
        let held = self.hold(body, index, true);
        let value = self.value(body, &item, 2);
        let at = self.value(body, &Ty::U32, 2);
        self.release(body, &held);
        self.note("assignment of an element");
        body.scope.use_var(index, None, Use::Write);
        let name = &body.scope.vars[index].name;
        self.text.line(format!("{name}[(({at}) % 2) as usize] = {value};"));
    }

    /// Moves out of a box; the box itself stays behind empty.
    fn move_out_of_box(&mut self, body: &mut Body) {
        let indices: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                let ty = &body.scope.vars[index].ty;
                matches!(ty, Ty::Boxed(_)) && body.scope.allows(index, None, Use::Move)
            })
            .collect();
        let Some(&index) = self.rng.pick(&indices) else {
            // Something to move out of later.
            let item = Box::new(self.ty(0));
            let ty = Ty::Boxed(item);
            let name = self.name("x");
            let value = self.value(body, &ty, 2);
            self.text.line(format!("let mut {name}: {ty} = {value};"));
            body.scope.declare(name, ty, true);
            return;
        };
        let Ty::Boxed(item) = body.scope.vars[index].ty.clone() else { return };
        self.note("move out of a box");
        body.scope.use_var(index, None, Use::Move);
        let name = body.scope.vars[index].name.clone();
        let id = self.id();
        if self.rng.chance(40) {
            return self.text.line(format!("if flip({id}) {{ consume({id}, *{name}); }}"));
        }
        let x = self.name("x");
        self.text.line(format!("let {x}: {item} = *{name};"));
        body.scope.declare(x, *item, false);
    }

    pub(super) fn let_statement(&mut self, body: &mut Body) {
        let ty = self.ty(2);
        let value = self.value(body, &ty, 3);
        let name = self.name("x");
        let mutable = self.rng.chance(50);
        let mutability = if mutable { "mut " } else { "" };
        if mutable && self.rng.chance(10) {
            // Initialised later, in one of two branches.
            self.note("late initialisation");
            let id = self.id();
            self.text.line(format!("let mut {name}: {ty};"));
            let other = self.literal(&ty);
            self.text.line(format!(
                "if flip({id}) {{ {name} = {other}; }} else {{ {name} = {value}; }}"
            ));
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

    /// Gives a field of a struct or tuple a new value, possibly after it was moved.
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
                let probe = if gone {
                    var.ty
                        .fields()
                        .iter()
                        .map(|f| f.0)
                        .find(|f| matches!(&var.state, State::Part(m) if !m.contains(f)))
                } else {
                    Some(field)
                };
                let Some(probe) = probe else { continue };
                if var.mutable
                    && !(gone && captured)
                    && body.scope.allows(index, Some(probe), Use::Write)
                {
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
        if self.rng.chance(30) && body.awaits() {
            // Evaluate the number first: this is not a test of two-phase borrows.
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
    pub(super) fn suspend(&mut self, body: &mut Body) {
        let id = self.id();
        if !body.awaits() || (body.yields == Yields::AsyncGen && self.rng.chance(50)) {
            self.note("yield");
            self.suspensions += 1;
            let value = self.value(body, &Ty::U32, 1);
            if body.is_iterator() {
                return self.text.line(format!("yield {value};"));
            }
            let name = self.name("x");
            self.text.line(format!("let {name}: u32 = yield {value};"));
            body.scope.declare(name, Ty::U32, false);
            return;
        }
        if !self.may_wait(body, 1) {
            return self.text.line(format!("mark({id});"));
        }
        if body.turns == 1 && self.rng.chance(2) {
            self.note("never");
            self.suspensions += 1;
            let polls = self.rng.below(4);
            return self.text.line(format!("cut(never(), {polls}).await;"));
        }
        if self.rng.chance(30) {
            self.note("leaf pending once");
            self.suspensions += 1;
            body.weight += body.turns;
            let leaf =
                if self.rng.chance(50) { "pause()".to_owned() } else { format!("ask({id})") };
            return self.text.line(format!("{leaf}.await;"));
        }
        let times = self.times(body);
        match self.rng.below(4) {
            0 => self.text.line(format!("give((), {times}).await;")),
            1 => self.text.line(format!("let _ = wait({times}, {id}).await;")),
            _ => self.text.line(format!("wait({times}, {id}).await;")),
        }
    }

    /// A variable that can be moved away.
    pub(super) fn movable(&mut self, body: &Body) -> Option<usize> {
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
        if self.rng.chance(25) && self.borrow_through_call(body) {
            return;
        }
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

    /// Borrows a variable through an async function that returns the reference.
    fn borrow_through_call(&mut self, body: &mut Body) -> bool {
        let mut found = vec![];
        for (name, ty, mutable) in &self.lenders {
            let how = if *mutable { Use::Write } else { Use::Read };
            for (index, var) in body.scope.vars.iter().enumerate() {
                if var.ty == *ty
                    && (var.mutable || !*mutable)
                    && body.scope.allows(index, None, how)
                {
                    found.push((name.clone(), *mutable, index, how));
                }
            }
        }
        if !self.may_wait(body, 1) {
            return false;
        }
        let Some((name, mutable, index, how)) = self.rng.pick(&found).cloned() else {
            return false;
        };
        self.note("reference given back by a call");
        self.suspensions += 1;
        body.weight += body.turns;
        body.scope.use_var(index, None, how);
        let lender = body.scope.vars[index].clone();
        let keyword = if mutable { "mut " } else { "" };
        let r = self.name("r");
        self.text.line(format!("let {r} = {name}(&{keyword}{}).await;", lender.name));
        let item = Box::new(lender.ty);
        let ty = if mutable { Ty::RefMut(item) } else { Ty::Ref(item) };
        let reference = body.scope.declare(r, ty, false);
        body.scope.vars[reference].lender = Some(index);
        true
    }

    /// Generates one branch that starts in the states `before`. Returns the states at its end,
    /// unless it diverges.
    pub(super) fn branch(&mut self, body: &mut Body, before: &[State]) -> Option<Vec<State>> {
        body.scope.restore(before);
        self.block(body);
        let ended = !std::mem::replace(&mut body.diverged, false);
        ended.then(|| body.scope.states(before.len()))
    }

    /// Continues with the states that the branches left.
    pub(super) fn join(&mut self, body: &mut Body, ways: &[Vec<State>]) {
        body.diverged = ways.is_empty();
        body.scope.join(ways);
    }

    fn if_statement(&mut self, body: &mut Body) {
        self.note("if");
        let condition = self.condition(body);
        let before = body.scope.states(body.scope.vars.len());
        let mut ways = vec![];
        self.text.open(format!("if {condition} {{"));
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

    /// Adds a value that changes a variable when it is dropped.
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
        let ty = match self.rng.below(3) {
            0 => Ty::Pair,
            1 => Ty::Tup(Box::new(self.ty(1)), Box::new(self.ty(1))),
            _ => Ty::Arr(Box::new(self.ty(1))),
        };
        let value = self.value(body, &ty, 2);
        self.note("destructuring");
        let pattern = match ty {
            Ty::Pair => format!("Pair {{ a: mut {a}, b: {b}, .. }}"),
            Ty::Arr(_) => format!("[mut {a}, {b}]"),
            _ => format!("(mut {a}, {b})"),
        };
        self.text.line(format!("let {pattern} = {value};"));
        let (first, second) = match ty {
            Ty::Pair => (Ty::Noisy, Ty::Text),
            Ty::Tup(a, b) => (*a, *b),
            Ty::Arr(item) => ((*item).clone(), *item),
            _ => unreachable!("nothing else was chosen"),
        };
        body.scope.declare(a, first, true);
        body.scope.declare(b, second, false);
    }
}
