//! Functions and `main`.

use super::{Body, Function, Generator, Kind};
use crate::ty::Ty;

impl Generator {
    pub(super) fn items(&mut self) {
        self.text.line("#![feature(gen_blocks)]");
        self.text.line("use prelude::*;");
        let count = self.rng.range(3, 7);
        for _ in 0..count {
            self.text.line("");
            self.function();
        }
        let gens = self.rng.below(2);
        let mut generators = vec![];
        for _ in 0..gens {
            self.text.line("");
            generators.push(self.gen_function());
        }
        self.text.line("");
        self.text.open("fn main() {");
        let mut roots: Vec<Function> = self.functions.iter().rev().take(3).cloned().collect();
        roots.reverse();
        for root in roots {
            self.root(&root);
        }
        for name in generators {
            self.text.line(format!("drive_iter(\"{name}\", || {name}());"));
        }
        self.text.line("exit();");
        self.text.close("}");
    }

    fn function(&mut self) {
        let kinds = [
            Kind::Async,
            Kind::Block,
            Kind::Method,
            Kind::Boxed,
            Kind::Generic,
            Kind::Relay,
            Kind::Caller,
        ];
        let kind = kinds[self.rng.weighted(&[40, 14, 12, 6, 8, 8, 6])];
        let name = self.name("f");
        let ret = if self.rng.chance(40) { Ty::U32 } else { self.ty(1) };
        let fallible = self.rng.chance(20);
        let budget = self.rng.range(4, 14);
        let mut body = Body::new(ret.clone(), fallible, budget);
        let mut params = vec![];
        let mut list: Vec<String> = vec![];
        if kind == Kind::Method {
            let ty = match self.rng.below(3) {
                0 => Ty::Ref(Box::new(Ty::Pair)),
                1 => Ty::RefMut(Box::new(Ty::Pair)),
                _ => Ty::Pair,
            };
            let written = match ty {
                Ty::Ref(_) => "&self",
                Ty::RefMut(_) => "&mut self",
                _ => "self",
            };
            list.push(written.to_owned());
            body.scope.declare("self".to_owned(), ty.clone(), false);
            params.push(ty);
        }
        for _ in 0..self.rng.below(4) {
            let owned = self.ty(1);
            let ty = match self.rng.below(5) {
                0 => Ty::Ref(Box::new(owned)),
                1 => Ty::RefMut(Box::new(owned)),
                _ => owned,
            };
            let param = self.name("p");
            let mutable = !ty.is_ref() && kind != Kind::Method && self.rng.chance(40);
            list.push(format!("{}{param}: {ty}", if mutable { "mut " } else { "" }));
            body.scope.declare(param, ty.clone(), mutable);
            params.push(ty);
        }
        let result = result(&ret, fallible);
        let mut generics = "";
        match kind {
            Kind::Relay => {
                let param = self.name("p");
                list.push(format!("{param}: F"));
                generics = "<F: Future<Output = u32>>";
                body.future = Some(param);
                self.note("relay");
            }
            Kind::Caller => {
                let param = self.name("p");
                list.push(format!("{param}: F"));
                generics = "<F: AsyncFn(u32) -> u32>";
                body.closure = Some(param);
                self.note("caller");
            }
            Kind::Generic => {
                let param = self.name("p");
                list.push(format!("{param}: T"));
                generics = "<T: Debug + Look + Poke>";
                body.generic = Some(param);
                self.note("generic");
            }
            _ => {}
        }
        let list = list.join(", ");
        match kind {
            Kind::Async | Kind::Relay | Kind::Caller | Kind::Generic => {
                self.note("async fn");
                self.text.open(format!("async fn {name}{generics}({list}) -> {result} {{"));
            }
            Kind::Block => {
                self.note("fn with async block");
                self.text.open(format!("fn {name}({list}) -> impl Future<Output = {result}> {{"));
                self.text.open("async move {");
            }
            Kind::Boxed => {
                self.note("boxed future");
                let list = list.replace('&', "&'a ");
                self.text.open(format!(
                    "fn {name}<'a>({list}) -> Pin<Box<dyn Future<Output = {result}> + 'a>> {{"
                ));
                self.text.open("Box::pin(async move {");
            }
            Kind::Method => {
                self.note("trait method");
                self.text.open(format!("trait Has{name} {{"));
                self.text.line(format!("async fn {name}({list}) -> {result};"));
                self.text.close("}");
                self.text.open(format!("impl Has{name} for Pair {{"));
                self.text.open(format!("async fn {name}({list}) -> {result} {{"));
            }
        }
        self.body(&mut body);
        match kind {
            Kind::Block | Kind::Method => self.text.close("}"),
            Kind::Boxed => self.text.close("})"),
            _ => {}
        }
        self.text.close("}");
        let weight = body.weight;
        self.functions.push(Function { name, kind, params, ret, fallible, weight });
    }

    /// Statements up to the budget, then the result.
    fn body(&mut self, body: &mut Body) {
        self.statements(body);
        if body.diverged {
            return;
        }
        if let Some(future) = body.future.take() {
            let id = self.id();
            self.suspensions += 1;
            self.text.line(format!("show({id}, &{future}.await);"));
        }
        if let Some(closure) = body.closure.clone() {
            let id = self.id();
            self.suspensions += 2;
            self.text.line(format!("show({id}, &({closure}(3).await, {closure}(4).await));"));
        }
        let ret = body.ret.clone();
        let value = self.value(body, &ret, 2);
        self.text.line(if body.fallible { format!("Ok({value})") } else { value });
    }

    /// A generator function without parameters that yields numbers.
    fn gen_function(&mut self) -> String {
        self.note("gen fn");
        let name = self.name("g");
        let budget = self.rng.range(4, 12);
        let mut body = Body::new(Ty::U32, false, budget);
        body.is_gen = true;
        self.text.open(format!("gen fn {name}() -> u32 {{"));
        self.statements(&mut body);
        self.text.close("}");
        name
    }

    fn root(&mut self, function: &Function) {
        let mut lines = vec![];
        let mut args = vec![];
        for ty in &function.params {
            let name = self.name("a");
            let value = match ty {
                Ty::Ref(item) | Ty::RefMut(item) => self.literal(item),
                ty => self.literal(ty),
            };
            match ty {
                // What a future refers to outlives every run of it.
                Ty::Ref(_) => lines.push(format!("let {name} = &*Box::leak(Box::new({value}));")),
                Ty::RefMut(_) => lines.push(format!("let {name} = Box::leak(Box::new({value}));")),
                _ => lines.push(format!("let {name} = {value};")),
            }
            args.push(name);
        }
        match function.kind {
            Kind::Relay => args.push("wait(2, 9)".to_owned()),
            Kind::Caller => args.push("async |n: u32| wait(1, n).await".to_owned()),
            Kind::Generic => {
                let ty = self.ty(1);
                args.push(self.literal(&ty));
            }
            _ => {}
        }
        let name = &function.name;
        self.text.open(format!("drive(\"{name}\", || {{"));
        for line in lines {
            self.text.line(line);
        }
        let call = if function.kind == Kind::Method {
            let (receiver, args) = args.split_first().expect("self is the first parameter");
            format!("{receiver}.{name}({})", args.join(", "))
        } else {
            format!("{name}({})", args.join(", "))
        };
        self.text.line(call);
        self.text.close("});");
    }
}

/// The type of a function's result.
pub(super) fn result(ret: &Ty, fallible: bool) -> String {
    if fallible { format!("Result<{ret}, u32>") } else { ret.to_string() }
}
