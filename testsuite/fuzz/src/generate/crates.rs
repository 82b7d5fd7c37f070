//! The crates of a program: their contents and the roots.

use super::{Function, Generator, Kind, Yields};
use crate::ty::Ty;

/// The number of functions that are roots.
const ROOTS: usize = 3;

impl Generator {
    /// The library crate, if there are two.
    pub(super) fn library(&mut self) {
        self.in_library = true;
        self.helpers();
        // Something generic, instantiated where it is used.
        let kinds = [Kind::Relay, Kind::Generic, Kind::Caller, Kind::Const];
        let generic = kinds[self.rng.below(kinds.len())];
        self.function(generic);
        for _ in 0..self.rng.range(1, 3) {
            self.any_function();
        }
        self.late_helpers();
        self.in_library = false;
    }

    /// The crate with the roots.
    pub(super) fn driver(&mut self) {
        let alone = self.functions.is_empty();
        if alone {
            self.helpers();
        }
        for _ in 0..if alone { self.rng.range(3, 7) } else { self.rng.range(2, 4) } {
            self.any_function();
        }
        if alone {
            self.late_helpers();
        }
        self.text.line("");
        self.text.open("pub fn roots() {");
        for root in self.roots() {
            self.root(&root);
        }
        for name in self.generators.clone() {
            self.text.line(format!("drive_iter(\"{name}\", || {name}());"));
        }
        for name in self.async_generators.clone() {
            self.text.line(format!("drive_async_iter(\"{name}\", || {name}());"));
        }
        if let Some(name) = self.coroutine.clone() {
            self.text.line(format!("drive_coroutine(\"{name}\", {name});"));
        }
        self.text.close("}");
    }

    /// Other items that functions call.
    fn helpers(&mut self) {
        for _ in 0..self.rng.below(3) {
            self.text.line("");
            self.lender();
        }
        for _ in 0..self.rng.below(3) {
            self.text.line("");
            self.wrapper();
        }
        for _ in 0..self.rng.below(2) {
            self.text.line("");
            let name = self.gen_function(Yields::Gen);
            self.generators.push(name);
        }
    }

    /// Items that may call the functions.
    fn late_helpers(&mut self) {
        if self.rng.chance(25) {
            self.text.line("");
            let name = self.gen_function(Yields::AsyncGen);
            self.async_generators.push(name);
        }
        if self.rng.chance(25) {
            self.text.line("");
            self.coroutine = Some(self.coroutine_function());
        }
    }

    /// The last functions; with two crates, one of them is the library's.
    fn roots(&mut self) -> Vec<Function> {
        let (library, own): (Vec<_>, Vec<_>) =
            self.functions.iter().cloned().partition(|function| function.library);
        let foreign = self.rng.pick(&library).cloned();
        let count = ROOTS - usize::from(foreign.is_some());
        let own = own[own.len().saturating_sub(count)..].iter().cloned();
        foreign.into_iter().chain(own).collect()
    }

    fn root(&mut self, function: &Function) {
        if function.library {
            self.note("root in the library");
        }
        let mut lines = vec![];
        let mut args = vec![];
        for ty in &function.params {
            let name = self.name("a");
            let value = match ty {
                Ty::Ref(item) | Ty::RefMut(item) => self.literal(item),
                ty => self.literal(ty),
            };
            match ty {
                // What a future refers to must outlive every run of the future.
                Ty::Ref(_) => lines.push(format!("let {name} = &*Box::leak(Box::new({value}));")),
                Ty::RefMut(_) => lines.push(format!("let {name} = Box::leak(Box::new({value}));")),
                _ => lines.push(format!("let {name} = {value};")),
            }
            args.push(name);
        }
        match &function.kind {
            Kind::Relay if self.rng.chance(50) => {
                self.note_foreign_future(function);
                args.push("async { mark(9); wait(2, 9).await }".to_owned());
            }
            Kind::Relay => args.push("wait(2, 9)".to_owned()),
            Kind::Caller => args.push("async |n: u32| wait(1, n).await".to_owned()),
            kind if kind.is_recursive() => {
                args.extend(self.generic_argument(kind));
                args.push("2".to_owned());
            }
            kind => args.extend(self.generic_argument(kind)),
        }
        let name = &function.name;
        self.text.open(format!("drive(\"{name}\", || {{"));
        for line in lines {
            self.text.line(line);
        }
        let call = self.written_call(function, &args);
        self.text.line(call);
        self.text.close("});");
    }

    /// A value for a parameter whose type is generic.
    fn generic_argument(&mut self, kind: &Kind) -> Option<String> {
        match kind {
            Kind::Generic | Kind::GenericRecursive => {
                let ty = self.ty(1);
                Some(self.literal(&ty))
            }
            _ => None,
        }
    }
}
