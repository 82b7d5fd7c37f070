//! Expressions without control flow.

use super::{Body, Generator};
use crate::scope::{State, Use};
use crate::ty::Ty;

impl Generator {
    /// A new value that mentions no variable.
    pub(super) fn literal(&mut self, ty: &Ty) -> String {
        let id = self.id();
        self.note(match ty {
            Ty::Noisy | Ty::Pair | Ty::Shape | Ty::Zero | Ty::Dyn | Ty::Byte => "destructor",
            Ty::Packed => "packed",
            Ty::Words => "copied by its address",
            Ty::Over | Ty::Wide => "over-aligned",
            Ty::Big => "large",
            Ty::List => "vector",
            Ty::Boxed(_) => "box",
            _ => "plain value",
        });
        match ty {
            Ty::U8 => format!("{}u8", id % 250),
            Ty::Bool => id.is_multiple_of(2).to_string(),
            Ty::F64 => format!("{id}.25"),
            Ty::Dyn => format!("thing({id})"),
            Ty::Packed => format!("Packed({}, {id}, 7)", id % 250),
            Ty::Words => format!("Words::new({id})"),
            Ty::U32 => format!("{id}u32"),
            Ty::U64 => format!("{id}u64"),
            Ty::U128 => format!("{id}u128"),
            Ty::Noisy => format!("Noisy::new({id})"),
            Ty::Zero => "Zero::new()".to_owned(),
            Ty::Text => format!("text({id})"),
            Ty::Big => format!("Big::new({id})"),
            Ty::Over => format!("Over::new({id})"),
            Ty::Shape => format!("Shape::new({id})"),
            Ty::List => format!("list({id}, {})", self.rng.below(3)),
            Ty::Pair => {
                let b = self.literal(&Ty::Text);
                format!("Pair {{ a: Noisy::new({id}), b: {b}, c: {} }}", id % 7)
            }
            Ty::Boxed(item) => format!("Box::new({})", self.literal(item)),
            Ty::Opt(item) if **item == Ty::Void => format!("nothing({id})"),
            Ty::Opt(item) => {
                let item = self.literal(item);
                match self.rng.below(4) {
                    0 => format!("if flip({id}) {{ Some({item}) }} else {{ None }}"),
                    1 => format!("Some({item}).filter(|_| flip({id}))"),
                    _ => format!("Some({item})"),
                }
            }
            Ty::Tup(a, b) => format!("({}, {})", self.literal(a), self.literal(b)),
            Ty::Arr(item) => format!("[{}, {}]", self.literal(item), self.literal(item)),
            Ty::Unit => "()".to_owned(),
            Ty::Mark => "Mark".to_owned(),
            Ty::Byte => format!("Byte::new({id})"),
            Ty::Tiny => format!("Tiny::new({id})"),
            Ty::Wide => "Wide::new()".to_owned(),
            Ty::Lane => format!("Lane::new({id})"),
            Ty::Void => format!("nothing({id}).unwrap()"),
            Ty::Ref(item) => format!("&{}", self.literal(item)),
            Ty::RefMut(item) => format!("&mut {}", self.literal(item)),
        }
    }

    /// An expression of an owned type, evaluated in place.
    pub(super) fn value(&mut self, body: &mut Body, ty: &Ty, depth: usize) -> String {
        let awaits = if self.may_wait(body, 1) { 1 } else { 0 };
        let deeper = usize::from(depth > 0);
        let weights = [
            18,
            34,
            14 * awaits * deeper,
            22 * awaits * deeper,
            10 * deeper,
            8 * deeper,
            6 * deeper,
        ];
        match self.rng.weighted(&weights) {
            0 => self.literal(ty),
            1 => self.existing(body, ty).unwrap_or_else(|| self.literal(ty)),
            2 => {
                let times = self.times(body);
                if *ty == Ty::U32 && self.rng.chance(60) {
                    self.note("wait");
                    let id = self.id();
                    return format!("wait({times}, {id}).await");
                }
                self.note("give");
                let value = self.value(body, ty, depth - 1);
                format!("give({value}, {times}).await")
            }
            3 => self.call(body, ty, depth - 1).unwrap_or_else(|| self.literal(ty)),
            4 => self.composed(body, ty, depth - 1),
            5 => {
                let id = self.id();
                self.note("if expression");
                let count = body.scope.vars.len();
                let before = body.scope.states(count);
                let then = self.value(body, ty, depth - 1);
                let after_then = body.scope.states(count);
                body.scope.restore(&before);
                let otherwise = self.value(body, ty, depth - 1);
                let after_else = body.scope.states(count);
                body.scope.join(&[after_then, after_else]);
                format!("if flip({id}) {{ {then} }} else {{ {otherwise} }}")
            }
            _ => match ty {
                Ty::U32 => self.number(body, depth - 1),
                _ => format!("same({})", self.value(body, ty, depth - 1)),
            },
        }
    }

