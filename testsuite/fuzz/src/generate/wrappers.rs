//! Async functions that are generic over the future they take and its result.

use super::Generator;
use crate::ty::Ty;

/// What a caller needs to know about such a function.
#[derive(Clone, Debug)]
pub(super) struct Wrapper {
    name: String,
    /// Whether it takes a second argument: the result if it does not run the future to its end.
    early: bool,
    /// Whether it is in the library crate.
    library: bool,
}

impl Generator {
    /// Generates a wrapper.
    pub(super) fn wrapper(&mut self) {
        let name = self.name("w");
        let early = self.rng.chance(55);
        let (a, b) = (self.id(), self.id());
        self.note("generic over the awaited future");
        self.note("async fn");
        self.inline_attribute();
        let other = if early { ", other: F::Output" } else { "" };
        self.text.open(format!("pub async fn {name}<F: Future>(p: F{other}) -> F::Output {{"));
        if self.rng.chance(60) {
            let held = self.literal(&Ty::Noisy);
            self.text.line(format!("let _held = {held};"));
        }
        if self.rng.chance(50) {
            self.suspensions += 1;
            self.text.line(format!("wait(1, {a}).await;"));
        }
        self.suspensions += 1;
        match (early, self.rng.below(3)) {
            (true, 0) => {
                self.text.line("let mut p = pin!(p);");
                self.cut_early("p");
            }
            (true, 1) => {
                self.text.line("let mut p = Box::pin(p);");
                self.cut_early("p");
                self.text.line("drop(p);");
            }
            (true, _) => {
                self.note("future dropped unpolled");
                self.text.line(format!("let value = if flip({a}) {{ p.await }} else {{ other }};"));
            }
            (false, 0) => self.text.line("let value = p.await;"),
            (false, 1) => self.text.line("let value = Box::pin(p).await;"),
            (false, _) => {
                let nested = self.wrappers.clone();
                let nested: Vec<_> = nested.iter().filter(|wrapper| !wrapper.early).collect();
                let inner = match self.rng.pick(&nested) {
                    Some(wrapper) => format!("{}(p)", wrapper.name),
                    None => "async move { p.await }".to_owned(),
                };
                self.text.line(format!("let value = {inner}.await;"));
            }
        }
        if self.rng.chance(50) {
            self.suspensions += 1;
            self.text.line(format!("wait(1, {b}).await;"));
        }
        self.text.line(format!("mark({b});"));
        self.text.line("value");
        self.text.close("}");
        self.wrappers.push(Wrapper { name, early, library: self.in_library });
    }

    fn cut_early(&mut self, pinned: &str) {
        self.note("cut");
        let polls = self.rng.below(3);
        self.text.open(format!("let value = match cut({pinned}.as_mut(), {polls}).await {{"));
        self.text.line("Some(value) => value,");
        self.text.line("None => other,");
        self.text.close("};");
    }

    /// Passes the future `text` to a wrapper; `otherwise` generates another result.
    pub(super) fn wrapped(
        &mut self,
        text: &str,
        library: bool,
        otherwise: impl Fn(&mut Self) -> String,
    ) -> String {
        let wrappers = self.wrappers.clone();
        let Some(wrapper) = self.rng.pick(&wrappers) else { return text.to_owned() };
        self.note("future given to a generic function");
        if wrapper.library && !self.in_library {
            self.note("generic of the library");
            if !library {
                self.note("driver's future awaited by the library");
            }
            if wrapper.early {
                self.note("future dropped early by the library");
            }
        }
        let name = &wrapper.name;
        if wrapper.early {
            let value = otherwise(self);
            format!("{name}({text}, {value})")
        } else {
            format!("{name}({text})")
        }
    }
}
