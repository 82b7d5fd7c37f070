//! Functions.

use super::recursion::{Deeper, Indirection};
use super::{Body, Function, Generator, Kind, Yields};
use crate::ty::Ty;

/// The bounds of a generic parameter.
const BOUNDS: &str = "Debug + Look + Poke + Clone";

impl Generator {
    pub(super) fn any_function(&mut self) {
        let kinds = [
            (Kind::Async, 34),
            (Kind::Block, 14),
            (Kind::Method, 9),
            (Kind::Default, 8),
            (Kind::Boxed, 6),
            (Kind::Generic, 7),
            (Kind::Const, 6),
            (Kind::Relay, 7),
            (Kind::Caller, 6),
            (Kind::Recursive, 5),
            (Kind::Mutual, 3),
            (Kind::GenericRecursive, 4),
            (Kind::TraitRecursive, 4),
        ];
        let weights = kinds.map(|(_, weight)| weight);
        let (kind, _) = kinds[self.rng.weighted(&weights)];
        self.function(kind);
    }

    pub(super) fn function(&mut self, kind: Kind) {
        self.text.line("");
        if kind.is_recursive() {
            self.note("recursion");
        }
        if kind == Kind::Mutual {
            return self.mutual();
        }
        let name = self.name("f");
        let ret = if self.rng.chance(40) { Ty::U32 } else { self.ty(1) };
        let fallible = self.rng.chance(20);
        let budget = self.rng.range(4, 14);
        let body = Body::new(ret.clone(), fallible, budget);
        let library = self.in_library;
        let (params, weight, element) = (vec![], 0, None);
        let function = Function { name, kind, params, ret, fallible, weight, element, library };
        match kind {
            Kind::Method => self.method(function, body),
            Kind::Default => self.default_method(function, body),
            Kind::TraitRecursive => self.recursive_method(function, body),
            _ => self.free_function(function, body),
        }
    }

    /// A few parameters, declared in the body: their types and their source text.
    pub(super) fn params(&mut self, body: &mut Body, kind: Kind) -> (Vec<Ty>, Vec<String>) {
        let mut types = vec![];
        for _ in 0..self.rng.below(4) {
            let owned = self.ty(1);
            types.push(match self.rng.below(5) {
                0 => Ty::Ref(Box::new(owned)),
                1 => Ty::RefMut(Box::new(owned)),
                _ => owned,
            });
        }
        if kind == Kind::Block && self.rng.chance(30) {
            self.note("fields captured one by one");
            types.push(Ty::Lane);
        }
        if kind.has_receiver() {
            return self.params_of(body, &types);
        }
        let mut list = vec![];
        for ty in &types {
            let param = self.name("p");
            let mutable = !ty.is_ref() && self.rng.chance(40);
            list.push(format!("{}{param}: {ty}", if mutable { "mut " } else { "" }));
            body.scope.declare(param, ty.clone(), mutable);
            self.note_capture(ty);
        }
        (types, list)
    }

    /// Parameters of these types, none of them `mut`.
    pub(super) fn params_of(&mut self, body: &mut Body, types: &[Ty]) -> (Vec<Ty>, Vec<String>) {
        let mut list = vec![];
        for ty in types {
            let param = self.name("p");
            list.push(format!("{param}: {ty}"));
            body.scope.declare(param, ty.clone(), false);
            self.note_capture(ty);
        }
        (types.to_vec(), list)
    }

    /// One of the attributes that control inlining, or none.
    pub(super) fn inline_attribute(&mut self) {
        let attributes = ["#[inline]", "#[inline(never)]", "#[inline(always)]"];
        if self.rng.chance(30) {
            let attribute = attributes[self.rng.below(attributes.len())];
            self.note(attribute);
            self.text.line(attribute);
        }
    }