    /// A value composed of its parts.
    fn composed(&mut self, body: &mut Body, ty: &Ty, depth: usize) -> String {
        match ty {
            Ty::U32 => self.number(body, depth),
            Ty::Pair if self.rng.chance(40) => {
                // The source of the other fields may be a temporary.
                self.note("struct update");
                let c = self.value(body, &Ty::U32, depth);
                let base = self.value(body, &Ty::Pair, depth);
                format!("Pair {{ c: {c}, ..{base} }}")
            }
            Ty::Pair => {
                self.note("struct expression");
                // The fields in another order than that of their declaration.
                let b = self.value(body, &Ty::Text, depth);
                let c = self.value(body, &Ty::U32, depth);
                let a = self.value(body, &Ty::Noisy, depth);
                format!("Pair {{ b: {b}, c: {c}, a: {a} }}")
            }
            Ty::Shape => {
                let b = self.value(body, &Ty::Text, depth);
                let a = self.value(body, &Ty::Noisy, depth);
                format!("Shape::Two({b}, {a})")
            }
            Ty::Boxed(item) => format!("Box::new({})", self.value(body, item, depth)),
            Ty::Opt(item) if **item != Ty::Void => {
                format!("Some({})", self.value(body, item, depth))
            }
            Ty::Tup(a, b) => {
                let a = self.value(body, a, depth);
                let b = self.value(body, b, depth);
                format!("({a}, {b})")
            }
            Ty::Arr(item) => {
                let a = self.value(body, item, depth);
                let b = self.value(body, item, depth);
                format!("[{a}, {b}]")
            }
            Ty::List => {
                let a = self.value(body, &Ty::Noisy, depth);
                let b = self.value(body, &Ty::Noisy, depth);
                format!("Vec::from([{a}, {b}])")
            }
            _ => self.literal(ty),
        }
    }

    /// A boolean, perhaps after a wait.
    pub(super) fn condition(&mut self, body: &mut Body) -> String {
        let id = self.id();
        if !self.may_wait(body, 1) || self.rng.chance(60) {
            return format!("flip({id})");
        }
        self.note("await in a condition");
        let times = self.times(body);
        match self.rng.below(3) {
            0 => format!("give(flip({id}), {times}).await"),
            1 => format!("(flip({id}) && wait({times}, {id}).await > 5)"),
            _ => {
                let value = self.value(body, &Ty::U32, 1);
                format!("({value}) % 2 == 1")
            }
        }
    }

    /// A number computed from other values.
    fn number(&mut self, body: &mut Body, depth: usize) -> String {
        match self.rng.below(4) {
            0 => match self.readable(body) {
                Some(index) => {
                    body.scope.use_var(index, None, Use::Read);
                    format!("{}.look()", body.scope.vars[index].name)
                }
                None => self.literal(&Ty::U32),
            },
            1 => {
                let a = self.value(body, &Ty::U32, depth);
                let b = self.value(body, &Ty::U32, depth);
                format!("({a}).wrapping_mul({b})")
            }
            2 => {
                // The reference, perhaps to a temporary, stays alive while the number is computed.
                self.note("reference across an expression");
                let ty = self.ty(1);
                let (reference, held) = self.reference(body, &ty, false);
                let number = self.value(body, &Ty::U32, depth);
                self.release(body, &held);
                format!("both({reference}, {number})")
            }
            _ => {
                let ty = self.ty(0);
                format!("{{ let t = {}; t.look() }}", self.value(body, &ty, depth))
            }
        }
    }

