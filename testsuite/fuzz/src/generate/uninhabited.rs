//! Captures of uninhabited types.

use super::{Body, Function, Generator, Kind};
use crate::ty::Ty;

impl Generator {
    /// A branch that is never taken, in which something captures a value of an uninhabited type.
    pub(super) fn uninhabited(&mut self, body: &mut Body) {
        if !self.may_wait(body, 2) {
            return self.let_statement(body);
        }
        let (v, id, a) = (self.name("v"), self.id(), self.id());
        let times = self.times(body);
        self.note_capture(&Ty::Void);
        self.suspensions += 1;
        let captured = self.literal(&Ty::Noisy);
        let generics: Vec<Function> = self
            .functions
            .iter()
            .filter(|f| f.kind == Kind::Generic && !f.params.iter().any(Ty::is_ref))
            .cloned()
            .collect();
        let generic = self.rng.pick(&generics).cloned();
        self.text.open(format!("if let Some({v}) = nothing({id}) {{"));
        self.text.line(format!("let held = {captured};"));
        match (self.rng.below(6), generic) {
            (0, _) => {
                let wait = format!("wait({times}, {a}).await");
                self.text.line(format!("let b = async {{ {wait}; {v}.look() }};"));
                self.text.line("let value = b.await;");
            }
            (1, _) => {
                let body = format!("wait({times}, n).await.wrapping_add({v}.look())");
                self.text.line(format!("let c = async move |n: u32| {body};"));
                self.text.line(format!("let value = c({a}).await;"));
            }
            (2, _) => {
                let body = format!("give(1u32, {times}).await; match {v} {{}}");
                self.text.line(format!("let value: u32 = async move {{ {body} }}.await;"));
            }
            (3 | 4, Some(function)) => {
                self.note("generic instantiated with an uninhabited type");
                let mut args: Vec<String> = vec![];
                for ty in &function.params {
                    args.push(self.literal(ty));
                }
                args.push(v);
                let call = self.written_call(&function, &args);
                self.text.line(format!("let value = {call}.await;"));
            }
            _ => {
                let parts = format!("{v}, Mark, held, {}u8", a % 250);
                self.text.line(format!("let parts = ({parts});"));
                let body = format!("wait({times}, {a}).await; show({a}, &parts.1); parts");
                self.text.line(format!("let value = async move {{ {body} }}.await;"));
            }
        }
        self.text.line(format!("show({a}, &value);"));
        self.text.close("}");
    }
}
