//! Futures in variables: async blocks and calls, and their uses.

use super::awaits::Call;
use super::items::result;
use super::{Around, Body, Function, Generator, Kind, Yields};
use crate::scope::{Capture, State};
use crate::ty::Ty;

/// What is put aside while the body of a block or closure is generated.
struct Outer {
    states: Vec<State>,
    around: Vec<Around>,
    ret: Ty,
    fallible: bool,
    ret_floor: usize,
    move_floor: usize,
    turns: usize,
    yields: Yields,
}

impl Generator {
    /// The statements and the value of a block or closure that captures, without its braces. With
    /// `calls`, it runs that many times.
    pub(super) fn capturing(
        &mut self,
        body: &mut Body,
        by_move: bool,
        ret: &Ty,
        calls: usize,
        params: &[(String, Ty)],
    ) {
        let count = body.scope.vars.len();
        let floor = body.scope.move_floor;
        let outer = Outer {
            states: body.scope.states(count),
            around: std::mem::take(&mut body.around),
            ret: std::mem::replace(&mut body.ret, ret.clone()),
            fallible: std::mem::replace(&mut body.fallible, false),
            ret_floor: body.ret_floor,
            move_floor: floor,
            turns: body.turns,
            yields: std::mem::replace(&mut body.yields, Yields::Awaits),
        };
        let (taken, mentioned) = (vec![], vec![]);
        body.scope.captures.push(Capture { outside: count, by_move, floor, taken, mentioned });
        body.scope.level += 1;
        if calls > 1 {
            body.scope.move_floor = body.scope.level;
        }
        body.ret_floor = body.scope.move_floor;
        body.turns *= calls;
        for (name, ty) in params {
            body.scope.declare(name.clone(), ty.clone(), false);
        }
        body.depth += 1;
        for _ in 0..self.rng.range(1, 4) {
            if body.budget > 0 && !body.diverged {
                self.statement(body);
            }
        }
        body.depth -= 1;
        if !std::mem::replace(&mut body.diverged, false) {
            let value = self.value(body, ret, 2);
            self.text.line(value);
        }
        body.around = outer.around;
        body.ret = outer.ret;
        body.fallible = outer.fallible;
        body.ret_floor = outer.ret_floor;
        body.turns = outer.turns;
        body.yields = outer.yields;
        body.scope.move_floor = outer.move_floor;
        body.scope.level -= 1;
        body.scope.vars.truncate(count);
        body.scope.restore(&outer.states);
        let capture = body.scope.captures.pop().expect("it was pushed");
        for (index, field) in capture.mentioned {
            let ty = body.scope.vars[index].ty.clone();
            let fields = ty.fields();
            let part = fields.iter().find(|(name, _)| Some(*name) == field).map(|(_, ty)| ty);
            self.note_capture(part.unwrap_or(&ty));
        }
        for index in capture.taken {
            if !body.scope.vars[index].ty.is_copy() {
                body.scope.vars[index].state = State::Missing;
            }
        }
    }

    /// An async block: its captures and its use.
    pub(super) fn async_block(&mut self, body: &mut Body) {
        if !self.may_wait(body, 2) {
            return self.let_statement(body);
        }
        let by_move = self.rng.chance(45);
        self.note(if by_move { "async move block" } else { "async block" });
        let ty = self.ty(1);
        let name = self.name("b");
        let keyword = if by_move { "async move" } else { "async" };
        self.text.open(format!("let {name} = {keyword} {{"));
        self.capturing(body, by_move, &ty, 1, &[]);
        self.text.close("};");
        self.end_future(body, &name, &ty);
    }

