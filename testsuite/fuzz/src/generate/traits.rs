//! Async functions in traits.

use super::items::result;
use super::recursion::{Deeper, Indirection};
use super::{Body, Function, Generator, Kind};
use crate::ty::Ty;

impl Generator {
    /// A method with an implementation for `Pair` only.
    pub(super) fn method(&mut self, mut function: Function, mut body: Body) {
        self.note("trait method");
        let ty = match self.rng.below(3) {
            0 => Ty::Ref(Box::new(Ty::Pair)),
            1 => Ty::RefMut(Box::new(Ty::Pair)),
            _ => Ty::Pair,
        };
        let receiver = receiver(&ty);
        body.scope.declare("self".to_owned(), ty.clone(), false);
        let (params, list) = self.params(&mut body, Kind::Method);
        let list = [&[receiver.to_owned()], &list[..]].concat().join(", ");
        let (name, result) = (&function.name, result(&body.ret, body.fallible));
        self.text.open(format!("pub trait Has{name} {{"));
        self.text.line(format!("async fn {name}({list}) -> {result};"));
        self.text.close("}");
        self.text.open(format!("impl Has{name} for Pair {{"));
        self.inline_attribute();
        self.text.open(format!("async fn {name}({list}) -> {result} {{"));
        self.body(&mut body);
        self.text.close("}");
        self.text.close("}");
        function.params = [&[ty], &params[..]].concat();
        function.weight = body.weight;
        self.functions.push(function);
    }

    /// A method with a default body, which `Pair` uses and `Noisy` may override; perhaps also a
    /// function that is generic over the trait.
    pub(super) fn default_method(&mut self, mut function: Function, mut body: Body) {
        self.note("default body in a trait");
        let mutable = self.rng.chance(40);
        let by_reference = |item: Ty| {
            if mutable { Ty::RefMut(Box::new(item)) } else { Ty::Ref(Box::new(item)) }
        };
        let (params, list) = self.params(&mut body, Kind::Default);
        let written = [&[if mutable { "&mut self" } else { "&self" }.to_owned()], &list[..]];
        let written = written.concat().join(", ");
        let (name, result) = (function.name.clone(), result(&body.ret, body.fallible));
        self.text.open(format!("pub trait Has{name}: Debug + Look + Poke {{"));
        self.inline_attribute();
        self.text.open(format!("async fn {name}({written}) -> {result} {{"));
        if mutable {
            let id = self.id();
            self.text.line(format!("self.poke({id});"));
        }
        body.generic = Some("self".to_owned());
        self.body(&mut body);
        self.text.close("}");
        self.text.close("}");
        self.text.line(format!("impl Has{name} for Pair {{}}"));
        function.params = [&[by_reference(Ty::Pair)], &params[..]].concat();
        function.weight = body.weight;
        self.functions.push(function.clone());
        if self.rng.chance(50) {
            self.note("default body overridden");
            let budget = self.rng.range(1, 4);
            let mut body = Body::new(function.ret.clone(), function.fallible, budget);
            body.scope.declare("self".to_owned(), by_reference(Ty::Noisy), false);
            let (_, list) = self.params_of(&mut body, &params);
            let receiver = if mutable { "&mut self" } else { "&self" };
            let written = [&[receiver.to_owned()], &list[..]].concat().join(", ");
            self.text.open(format!("impl Has{name} for Noisy {{"));
            self.text.open(format!("async fn {name}({written}) -> {result} {{"));
            self.body(&mut body);
            self.text.close("}");
            self.text.close("}");
            let params = [&[by_reference(Ty::Noisy)], &params[..]].concat();
            self.functions.push(Function { params, weight: body.weight, ..function.clone() });
        }
        if self.rng.chance(50) {
            self.generic_over_trait(function, mutable, &list);
        }
    }

