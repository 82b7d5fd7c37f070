//! Patterns.

use super::{Body, Generator};
use crate::scope::Use;
use crate::ty::Ty;

impl Generator {
    /// The operand of a match: a variable of a `wanted` type, by value or by reference, or an
    /// expression of type `make`. Also returns its type, the variable's index, and how it is used:
    /// 0 moves, 1 borrows, 2 borrows mutably.
    pub(super) fn scrutinee(
        &mut self,
        body: &mut Body,
        wanted: impl Fn(&Ty) -> bool,
        make: &Ty,
    ) -> (String, Ty, Option<usize>, u8) {
        let mut found = vec![];
        for (index, var) in body.scope.vars.iter().enumerate() {
            if !wanted(&var.ty) {
                continue;
            }
            if body.may_borrow() && body.scope.allows(index, None, Use::Read) {
                found.push((index, 1));
            }
            if body.may_borrow() && var.mutable && body.scope.allows(index, None, Use::Write) {
                found.push((index, 2));
            }
            if body.scope.allows(index, None, Use::Move) {
                found.extend([(index, 0); 2]);
            }
        }
        match self.rng.pick(&found).copied() {
            Some((index, mode)) if self.rng.chance(80) => {
                let how = [Use::Move, Use::Read, Use::Write][mode as usize];
                body.scope.use_var(index, None, how);
                let var = &body.scope.vars[index];
                let text = format!("{}{}", ["", "&", "&mut "][mode as usize], var.name);
                (text, var.ty.clone(), Some(index), mode)
            }
            _ => (self.value(body, make, 2), make.clone(), None, 0),
        }
    }

    /// Declares what a pattern binds.
    pub(super) fn bind(
        &mut self,
        body: &mut Body,
        name: String,
        ty: &Ty,
        lender: Option<usize>,
        mode: u8,
    ) {
        let ty = match mode {
            0 => ty.clone(),
            1 => Ty::Ref(Box::new(ty.clone())),
            _ => Ty::RefMut(Box::new(ty.clone())),
        };
        let index = body.scope.declare(name, ty, false);
        if mode != 0 {
            body.scope.vars[index].lender = lender;
        }
    }

    pub(super) fn if_let(&mut self, body: &mut Body) {
        self.note("if let");
        let item = self.ty(1);
        let make = Ty::Opt(Box::new(item));
        let (text, ty, lender, mode) = self.scrutinee(body, |ty| matches!(ty, Ty::Opt(_)), &make);
        let Ty::Opt(item) = ty else { unreachable!("an option was asked for") };
        let before = body.scope.states(body.scope.vars.len());
        let name = self.name("y");
        let mut ways = vec![];
        let more = if self.rng.chance(20) {
            self.note("let chain");
            format!(" && flip({})", self.id())
        } else {
            String::new()
        };
        self.text.open(format!("if let Some({name}) = {text}{more} {{"));
        let count = body.scope.vars.len();
        self.bind(body, name, &item, lender, mode);
        ways.extend(self.branch(body, &before));
        body.scope.vars.truncate(count);
        if self.rng.chance(50) {
            self.text.between("} else {");
            ways.extend(self.branch(body, &before));
        } else {
            ways.push(before);
        }
        self.text.close("}");
        self.join(body, &ways);
    }

    pub(super) fn match_shape(&mut self, body: &mut Body) {
        self.note("match");
        let (text, _, lender, mode) = self.scrutinee(body, |ty| *ty == Ty::Shape, &Ty::Shape);
        let before = body.scope.states(body.scope.vars.len());
        let count = before.len();
        let mut ways = vec![];
        self.text.open(format!("match {text} {{"));
        let a = self.name("y");
        let guard =
            if self.rng.chance(40) { format!(" if flip({})", self.id()) } else { String::new() };
        let guarded = !guard.is_empty();
        self.text.open(format!("Shape::One({a}){guard} => {{"));
        self.bind(body, a, &Ty::Noisy, lender, mode);
        ways.extend(self.branch(body, &before));
        body.scope.vars.truncate(count);
        self.text.close("}");
        let (a, b) = (self.name("y"), self.name("y"));
        match self.rng.below(3) {
            0 => {
                self.text.open(format!("Shape::Two(_, {a}) => {{"));
                self.bind(body, a, &Ty::Noisy, lender, mode);
            }
            1 if mode == 0 && body.may_borrow() => {
                self.text.open(format!("Shape::Two(ref {b}, {a}) => {{"));
                self.bind(body, a, &Ty::Noisy, lender, mode);
                self.bind(body, b, &Ty::Text, None, 1);
            }
            _ => {
                self.text.open(format!("Shape::Two({b}, {a}) => {{"));
                self.bind(body, a, &Ty::Noisy, lender, mode);
                self.bind(body, b, &Ty::Text, lender, mode);
            }
        }
        ways.extend(self.branch(body, &before));
        body.scope.vars.truncate(count);
        self.text.close("}");
        if guarded || self.rng.chance(50) {
            self.text.open("_ => {");
        } else {
            self.text.open("Shape::Empty => {");
        }
        ways.extend(self.branch(body, &before));
        self.text.close("}");
        self.text.close("}");
        self.join(body, &ways);
    }

    pub(super) fn match_number(&mut self, body: &mut Body) {
        self.note("match on a number");
        let number = self.value(body, &Ty::U32, 2);
        let guard = self.condition(body);
        let before = body.scope.states(body.scope.vars.len());
        let mut ways = vec![];
        self.text.open(format!("match ({number}) % 3 {{"));
        for pattern in ["0 =>".to_owned(), format!("1 if {guard} =>"), "_ =>".to_owned()] {
            self.text.open(format!("{pattern} {{"));
            ways.extend(self.branch(body, &before));
            self.text.close("}");
        }
        self.text.close("}");
        self.join(body, &ways);
    }

    pub(super) fn let_else(&mut self, body: &mut Body) {
        self.note("let else");
        let item = self.ty(1);
        let make = Ty::Opt(Box::new(item));
        // Nothing comes after a value that cannot exist.
        let may_be = |ty: &Ty| matches!(ty, Ty::Opt(item) if **item != Ty::Void);
        let (text, ty, lender, mode) = self.scrutinee(body, may_be, &make);
        let Ty::Opt(item) = ty else { unreachable!("an option was asked for") };
        let name = self.name("y");
        let before = body.scope.states(body.scope.vars.len());
        self.text.open(format!("let Some({name}) = ({text}) else {{"));
        self.leave(body);
        self.text.close("};");
        body.diverged = false;
        body.scope.restore(&before);
        self.bind(body, name, &item, lender, mode);
    }
}
