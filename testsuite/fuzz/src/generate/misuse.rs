//! A function that ends in a debug assertion: the compiler's own checks are in the body.

use super::Generator;
use crate::ty::Ty;

impl Generator {
    /// Generates the function and returns its name.
    pub(super) fn misuse(&mut self) -> String {
        let (name, id) = (self.name("u"), self.id());
        self.note("failing check of the compiler");
        self.suspensions += 2;
        self.text.line("");
        self.text.open(format!("pub async fn {name}() {{"));
        let held = self.literal(&Ty::Noisy);
        self.text.line(format!("let held = {held};"));
        if self.rng.chance(50) {
            self.text.line(format!("wait(1, {id}).await;"));
        }
        let (pointer, number) = (self.name("x"), self.name("x"));
        match self.rng.below(4) {
            0 => {
                self.text.line(format!("let {pointer} = misaligned();"));
                self.text.line("give((), 1).await;");
                self.text.line(format!("let {number} = unsafe {{ *{pointer} }};"));
            }
            1 => {
                self.text.line(format!("let {pointer} = null();"));
                self.text.line("give((), 1).await;");
                self.text.line(format!("let {number} = unsafe {{ *{pointer} }};"));
            }
            2 => {
                let transmute = "core::mem::transmute::<u8, Tiny>(no_variant())";
                self.text.line("give((), 1).await;");
                self.text.line(format!("let {number} = unsafe {{ {transmute} }};"));
                self.text.line(format!("let {number} = {number} as u8;"));
            }
            _ => {
                self.text.line(format!("let {pointer} = [{id}u32];"));
                self.text.line("give((), 1).await;");
                let item = format!("*{pointer}.get_unchecked(behind())");
                self.text.line(format!("let {number} = unsafe {{ {item} }};"));
            }
        }
        self.text.line("give((), 1).await;");
        self.text.line(format!("show({id}, &({number} > 0, &held));"));
        self.text.close("}");
        name
    }
}
