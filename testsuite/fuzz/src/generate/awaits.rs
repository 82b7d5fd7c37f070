//! Calls of async functions, and the ways to await them.

use super::items::result;
use super::{Body, Function, Generator, Kind};
use crate::scope::Use;
use crate::ty::Ty;

/// A call that makes a future.
pub(super) struct Call {
    pub(super) text: String,
    /// Whether it borrows a temporary, which lives no longer than the statement.
    pub(super) temporary: bool,
    /// What is borrowed until the future ends.
    pub(super) held: Vec<(usize, bool)>,
}

impl Generator {
    /// An awaited call of a function with this result.
    pub(super) fn call(&mut self, body: &mut Body, ty: &Ty, depth: usize) -> Option<String> {
        let fitting: Vec<Function> = self
            .functions
            .iter()
            .filter(|function| function.ret == *ty && self.may_wait(body, function.weight.max(1)))
            .cloned()
            .collect();
        let function = self.rng.pick(&fitting)?.clone();
        body.weight += function.weight * body.turns;
        let call = self.future(body, &function, depth);
        let output = result(&function.ret, function.fallible);
        let awaited = self.awaited(body, &call, &output, &function);
        self.release(body, &call.held);
        Some(awaited)
    }

    /// The call of a function, not yet awaited.
    pub(super) fn future(&mut self, body: &mut Body, function: &Function, depth: usize) -> Call {
        let mut call = Call { text: String::new(), temporary: false, held: vec![] };
        let mut args = vec![];
        for ty in &function.params {
            let arg = match ty {
                Ty::Ref(item) => self.borrowed(body, item, false, &mut call),
                Ty::RefMut(item) => self.borrowed(body, item, true, &mut call),
                ty => self.value(body, ty, depth),
            };
            args.push(arg);
        }
        match function.kind {
            Kind::Relay => {
                self.note_foreign_future(function);
                let inner = self.number_future(body, depth, &mut call);
                args.push(inner);
            }
            Kind::Caller => {
                let closure = self.closure(body, &mut call);
                args.push(closure);
            }
            Kind::Generic | Kind::GenericRecursive => {
                let ty = self.ty(1);
                args.push(self.value(body, &ty, depth));
            }
            _ => {}
        }
        if function.kind.is_recursive() {
            args.push(self.rng.below(3).to_string());
        }
        if function.library && !self.in_library {
            self.note("call across crates");
            if matches!(function.kind, Kind::Generic | Kind::GenericRecursive | Kind::Const) {
                self.note("generic of the library");
            }
        }
        call.text = self.written_call(function, &args);
        call
    }

    /// Counts a future of the driver that is passed to a function of the library.
    pub(super) fn note_foreign_future(&mut self, function: &Function) {
        if function.library && !self.in_library {
            self.note("generic of the library");
            self.note("driver's future awaited by the library");
        }
    }

    fn borrowed(&mut self, body: &mut Body, item: &Ty, mutable: bool, call: &mut Call) -> String {
        let (text, held) = self.reference(body, item, mutable);
        call.temporary |= held.is_empty();
        call.held.extend(held);
        text
    }

    /// A future of a number, for a function that awaits its argument.
    fn number_future(&mut self, body: &mut Body, depth: usize, call: &mut Call) -> String {
        let fitting: Vec<Function> = self
            .functions
            .iter()
            .filter(|f| f.ret == Ty::U32 && !f.fallible && self.may_wait(body, f.weight.max(1)))
            .cloned()
            .collect();
        if depth > 0
            && self.rng.chance(60)
            && let Some(function) = self.rng.pick(&fitting).cloned()
        {
            body.weight += function.weight * body.turns;
            let inner = self.future(body, &function, depth - 1);
            call.temporary |= inner.temporary;
            call.held.extend(inner.held);
            return inner.text;
        }
        let times = self.times(body);
        let id = self.id();
        if self.rng.chance(30) {
            self.note("async block as argument");
            return format!("async {{ mark({id}); wait({times}, {id}).await }}");
        }
        format!("wait({times}, {id})")
    }

