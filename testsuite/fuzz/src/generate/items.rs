//! Functions and `main`.

use super::{Body, Function, Generator, Kind, Yields};
use crate::ty::Ty;

impl Generator {
    pub(super) fn items(&mut self) {
        for _ in 0..self.rng.below(3) {
            self.text.line("");
            self.lender();
        }
        for _ in 0..self.rng.below(2) {
            self.text.line("");
            let name = self.gen_function(Yields::Gen);
            self.generators.push(name);
        }
        let count = self.rng.range(3, 7);
        for _ in 0..count {
            self.text.line("");
            self.function();
        }
        if self.rng.chance(25) {
            self.text.line("");
            let name = self.gen_function(Yields::AsyncGen);
            self.async_generators.push(name);
        }
        let coroutine = self.rng.chance(25).then(|| {
            self.text.line("");
            self.coroutine_function()
        });
        self.text.line("");
        self.text.open("pub fn roots() {");
        let mut roots: Vec<Function> = self.functions.iter().rev().take(3).cloned().collect();
        roots.reverse();
        for root in roots {
            self.root(&root);
        }
        for name in self.generators.clone() {
            self.text.line(format!("drive_iter(\"{name}\", || {name}());"));
        }
        for name in self.async_generators.clone() {
            self.text.line(format!("drive_async_iter(\"{name}\", || {name}());"));
        }
        if let Some(name) = coroutine {
            self.text.line(format!("drive_coroutine(\"{name}\", {name});"));
        }
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
            Kind::Recursive,
        ];
        let kind = kinds[self.rng.weighted(&[40, 14, 12, 6, 8, 8, 6, 6])];
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
            Kind::Recursive => {
                list.push("depth: u32".to_owned());
                body.turns = 2;
                self.note("recursion");
            }
            _ => {}
        }
        let list = list.join(", ");
        match kind {
            Kind::Async | Kind::Relay | Kind::Caller | Kind::Generic | Kind::Recursive => {
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
        if kind == Kind::Recursive {
            self.recursion(&body, &name, &params);
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

    /// The end of the recursion, and the call that goes deeper.
    fn recursion(&mut self, body: &Body, name: &str, params: &[Ty]) {
        let id = self.id();
        let value = self.literal(&body.ret);
        let (value, question) =
            if body.fallible { (format!("Ok({value})"), "?") } else { (value, "") };
        self.text.line(format!("if depth == 0 {{ return {value}; }}"));
        let mut args: Vec<String> = vec![];
        for ty in params {
            args.push(self.literal(ty));
        }
        args.push("depth - 1".to_owned());
        self.suspensions += 1;
        let held = self.literal(&Ty::Noisy);
        self.text.line(format!("let held = {held};"));
        let call = format!("Box::pin({name}({})).await{question}", args.join(", "));
        self.text.line(format!("show({id}, &{call});"));
    }

    /// An async function that gives back the reference that it gets.
    fn lender(&mut self) {
        let name = self.name("f");
        let ty = self.ty(1);
        let mutable = self.rng.chance(50);
        let (id, keyword) = (self.id(), if mutable { "mut " } else { "" });
        let local = self.literal(&Ty::Noisy);
        self.text
            .open(format!("async fn {name}<'a>(p: &'a {keyword}{ty}) -> &'a {keyword}{ty} {{"));
        self.text.line(format!("let local = {local};"));
        self.text.line(format!("wait(1, {id}).await;"));
        if mutable {
            self.text.line(format!("p.poke({id});"));
        }
        self.text.line(format!("show({id}, &p);"));
        self.text.line("p");
        self.text.close("}");
        self.suspensions += 1;
        self.lenders.push((name, ty, mutable));
    }

    /// A function that returns a coroutine with a resume argument.
    fn coroutine_function(&mut self) -> String {
        let name = self.name("k");
        let budget = self.rng.range(4, 12);
        let ret = self.ty(1);
        let mut body = Body::new(ret.clone(), false, budget);
        let keyword = if self.rng.chance(50) {
            self.note("static coroutine");
            body.yields = Yields::Static;
            "static move"
        } else {
            self.note("movable coroutine");
            body.yields = Yields::Movable;
            "move"
        };
        let param = self.name("p");
        self.text
            .open(format!("fn {name}() -> impl Coroutine<u32, Yield = u32, Return = {ret}> {{"));
        let captured = self.name("x");
        let ty = self.ty(1);
        let value = self.literal(&ty);
        self.text.line(format!("let mut {captured}: {ty} = {value};"));
        self.text.line("#[coroutine]");
        self.text.open(format!("{keyword} |{param}: u32| {{"));
        body.scope.declare(captured, ty, true);
        body.scope.declare(param, Ty::U32, false);
        let first = self.id();
        self.text.line(format!("yield {first};"));
        self.body(&mut body);
        self.text.close("}");
        self.text.close("}");
        name
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
    fn gen_function(&mut self, yields: Yields) -> String {
        let keyword = if yields == Yields::AsyncGen { "async gen fn" } else { "gen fn" };
        self.note(keyword);
        let name = self.name("g");
        let budget = self.rng.range(4, 12);
        let mut body = Body::new(Ty::U32, false, budget);
        body.yields = yields;
        self.text.open(format!("{keyword} {name}() -> u32 {{"));
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
            Kind::Recursive => args.push("2".to_owned()),
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