    /// A variable or field of this type: copied, moved or cloned.
    fn existing(&mut self, body: &mut Body, ty: &Ty) -> Option<String> {
        let mut places: Vec<(usize, Option<&'static str>)> = vec![];
        for (index, var) in body.scope.vars.iter().enumerate() {
            if var.ty == *ty {
                places.push((index, None));
            }
            places.extend(
                var.ty
                    .fields()
                    .into_iter()
                    .filter(|(_, field)| field == ty)
                    .map(|(name, _)| (index, Some(name))),
            );
        }
        let how = if ty.is_copy() { Use::Read } else { Use::Move };
        places.retain(|(index, field)| body.scope.allows(*index, *field, how));
        let (index, field) = *self.rng.pick(&places)?;
        let name = &body.scope.vars[index].name;
        let place = match field {
            Some(field) => format!("{name}.{field}"),
            None => name.clone(),
        };
        if !ty.is_copy() && self.rng.chance(15) {
            body.scope.use_var(index, field, Use::Read);
            return Some(format!("{place}.clone()"));
        }
        if field.is_some() && !ty.is_copy() {
            self.note("move of a field");
        }
        body.scope.use_var(index, field, how);
        Some(place)
    }

    /// A reference to a variable or a temporary of this type, and the variables that stay borrowed
    /// until [`Generator::release`].
    pub(super) fn reference(
        &mut self,
        body: &mut Body,
        ty: &Ty,
        mutable: bool,
    ) -> (String, Vec<(usize, bool)>) {
        let how = if mutable { Use::Write } else { Use::Read };
        let mut found = vec![];
        for (index, var) in body.scope.vars.iter().enumerate() {
            let name = &var.name;
            let text = match &var.ty {
                own if own == ty && mutable && var.mutable => format!("&mut {name}"),
                own if own == ty && !mutable => format!("&{name}"),
                Ty::RefMut(item) if **item == *ty => {
                    format!("&{}*{name}", if mutable { "mut " } else { "" })
                }
                Ty::Ref(item) if **item == *ty && !mutable => name.clone(),
                _ => continue,
            };
            if body.scope.allows(index, None, how) {
                found.push((index, text));
            }
        }
        match self.rng.pick(&found).cloned() {
            Some((index, text)) => {
                body.scope.use_var(index, None, how);
                let held = self.hold(body, index, mutable);
                (text, held)
            }
            None => {
                let value = self.literal(ty);
                let text = format!("&{}{{ {value} }}", if mutable { "mut " } else { "" });
                (text, vec![])
            }
        }
    }

    /// Keeps a variable borrowed, and what it points into.
    pub(super) fn hold(
        &mut self,
        body: &mut Body,
        index: usize,
        mutable: bool,
    ) -> Vec<(usize, bool)> {
        let mut held = vec![];
        let mut at = Some((index, mutable));
        while let Some((index, mutable)) = at {
            let var = &mut body.scope.vars[index];
            let count = if mutable { &mut var.held.1 } else { &mut var.held.0 };
            *count += 1;
            held.push((index, mutable));
            let exclusive = matches!(var.ty, Ty::RefMut(_));
            at = var.lender.map(|lender| (lender, exclusive));
        }
        held
    }

    /// Ends what [`Generator::hold`] started.
    pub(super) fn release(&mut self, body: &mut Body, held: &[(usize, bool)]) {
        for (index, mutable) in held {
            let var = &mut body.scope.vars[*index];
            let count = if *mutable { &mut var.held.1 } else { &mut var.held.0 };
            *count -= 1;
        }
    }

    /// A variable whose value can be read.
    pub(super) fn readable(&mut self, body: &Body) -> Option<usize> {
        let all: Vec<usize> = (0..body.scope.vars.len())
            .filter(|index| body.scope.allows(*index, None, Use::Read))
            .collect();
        self.rng.pick(&all).copied()
    }

    /// A variable that has a value and may be changed in place.
    pub(super) fn writable(&mut self, body: &Body) -> Option<usize> {
        let all: Vec<usize> = (0..body.scope.vars.len())
            .filter(|&index| {
                let var = &body.scope.vars[index];
                (var.mutable || matches!(var.ty, Ty::RefMut(_)))
                    && var.state == State::Whole
                    && body.scope.allows(index, None, Use::Write)
            })
            .collect();
        self.rng.pick(&all).copied()
    }

    /// Whether this many more suspensions are allowed here.
    pub(super) fn may_wait(&self, body: &Body, weight: usize) -> bool {
        body.awaits() && body.weight + weight * body.turns <= super::MAX_WEIGHT
    }

    /// How many times a leaf is pending.
    pub(super) fn times(&mut self, body: &mut Body) -> usize {
        let times = self.rng.weighted(&[2, 6, 2]);
        self.note(if times == 0 { "ready leaf" } else { "pending leaf" });
        body.weight += times * body.turns;
        self.suspensions += 1;
        times
    }
}