    /// A function that calls the method of any type that implements the trait.
    fn generic_over_trait(&mut self, method: Function, mutable: bool, list: &[String]) {
        self.note("generic over a trait with async functions");
        let (name, id) = (self.name("f"), self.id());
        let keyword = if mutable { "mut " } else { "" };
        let names = argument_names(list);
        let list = [&[format!("h: &{keyword}H")], list].concat().join(", ");
        let result = result(&method.ret, method.fallible);
        let held = self.literal(&Ty::Noisy);
        self.suspensions += 1;
        self.note("async fn");
        self.inline_attribute();
        let bound = format!("Has{}", method.name);
        self.text.open(format!("pub async fn {name}<H: {bound}>({list}) -> {result} {{"));
        self.text.line(format!("let held = {held};"));
        self.text.line(format!("let value = h.{}({}).await;", method.name, names.join(", ")));
        self.text.line(format!("show({id}, &held);"));
        self.text.line("value");
        self.text.close("}");
        self.functions.push(Function { name, kind: Kind::Async, ..method });
    }

    /// A method that awaits itself, through its trait.
    pub(super) fn recursive_method(&mut self, mut function: Function, mut body: Body) {
        self.note("recursion through a trait");
        body.turns = 2;
        let shape = self.rng.below(3);
        if shape != 1 {
            body.scope.declare("self".to_owned(), Ty::Ref(Box::new(Ty::Pair)), false);
        }
        let (params, list) = self.params(&mut body, Kind::TraitRecursive);
        let (name, result) = (function.name.clone(), result(&body.ret, body.fallible));
        // A method can only name itself through a generic function.
        let through = self.name("f");
        if shape != 2 {
            let names = [&argument_names(&list)[..], &["depth"]].concat().join(", ");
            let list = [&["h: &H".to_owned()], &list[..], &["depth: u32".to_owned()]].concat();
            self.inline_attribute();
            self.text.open(format!(
                "pub async fn {through}<H: Has{name} + ?Sized>({}) -> {result} {{",
                list.join(", ")
            ));
            self.text.line(format!("h.{name}({names}).await"));
            self.text.close("}");
            self.suspensions += 1;
        }
        let list = [&["&self".to_owned()], &list[..], &["depth: u32".to_owned()]].concat();
        let list = list.join(", ");
        let indirection = self.boxed_or_dyn();
        match shape {
            0 => {
                self.text.open(format!("pub trait Has{name} {{"));
                self.text.line(format!("async fn {name}({list}) -> {result};"));
                self.text.close("}");
                self.text.open(format!("impl Has{name} for Pair {{"));
                self.inline_attribute();
                self.text.open(format!("async fn {name}({list}) -> {result} {{"));
            }
            1 => {
                self.note("default body in a trait");
                body.generic = Some("self".to_owned());
                self.text.line(format!("impl Has{name} for Pair {{}}"));
                self.text.open(format!("pub trait Has{name}: Debug + Look + Poke {{"));
                self.text.open(format!("async fn {name}({list}) -> {result} {{"));
            }
            _ => {
                let list = list.replace('&', "&'a ");
                let future = format!("Pin<Box<dyn Future<Output = {result}> + 'a>>");
                self.note("recursion through a trait object");
                self.text.open(format!("pub trait Has{name} {{"));
                self.text.line(format!("fn {name}<'a>({list}) -> {future};"));
                self.text.close("}");
                self.text.open(format!("impl Has{name} for Pair {{"));
                self.text.open(format!("fn {name}<'a>({list}) -> {future} {{"));
                self.text.open("Box::pin(async move {");
            }
        }
        let on_object = format!("(self as &dyn Has{name}).{name}");
        let deeper = Deeper {
            callee: if shape == 2 { &on_object } else { &through },
            receiver: (shape != 2).then_some("self"),
            params: &params,
            generic: None,
            output: &result,
            indirection: if shape == 2 { Indirection::Plain } else { indirection },
        };
        self.recursion(&body, &deeper);
        self.body(&mut body);
        if shape == 2 {
            self.text.close("})");
        }
        self.text.close("}");
        self.text.close("}");
        function.params = [&[Ty::Ref(Box::new(Ty::Pair))], &params[..]].concat();
        function.weight = body.weight;
        self.functions.push(function);
    }
}

/// The names of parameters, from their source text.
fn argument_names(list: &[String]) -> Vec<&str> {
    list.iter().filter_map(|param| param.split(':').next()).collect()
}

/// How a method declares its receiver.
fn receiver(ty: &Ty) -> &'static str {
    match ty {
        Ty::Ref(_) => "&self",
        Ty::RefMut(_) => "&mut self",
        _ => "self",
    }
}