    /// A function outside any trait.
    fn free_function(&mut self, mut function: Function, mut body: Body) {
        let kind = function.kind;
        let name = function.name.clone();
        let (params, mut list) = self.params(&mut body, kind);
        let result = result(&body.ret, body.fallible);
        let mut generics = String::new();
        let mut generic = None;
        match kind {
            Kind::Relay => {
                let param = self.name("p");
                list.push(format!("{param}: F"));
                generics = "<F: Future<Output = u32>>".to_owned();
                body.future = Some(param);
                self.note("relay");
            }
            Kind::Caller => {
                let param = self.name("p");
                list.push(format!("{param}: F"));
                generics = "<F: AsyncFn(u32) -> u32>".to_owned();
                body.closure = Some(param);
                self.note("caller");
            }
            Kind::Generic | Kind::GenericRecursive => {
                let param = self.name("p");
                list.push(format!("{param}: T"));
                generics = format!("<T: {BOUNDS}>");
                body.generic = Some(param.clone());
                generic = Some(param);
                self.note("generic");
            }
            Kind::Const => {
                let (param, element) = (self.name("p"), self.ty(0));
                list.push(format!("{param}: [{element}; N]"));
                generics = "<const N: usize, const B: bool>".to_owned();
                body.generic = Some(param);
                function.element = Some(element);
                self.note("const generics");
            }
            _ => {}
        }
        if kind.is_recursive() {
            list.push("depth: u32".to_owned());
            body.turns = 2;
        }
        let list = list.join(", ");
        match kind {
            Kind::Block => {
                self.note("fn with async block");
                self.inline_attribute();
                self.text
                    .open(format!("pub fn {name}({list}) -> impl Future<Output = {result}> {{"));
                self.text.open("async move {");
            }
            Kind::Boxed => {
                self.note("boxed future");
                let list = list.replace('&', "&'a ");
                self.text.open(format!(
                    "pub fn {name}<'a>({list}) -> Pin<Box<dyn Future<Output = {result}> + 'a>> {{"
                ));
                self.text.open("Box::pin(async move {");
            }
            _ => {
                self.note("async fn");
                self.inline_attribute();
                self.text.open(format!("pub async fn {name}{generics}({list}) -> {result} {{"));
            }
        }
        match kind {
            Kind::Recursive | Kind::GenericRecursive => {
                let indirection = match generic {
                    // A trait object would need a lifetime bound on the generic parameter.
                    Some(_) => Indirection::Boxed,
                    None => self.boxed_or_dyn(),
                };
                if generic.is_some() {
                    self.note("generic recursion");
                }
                let deeper = Deeper {
                    callee: &name,
                    receiver: None,
                    params: &params,
                    generic: generic.as_deref(),
                    output: &result,
                    indirection,
                };
                self.recursion(&body, &deeper);
            }
            Kind::Const => self.const_prologue(&mut body),
            Kind::Block => self.field_uses(&mut body),
            _ => {}
        }
        self.body(&mut body);
        match kind {
            Kind::Block => self.text.close("}"),
            Kind::Boxed => self.text.close("})"),
            _ => {}
        }
        self.text.close("}");
        function.params = params;
        function.weight = body.weight;
        self.functions.push(function);
    }

    /// Uses the constants `N` and `B`: in a length, in a value, in a condition.
    fn const_prologue(&mut self, body: &mut Body) {
        let (bytes, number, id) = (self.name("x"), self.name("x"), self.id());
        self.text.line(format!("let mut {bytes} = [{}u8; N];", id % 250));
        let times = self.times(body);
        self.text.line(format!("if B {{ wait({times}, {id}).await; {bytes}.poke({id}); }}"));
        self.text.line(format!("let mut {number}: u32 = N as u32 + {bytes}.look();"));
        body.scope.declare(number, Ty::U32, true);
    }