    /// Awaits a future in a variable, or part of it, or drops it.
    fn end_future(&mut self, body: &mut Body, name: &str, ty: &Ty) {
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
                let value = self.literal(ty);
                // The block ends what the future has captured.
                self.text.open(format!("let {result}: {ty} = {{"));
                self.text.line(format!("let mut {name} = pin!({name});"));
                self.text.open(format!("match cut({name}.as_mut(), {polls}).await {{"));
                self.text.line("Some(value) => value,");
                self.text.line(format!("None if flip({id}) => {name}.await,"));
                self.text.line(format!("None => {value},"));
                self.text.close("}");
                self.text.close("};");
            }
            4 => {
                self.note("join");
                let times = self.times(body);
                self.text.line(format!(
                    "let {result}: {ty} = join(wait({times}, {id}), {name}).await.1;"
                ));
            }
            _ => {
                self.note("conditional await");
                let value = self.literal(ty);
                // The block ends what the future has captured.
                self.text.open(format!("let {result}: {ty} = {{"));
                self.text.line(format!("let {name} = {name};"));
                self.text.line(format!("if flip({id}) {{ {name}.await }} else {{ {value} }}"));
                self.text.close("};");
            }
        }
        body.scope.declare(result, ty.clone(), false);
    }

    /// A call of a function that returns an owned value without errors and borrows no temporary.
    fn storable_call(&mut self, body: &mut Body) -> Option<(Function, Call)> {
        let fitting: Vec<Function> = self
            .functions
            .iter()
            .filter(|f| !f.fallible && self.may_wait(body, f.weight.max(1)))
            .cloned()
            .collect();
        let function = self.rng.pick(&fitting)?.clone();
        body.weight += function.weight * body.turns;
        let call = self.future(body, &function, 1);
        if call.temporary {
            // It cannot be stored, but what it moved is gone.
            let id = self.id();
            self.suspensions += 1;
            self.text.line(format!("show({id}, &{}.await);", call.text));
            self.release(body, &call.held);
            return None;
        }
        Some((function, call))
    }

    /// A future in a struct, a variable that is assigned twice, a box that is swapped, and the like.
    pub(super) fn stored_future(&mut self, body: &mut Body) {
        if self.rng.chance(20) {
            return self.plain_future(body);
        }
        let Some((function, call)) = self.storable_call(body) else { return };
        let ty = function.ret.clone();
        let (name, id, x) = (self.name("b"), self.id(), self.name("x"));
        self.suspensions += 1;
        let text = &call.text;
        match self.rng.below(7) {
            0 => {
                self.note("future in a struct");
                let (before, after) = (self.literal(&Ty::Noisy), self.literal(&Ty::Noisy));
                self.text.open(format!("let {x}: {ty} = {{"));
                self.text.line(format!(
                    "let {name} = Beside {{ before: {before}, future: {text}, after: {after} }};"
                ));
                self.text.line(format!("let value = {name}.future.await;"));
                if self.rng.chance(50) {
                    self.text.line(format!("drop({name}.before);"));
                }
                self.text.line("value");
                self.text.close("};");
            }
            1 => {
                self.note("future assigned twice");
                self.text.line(format!("let mut {name} = {text};"));
                if let Some(other) = self.literal_call(&function) {
                    self.text.line(format!("if flip({id}) {{ {name} = {other}; }}"));
                }
                self.text.line(format!("let {x}: {ty} = {name}.await;"));
            }
            2 => {
                self.note("futures swapped");
                let Some(other) = self.literal_call(&function) else {
                    self.text.line(format!("let {x}: {ty} = Box::pin({text}).await;"));
                    body.scope.declare(x, ty, false);
                    return self.release(body, &call.held);
                };
                body.weight += function.weight * body.turns;
                let second = self.name("b");
                self.text.open(format!("let {x}: {ty} = {{"));
                self.text.line(format!("let mut {name} = Box::pin({text});"));
                self.text.line(format!("let mut {second} = Box::pin({other});"));
                self.text.line(format!("show({id}, &cut({name}.as_mut(), 1).await.is_some());"));
                self.text.line(format!("core::mem::swap(&mut {name}, &mut {second});"));
                self.text.line(format!("{name}.await"));
                self.text.close("};");
            }
            3 => {
                self.note("future polled in a loop");
                let polls = self.rng.range(1, 3);
                let value = self.literal(&ty);
                self.text.open(format!("let {x}: {ty} = {{"));
                self.text.line(format!("let mut {name} = pin!({text});"));
                self.text.line(format!("let mut found: Option<{ty}> = None;"));
                self.text.open(format!("for _ in 0..{polls} {{"));
                self.text.open("if found.is_none() {");
                self.text.line(format!("found = cut({name}.as_mut(), 1).await;"));
                self.text.close("}");
                self.text.close("}");
                self.text.line(format!("found.unwrap_or_else(|| {value})"));
                self.text.close("};");
            }
            4 | 5 => {
                self.note("futures in an array");
                let others: Vec<String> =
                    (0..2).filter_map(|_| self.literal_call(&function)).collect();
                body.weight += function.weight * body.turns;
                let futures = [std::slice::from_ref(text), &others[..]].concat().join(", ");
                self.text.line(format!("let [{x}, ..] = all([{futures}]).await;"));
            }
            _ => {
                self.note("dyn futures in an array");
                let other = self.literal_call(&function);
                let output = result(&function.ret, false);
                let len = 1 + usize::from(other.is_some());
                let second = other.map(|other| format!(", Box::pin({other})")).unwrap_or_default();
                self.text.line(format!(
                    "let {name}: [Pin<Box<dyn Future<Output = {output}> + '_>>; {len}] = \
                     [Box::pin({text}){second}];"
                ));
                self.text.open(format!("for b in {name} {{"));
                self.text.line(format!("show({id}, &b.await);"));
                self.text.close("}");
                let value = self.literal(&ty);
                self.text.line(format!("let {x}: {ty} = {value};"));
            }
        }
        self.release(body, &call.held);
        body.scope.declare(x, ty, false);
    }

    /// Another call of the same function, of literals only; `None` if it needs more than those.
    fn literal_call(&mut self, function: &Function) -> Option<String> {
        let simple = matches!(function.kind, Kind::Async | Kind::Block | Kind::Boxed);
        if !simple || function.params.iter().any(Ty::is_ref) {
            return None;
        }
        let params = function.params.clone();
        let args: Vec<String> = params.iter().map(|ty| self.literal(ty)).collect();
        Some(format!("{}({})", function.name, args.join(", ")))
    }

    /// Futures that are not calls.
    fn plain_future(&mut self, body: &mut Body) {
        if !self.may_wait(body, 3) {
            return self.let_statement(body);
        }
        let (name, id, x) = (self.name("b"), self.id(), self.name("x"));
        let times = self.times(body);
        if self.rng.chance(50) {
            self.note("poll_fn");
            self.text.open(format!("let {x}: u32 = {{"));
            self.text.line(format!("let mut left = {times};"));
            self.text.open("poll_fn(|_| {");
            self.text.line(format!("mark({id});"));
            self.text.line("if left == 0 { return Poll::Ready(left + 7); }");
            self.text.line("left -= 1;");
            self.text.line("Poll::Pending");
            self.text.close("}).await");
            self.text.close("};");
        } else {
            self.note("async block in an async block");
            let value = self.literal(&Ty::Noisy);
            self.text.open(format!("let {name} = async {{"));
            self.text.line(format!("let value = {value};"));
            self.text.line(format!("wait({times}, {id}).await;"));
            self.text
                .line(format!("async move {{ give((), 1).await; show({id}, &value); {id}u32 }}"));
            self.text.close("};");
            self.text.line(format!("let {name} = {name}.await;"));
            self.text.line(format!("let {x}: u32 = {name}.await;"));
        }
        body.scope.declare(x, Ty::U32, false);
    }

    /// An iterator made by a generator, and what it borrows until its end.
    pub(super) fn generator(&mut self, body: &mut Body) -> (String, Vec<(usize, bool)>) {
        let generators = self.generators.clone();
        if let Some(name) = self.rng.pick(&generators)
            && self.rng.chance(50)
        {
            self.note("gen fn in a loop");
            return (format!("{name}()"), vec![]);
        }
        self.note("gen block");
        let (a, b) = (self.id(), self.id());
        match self.readable(body) {
            Some(index) if body.awaits() => {
                body.scope.use_var(index, None, crate::scope::Use::Read);
                let held = self.hold(body, index, false);
                let name = &body.scope.vars[index].name;
                let text = format!(
                    "gen {{ let n = Noisy::new({a}); yield {b}u32; yield {name}.look(); show({b}, &n); }}"
                );
                (text, held)
            }
            _ => (
                format!(
                    "gen {{ let n = Noisy::new({a}); yield {b}u32; show({b}, &n); yield {a}; }}"
                ),
                vec![],
            ),
        }
    }

    /// An `async gen` block, drained or left early.
    pub(super) fn async_generator(&mut self, body: &mut Body) {
        if !self.may_wait(body, 3) {
            return self.let_statement(body);
        }
        self.note("async gen block");
        let (values, item, id) = (self.name("g"), self.name("y"), self.id());
        let source = match self.rng.pick(&self.async_generators.clone()) {
            Some(name) if self.rng.chance(50) => format!("{name}()"),
            _ => {
                let (a, b) = (self.id(), self.id());
                let times = self.times(body);
                format!(
                    "async gen {{ let n = Noisy::new({a}); yield {b}u32; wait({times}, {b}).await; \
                     show({b}, &n); yield {a}; }}"
                )
            }
        };
        self.suspensions += 1;
        body.weight += 2 * body.turns;
        self.text.open("{");
        self.text.line(format!("let mut {values} = pin!({source});"));
        self.text.open(format!("while let Some({item}) = next({values}.as_mut()).await {{"));
        self.text.line(format!("show({id}, &{item});"));
        if self.rng.chance(40) {
            self.text.line(format!("if flip({id}) {{ break; }}"));
        }
        self.text.close("}");
        self.text.close("}");
    }
}
