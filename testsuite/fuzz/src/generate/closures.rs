//! Closures, async and plain, that live across suspensions.

use super::{Body, Generator};
use crate::scope::Use;
use crate::ty::Ty;

impl Generator {
    /// An async closure, called once or twice.
    pub(super) fn async_closure(&mut self, body: &mut Body) {
        if !self.may_wait(body, 3) {
            return self.let_statement(body);
        }
        self.note("async closure");
        let by_move = self.rng.chance(40);
        let calls = self.rng.range(1, 2);
        let ty = self.ty(1);
        let (x, closure, param, id) = (self.name("x"), self.name("c"), self.name("p"), self.id());
        self.text.open(format!("let {x}: {ty} = {{"));
        let keyword = if by_move { "async move" } else { "async" };
        self.text.open(format!("let mut {closure} = {keyword} |{param}: u32| -> {ty} {{"));
        self.capturing(body, by_move, &ty, calls, &[(param, Ty::U32)]);
        self.text.close("};");
        if calls == 2 {
            self.note("async closure called twice");
            self.suspensions += 1;
            self.text.line(format!("show({id}, &{closure}({id}).await);"));
        }
        self.suspensions += 1;
        self.text.line(format!("{closure}(2).await"));
        self.text.close("};");
        body.scope.declare(x, ty, false);
    }

    /// A plain closure that is called before and after a suspension.
    pub(super) fn closure_across(&mut self, body: &mut Body) {
        let Some(index) = self.readable(body) else { return self.let_statement(body) };
        self.note("closure across a suspension");
        let by_move = self.rng.chance(40) && body.scope.allows(index, None, Use::Move);
        let (closure, id) = (self.name("c"), self.id());
        let name = body.scope.vars[index].name.clone();
        let (keyword, held) = if by_move {
            body.scope.use_var(index, None, Use::Move);
            ("move ", vec![])
        } else {
            body.scope.use_var(index, None, Use::Read);
            ("", self.hold(body, index, false))
        };
        self.text.open("{");
        self.text.line(format!("let {closure} = {keyword}|n: u32| n.wrapping_add({name}.look());"));
        self.text.line(format!("show({id}, &{closure}(1));"));
        self.block(body);
        if !body.diverged {
            self.text.line(format!("show({id}, &{closure}(2));"));
        }
        self.text.close("}");
        self.release(body, &held);
    }
}