    /// Uses some fields of a parameter, so that these are captured instead of the whole.
    fn field_uses(&mut self, body: &mut Body) {
        let lanes = body.scope.vars.iter().filter(|var| var.ty == Ty::Lane);
        let names: Vec<String> = lanes.map(|var| var.name.clone()).collect();
        for name in names {
            for (field, ty) in Ty::Lane.fields() {
                if !self.rng.chance(45) {
                    continue;
                }
                self.note_capture(&ty);
                let id = self.id();
                self.text.line(format!("show({id}, &{name}.{field});"));
                if self.rng.chance(40) {
                    self.suspend(body);
                }
            }
        }
    }

    /// An async function that returns the reference that it gets.
    pub(super) fn lender(&mut self) {
        let name = self.name("f");
        let ty = self.ty(1);
        let mutable = self.rng.chance(50);
        let (id, keyword) = (self.id(), if mutable { "mut " } else { "" });
        let local = self.literal(&Ty::Noisy);
        self.inline_attribute();
        self.text
            .open(format!("pub async fn {name}<'a>(p: &'a {keyword}{ty}) -> &'a {keyword}{ty} {{"));
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
    pub(super) fn coroutine_function(&mut self) -> String {
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
        self.text.open(format!(
            "pub fn {name}() -> impl Coroutine<u32, Yield = u32, Return = {ret}> {{"
        ));
        let captured = self.name("x");
        let ty = self.ty(1);
        let value = self.literal(&ty);
        self.note_capture(&ty);
        self.text.line(format!("let mut {captured}: {ty} = {value};"));
        self.text.line("#[coroutine]");
        self.text.open(format!("{keyword} |{param}: u32| {{"));
        let (resumed, first) = (self.name("x"), self.id());
        self.text.line(format!("let {resumed}: u32 = yield {first};"));
        self.text.line(format!("show({first}, &({param}, {resumed}));"));
        body.scope.declare(captured, ty, true);
        body.scope.declare(param, Ty::U32, false);
        body.scope.declare(resumed, Ty::U32, false);
        self.body(&mut body);
        self.text.close("}");
        self.text.close("}");
        name
    }

    /// Adds statements up to the budget, then the result.
    pub(super) fn body(&mut self, body: &mut Body) {
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
        if let Some(generic) = body.generic.take() {
            let id = self.id();
            self.text.line(format!("show({id}, &({generic}.look(), &{generic}));"));
        }
        let ret = body.ret.clone();
        let value = self.value(body, &ret, 2);
        self.text.line(if body.fallible { format!("Ok({value})") } else { value });
    }

    /// A generator function without parameters that yields numbers.
    pub(super) fn gen_function(&mut self, yields: Yields) -> String {
        let keyword = if yields == Yields::AsyncGen { "async gen fn" } else { "gen fn" };
        self.note(keyword);
        let name = self.name("g");
        let budget = self.rng.range(4, 12);
        let mut body = Body::new(Ty::U32, false, budget);
        body.yields = yields;
        self.text.open(format!("pub {keyword} {name}() -> u32 {{"));
        self.statements(&mut body);
        self.text.close("}");
        name
    }

    /// The call of a function with these arguments; the recursion depth comes last.
    pub(super) fn written_call(&mut self, function: &Function, args: &[String]) -> String {
        let name = &function.name;
        if function.kind.has_receiver() {
            let (receiver, args) = args.split_first().expect("self is the first parameter");
            return format!("({receiver}).{name}({})", args.join(", "));
        }
        let Some(element) = &function.element else {
            return format!("{name}({})", args.join(", "));
        };
        let len = self.rng.below(4);
        let array: Vec<String> = (0..len).map(|_| self.literal(element)).collect();
        let args = [args, &[format!("[{}]", array.join(", "))]].concat().join(", ");
        let waits = self.rng.chance(50);
        format!("{name}::<{len}, {waits}>({args})")
    }
}

/// The type of a function's result.
pub(super) fn result(ret: &Ty, fallible: bool) -> String {
    if fallible { format!("Result<{ret}, u32>") } else { ret.to_string() }
}
