//! Functions that await themselves, in a box.

use super::{Body, Function, Generator, Kind};
use crate::ty::Ty;

/// What is between a recursive function and the future of its recursive call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indirection {
    /// A box.
    Boxed,
    /// A boxed trait object.
    Dyn,
    /// Nothing: another function of the cycle has the box.
    Plain,
}

/// The recursive call.
#[derive(Clone, Copy)]
pub(super) struct Deeper<'a> {
    /// A function, or a method with its receiver.
    pub(super) callee: &'a str,
    /// The first argument, if there is one besides those below.
    pub(super) receiver: Option<&'a str>,
    /// The types of arguments that get new values.
    pub(super) params: &'a [Ty],
    /// A value that is cloned for the call; the depth follows it.
    pub(super) generic: Option<&'a str>,
    /// The type of the result.
    pub(super) output: &'a str,
    pub(super) indirection: Indirection,
}

impl Generator {
    /// The end of the recursion, and the recursive call.
    pub(super) fn recursion(&mut self, body: &Body, deeper: &Deeper<'_>) {
        let Deeper { callee, receiver, params, generic, output, indirection } = *deeper;
        let id = self.id();
        let value = self.literal(&body.ret);
        let value = if body.fallible { format!("Ok({value})") } else { value };
        self.text.line(format!("if depth == 0 {{ return {value}; }}"));
        let mut args: Vec<String> = vec![];
        args.extend(receiver.map(str::to_owned));
        for ty in params {
            args.push(self.literal(ty));
        }
        args.extend(generic.map(|name| format!("{name}.clone()")));
        args.push("depth - 1".to_owned());
        self.suspensions += 1;
        let held = self.literal(&Ty::Noisy);
        self.text.line(format!("let held = {held};"));
        let call = format!("{callee}({})", args.join(", "));
        let future = match indirection {
            Indirection::Boxed => format!("Box::pin({call})"),
            Indirection::Dyn => {
                self.note("recursion through a trait object");
                format!("(Box::pin({call}) as Pin<Box<dyn Future<Output = {output}> + '_>>)")
            }
            Indirection::Plain => call,
        };
        self.text.line(format!("show({id}, &{future}.await);"));
    }

    /// Two functions that await each other. Only the first has the box.
    pub(super) fn mutual(&mut self) {
        self.note("mutual recursion");
        let (first, second) = (self.name("f"), self.name("f"));
        let (mut bodies, mut params, mut lists) = (vec![], vec![], vec![]);
        for _ in 0..2 {
            let ret = self.ty(1);
            let budget = self.rng.range(2, 7);
            let mut body = Body::new(ret, false, budget);
            body.turns = 2;
            let (types, mut list) = self.params(&mut body, Kind::Mutual);
            list.push("depth: u32".to_owned());
            bodies.push(body);
            params.push(types);
            lists.push(list.join(", "));
        }
        let names = [first, second];
        let outputs: Vec<String> = bodies.iter().map(|body| body.ret.to_string()).collect();
        let mut functions = vec![];
        for (this, mut body) in bodies.into_iter().enumerate() {
            let other = 1 - this;
            self.note("async fn");
            self.inline_attribute();
            let (name, ret) = (&names[this], body.ret.clone());
            self.text.open(format!("pub async fn {name}({}) -> {ret} {{", lists[this]));
            let indirection = if this == 0 { self.boxed_or_dyn() } else { Indirection::Plain };
            let deeper = Deeper {
                callee: &names[other],
                receiver: None,
                params: &params[other],
                generic: None,
                output: &outputs[other],
                indirection,
            };
            self.recursion(&body, &deeper);
            self.body(&mut body);
            self.text.close("}");
            functions.push(Function {
                name: name.clone(),
                kind: Kind::Mutual,
                params: params[this].clone(),
                ret,
                fallible: false,
                weight: body.weight,
                element: None,
                library: self.in_library,
            });
        }
        let weight = functions.iter().map(|function| function.weight).sum();
        self.functions.extend(functions.into_iter().map(|f| Function { weight, ..f }));
    }

    pub(super) fn boxed_or_dyn(&mut self) -> Indirection {
        if self.rng.chance(30) { Indirection::Dyn } else { Indirection::Boxed }
    }
}