    /// An async closure, which may capture a variable.
    fn closure(&mut self, body: &mut Body, call: &mut Call) -> String {
        let times = self.times(body) + 1;
        body.weight += times * body.turns;
        let id = self.id();
        self.note("async closure");
        let awaited = format!("wait({times}, n.wrapping_add({id})).await");
        match self.rng.below(3) {
            0 => format!("async |n: u32| {awaited}"),
            1 => {
                let Some(index) = self.readable(body) else {
                    return format!("async |n: u32| {awaited}");
                };
                body.scope.use_var(index, None, Use::Read);
                let held = self.hold(body, index, false);
                call.held.extend(held);
                let name = &body.scope.vars[index].name;
                format!("async |n: u32| {awaited}.wrapping_add({name}.look())")
            }
            _ => {
                let ty = self.ty(1);
                let value = self.value(body, &ty, 0);
                let last = self.id();
                format!(
                    "{{ let c = {value}; async move |n: u32| {{ show({last}, &c); \
                     {awaited}.wrapping_add(c.look()) }} }}"
                )
            }
        }
    }

    /// A future of `output`, which is the result of `function`, awaited in one of many ways.
    fn awaited(
        &mut self,
        body: &mut Body,
        call: &Call,
        output: &str,
        function: &Function,
    ) -> String {
        self.suspensions += 1;
        let text = &call.text;
        let id = self.id();
        let otherwise = |this: &mut Self| {
            let value = this.literal(&function.ret);
            if function.fallible { format!("Ok({value})") } else { value }
        };
        let weights = [46, 5, 5, 6, 5, 5, 5, 4, 4, 4, 5, 4, 3, 14];
        let early = |this: &mut Self| {
            if function.library && !this.in_library {
                this.note("library's future dropped early");
            }
        };
        let awaited = match self.rng.weighted(&weights) {
            0 => format!("{text}.await"),
            1 => format!("Box::pin({text}).await"),
            2 => {
                self.note("dyn future");
                format!("(Box::pin({text}) as Pin<Box<dyn Future<Output = {output}> + '_>>).await")
            }
            3 => {
                self.note("rewake");
                format!("rewake({text}, {id}).await")
            }
            4 => {
                self.note("cut");
                early(self);
                let polls = self.rng.below(4);
                let value = otherwise(self);
                format!("cut({text}, {polls}).await.unwrap_or_else(|| {value})")
            }
            5 => {
                self.note("select");
                early(self);
                let times = self.times(body);
                let value = otherwise(self);
                if self.rng.chance(50) {
                    format!("select({text}, give({value}, {times})).await.1")
                } else {
                    format!("select(give({value}, {times}), {text}).await.1")
                }
            }
            6 => {
                self.note("join");
                let times = self.times(body);
                format!("join({text}, wait({times}, {id})).await.0")
            }
            7 if !call.temporary => {
                self.note("pinned on the stack");
                format!("{{ let f = pin!({text}); mark({id}); f.await }}")
            }
            8 => format!("IntoFuture::into_future({text}).await"),
            9 => format!("same({text}).await"),
            10 if !call.temporary => {
                self.note("future in a variable");
                format!("{{ let f = {text}; mark({id}); f.await }}")
            }
            11 if !call.temporary => {
                self.note("future in a tuple");
                format!("{{ let t = ({text}, {id}); t.0.await }}")
            }
            12 if !call.temporary => {
                self.note("future in an option");
                let value = otherwise(self);
                format!(
                    "{{ let o = Some({text}); match o {{ Some(f) => f.await, None => {value} }} }}"
                )
            }
            13 => {
                body.weight += 2 * body.turns;
                format!("{}.await", self.wrapped(text, function.library, otherwise))
            }
            _ => format!("{text}.await"),
        };
        if !function.fallible {
            return awaited;
        }
        if body.fallible {
            self.note("?");
            format!("{awaited}?")
        } else {
            let value = self.literal(&function.ret);
            format!("match {awaited} {{ Ok(v) => v, Err(n) => {{ show({id}, &n); {value} }} }}")
        }
    }
}
